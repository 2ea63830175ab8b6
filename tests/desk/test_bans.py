"""Bans from the premises: kept apart from lending, where they hold, how they end (D-25 to D-40, C-6)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.desk.bans import LONGER, PERMISSION, ban, lift_ban
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.exclusion import lift, restrict
from app.desk.holds import place_hold
from app.desk.money import charge_fee, pay_fees
from app.desk.network import change_setting
from app.desk.outcome import Done
from app.desk.proxies import allow_proxy
from app.desk.records import Branch
from app.desk.renew import renew
from app.desk.undo import undo
from app.desk.visits import record_visit
from app.rules.blocks import Why
from tests.making import TODAY

WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def noisy(danish_desk):
    """P1 has I1 at home, and may not come in for a week."""
    desk = danish_desk
    desk.patron("P1")
    for item in ("I1", "I2"):
        desk.item(item, title=item)
    desk.done(check_out, patron="P1", item="I1")
    desk.pass_days(1)
    desk.done(ban, patron="P1", reason="noise", until=WEEK)
    return desk


def test_whoever_may_not_come_in_borrows_nothing_but_by_another_with_a_reason(noisy):
    assert noisy.refused(check_out, patron="P1", item="I2") == [Why.PREMISES_BAN]

    lent = noisy.do(check_out, patron="P1", item="I2", override={"PREMISES_BAN"}, reason="his mother has the card")
    assert Why.PREMISES_BAN in [one.why for one in lent.notices]


def test_whoever_may_not_come_in_fetches_nothing_for_another(noisy):
    noisy.patron("P2", given="Ole", family="Beck")
    noisy.done(allow_proxy, patron="P2", proxy="P1")

    assert noisy.refused(check_out, patron="P2", item="I2", taken_by="P1") == [Why.PREMISES_BAN]


def test_returns_payments_renewals_and_holds_go_on(noisy):
    noisy.done(charge_fee, patron="P1", kind="other", amount_minor=500)

    assert noisy.done(renew, item="I1")
    assert noisy.done(pay_fees, patron="P1", amount_minor=500, means="card")
    assert noisy.done(place_hold, patron="P1", item="I2")
    assert noisy.done(check_in, item="I1")


def test_the_house_rules_may_stop_holds_as_well(noisy):
    noisy.done(change_setting, key="ban_stops_holds", value="1")

    assert noisy.refused(place_hold, patron="P1", item="I2") == [Why.PREMISES_BAN]


def test_it_is_told_before_any_copy_is_scanned_and_in_its_place_of_the_order(noisy):
    noisy.done(restrict, patron="P1", kind="misuse", reason="notes in books")

    told = [one.why for one in noisy.do(record_visit, patron="P1").notices]
    assert told[:2] == [Why.PREMISES_BAN, Why.LOAN_EXCLUSION]


def test_it_ends_after_its_last_day(noisy):
    noisy.pass_days(6)
    assert noisy.refused(check_out, patron="P1", item="I2") == [Why.PREMISES_BAN]

    noisy.pass_days(1)
    assert noisy.done(check_out, patron="P1", item="I2")


def test_lifting_a_ban_and_lifting_an_exclusion_are_two_things(noisy):
    noisy.done(restrict, patron="P1", kind="misuse", reason="notes in books")
    noisy.done(lift, patron="P1")
    assert noisy.refused(check_out, patron="P1", item="I2") == [Why.PREMISES_BAN]

    assert len(noisy.done(lift_ban, patron="P1").bans) == 1
    assert noisy.refused(lift_ban, patron="P1") == [Why.NOT_BANNED]
    assert noisy.done(check_out, patron="P1", item="I2")


def test_a_ban_holds_in_the_branches_that_it_names(noisy):
    """O-13: in this one alone, unless somebody says more."""
    noisy.done(add_branch, code="SIN")
    noisy.patron("P2", given="Ole", family="Beck")
    noisy.patron("P3", given="Ida", family="Holm")
    noisy.done(ban, patron="P2", reason="theft", until=WEEK, places=["SIN"])
    noisy.done(ban, patron="P3", reason="theft", until=WEEK, everywhere=True)

    assert noisy.done(check_out, patron="P2", item="I2")
    assert noisy.refused(check_out, patron="P3", item="I2")[0] == Why.PREMISES_BAN
    assert noisy.value("SELECT count(*) FROM restriction_place") == 2


def add_branch(work, code):
    return Done(record=work.add(Branch(code=code, name=code, time_zone="Europe/Copenhagen")), touched=frozenset())


def permit(desk, *permissions):
    desk.acting = replace(desk.acting, permissions=frozenset(permissions))


def test_a_long_ban_takes_a_permission_of_its_own(noisy):
    """O-15: up to a month at the desk, longer or without an end by a manager."""
    permit(noisy, PERMISSION)
    long = {"patron": "P1", "reason": "violence"}
    assert noisy.refused(ban, **long, until=TODAY + timedelta(days=40)) == [Why.NOT_PERMITTED]
    assert noisy.refused(ban, **long) == [Why.NOT_PERMITTED]

    permit(noisy, PERMISSION, LONGER)
    assert noisy.done(ban, **long).until_on is None
    permit(noisy, PERMISSION)
    assert noisy.refused(lift_ban, patron="P1") == [Why.NOT_PERMITTED]


def test_a_ban_needs_a_reason_a_day_that_can_be_and_a_branch_that_is_known(noisy):
    assert noisy.refused(ban, patron="P1", reason=" ", until=TODAY) == [Why.REASON_MISSING, Why.FIELD_INVALID]
    assert noisy.refused(ban, patron="P1", reason="noise", until=WEEK, places=["XXX"]) == [Why.BRANCH_UNKNOWN]
    assert noisy.refused(ban, patron="P1", reason="noise", until=WEEK, from_on=WEEK) == [Why.FIELD_INVALID]


def test_a_ban_is_undone_whole(noisy):
    assert noisy.done(undo).deed == "restriction"

    assert noisy.done(check_out, patron="P1", item="I2")
    assert noisy.value("SELECT count(*) FROM undo") == 2
