"""Money at the desk: what is owed after late returns, paying in parts, waiving, giving back, taking back."""

from datetime import date

import pytest

from app.db.declaration import ANY_TABLE, BY_NAME
from app.db.money import account_of
from app.db.state.keeping import compare_state
from app.db.tasks import open_tasks
from app.db.work import run_deed
from app.desk.cards import hand_over_card, order_card
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.circulation import CopyReport, Settlement
from app.desk.money import charge_fee, pay_fees, refund, take_back_entry, waive_fee
from app.desk.network import change_setting
from app.desk.opening import close_days
from app.desk.outcome import Done
from app.desk.patrons import report_card
from app.desk.persons import merge_patrons
from app.desk.renew import renew
from app.desk.undo import undo
from app.rules.blocks import Why
from app.rules.reconcile import VerdictKind
from tests.making import make_desk, permissions

LATE = "late:2026-03-30:2026-04-03"


@pytest.fixture
def lending(danish_desk):
    """A Danish desk whose patron (P1) has two books (I1, I2) that are due on 30 March 2026."""
    desk = danish_desk
    desk.patron("P1")
    for item in ("I1", "I2"):
        desk.item(item)
        desk.done(check_out, patron="P1", item=item)
    return desk


def owed(desk, card="P1"):
    patron = desk.value("SELECT patron FROM identifier WHERE value = ?", card)
    return account_of(desk.connection, patron)


def late(desk, days=4, items=("I1", "I2")):
    """Bring copies back some days after their due day."""
    desk.pass_days(28 + days)
    for item in items:
        desk.done(check_in, item=item)


def report(desk, kind, price_minor, item="I1"):
    loan = desk.connection.execute(
        "SELECT o.item, o.loan FROM open_loan o JOIN item i ON i.id = o.item WHERE i.barcode = ?", (item,)
    ).fetchone()
    desk.done(lambda work: Done(record=work.add(CopyReport(
        item=loan[0], loan=loan[1], kind=kind, on_day=work.today, price_minor=price_minor)), touched=frozenset()))  # fmt: skip


def right(desk):
    with desk.database.writing() as connection:
        return compare_state(connection) == []


def test_two_books_of_one_day_that_come_back_late_together_are_one_fee(lending):
    late(lending)

    assert [(fee.key, fee.amount_minor, len(fee.loans)) for fee in owed(lending).fees] == [(LATE, 2000, 2)]
    assert right(lending)


def test_a_late_renewal_costs_as_a_late_return_does(lending):
    lending.pass_days(32)
    lending.done(renew, item="I1")
    lending.done(check_in, item="I1")

    assert [fee.key for fee in owed(lending).fees] == [LATE]
    assert right(lending)


def test_a_book_in_time_costs_nothing_and_a_return_undone_neither(lending):
    lending.done(check_in, item="I1")
    assert owed(lending).fees == ()

    lending.done(check_out, patron="P1", item="I1", due=date(2026, 3, 3))
    lending.pass_days(5)
    lending.done(check_in, item="I1")
    assert owed(lending).balance_minor == 2000
    lending.done(undo)
    assert owed(lending).balance_minor == 0
    assert right(lending)


def test_a_book_lent_on_while_it_was_late_ends_late(lending):
    lending.patron("P2", given="Ole", family="Beck")
    lending.pass_days(32)
    lending.done(check_out, patron="P2", item="I1", override={"ON_LOAN"}, reason="brought by P2")

    assert [fee.key for fee in owed(lending).fees] == [LATE]
    assert owed(lending, "P2").fees == ()


def test_a_fee_is_paid_in_parts(lending):
    late(lending)

    first = lending.done(pay_fees, patron="P1", amount_minor=500, means="card")
    assert first.fees == ((LATE, 500),)
    assert first.balance_minor == 1500
    assert lending.refused(pay_fees, patron="P1", amount_minor=1501, means="card") == [Why.AMOUNT_TOO_HIGH]
    assert lending.done(pay_fees, patron="P1", amount_minor=1500, means="card", fees=[LATE]).balance_minor == 0
    assert lending.refused(pay_fees, patron="P1", amount_minor=100, means="card") == [Why.NOTHING_OWED]


def test_a_danish_desk_takes_no_cash(lending):
    """D-19."""
    late(lending)

    assert lending.refused(pay_fees, patron="P1", amount_minor=500, means="cash") == [Why.MEANS_NOT_TAKEN]


def test_a_waiver_needs_its_permission_and_a_reason(lending):
    late(lending)
    assert lending.refused(waive_fee, patron="P1", fee=LATE, reason=" ") == [Why.REASON_MISSING]
    assert lending.refused(waive_fee, patron="P1", fee="late:1:2", reason="ill") == [Why.FEE_UNKNOWN]

    lending.acting = lending.acting.__class__(
        staff=lending.acting.staff, name="", branch=lending.acting.branch, permissions=permissions("librarian")
    )  # fmt: skip
    assert lending.refused(waive_fee, patron="P1", fee=LATE, reason="ill") == [Why.NOT_PERMITTED]


def test_a_waived_fee_is_owed_no_more_and_taken_back_it_is_again(lending):
    late(lending)

    waived = lending.done(waive_fee, patron="P1", fee=LATE, reason="ill")
    assert (waived.amount_minor, waived.balance_minor) == (2000, 0)
    assert lending.done(take_back_entry, entry=str(waived.entry)).balance_minor == 2000
    assert lending.refused(take_back_entry, entry=str(waived.entry)) == [Why.ENTRY_UNKNOWN]


def test_two_payments_of_one_instant_are_taken_back_one_by_one(lending):
    """A clock that stands still, as in training: a deed is told from the next by its instant."""
    late(lending)
    at_ms = lending.now_ms
    first, _ = (pay_at(lending, at_ms) for _ in range(2))

    lending.done(take_back_entry, entry=str(first.record.entry))

    assert owed(lending).fees[0].paid_minor == 500


def pay_at(desk, at_ms):
    return run_deed(desk.database, desk.acting, at_ms, lambda work: pay_fees(work, patron="P1", amount_minor=500,
                                                                             means="card"))  # fmt: skip


def test_a_lost_copy_costs_its_price_until_it_comes_back(lending):
    """C-17, D-20: the price goes, the late fee stays, and what was paid is a credit that can be given back."""
    report(lending, "lost", 20000)
    assert [(fee.kind, fee.open_minor) for fee in owed(lending).fees] == [("lost", 20000)]
    lending.done(pay_fees, patron="P1", amount_minor=20000, means="card")

    late(lending, items=("I1",))
    assert owed(lending).balance_minor == 2000 - 20000
    assert owed(lending).credit_minor == 18000
    back = lending.done(refund, patron="P1", amount_minor=18000, means="card", reason="found")
    assert back.balance_minor == 0
    assert lending.refused(refund, patron="P1", amount_minor=1, means="card", reason="more") == [Why.AMOUNT_TOO_HIGH]
    assert right(lending)


def test_what_was_given_back_twice_is_owed_and_can_be_paid(lending):
    """Two desks gave the same credit back: nobody may borrow for that, so there is a way to bring it back."""
    patron = lending.value("SELECT id FROM patron")

    def twice(work):
        for kind in ("payment", "refund", "refund"):
            work.add(Settlement(patron=patron, kind=kind, means="card", amount_minor=30000, on_day=work.today))
        return Done(record=None, touched=frozenset())

    lending.done(twice)
    assert owed(lending).balance_minor == 30000
    refused = lending.refused(pay_fees, patron="P1", amount_minor=30001, means="card")

    assert refused == [Why.AMOUNT_TOO_HIGH]
    assert lending.done(pay_fees, patron="P1", amount_minor=30000, means="card").balance_minor == 0


def test_money_is_given_back_only_in_a_way_that_the_library_has(lending):
    report(lending, "lost", 20000)
    lending.done(pay_fees, patron="P1", amount_minor=20000, means="card")
    key = owed(lending).fees[0].key

    refused = lending.refused(refund, patron="P1", amount_minor=20000, means="cash", reason="x", fee=key)

    assert refused == [Why.MEANS_NOT_TAKEN]


def test_a_copy_of_the_same_in_place_of_a_price_settles_it(lending):
    report(lending, "damaged", 15000)
    key = owed(lending).fees[0].key

    assert lending.done(waive_fee, patron="P1", fee=key, reason="same edition", in_kind=True).balance_minor == 0
    assert lending.value("SELECT kind FROM settlement") == "in_kind"


def test_a_charge_by_hand_is_owed_and_a_price_by_hand_is_not_asked_beside_the_one_reported(lending):
    report(lending, "lost", 20000)
    lending.done(charge_fee, patron="P1", kind="lost", amount_minor=18000, item="I1")
    lending.done(charge_fee, patron="P1", kind="other", amount_minor=250, note="copies")

    assert sorted(fee.amount_minor for fee in owed(lending).fees) == [250, 18000]
    assert lending.refused(charge_fee, patron="P1", kind="late", amount_minor=1) == [Why.FIELD_INVALID]
    assert lending.refused(charge_fee, patron="P1", kind="other", amount_minor=0) == [Why.FIELD_INVALID]


def test_what_was_paid_by_another_desk_too_for_a_lost_copy_is_told_of_no_longer_when_it_comes_back(lending):
    lending.done(charge_fee, patron="P1", kind="lost", amount_minor=18000, item="I1")
    lending.done(pay_fees, patron="P1", amount_minor=18000, means="card")
    row = lending.connection.execute("SELECT patron, fee, loan, charge FROM settlement").fetchone()
    toward = dict(zip(("patron", "fee", "loan", "charge"), row, strict=True))
    lending.pass_days(1)
    lending.done(lambda work: Done(record=work.add(Settlement(
        kind="payment", means="card", amount_minor=18000, on_day=work.today, **toward)), touched=frozenset()))  # fmt: skip
    told = [one.kind for one in open_tasks(lending.connection)]
    lending.done(check_in, item="I1")

    assert (told, right(lending)) == ([VerdictKind.SETTLED_TWICE], True)


def test_a_new_card_in_place_of_a_lost_one_costs_when_it_is_handed_over(lending):
    """D-08, L-37."""
    lending.done(report_card, number="P1")
    lending.done(order_card, patron="P1", replaces="P1")
    assert owed(lending).balance_minor == 0

    lending.done(hand_over_card, card="P1")
    assert [(fee.kind, fee.amount_minor) for fee in owed(lending).fees] == [("card", 1000)]
    number = lending.value("SELECT value FROM identifier WHERE standing = 'active'")
    assert lending.done(pay_fees, patron=number, amount_minor=1000, means="card").balance_minor == 0


def test_a_settlement_names_what_asked_for_the_money_in_whichever_table_it_stands(lending):
    lending.done(report_card, number="P1")
    lending.done(order_card, patron="P1", replaces="P1")
    lending.done(hand_over_card, card="P1")
    lending.done(pay_fees, patron="P1", amount_minor=1000, means="card")

    assert lending.value("SELECT charge FROM settlement") == lending.value("SELECT id FROM card_order")
    [charge] = [column for column in BY_NAME["settlement"].columns if column.name == "charge"]
    assert charge.refers_to == ANY_TABLE


def test_a_payment_for_several_fees_is_one_entry_and_goes_back_as_one(lending):
    late(lending)
    lending.done(charge_fee, patron="P1", kind="other", amount_minor=500)

    paid = lending.done(pay_fees, patron="P1", amount_minor=2500, means="card", reference="T-1")
    assert lending.value("SELECT count(*) FROM settlement") == 2
    assert lending.refused(pay_fees, patron="P1", amount_minor=1, means="card", reference="T-1")[0] == Why.PAYMENT_KNOWN
    assert lending.done(take_back_entry, entry=str(paid.entry)).balance_minor == 2500


def test_the_fees_of_all_records_of_a_person_are_one_account(lending):
    lending.patron("P2", given="Ole", family="Beck")
    lending.done(charge_fee, patron="P2", kind="other", amount_minor=500)
    late(lending)
    lending.done(merge_patrons, patron="P1", other="P2")

    assert owed(lending).balance_minor == owed(lending, "P2").balance_minor == 2500


def test_valmiera_asks_nothing_for_being_late(desk):
    desk.patron("P1")
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")
    desk.pass_days(100)
    desk.done(check_in, item="I1")

    assert owed(desk).fees == ()
    desk.pass_days(1)
    desk.done(change_setting, key="late_fee", value="per_item_day")
    desk.done(change_setting, key="late_day_minor", value="3")
    assert owed(desk).fees == ()


def test_cents_a_day_are_asked_from_the_day_the_tariff_holds(tmp_path, templates):
    desk = make_desk(tmp_path, templates)
    desk.done(change_setting, key="late_fee", value="per_item_day")
    desk.done(change_setting, key="late_day_minor", value="3")
    desk.patron("P1")
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1", due=date(2026, 3, 4))
    desk.pass_days(10)
    desk.done(check_in, item="I1")

    assert [fee.amount_minor for fee in owed(desk).fees] == [24]
    desk.database.close()


def test_days_on_which_the_branch_was_closed_are_no_late_days(lending):
    """C-22: a closed day said afterwards moves what is owed, and what was paid toward it stays with it."""
    late(lending, days=2)
    lending.done(pay_fees, patron="P1", amount_minor=2000, means="card")
    lending.done(close_days, first=date(2026, 3, 30), last=date(2026, 3, 30), reason="Påske")

    assert (owed(lending).balance_minor, owed(lending).credit_minor) == (0, 0)
    lending.done(close_days, first=date(2026, 3, 31), last=date(2026, 3, 31), reason="Påske")
    assert (owed(lending).balance_minor, owed(lending).credit_minor) == (-2000, 2000)
    assert right(lending)


def test_a_late_return_tells_what_it_adds(lending):
    lending.pass_days(32)
    first, second = (lending.do(check_in, item=item) for item in ("I1", "I2"))

    assert [(one.why, dict(one.figures)["amount_minor"]) for one in first.notices] == [(Why.LATE_FEE, 2000)]
    assert second.notices == ()
    assert owed(lending).balance_minor == 2000


def test_a_late_renewal_tells_what_it_adds(lending):
    lending.pass_days(40)

    assert Why.LATE_FEE in [one.why for one in lending.do(renew, item="I1").notices]
    assert owed(lending).balance_minor == 6000
