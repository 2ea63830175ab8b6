"""A debt made at one desk, and a loan at another that had not heard of it (C-5)."""

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.money import charge_fee, pay_fees
from app.desk.network import change_setting

OWED = {"patron": "C0", "kind": "other", "amount_minor": 20000}


def test_a_loan_to_somebody_who_owed_the_limit_elsewhere_stands_and_is_a_task(danish_town):
    danish_town.do(danish_town.a, charge_fee, **OWED)
    danish_town.do(danish_town.b, check_out, patron="C0", item="I0")
    danish_town.hear()

    assert danish_town.value("SELECT count(*) FROM open_loan") == 1
    assert danish_town.tasks() == ["LENT_OVER_DEBT"]


def test_a_late_return_elsewhere_that_reaches_the_limit_is_told(danish_town):
    danish_town.do(danish_town.a, check_out, patron="C0", item="I0")
    danish_town.hear()
    danish_town.pass_days(70)
    danish_town.do(danish_town.a, check_in, item="I0")
    danish_town.do(danish_town.b, check_out, patron="C0", item="I3")
    danish_town.hear()

    assert danish_town.tasks() == ["LENT_OVER_DEBT"]


def test_a_loan_after_a_part_was_paid_is_no_task(danish_town):
    danish_town.do(danish_town.a, charge_fee, **OWED)
    danish_town.do(danish_town.a, pay_fees, patron="C0", amount_minor=1, means="card")
    danish_town.do(danish_town.b, check_out, patron="C0", item="I0")
    danish_town.hear()

    assert danish_town.tasks() == []


def test_a_loan_before_the_debt_and_one_that_knew_of_it_are_no_task(danish_town):
    danish_town.do(danish_town.b, check_out, patron="C0", item="I0")
    danish_town.hear()
    danish_town.do(danish_town.a, charge_fee, **OWED)
    danish_town.hear()
    danish_town.do(danish_town.b, check_out, patron="C0", item="I1", override={"DEBT_OVER_LIMIT"}, reason="skole")
    danish_town.hear()

    assert danish_town.tasks() == []


def test_where_a_debt_is_only_told_nobody_is_informed_of_a_loan(danish_town):
    danish_town.do(danish_town.a, change_setting, key="block.DEBT_OVER_LIMIT", value="information")
    danish_town.hear()
    danish_town.do(danish_town.a, charge_fee, **OWED)
    danish_town.do(danish_town.b, check_out, patron="C0", item="I0")
    danish_town.hear()

    assert danish_town.tasks() == []
