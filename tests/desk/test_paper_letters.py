"""The written notice of an exclusion: on paper, in time, once, and never by mail (D-18)."""

from datetime import timedelta

import pytest

from app.db.notices import open_notices
from app.desk.exclusion import lift, restrict
from app.desk.money import charge_fee, pay_fees
from app.desk.notices import ask_notice
from app.desk.paper_letters import begin_letter, note_letter
from app.rules.blocks import Why
from tests.making import REPLICA, TODAY

LETTER = {"patron": "P1", "replica": REPLICA}


@pytest.fixture
def told(danish_desk):
    """P1 owes 200 kr., and was told today that they will be excluded."""
    danish_desk.patron("P1")
    danish_desk.done(charge_fee, patron="P1", kind="other", amount_minor=20000)
    danish_desk.done(restrict, patron="P1", kind="debt")
    return danish_desk


def test_a_letter_is_a_fact_before_it_is_printed_and_after(told):
    begun = told.done(begin_letter, **LETTER)
    assert (begun.from_on, begun.again) == (TODAY + timedelta(days=14), False)
    assert told.done(begin_letter, **LETTER).notice == begun.notice

    assert told.done(note_letter, notice=begun.notice).standing == "sent"
    assert told.value("SELECT kind || channel FROM notice") == "exclusionpaper"
    assert told.value("SELECT step || cause FROM notice_step") == "sentprinted"


def test_a_letter_is_printed_again_on_any_day_but_a_first_one_in_time(told):
    told.done(note_letter, notice=told.done(begin_letter, **LETTER).notice)
    told.pass_days(3)
    assert told.done(begin_letter, **LETTER).again

    told.done(lift, patron="P1")
    told.done(restrict, patron="P1", kind="debt")
    told.pass_days(1)
    assert told.refused(begin_letter, **LETTER) == [Why.LETTER_TOO_LATE]


def test_no_letter_is_written_to_somebody_who_is_not_to_be_excluded(told):
    told.done(pay_fees, patron="P1", amount_minor=20000, means="card")

    assert told.refused(begin_letter, **LETTER) == [Why.NOT_EXCLUDED]
    assert told.refused(begin_letter, patron="P9", replica=REPLICA) == [Why.UNKNOWN_SCAN]


def test_it_is_never_sent_by_mail(told):
    told.done(begin_letter, **LETTER)

    assert Why.ON_PAPER_ONLY in told.refused(ask_notice, patron="P1", kind="exclusion")
    assert open_notices(told.connection, REPLICA) == ()
