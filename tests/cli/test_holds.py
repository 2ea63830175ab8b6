"""Holds and copies on their way by command line."""

import pytest

from tests.cli.test_commands import codes


@pytest.fixture
def waited_for(founded):
    """A copy that P3 has, for which P1 and P2 wait."""
    for card in ("P1", "P2", "P3"):
        founded("patron", "register", "--given", card, "--family", "Krūze", "--card", card)
    founded("item", "add", "--barcode", "I1", "--title", "Mātes piens")
    founded("checkout", "--patron", "P3", "--item", "I1")
    founded.first = founded("hold", "place", "--patron", "P1", "--item", "I1")
    founded.second = founded("hold", "place", "--patron", "P2", "--item", "I1")
    return founded


def test_a_hold_is_placed_and_listed_with_its_place_in_the_queue(waited_for):
    assert (waited_for.first["kind"], waited_for.second["position"]) == ("queue", 2)
    holds = waited_for("hold", "list")["holds"]
    assert [(one["patron"], one["position"], one["waiting"]) for one in holds] == [("P1", 1, 2), ("P2", 2, 2)]
    assert [one["patron"] for one in waited_for("hold", "list", "--patron", "P2")["holds"]] == ["P2"]
    waited_for("number", "add", "P2", "S2", "--kind", "pupil_card")
    assert [one["patron"] for one in waited_for("hold", "list", "--patron", "S2")["holds"]] == ["P2"]
    assert codes(waited_for("hold", "list", "--patron", "X", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]
    refused = waited_for("hold", "place", "--patron", "P1", "--item", "I1", exit_code=1)
    assert codes(refused["refused"]) == ["ALREADY_HELD"]


def test_what_comes_back_is_on_the_hold_shelf_and_in_its_list(waited_for):
    returned = waited_for("checkin", "--item", "I1")["returned"][0]

    assert returned["do"][0]["code"] == "PUT_ON_HOLD_SHELF"
    [ready] = waited_for("hold", "list", "--which", "shelf")["holds"]
    assert (ready["patron"], ready["copy"], ready["stage"]) == ("P1", "I1", "ready")
    assert ready["ready_until"] == returned["do"][0]["until"]
    assert waited_for("item", "show", "I1")["status"] == "on_hold_shelf"


def test_what_stands_on_a_shelf_is_on_the_pick_list_until_it_is_fetched(waited_for):
    waited_for("item", "add", "--barcode", "I2", "--title", "Mātes piens", "--call-number", "L 5")

    [pick] = waited_for("hold", "list", "--which", "pick")["holds"]
    assert (pick["copy"], pick["call_number"], pick["patron"]) == ("I2", "L 5", "P1")
    assert waited_for("hold", "fetch", pick["hold"])["stage"] == "fetching"
    assert waited_for("hold", "list", "--which", "pick")["holds"][0]["fetched_by"]
    waited_for("checkin", "--item", "I2")
    assert waited_for("hold", "list", "--which", "pick")["holds"] == []


def test_a_hold_is_suspended_resumed_requeued_and_cancelled(waited_for):
    hold = waited_for.first["hold"]

    assert waited_for("hold", "suspend", hold, "--until", "2099-01-01")["stage"] == "suspended"
    assert waited_for("hold", "resume", hold)["stage"] == "waiting"
    assert codes(waited_for("hold", "requeue", hold, exit_code=1)["refused"]) == ["HOLD_STANDS"]
    waited_for("hold", "cancel", hold)
    assert [one["patron"] for one in waited_for("hold", "list")["holds"]] == ["P2"]
    assert "no. 1 in the queue" in waited_for.text("hold", "list")[0]


def test_a_copy_that_goes_elsewhere_is_on_its_way_until_it_is_received(waited_for, join):
    waited_for("sync", "--once")
    other = join("b")
    waited_for("sync", "--once")
    assert waited_for("hold", "move", waited_for.first["hold"], "--to", "RUJ")["pickup"] == "Filiāle RUJ"

    assert waited_for("checkin", "--item", "I1")["returned"][0]["do"][0]["code"] == "SEND_FOR_HOLD"
    [sent] = waited_for("transit", "list")["transit"]
    assert (sent["item"], sent["to"], sent["cause"], sent["late"]) == ("I1", "Filiāle RUJ", "hold", False)
    assert waited_for("item", "show", "I1")["status"] == "in_transit"
    for shell in (waited_for, other):
        shell("sync", "--once")
    received = other("transit", "receive", "--item", "I1")["received"][0]
    assert [one["code"] for one in received["do"]] == ["WAS_NOT_ON_LOAN", "PUT_ON_HOLD_SHELF"]
    assert other("transit", "list", "--everywhere")["transit"] == []


def test_a_copy_that_was_never_sent_cannot_be_lost_on_its_way(waited_for):
    assert codes(waited_for("transit", "lost", "--item", "I1", exit_code=1)["refused"]) == ["NOT_ON_ITS_WAY"]
    refused = waited_for("transit", "send", "--item", "I1", "--to", "MAZ", exit_code=1)["refused"]
    assert "STILL_ON_LOAN" in codes(refused)
