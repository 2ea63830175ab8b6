"""What is owed, and what is lent on, where desks did not know of each other (C-1, C-2, C-5, C-7, C-17)."""

import pytest

from app.db.money import account_of
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.exclusion import restrict
from app.desk.network import change_setting
from app.desk.renew import renew
from app.desk.reports import report_copy


@pytest.fixture
def late(danish_town):
    """C0 has I0 and I1, four days beyond their four weeks."""
    lend_to_c0(danish_town)
    danish_town.pass_days(32)
    return danish_town


def lend_to_c0(town):
    for item in ("I0", "I1"):
        town.do(town.a, check_out, patron="C0", item=item)
    town.hear()


def account(town):
    """Return C0's account, the same at every desk."""
    record = "SELECT patron FROM identifier WHERE value = 'C0'"
    return town.everywhere(
        lambda branch: account_of(branch.database.connection, branch.database.connection.execute(record).fetchone()[0])
    )


def fees(town):
    return [(fee.kind, fee.amount_minor, len(fee.loans)) for fee in account(town).fees if fee.amount_minor]


@pytest.mark.parametrize(("days", "owed"), [(5, []), (32, [("late", 2000, 1)])])
def test_who_has_a_copy_no_more_owes_only_for_the_days_that_it_was_late_before(danish_town, days, owed):
    """C-1: a loan that was superseded ended with the next one; its return was not seen."""
    danish_town.do(danish_town.a, check_out, patron="C0", item="I0")
    danish_town.pass_days(days)
    danish_town.do(danish_town.b, check_out, patron="C1", item="I0")
    danish_town.pass_days(40)
    danish_town.hear()

    assert fees(danish_town) == owed
    assert danish_town.tasks() == ["LENT_TWICE"]


def test_a_return_that_looked_late_costs_nothing_where_the_loan_had_been_renewed_elsewhere(danish_town):
    """C-2."""
    lend_to_c0(danish_town)
    danish_town.pass_days(27)
    danish_town.do(danish_town.b, renew, item="I0")
    danish_town.pass_days(4)
    danish_town.do(danish_town.a, check_in, item="I0")
    danish_town.hear()

    assert fees(danish_town) == []


def test_an_amount_a_copy_and_day_is_asked_for_each_copy(town):
    for key, value in (("late_fee", "per_item_day"), ("late_day_minor", "10")):
        town.do(town.a, change_setting, key=key, value=value)
    lend_to_c0(town)
    town.pass_days(34)
    town.do(town.a, check_in, item="I0")
    town.do(town.b, check_in, item="I1")
    town.hear()

    assert fees(town) == [("late", 40, 1), ("late", 40, 1)]


def test_a_copy_said_to_be_lost_at_one_desk_that_came_back_at_another_costs_for_being_late_alone(late):
    late.do(late.a, report_copy, item="I0", kind="lost", price_minor=20000)
    late.do(late.b, check_in, item="I0")
    late.hear()

    assert fees(late) == [("late", 2000, 1)]


def test_a_loan_to_somebody_who_was_shut_out_elsewhere_stands_and_there_is_no_other(town):
    town.do(town.a, restrict, patron="C0", kind="misuse", reason="svītro grāmatās")
    town.do(town.b, check_out, patron="C0", item="I0")
    town.hear()

    assert town.value("SELECT count(*) FROM open_loan") == 1
    assert town.everywhere(lambda branch: refused(town, branch, patron="C0", item="I1")) == ["LOAN_EXCLUSION"]


def refused(town, branch, **given):
    outcome = branch.do(town.world.acting, lambda work: check_out(work, **given))
    return [block.why.value for block in outcome.blocks]
