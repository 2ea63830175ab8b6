"""Of loans that ended long ago it is forgotten whose they were: on every desk alike, and of no open loan (O-7)."""

import json
import random
from datetime import date, timedelta
from itertools import permutations

import pytest

from app.db.digest import digests, whole
from app.db.erasing import erase_persons
from app.db.log.standing import CLOCK_CONFIRMED, put
from app.db.money import account_of
from app.db.queries.history import history_cut_until, past_loans
from app.db.queries.receipts import find_receipt, receipts
from app.db.queries.reports import day_sheet
from app.db.state.keeping import compare_state
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.erasures import propose_unused
from app.desk.history import cut_history
from app.desk.money import waive_fee
from app.desk.network import change_setting
from app.desk.paper import return_on_paper
from app.desk.receipts import give_receipt
from app.desk.undo import undo
from app.rules.reconcile import VerdictKind
from tests.db.test_emptying import merge_in
from tests.db.test_merging import birth, tick
from tests.making import NOON, TODAY, make_desk

PERSON, ITEM, LOAN, RENEWAL, CLOSING, UNDO, AGAIN, CUT, RECEIPT = (tick(number * 1_000) for number in range(1, 10))


def fact(row, table, **columns):
    return birth(row, table=table, **columns)


def cut(row=CUT, until="2026-04-30", known=None, spared=()):
    heard = {"0": 0, "7": tick(900_000_000)} if known is None else known
    return fact(row, "history_cut", until_on=until, known=json.dumps(heard), spared=json.dumps(list(spared)))


LENT = fact(LOAN, "loan", patron=PERSON, item=ITEM, due_on="2026-04-01", overrides="ON_LOAN", reason="Elīna lūdza")
RENEWED = fact(RENEWAL, "renewal", loan=LOAN, item=ITEM, due_on="2026-05-01", overrides="X", reason="Elīna zvanīja")
BACK = fact(CLOSING, "closing", loan=LOAN, item=ITEM, on_day="2026-03-30", cause="returned")
UNDONE = fact(UNDO, "undo", fact_table="closing", fact=CLOSING)


def owner(desk, loan=LOAN):
    return desk.value("SELECT patron FROM loan WHERE id = ?", loan)


def settle(desk, number="P1"):
    for fee in account_of(desk.connection, desk.value("SELECT patron FROM identifier WHERE value = ?", number)).fees:
        desk.done(waive_fee, patron=number, fee=fee.key, reason="long ago")


def desks(tmp_path, templates, orders):
    for number, order in enumerate(orders):
        (tmp_path / str(number)).mkdir()
        made = make_desk(tmp_path / str(number), templates)
        for group in order:
            merge_in(made, group)
        yield made
        made.database.close()


def test_whatever_arrives_first_a_loan_that_ended_is_nobodys(tmp_path, templates):
    ended = set()
    for desk in desks(tmp_path, templates, permutations((LENT, RENEWED, BACK, cut()))):
        ended.add(whole(digests(desk.connection)))
        assert owner(desk) is None
        assert desk.value("SELECT reason FROM renewal") is None
        assert compare_state(desk.connection) == []

    assert len(ended) == 1


@pytest.mark.parametrize(
    "covering",
    [
        cut(until="2026-03-29"),
        cut(spared=[LOAN]),
        cut(known={"0": CLOSING - 1}),
        cut(known={"0": 0, "8": tick(900_000_000)}),
        fact(CUT, "history_cut", until_on="2026-04-30", known="no", spared="[]"),
        fact(CUT, "history_cut", until_on="no day", known="{}", spared="[]"),
        fact(CUT, "history_cut", until_on="2026-04-30", known='{"7": "all"}', spared="[]"),
        fact(CUT, "history_cut", until_on="2026-04-30", known='{"7": 9223372036854775808}', spared="{}"),
        fact(CUT, "history_cut", until_on=None, known=None, spared=None),
    ],
)
def test_what_a_cut_does_not_cover_stays(tmp_path, templates, covering):
    for desk in desks(tmp_path, templates, permutations((LENT, BACK, covering))):
        assert owner(desk) == PERSON


def test_a_return_of_another_time_ends_no_later_loan(tmp_path, templates):
    later = fact(AGAIN, "loan", patron=PERSON, item=ITEM, due_on="2026-04-01")

    for desk in desks(tmp_path, templates, permutations((LENT, BACK, later, cut()))):
        assert (owner(desk), owner(desk, AGAIN)) == (None, PERSON)
        assert desk.value("SELECT patron FROM open_loan") == PERSON


@pytest.mark.parametrize("named", [None, AGAIN])
def test_a_slip_about_another_loan_ends_none_that_is_open(tmp_path, templates, named):
    """A return from paper bears the tick of its entering: whoever borrowed before that has the copy still."""
    slip = fact(CLOSING, "closing", loan=named, item=ITEM, on_day="2026-02-20", cause="paper")

    for desk in desks(tmp_path, templates, permutations((LENT, slip, cut()))):
        assert owner(desk) == PERSON


def test_a_slip_ends_the_loan_that_it_names(tmp_path, templates):
    slip = fact(CLOSING, "closing", loan=LOAN, item=ITEM, on_day="2026-03-30", cause="paper")

    for desk in desks(tmp_path, templates, permutations((LENT, slip, cut()))):
        assert owner(desk) is None


def test_no_receipt_tells_whose_a_loan_was(tmp_path, templates):
    receipt = fact(RECEIPT, "receipt", patron=PERSON, kind="return")
    line = fact(RECEIPT + 1, "receipt_line", receipt=RECEIPT, fact_table="closing", fact=CLOSING)
    facts, ended = (LENT, BACK, cut(), receipt, line), set()

    for desk in desks(tmp_path, templates, random.Random(5).sample(list(permutations(facts)), k=40)):
        assert desk.value("SELECT patron FROM receipt") is None
        ended.add(whole(digests(desk.connection)))

    assert len(ended) == 1


def test_a_later_cut_takes_what_an_earlier_one_spared(tmp_path, templates):
    second = fact(AGAIN, "closing", loan=LOAN, item=ITEM, on_day="2026-05-20", cause="returned")
    facts = (LENT, BACK, UNDONE, second, cut(spared=[LOAN]), cut(CUT + 1, "2026-06-30"))

    for desk in desks(tmp_path, templates, random.Random(7).sample(list(permutations(facts)), k=25)):
        assert owner(desk) is None


def test_a_loan_that_was_undone_is_nobodys_too(tmp_path, templates):
    never = fact(UNDO, "undo", fact_table="loan", fact=LOAN)

    for desk in desks(tmp_path, templates, permutations((LENT, never, cut()))):
        assert owner(desk) is None


def test_an_undoing_that_nobody_had_heard_of_links_nothing_again_and_becomes_a_task(tmp_path, templates):
    """The desk that undid the return was away for a month; all desks end alike, and somebody looks for the copy."""
    ended, tasks = set(), set()
    for desk in desks(tmp_path, templates, permutations((LENT, BACK, UNDONE, cut()))):
        ended.add(whole(digests(desk.connection)))
        tasks.add(desk.value("SELECT kind FROM verdict"))

    assert len(ended) == 1
    assert tasks == {VerdictKind.LOAN_OF_ERASED}


def test_the_erased_stay_erased_and_the_cut_changes_nothing_of_it(tmp_path, templates):
    [desk] = list(desks_kept(tmp_path, templates, (LENT, BACK)))
    with desk.database.writing() as connection:
        erase_persons(connection, [PERSON], NOON)
    merge_in(desk, cut())

    assert owner(desk) is None
    assert compare_state(desk.connection) == []


def desks_kept(tmp_path, templates, order):
    made = make_desk(tmp_path, templates)
    for group in order:
        merge_in(made, group)
    return [made]


# Deciding what to cut.


@pytest.fixture
def danish(danish_desk):
    danish_desk.patron("P1")
    for barcode in ("I1", "I2", "I3"):
        danish_desk.item(barcode)
    return danish_desk


def pass_days(desk, days):
    desk.pass_days(days)
    with desk.database.writing() as connection:
        put(connection, CLOCK_CONFIRMED, desk.now_ms)


def lend(desk, item):
    return desk.done(check_out, patron="P1", item=item).loan


def titles(desk):
    patron = desk.value("SELECT id FROM patron")
    return [one.barcode for one in past_loans(desk.database, patron)]


def test_in_hjorring_a_loan_is_nobodys_thirty_days_after_its_return(danish):
    first, second = lend(danish, "I1"), lend(danish, "I2")
    danish.done(check_in, item="I1")
    pass_days(danish, 29)
    danish.done(check_in, item="I2")
    assert danish.done(cut_history).loans == 0
    assert titles(danish) == ["I2", "I1"]

    pass_days(danish, 1)
    danish.patron("P2")  # Somebody does something: the day of the ticks has come.
    done = danish.done(cut_history)

    assert done.loans == 1
    assert (owner(danish, first), titles(danish)) == (None, ["I2"])
    assert owner(danish, second) is not None
    assert history_cut_until(danish.database) == TODAY
    assert danish.done(cut_history).loans == 0
    assert danish.value("SELECT count(*) FROM history_cut") == 1


def test_a_copy_that_went_on_to_another_was_returned_by_the_other(tmp_path, templates):
    other = fact(AGAIN, "loan", patron=PERSON + 1, item=ITEM, due_on="2026-05-01")
    back = fact(AGAIN + 1, "closing", loan=AGAIN, item=ITEM, on_day="2026-04-20", cause="returned")
    [desk] = desks_kept(tmp_path, templates, (LENT, other, back))

    assert [one.returned_on for one in past_loans(desk.database, PERSON)] == [None]
    assert [one.returned_on for one in past_loans(desk.database, PERSON + 1)] == [date(2026, 4, 20)]


def test_a_receipt_is_found_by_its_number_when_it_is_nobodys(danish):
    lend(danish, "I1")
    given = danish.done(give_receipt, patron="P1")
    lend(danish, "I2")
    other = danish.done(give_receipt, patron="P1")
    danish.done(check_in, item="I1")
    pass_days(danish, 40)
    danish.patron("P2")
    danish.done(cut_history)

    assert receipts(danish.database, patron=danish.value("SELECT id FROM patron")) == []
    for number in (given.number, other.number):
        found = find_receipt(danish.database, number)
        assert (found.patron_name, found.lines[0].barcode) == ("", "I1")


def test_a_task_about_a_loan_goes_when_the_loan_is_nobodys(danish):
    """C-5: the person was excluded elsewhere before; nothing is owed, and nothing but the cut touches the loan."""
    patron = danish.value("SELECT id FROM patron")
    lend(danish, "I1")
    merge_in(danish, fact(tick(1), "restriction", patron=patron, kind="misuse", from_on="2026-01-01", at_ms=NOON - 1))
    danish.done(check_in, item="I1")
    assert danish.value("SELECT kind FROM verdict") == VerdictKind.LENT_WHILE_EXCLUDED
    pass_days(danish, 40)
    danish.patron("P2")

    assert danish.done(cut_history).loans == 1
    assert danish.value("SELECT count(*) FROM verdict") == 0
    assert compare_state(danish.connection) == []


def test_an_open_loan_stays_however_old(danish):
    loan = lend(danish, "I1")
    pass_days(danish, 400)

    danish.done(cut_history)

    assert owner(danish, loan) is not None
    assert danish.value("SELECT patron FROM open_loan") == owner(danish, loan)


def test_a_slip_entered_since_forgets_nobody_who_has_a_copy(danish):
    danish.patron("P2")
    lend(danish, "I1")
    loan = danish.done(check_out, patron="P2", item="I1", override=["ON_LOAN"], reason="here").loan
    danish.done(return_on_paper, item="I1", on=TODAY - timedelta(days=3))
    pass_days(danish, 45)
    danish.patron("P3")

    danish.done(cut_history)

    assert owner(danish, loan) is not None
    assert danish.value("SELECT patron FROM open_loan") == owner(danish, loan)


def test_a_loan_whose_return_was_undone_is_spared_until_it_ends(danish):
    loan = lend(danish, "I1")
    danish.done(check_in, item="I1")
    danish.done(undo)
    other = lend(danish, "I2")
    danish.done(check_in, item="I2")
    pass_days(danish, 40)
    danish.patron("P2")

    assert danish.done(cut_history).loans == 1
    assert (owner(danish, loan) is None, owner(danish, other)) == (False, None)
    assert json.loads(danish.value("SELECT spared FROM history_cut")) == [loan]

    danish.done(check_in, item="I1")
    pass_days(danish, 40)
    danish.patron("P3")
    assert danish.done(cut_history).loans == 0  # It came back late, and what it cost waits for somebody.
    settle(danish)
    assert danish.done(cut_history).loans == 1
    assert owner(danish, loan) is None


def test_statistics_and_state_are_as_they_were(danish):
    lend(danish, "I1")
    danish.done(check_in, item="I1")
    before = day_sheet(danish.database, first=TODAY, last=TODAY)
    pass_days(danish, 40)
    danish.patron("P2")
    danish.done(cut_history)

    assert day_sheet(danish.database, first=TODAY, last=TODAY) == before
    assert compare_state(danish.connection) == []
    assert danish.value("SELECT count(*) FROM verdict") == 0


def test_a_return_dated_back_is_cut_later_not_at_once(danish):
    loan = lend(danish, "I1")
    lend(danish, "I2")
    danish.done(check_in, item="I2")
    pass_days(danish, 45)
    danish.patron("P2")
    danish.done(cut_history)

    danish.done(check_in, item="I1", on=TODAY)

    assert owner(danish, loan) is not None
    pass_days(danish, 3)
    danish.patron("P3")
    danish.done(cut_history)
    assert owner(danish, loan) is None


def test_who_borrowed_is_not_taken_for_unused_once_the_loan_is_nobodys(danish):
    lend(danish, "I1")
    danish.done(check_in, item="I1")
    pass_days(danish, 100)
    lend(danish, "I2")
    danish.done(check_in, item="I2")
    pass_days(danish, 2 * 365 - 50)
    danish.done(cut_history)

    assert titles(danish) == []
    assert danish.done(propose_unused) == ()
    pass_days(danish, 60)
    assert [one.number for one in danish.done(propose_unused)] == ["P1"]


def test_in_valmiera_nothing_is_cut(desk):
    desk.patron("P1")
    desk.item("I1")
    lend(desk, "I1")
    desk.done(check_in, item="I1")
    pass_days(desk, 1000)

    assert desk.done(cut_history).until_on is None
    assert titles(desk) == ["I1"]
    assert desk.value("SELECT count(*) FROM visit") == 0


def test_a_library_may_turn_it_on(desk):
    desk.patron("P1")
    desk.item("I1")
    lend(desk, "I1")
    desk.done(check_in, item="I1")
    desk.done(change_setting, key="history_days", value="90")
    pass_days(desk, 100)
    desk.patron("P2")

    assert desk.done(cut_history).loans == 1


def test_a_clock_that_jumped_ahead_forgets_nothing_early(danish):
    loan = lend(danish, "I1")
    danish.done(check_in, item="I1")
    danish.pass_days(400)  # Nobody has said that the clock is right.

    assert danish.done(cut_history).loans == 0
    assert owner(danish, loan) is not None
