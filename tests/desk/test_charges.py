"""A price is asked for once, by whichever way it was asked for; what keeps somebody from being forgotten."""

import pytest

from app.db.money import account_of
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.erasures import propose_erasure
from app.desk.money import charge_fee, pay_fees
from app.desk.network import change_setting
from app.desk.reports import report_copy
from app.rules.blocks import Why


@pytest.fixture
def lending(danish_desk):
    """P1 has I1 and I2 at home, on a Danish desk."""
    desk = danish_desk
    desk.patron("P1")
    for item in ("I1", "I2"):
        desk.item(item)
        desk.done(check_out, patron="P1", item=item)
    return desk


def asked(desk):
    patron = desk.value("SELECT patron FROM identifier WHERE value = 'P1'")
    return sorted(fee.amount_minor for fee in account_of(desk.connection, patron).fees)


def test_a_price_reported_is_not_charged_again_without_saying_for_which_copy(lending):
    lending.done(report_copy, item="I1", kind="lost", price_minor=20000)

    assert lending.refused(charge_fee, patron="P1", kind="lost", amount_minor=18000) == [Why.ALREADY_CHARGED]
    lending.done(charge_fee, patron="P1", kind="lost", amount_minor=18000, item="I1")
    lending.done(charge_fee, patron="P1", kind="lost", amount_minor=9000, item="I2")
    assert asked(lending) == [9000, 18000]


def test_a_price_charged_without_a_copy_is_told_when_one_is_reported(lending):
    lending.done(charge_fee, patron="P1", kind="lost", amount_minor=18000)

    told = lending.do(report_copy, item="I1", kind="lost", price_minor=20000).notices
    assert [(one.why, dict(one.figures)["owed_minor"]) for one in told] == [(Why.CHARGED_BY_HAND, 18000)]
    assert lending.do(report_copy, item="I2", kind="damaged").notices == ()


def test_damage_charged_by_hand_after_the_return_is_the_damage_that_was_reported(lending):
    lending.done(check_in, item="I1")
    lending.done(report_copy, item="I1", kind="damaged", price_minor=5000)
    lending.done(charge_fee, patron="P1", kind="damaged", amount_minor=4000, item="I1")

    assert asked(lending) == [4000]


def test_whoever_still_owes_is_not_proposed_to_be_erased(lending):
    for item in ("I1", "I2"):
        lending.done(check_in, item=item)
    lending.done(charge_fee, patron="P1", kind="other", amount_minor=500)
    assert lending.refused(propose_erasure, patron="P1", reason="asked") == [Why.STILL_OWES]

    lending.done(pay_fees, patron="P1", amount_minor=500, means="card")
    assert lending.done(propose_erasure, patron="P1", reason="asked")


def test_a_rule_of_money_that_means_nothing_is_refused_with_how_it_is_written(lending):
    """C-21's switch, the tariff and its steps are settings."""
    assert lending.refused(change_setting, key="late_fee", value="steped") == [Why.SETTING_UNREADABLE]
    assert lending.refused(change_setting, key="late_steps", value="1:20,00:10") == [Why.SETTING_UNREADABLE]
    assert lending.refused(change_setting, key="block.ON_LOAN", value="override") == [Why.SETTING_UNREADABLE]

    assert lending.done(change_setting, key="told_amounts_bind", value="0")
