"""How far a request to another library has come, whatever order desks said it in."""

from datetime import timedelta

from app.rules.interlibrary import IllStanding, not_beyond, standing_of
from tests.making import TODAY


def test_a_request_stands_as_was_said_last():
    assert standing_of([]) is IllStanding.REQUESTED
    assert standing_of(["ordered", "refused", "ordered"]) is IllStanding.ORDERED
    assert standing_of(["ordered", "cancelled"]) is IllStanding.CANCELLED
    assert standing_of(["ordered", "of a later version"]) is IllStanding.ORDERED


def test_what_is_here_is_here_whatever_another_desk_said_of_it():
    assert standing_of(["ordered", "received", "cancelled"]) is IllStanding.RECEIVED
    assert standing_of(["cancelled", "received", "returned", "ordered"]) is IllStanding.RETURNED


def test_no_loan_ends_after_the_partners_day():
    later = TODAY + timedelta(days=9)

    assert not_beyond(later, None, TODAY) == later
    assert not_beyond(later, TODAY + timedelta(days=4), TODAY) == TODAY + timedelta(days=4)
    assert not_beyond(TODAY, later, TODAY) == TODAY
    assert not_beyond(later, TODAY - timedelta(days=1), TODAY) == TODAY
