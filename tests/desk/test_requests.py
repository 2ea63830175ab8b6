"""Requests for more time: they wait, and are granted by the rules or refused for a cause."""

from datetime import date

import pytest

from app.db.requests import waiting
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.renew import renew
from app.desk.requests import ask_renewal, grant_renewal, refuse_renewal
from app.desk.undo import undo
from app.rules.blocks import Why


@pytest.fixture
def lending(desk):
    """A desk where P1 has I1 for ten days, and asks to keep it."""
    desk.patron("P1")
    desk.item("I1")
    desk.done(check_out, patron="P1", item="I1")
    desk.pass_days(4)
    desk.request = desk.done(ask_renewal, item="I1", channel="phone").request
    return desk


def test_a_request_waits_at_the_branch_of_the_loan(lending):
    [one] = waiting(lending.connection, branch=lending.acting.branch)

    assert (one.barcode, one.patron_name, one.channel, one.due_on) == ("I1", "Elīna Krūze", "phone", date(2026, 4, 1))
    assert waiting(lending.connection, branch=77) == []
    assert lending.refused(ask_renewal, item="I1") == [Why.ALREADY_ASKED]


def test_what_is_granted_is_a_renewal(lending):
    granted = lending.done(grant_renewal, request=lending.request)

    assert (granted.answer, granted.due_on) == ("accepted", date(2026, 4, 7))
    assert lending.value("SELECT a.renewal = r.id FROM renewal_answer a, renewal r") == 1
    assert waiting(lending.connection) == []


def test_what_the_rules_refuse_is_granted_with_a_reason(lending):
    for _ in range(3):
        lending.pass_days(7)
        lending.done(renew, item="I1")
    lending.pass_days(7)
    request = lending.done(ask_renewal, item="I1").request
    assert lending.refused(grant_renewal, request=request) == [Why.RENEWALS_AT_LIMIT]

    lending.done(grant_renewal, request=request, override={Why.RENEWALS_AT_LIMIT}, reason="slimnīca")

    assert waiting(lending.connection) == []


def test_a_refusal_keeps_its_cause(lending):
    assert lending.refused(refuse_renewal, request=lending.request, cause="mood") == [Why.FIELD_INVALID]

    refused = lending.done(refuse_renewal, request=lending.request, cause="queue")

    assert (refused.answer, refused.due_on) == ("refused", None)
    assert lending.value("SELECT cause FROM renewal_answer") == "queue"
    assert lending.refused(grant_renewal, request=lending.request) == [Why.REQUEST_UNKNOWN]
    assert lending.refused(refuse_renewal, request=lending.request, cause="queue") == [Why.REQUEST_UNKNOWN]


def test_an_answer_is_undone_with_its_renewal(lending):
    lending.done(grant_renewal, request=lending.request)

    assert lending.done(undo).deed == "renewal_answer"

    assert len(waiting(lending.connection)) == 1
    assert lending.value("SELECT renewals FROM open_loan") == 0


@pytest.mark.parametrize("deed", [renew, check_in])
def test_a_request_that_was_overtaken_no_longer_waits(lending, deed):
    lending.done(deed, item="I1")

    assert waiting(lending.connection) == []


def test_nobody_asks_for_what_is_not_lent(lending):
    lending.item("I2")

    assert lending.refused(ask_renewal, item="I2") == [Why.NOT_ON_LOAN]
    assert lending.refused(ask_renewal, item="I9") == [Why.UNKNOWN_SCAN]
    assert lending.refused(ask_renewal, item="I1", channel="crow") == [Why.FIELD_INVALID, Why.ALREADY_ASKED]
