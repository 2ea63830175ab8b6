"""What is owed as state: the same whatever came first, forgotten with the person, and drawn anew with its rows."""

import random
from datetime import date

import pytest

from app.db.erasing import erase_persons
from app.db.log.store import LogStore
from app.db.money import account_of
from app.db.state.keeping import compare_state, keep_state
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.money import pay_fees
from app.rules.reconcile import VerdictKind
from tests.db.test_emptying import merge_in
from tests.db.test_merging import birth, tick
from tests.db.test_redrawing import HOUR_MS, LIMIT
from tests.making import NOON, make_desk

PERSON, COPY, LOAN, RENEWAL, BACK, PAID, REPORT, TAKEN_BACK, NEXT, OTHER = (tick(n * 1_000) for n in range(1, 11))
AT_MS = NOON + 40 * 86_400_000
FACTS = (
    birth(PERSON, given="Ida", family="Beck", birth_on="1980-01-01", category="adult"),
    birth(LOAN, table="loan", patron=PERSON, item=COPY, due_on="2026-03-10", branch=None, at_ms=NOON),
    birth(RENEWAL, table="renewal", loan=LOAN, item=COPY, due_on="2026-04-01", branch=None, at_ms=NOON),
    birth(REPORT, table="copy_report", item=COPY, loan=LOAN, kind="lost", on_day="2026-04-02", price_minor=9000),
    birth(BACK, table="closing", loan=LOAN, item=COPY, on_day="2026-04-05", cause="returned", at_ms=AT_MS),
    birth(NEXT, table="loan", patron=OTHER, item=COPY, due_on="2026-05-01", branch=None, at_ms=AT_MS),
    birth(PAID, table="settlement", patron=PERSON, kind="payment", amount_minor=700, on_day="2026-04-05",
          fee="late:2026-04-01:2026-04-05", loan=LOAN, reference="", at_ms=AT_MS),
    birth(TAKEN_BACK, table="undo", fact_table="closing", fact=BACK),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("left_out", [(), (TAKEN_BACK,), (REPORT, TAKEN_BACK), (RENEWAL,)])
def test_whatever_came_first_the_same_is_owed(seed, left_out, tmp_path, templates):
    chance, told = random.Random(seed), [one for one in FACTS if one.ids[0] not in left_out]
    accounts = []
    for place in ("straight", "shuffled"):
        (tmp_path / place).mkdir()
        desk = make_desk(tmp_path / place, templates, "hjorring")
        for group in told if place == "straight" else chance.sample(told * 2, 2 * len(told)):
            merge_in(desk, group)
        with desk.database.writing() as connection:
            assert compare_state(connection) == []
        accounts.append(account_of(desk.connection, PERSON))
        desk.database.close()

    assert accounts[0] == accounts[1]
    assert accounts[0].fees


AGAIN = tick(12_000)


def test_of_two_renewals_the_later_day_holds_whichever_desk_wrote_last(tmp_path, templates):
    desk = make_desk(tmp_path, templates, "hjorring")
    sooner = birth(AGAIN, table="renewal", loan=LOAN, item=COPY, due_on="2026-03-20", branch=None, at_ms=NOON)
    back = birth(tick(13_000), table="closing", loan=LOAN, item=COPY, on_day="2026-03-30", cause="returned")
    for group in (*FACTS[:3], sooner, back):
        merge_in(desk, group)

    assert account_of(desk.connection, PERSON).fees == ()


def test_of_a_loan_that_was_undone_no_price_is_asked(tmp_path, templates):
    desk = make_desk(tmp_path, templates, "hjorring")
    never = birth(AGAIN, table="undo", fact_table="loan", fact=LOAN)
    for group in (FACTS[0], FACTS[1], FACTS[3], never):
        merge_in(desk, group)

    assert account_of(desk.connection, PERSON).fees == ()
    with desk.database.writing() as connection:
        assert compare_state(connection) == []


CHARGED = birth(tick(20_000), table="charge", patron=PERSON, kind="other", amount_minor=500, on_day="2026-04-05")


def paid(at, patron=PERSON, reference=""):
    return birth(tick(at), table="settlement", patron=patron, kind="payment", amount_minor=500, on_day="2026-04-05",
                 fee="charge", charge=tick(20_000), reference=reference, at_ms=at)  # fmt: skip


def test_a_fee_settled_twice_is_told_before_its_person_has_arrived(tmp_path, templates):
    desk = make_desk(tmp_path, templates)
    for group in (CHARGED, paid(21_000), paid(22_000)):
        merge_in(desk, group)

    assert desk.value("SELECT kind FROM verdict") == VerdictKind.SETTLED_TWICE
    with desk.database.writing() as connection:
        assert compare_state(connection) == []


def test_a_payment_that_was_first_matched_to_another_settles_nothing_twice(tmp_path, templates):
    """Two desks matched one payment to two people: the first counts, whichever is heard of last."""
    facts = (FACTS[0], CHARGED, paid(22_000), paid(23_000, reference="B-1"), paid(21_000, OTHER, "B-1"))
    for number, order in enumerate((facts, facts[::-1])):
        (tmp_path / str(number)).mkdir()
        desk = make_desk(tmp_path / str(number), templates)
        for group in order:
            merge_in(desk, group)

        assert desk.value("SELECT count(*) FROM verdict") == 0
        desk.database.close()


@pytest.fixture
def owing(danish_desk):
    """P1 owes for a book that came back late, and has paid a part."""
    desk = danish_desk
    desk.made["patron"] = desk.patron("P1")
    desk.item("I1")
    return desk


def test_nothing_is_left_of_what_somebody_owed_who_is_erased(owing):
    owing.done(check_out, patron="P1", item="I1")
    owing.pass_days(40)
    owing.done(check_in, item="I1")
    owing.done(pay_fees, patron="P1", amount_minor=100, means="card")
    with owing.database.writing() as connection:
        keep_state(connection, erase_persons(connection, [owing.made["patron"]], owing.now_ms))

    assert owing.value("SELECT count(*) FROM owing WHERE patron IS NOT NULL") == 0
    assert owing.value("SELECT count(*) FROM settlement WHERE patron IS NOT NULL OR reference <> ''") == 0
    with owing.database.writing() as connection:
        assert compare_state(connection) == []


def test_what_is_owed_follows_ticks_that_are_drawn_anew(owing):
    store = LogStore(database=owing.database, keep_state=keep_state)
    owing.done(check_out, patron="P1", item="I1", due=date(2026, 3, 4))
    with owing.database.writing() as connection:
        connection.execute("DELETE FROM outbox")
        connection.execute("INSERT OR REPLACE INTO standing SELECT 'known', value FROM standing WHERE name = 'tick'")
    owing.pass_days(5)
    owing.done(check_in, item="I1")
    owing.done(pay_fees, patron="P1", amount_minor=100, means="card")
    before = account_of(owing.connection, owing.made["patron"])
    closing = owing.value("SELECT id FROM closing")
    store.redraw(LIMIT, NOON + HOUR_MS // 6)

    assert owing.value("SELECT id FROM closing") != closing
    after = account_of(owing.connection, owing.made["patron"])
    assert (after.balance_minor, after.fees[0].paid_minor) == (before.balance_minor, 100)
    with owing.database.writing() as connection:
        assert compare_state(connection) == []
