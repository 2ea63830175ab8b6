"""Reports on copies at a real desk: what each does to the copy, to its loan and to what is to be paid."""

from datetime import UTC, date, datetime

import pytest

from app.db.borrowers import borrower
from app.db.money import account_of
from app.db.queries.reports import day_sheet
from app.db.queries.stock import show_item
from app.db.state.keeping import compare_state
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.money import pay_fees, waive_fee
from app.desk.receipts import give_receipt
from app.desk.renew import renew
from app.desk.reports import report_copy
from app.desk.undo import undo
from app.rules.blocks import Why
from tests.making import TODAY


@pytest.fixture
def lending(desk):
    """A desk where P1 has I1, and I2 stands on the shelf."""
    desk.patron("P1")
    desk.item("I1", price_minor=700)
    desk.item("I2", material="disc-film")
    desk.done(check_out, patron="P1", item="I1")
    return desk


def owed(desk):
    return account_of(desk.connection, desk.value("SELECT patron FROM identifier WHERE value = 'P1'"))


def overdue(desk):
    today = datetime.fromtimestamp(desk.now_ms / 1000, UTC).date()
    return borrower(desk.connection, "P1", today, "Europe/Riga").loans_overdue


def test_a_claimed_return_stays_open_and_is_not_held_against_anybody(lending):
    lending.pass_days(40)
    assert overdue(lending) == 1

    lending.done(report_copy, item="I1", kind="claimed", on=date(2026, 3, 30))

    assert overdue(lending) == 0
    assert show_item(lending.database, "I1").place == "claimed"
    assert lending.refused(renew, item="I1") == [Why.CLAIMED_RETURNED]
    assert lending.value("SELECT count(*) FROM open_loan") == 1


def test_a_claimed_return_that_is_found_ends_on_the_day_that_was_claimed(lending):
    lending.pass_days(40)
    lending.done(report_copy, item="I1", kind="claimed", on=date(2026, 3, 30))

    found = lending.done(report_copy, item="I1", kind="found")

    assert found.returned_on == date(2026, 3, 30)
    assert lending.value("SELECT on_day FROM closing") == "2026-03-30"
    assert lending.value("SELECT count(*) FROM open_loan") == 0


def test_a_lost_copy_is_charged_at_its_price_and_not_renewed(lending):
    reported = lending.done(report_copy, item="I1", kind="lost")

    assert (reported.price_minor, reported.patron_name) == (700, "Elīna Krūze")
    assert lending.connection.execute("SELECT kind, price_minor, loan IS NOT NULL FROM copy_report").fetchall() == [
        ("lost", 700, 1)
    ]
    lending.pass_days(5)
    assert lending.refused(renew, item="I1") == [Why.LOST]
    assert lending.refused(report_copy, item="I1", kind="lost") == [Why.ALREADY_REPORTED]


def test_a_lost_copy_without_a_price_costs_what_its_kind_does(lending):
    lending.done(check_out, patron="P1", item="I2")

    assert lending.done(report_copy, item="I2", kind="lost").price_minor == 2500
    lending.done(undo)
    assert lending.done(report_copy, item="I2", kind="lost", price_minor=1900).price_minor == 1900


def test_a_lost_copy_that_comes_back_says_so(lending):
    lending.done(report_copy, item="I1", kind="lost")

    returned = lending.done(check_in, item="I1")

    assert [todo.code for todo in returned.todo] == ["WAS_LOST"]
    assert show_item(lending.database, "I1").place == ""


def test_a_lost_copy_that_is_paid_for_is_nobodys_loan_any_more(lending):
    """Else whoever has paid would have it overdue for ever, and could never be forgotten."""
    lending.done(report_copy, item="I1", kind="lost")
    [fee] = owed(lending).open_fees
    lending.done(pay_fees, patron="P1", amount_minor=300, means="card")
    assert lending.value("SELECT count(*) FROM open_loan") == 1

    lending.done(waive_fee, patron="P1", fee=fee.key, reason="half")

    assert lending.value("SELECT count(*) FROM open_loan") == 0
    shown = show_item(lending.database, "I1")
    assert (shown.status, shown.place, shown.lies_at) == ("on_shelf", "lost", "")
    assert [day.returns for day in day_sheet(lending.database, first=TODAY, last=TODAY)] == [0]
    assert lending.refused(give_receipt, patron="P1", kind="return") == [Why.NOTHING_FOR_RECEIPT]
    assert lending.done(undo).deed == "settlement"
    assert lending.value("SELECT count(*) FROM open_loan") == 1


def test_a_lost_copy_that_was_paid_for_and_comes_back_was_late_until_then(danish_desk):
    """C-17: what was paid for it is a credit, the late fee stays."""
    danish_desk.patron("P1")
    danish_desk.item("I1", price_minor=9900)
    danish_desk.done(check_out, patron="P1", item="I1")
    danish_desk.done(report_copy, item="I1", kind="lost")
    paid = owed(danish_desk).balance_minor
    danish_desk.done(pay_fees, patron="P1", amount_minor=paid, means="card")
    danish_desk.pass_days(30)

    back = danish_desk.done(check_in, item="I1")

    assert [one.code for one in back.todo] == ["WAS_LOST"]
    assert [(fee.kind, fee.amount_minor) for fee in owed(danish_desk).fees if fee.amount_minor] == [("late", 2000)]
    assert owed(danish_desk).balance_minor == 2000 - paid
    with danish_desk.database.writing() as connection:
        assert compare_state(connection) == []


def test_nobody_pays_for_what_was_lost_from_the_shelf(lending):
    reported = lending.done(report_copy, item="I2", kind="lost")

    assert (reported.price_minor, reported.patron_name) == (None, "")
    assert lending.refused(check_out, patron="P1", item="I2") == [Why.LOST]


def test_a_missing_copy_that_turns_up_is_lent_with_a_reason_or_checked_in(lending):
    lending.done(report_copy, item="I2", kind="missing")
    assert lending.refused(check_out, patron="P1", item="I2") == [Why.MISSING]

    lending.done(check_out, patron="P1", item="I2", override={"MISSING"}, reason="stāvēja citā plauktā")

    assert show_item(lending.database, "I2").place == ""


def test_damage_is_paid_by_whoever_had_the_copy_last(lending):
    lending.done(check_in, item="I1")

    reported = lending.done(report_copy, item="I1", kind="unusable", price_minor=300, note="  bez \n vāka")

    assert reported.patron_name == "Elīna Krūze"
    rows = lending.connection.execute("SELECT kind, price_minor, loan IS NOT NULL, note FROM copy_report ORDER BY id")
    assert rows.fetchall() == [("damaged", 300, 1, "bez vāka"), ("unusable", None, 0, "bez vāka")]
    assert lending.refused(check_out, patron="P1", item="I1") == [Why.COPY_UNFIT]


def test_a_damaged_copy_is_lent_and_the_damage_told(lending):
    lending.done(report_copy, item="I2", kind="damaged", note="saskrāpēts")

    outcome = lending.do(check_out, patron="P1", item="I2")

    assert [notice.why for notice in outcome.notices] == [Why.COPY_DAMAGED]
    lending.done(report_copy, item="I2", kind="repaired")
    assert show_item(lending.database, "I2").fitness == ""


def test_a_report_is_undone_with_what_it_did(lending):
    lending.done(report_copy, item="I1", kind="claimed")
    lending.done(report_copy, item="I1", kind="found")

    assert lending.done(undo).deed == "closing"

    assert show_item(lending.database, "I1").place == "claimed"
    assert lending.value("SELECT count(*) FROM open_loan") == 1


def test_a_report_that_cannot_be_is_refused(lending):
    assert lending.refused(report_copy, item="I9", kind="lost") == [Why.UNKNOWN_SCAN]
    assert lending.refused(report_copy, item="I1", kind="eaten") == [Why.FIELD_INVALID]
    assert lending.refused(report_copy, item="I1", kind="lost", price_minor=-1) == [Why.FIELD_INVALID]
    assert lending.refused(report_copy, item="I1", kind="lost", on=date(2026, 12, 1)) == [Why.FIELD_INVALID]
    assert lending.refused(report_copy, item="I1", kind="missing") == [Why.COPY_IS_LENT]


def test_a_lost_copy_of_which_nobody_knows_the_price_is_told(lending):
    with lending.database.writing() as connection:
        connection.execute("UPDATE item SET price_minor = NULL, material = 'globe' WHERE barcode = 'I1'")

    outcome = lending.do(report_copy, item="I1", kind="lost", on=TODAY)

    assert [notice.why for notice in outcome.notices] == [Why.PRICE_UNKNOWN]
