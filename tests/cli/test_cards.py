"""Cards by command line: the numbers that act as one, and the life of a card."""

import pytest

from tests.cli.test_commands import codes


@pytest.fixture
def elina(founded):
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "P1")
    return founded


def test_a_number_is_bound_listed_and_taken_away(elina):
    added = elina("number", "add", "P1", "Skola 17", "--kind", "pupil_card", "--issuer", "Rūjas skola",
                  "--valid-until", "31.08.2099")  # fmt: skip

    assert elina("patron", "show", "skola-17")["patron"] == "P1"
    assert elina("number", "list", "P1")["numbers"][1] == {
        "number": "Skola 17", "number_id": added["number_id"], "kind": "pupil_card", "standing": "active",
        "issuer": "Rūjas skola", "valid_until": "2099-08-31",
    }  # fmt: skip
    assert "valid until 31 Aug 2099" in elina.text("number", "list", "P1")[0]
    assert elina("number", "remove", "SKOLA17")["number"] == "Skola 17"
    assert codes(elina("patron", "show", "Skola 17", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]


def test_a_number_is_refused_with_its_reason(elina):
    elina("patron", "register", "--given", "Toms", "--family", "Kalns", "--card", "P2")

    refused = elina("number", "add", "P2", "P1", "--kind", "eid", exit_code=1)["refused"]

    assert codes(refused) == ["NUMBER_TAKEN"]
    assert codes(elina("number", "list", "P9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]
    assert codes(elina("number", "remove", "P9", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]


def test_two_desks_that_gave_one_number_twice_get_a_task(elina, join):
    elina("sync", "--once")
    other = join("b")
    for shell, name in ((elina, "Anna"), (other, "Berta")):
        patron = shell("patron", "register", "--given", name, "--family", "Ozola")["patron"]
        shell("number", "add", patron, "eID 5", "--kind", "eid")

    for shell in (elina, other, elina):
        shell("sync", "--once")

    [task] = elina("task", "list")["tasks"]
    assert (task["kind"], task["subject"]) == ("NUMBER_TWICE", "EID5")
    assert elina("task", "list")["tasks"] == other("task", "list")["tasks"]
