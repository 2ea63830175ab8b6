"""Exclusion from borrowing: for debt after a notice, lifted by itself when it is paid; for misuse until a day."""

from datetime import timedelta

import pytest

from app.db.queries.debtors import debtors
from app.db.queries.deceased import deceased
from app.desk.changes import note_death
from app.desk.checkout import check_out
from app.desk.exclusion import lift, restrict
from app.desk.money import charge_fee, pay_fees, take_back_entry
from app.desk.renew import renew
from app.rules.blocks import Why
from tests.making import TODAY


@pytest.fixture
def owing(danish_desk):
    """A Danish desk; P1 owes 200 kr. and has a book at home."""
    desk = danish_desk
    desk.patron("P1")
    for item in ("I1", "I2", "I3"):
        desk.item(item)
    desk.done(check_out, patron="P1", item="I1")
    desk.done(charge_fee, patron="P1", kind="other", amount_minor=20000)
    return desk


def test_who_owes_the_limit_borrows_nothing_until_something_is_paid(owing):
    assert owing.refused(check_out, patron="P1", item="I2") == [Why.DEBT_OVER_LIMIT]
    assert owing.done(check_out, patron="P1", item="I3", override={"DEBT_OVER_LIMIT"}, reason="school")

    owing.done(pay_fees, patron="P1", amount_minor=1, means="card")
    assert owing.done(check_out, patron="P1", item="I2")


def test_a_notice_about_a_debt_excludes_after_its_days(owing):
    restricted = owing.done(restrict, patron="P1", kind="debt")
    assert (restricted.from_on, restricted.amount_minor) == (TODAY + timedelta(days=14), 20000)
    owing.done(pay_fees, patron="P1", amount_minor=5000, means="card")
    notices = owing.do(check_out, patron="P1", item="I2").notices
    assert Why.EXCLUSION_AHEAD in [one.why for one in notices]

    owing.pass_days(14)
    assert owing.refused(check_out, patron="P1", item="I3") == [Why.LOAN_EXCLUSION]
    assert Why.LOAN_EXCLUSION in owing.refused(renew, item="I1")


def test_paying_lifts_an_exclusion_and_a_later_debt_does_not_bring_it_back(owing):
    owing.done(restrict, patron="P1", kind="debt")
    owing.pass_days(9)
    owing.pass_days(9)
    paid = owing.done(pay_fees, patron="P1", amount_minor=20000, means="card")
    assert owing.done(check_out, patron="P1", item="I2")

    owing.pass_days(1)
    owing.done(charge_fee, patron="P1", kind="other", amount_minor=300)
    assert owing.done(check_out, patron="P1", item="I3")
    owing.done(take_back_entry, entry=str(paid.entry))
    assert Why.LOAN_EXCLUSION in owing.refused(renew, item="I1")


def test_nobody_is_excluded_for_a_small_debt_nor_twice(owing):
    owing.done(restrict, patron="P1", kind="debt")
    assert owing.refused(restrict, patron="P1", kind="debt") == [Why.ALREADY_EXCLUDED]
    owing.patron("P2", given="Ole", family="Beck")
    assert owing.refused(restrict, patron="P2", kind="debt") == [Why.DEBT_BELOW_LIMIT]
    assert owing.refused(restrict, patron="P2", kind="misuse") == [Why.REASON_MISSING]


def test_misuse_excludes_until_its_day_or_until_it_is_lifted(danish_desk):
    desk = danish_desk
    desk.patron("P1")
    desk.item("I1")
    desk.done(restrict, patron="P1", kind="misuse", reason="notes in books", until=TODAY + timedelta(days=3))
    assert desk.refused(check_out, patron="P1", item="I1") == [Why.LOAN_EXCLUSION]

    desk.pass_days(4)
    assert desk.refused(lift, patron="P1") == [Why.NOT_EXCLUDED]
    assert desk.done(check_out, patron="P1", item="I1")
    desk.done(restrict, patron="P1", kind="misuse", reason="again")
    assert len(desk.done(lift, patron="P1").restrictions) == 1
    assert desk.refused(lift, patron="P1") == [Why.NOT_EXCLUDED]


def test_valmiera_keeps_nobody_from_borrowing_for_what_they_owe(desk):
    desk.patron("P1")
    desk.item("I1")
    desk.done(charge_fee, patron="P1", kind="other", amount_minor=90000)

    assert desk.done(check_out, patron="P1", item="I1")


def test_of_the_dead_nothing_is_asked_and_nobody_shuts_them_out(owing):
    owing.patron("P2")
    owing.done(charge_fee, patron="P2", kind="other", amount_minor=20000)
    owing.done(note_death, patron="P1")

    assert [(one.number, one.died) for one in debtors(owing.database, today=TODAY)] == [("P1", True), ("P2", False)]
    assert [(one.number, one.owes_minor) for one in deceased(owing.database)] == [("P1", 20000)]
    assert owing.refused(restrict, patron="P1", kind="debt") == [Why.DEREGISTERED]
    owing.done(pay_fees, patron="P1", amount_minor=20000, means="card")
    assert [one.owes_minor for one in deceased(owing.database)] == [0]
