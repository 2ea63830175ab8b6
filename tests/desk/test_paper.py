"""Slips of paper entered after a PC was dead (C-19)."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from app.db.money import account_of
from app.db.queries.history import past_loans
from app.db.queries.liable import liable_for_loan
from app.db.queries.people import show_patron
from app.db.queries.reports import day_sheet
from app.db.state.keeping import compare_state
from app.db.tasks import open_tasks
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.holds import place_hold
from app.desk.network import Place, seat_workstation
from app.desk.paper import lend_on_paper, return_on_paper
from app.desk.patrons import report_card
from app.desk.promises import Guarantor
from app.desk.receipts import give_receipt
from app.desk.reports import report_copy
from app.desk.transit import send_copy
from app.desk.undo import undo
from app.rules.blocks import Why
from app.rules.guarantees import AnswersAs
from tests.making import TODAY

FRIDAY, SATURDAY = date(2026, 2, 27), date(2026, 2, 28)


@pytest.fixture
def lending(desk):
    """A desk where slips are entered on Monday, five days after it was founded."""
    for number in (1, 2):
        desk.patron(f"P{number}", family=f"F{number}")
    desk.item("I1")
    return desk


def holder(desk):
    return desk.value("SELECT p.family FROM open_loan o JOIN patron p ON p.id = o.patron")


def sound(desk):
    with desk.database.writing() as connection:
        assert compare_state(connection) == []
    assert open_tasks(desk.connection) == []


def test_a_loan_on_paper_counts_from_its_day(lending):
    lent = lending.done(lend_on_paper, patron="P1", item="I1", on=FRIDAY, slip="17")

    assert (lent.lent_on, lent.due_on, lent.is_over) == (FRIDAY, date(2026, 3, 30), False)
    [loan] = show_patron(lending.database, "P1", today=TODAY, branch=lending.acting.branch).loans
    assert loan.lent_on == FRIDAY
    sound(lending)


def test_nothing_is_refused_but_what_cannot_be(lending):
    lending.done(report_card, number="P1")
    lending.done(check_out, patron="P2", item="I1")

    outcome = lending.do(lend_on_paper, patron="P1", item="I1", on=FRIDAY)

    assert [notice.why for notice in outcome.notices] == [Why.CARD_BLOCKED, Why.ON_LOAN]
    assert lending.refused(lend_on_paper, patron="P9", item="I9", on=FRIDAY) == [Why.UNKNOWN_SCAN, Why.UNKNOWN_SCAN]
    assert lending.refused(lend_on_paper, patron="P1", item="I1", on=date(2027, 1, 1)) == [Why.FIELD_INVALID]


def test_a_slip_is_entered_once(lending):
    lending.done(lend_on_paper, patron="P1", item="I1", on=FRIDAY, slip="a 17")

    assert lending.refused(lend_on_paper, patron="P1", item="I1", on=FRIDAY, slip="A  17") == [Why.SLIP_ENTERED]
    lending.done(undo)
    assert lending.done(lend_on_paper, patron="P1", item="I1", on=FRIDAY, slip="A 17")


def test_a_printed_receipt_whose_loan_is_known_is_not_entered_again(lending):
    lending.done(check_out, patron="P1", item="I1")
    number = lending.done(give_receipt, patron="P1").number

    refused = lending.refused(lend_on_paper, patron="P1", item="I1", on=TODAY, slip=number.lower())

    assert refused == [Why.SLIP_ENTERED]


def test_a_copy_that_was_lent_again_since_stays_with_the_later_one(lending):
    lending.done(check_out, patron="P2", item="I1")

    lent = lending.done(lend_on_paper, patron="P1", item="I1", on=FRIDAY)

    assert (lent.is_over, holder(lending)) == (True, "F2")
    sound(lending)


def test_a_copy_that_came_back_since_is_back(lending):
    lending.done(check_in, item="I1")

    assert lending.done(lend_on_paper, patron="P1", item="I1", on=SATURDAY).is_over

    assert holder(lending) is None
    sound(lending)


def test_a_copy_that_was_out_before_came_back_unseen(lending):
    lending.done(check_out, patron="P1", item="I1")
    lending.pass_days(3)

    lending.done(lend_on_paper, patron="P2", item="I1", on=date(2026, 3, 4))

    assert holder(lending) == "F2"
    assert lending.value("SELECT on_day FROM closing WHERE cause = 'paper'") == "2026-03-04"
    sound(lending)


def test_a_return_on_paper_ends_its_loan_and_no_later_one(lending):
    lending.done(check_out, patron="P1", item="I1")
    lending.pass_days(2)
    lending.done(check_out, patron="P2", item="I1", override={"ON_LOAN"}, reason="x")
    lending.pass_days(1)

    returned = lending.done(return_on_paper, item="I1", on=date(2026, 3, 3))

    assert (returned.patron_name, holder(lending)) == ("", "F2")
    assert lending.refused(return_on_paper, item="I1", on=date(2026, 3, 3)) == [Why.SLIP_ENTERED]
    assert lending.refused(return_on_paper, item="I9", on=date(2026, 3, 3)) == [Why.UNKNOWN_SCAN]
    sound(lending)


def test_a_late_return_on_paper_is_late_by_its_day(lending):
    lending.done(lend_on_paper, patron="P1", item="I1", on=date(2026, 1, 5))

    returned = lending.done(return_on_paper, item="I1", on=date(2026, 2, 6))

    assert (returned.patron_name, returned.days_late) == ("Elīna F1", 2)
    assert holder(lending) is None


def test_the_history_tells_the_days_on_paper(lending):
    lending.done(lend_on_paper, patron="P1", item="I1", on=FRIDAY)
    lending.done(return_on_paper, item="I1", on=SATURDAY)

    [past] = past_loans(lending.database, lending.value("SELECT patron FROM loan"))

    assert (past.lent_on, past.returned_on) == (FRIDAY, SATURDAY)


def test_who_answers_for_a_loan_on_paper_is_told_by_its_day(lending):
    lending.patron("P3", birth_on=date(2008, 3, 1), guarantor=Guarantor(given="Mare", family="Ozola"))
    loan = lending.done(lend_on_paper, patron="P3", item="I1", on=FRIDAY).loan

    assert liable_for_loan(lending.database, loan, TODAY).role is not AnswersAs.BORROWER


@pytest.fixture
def waited_for(lending):
    """P2 waits for I1 since Monday; on Tuesday it came back, and lies ready. It is Wednesday."""
    lending.done(place_hold, patron="P2", item="I1")
    lending.pass_days(1)
    lending.done(check_in, item="I1")
    lending.pass_days(1)
    return lending


def test_a_slip_of_a_loan_that_is_over_takes_a_copy_from_nobody_for_whom_it_lies_ready(waited_for):
    assert waited_for.done(lend_on_paper, patron="P1", item="I1", on=TODAY).is_over

    assert waited_for.value("SELECT copy IS NOT NULL AND ready_at IS NOT NULL FROM hold_standing")
    sound(waited_for)


def test_whoever_took_it_on_paper_waits_no_more(waited_for):
    waited_for.done(lend_on_paper, patron="P2", item="I1", on=date(2026, 3, 4))

    assert (holder(waited_for), waited_for.value("SELECT count(*) FROM hold_standing")) == ("F2", 0)
    sound(waited_for)


@pytest.mark.parametrize("slip", [partial(lend_on_paper, patron="P1", due=TODAY), return_on_paper])
def test_a_copy_on_its_way_stays_there_for_a_slip_about_before(lending, slip):
    place = Place(branch_code="RUJ", branch_name="Rūjiena", workstation="2", time_zone="Europe/Riga")
    lending.done(seat_workstation, place=place, replica=35)
    lending.pass_days(1)
    lending.done(check_in, item="I1")
    lending.done(send_copy, item="I1", to="RUJ")
    lending.pass_days(1)

    lending.done(slip, item="I1", on=TODAY)

    assert lending.value("SELECT transfer IS NOT NULL FROM copy_place")
    sound(lending)


def test_a_slip_is_counted_on_its_day(lending):
    lending.done(lend_on_paper, patron="P1", item="I1", on=FRIDAY)
    lending.done(return_on_paper, item="I1", on=SATURDAY)

    days = day_sheet(lending.database, first=FRIDAY, last=TODAY)

    assert [(day.on, day.loans, day.returns) for day in days if day.loans or day.returns] == [
        (FRIDAY, 1, 0),
        (SATURDAY, 0, 1),
    ]


def test_what_was_entered_is_undone_as_one_deed(lending):
    lending.done(check_out, patron="P1", item="I1")
    lending.pass_days(1)
    lending.done(lend_on_paper, patron="P2", item="I1", on=date(2026, 3, 3))

    assert lending.done(undo).deed == "loan"

    assert holder(lending) == "F1"
    sound(lending)


@pytest.fixture
def danish(danish_desk):
    """A Danish desk where P1 has I1 until Thursday."""
    for number in (1, 2):
        danish_desk.patron(f"P{number}", family=f"F{number}")
    danish_desk.item("I1")
    danish_desk.done(check_out, patron="P1", item="I1", due=date(2026, 3, 5))
    return danish_desk


def late_days(desk, number):
    patron = desk.value("SELECT patron FROM identifier WHERE value = ?", number)
    return [fee.days for fee in account_of(desk.connection, patron).fees]


@pytest.mark.parametrize(("day", "days"), [(4, []), (6, [1])])
def test_who_brought_it_back_on_paper_owes_for_the_days_until_then_though_it_was_lent_on_since(danish, day, days):
    danish.pass_days(7)
    danish.done(check_out, patron="P2", item="I1", override={"ON_LOAN"}, reason="x")
    assert late_days(danish, "P1") == [4]

    danish.done(return_on_paper, item="I1", on=date(2026, 3, day))

    assert (late_days(danish, "P1"), late_days(danish, "P2")) == (days, [])
    sound(danish)


def test_a_lost_copy_is_charged_to_whoever_has_it_whatever_slip_was_entered_since(danish):
    danish.done(lend_on_paper, patron="P2", item="I1", on=FRIDAY, due=SATURDAY)

    reported = danish.done(report_copy, item="I1", kind="lost", price_minor=9000)

    assert reported.patron_name == "Elīna F1"


def test_a_copy_that_is_on_loan_lies_nowhere_for_a_slip_about_before(danish):
    place = Place(branch_code="HIR", branch_name="Hirtshals", workstation="2", time_zone="Europe/Copenhagen")
    branch = danish.done(seat_workstation, place=place, replica=35)
    danish.acting = replace(danish.acting, branch=branch)

    danish.done(return_on_paper, item="I1", on=SATURDAY)

    assert (holder(danish), danish.value("SELECT count(*) FROM copy_place")) == ("F1", 0)
    sound(danish)


def test_slips_cost_the_same_in_whatever_order_they_are_entered(danish):
    danish.pass_days(9)
    danish.done(lend_on_paper, patron="P2", item="I1", on=date(2026, 3, 9))
    danish.done(return_on_paper, item="I1", on=date(2026, 3, 6))

    assert (late_days(danish, "P1"), holder(danish)) == ([1], "F2")
    sound(danish)


def test_a_slip_of_a_loan_before_ends_nothing_that_is_open_and_takes_no_fee_over(danish):
    danish.done(lend_on_paper, patron="P2", item="I1", on=FRIDAY, due=SATURDAY)
    assert (late_days(danish, "P1"), late_days(danish, "P2")) == ([], [2])
    danish.pass_days(10)

    danish.done(check_in, item="I1")

    assert (late_days(danish, "P1"), late_days(danish, "P2")) == ([7], [2])
    sound(danish)
