"""Prices, fees by the copy, and further loans, where desks did not know of each other (C-5, C-7, C-17)."""

import pytest

from app.db.money import account_of
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.exclusion import restrict
from app.desk.network import change_setting
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
