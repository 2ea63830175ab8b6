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


def test_a_card_from_the_wish_to_the_hand(elina, tmp_path):
    patron = elina("patron", "register", "--given", "Toms", "--family", "Kalns")["patron"]
    ordered = elina("card", "order", patron, "--clock", "2026-03-02T10:00:00")
    assert (ordered["due_on"], ordered["price_minor"], ordered["replaces"]) == ("2026-03-16", 0, "")
    [order] = elina("card", "list", "--late", "--clock", "2026-03-19T10:00:00")["orders"]
    assert (order["days_late"], order["standing"], order["name"]) == (3, "to_make", "Toms Kalns")

    printed = elina("card", "print", "--out", tmp_path / "cards.pdf", "--sheets")
    made = elina("card", "made", ordered["number"])
    handed = elina("card", "hand-over", ordered["order"])

    assert printed["orders"] == [ordered["order"]]
    assert (tmp_path / "cards.pdf").read_bytes().startswith(b"%PDF-")
    assert [made["standing"], handed["standing"]] == ["ready", "handed_over"]
    assert elina("patron", "show", ordered["number"])["patron_id"] == handed["patron_id"]
    assert elina("card", "list")["orders"] == []
    assert [one["standing"] for one in elina("card", "list", "--with-done")["orders"]] == ["handed_over"]
    assert codes(elina("card", "cancel", ordered["order"], exit_code=1)["refused"]) == ["ORDER_CLOSED"]
    assert codes(elina("card", "print", "--out", tmp_path / "x.pdf", exit_code=1)["refused"]) == ["NOTHING_TO_PRINT"]


def test_a_lost_card_is_replaced_and_found_too_late(elina):
    elina("card", "lost", "P1")
    said, _ = elina.text("card", "order", "P1")
    assert "It replaces card P1." in said
    assert "free of charge" in said

    assert elina("card", "hand-over", "P1")["replaces"] == "P1"

    assert codes(elina("card", "found", "P1", exit_code=1)["refused"]) == ["CARD_REPLACED"]
    found = elina("card", "found", "P1", "--override", "CARD_REPLACED", "--reason", "jaunā sabojāta")
    assert (found["standing"], found["notices"][0]["code"]) == ("active", "CARD_REPLACED")


def test_the_price_of_a_new_card_is_told(lete, share):
    shell = lete()
    shell("network", "create", "--name", "T", "--share", share, "--profile", "hjorring", "--branch", "HJO",
          "--branch-name", "Hjørring", "--training")  # fmt: skip
    shell("patron", "register", "--given", "Ida", "--family", "Birk", "--card", "K1")
    shell("card", "lost", "K1")

    said, _ = shell.text("card", "order", "K1")

    assert "Price of the new card: DKK10.00." in said
    assert shell("card", "list")["orders"][0]["price_minor"] == 1000
    shell("card", "cancel", "K1")
    assert "no card orders" in shell.text("card", "list")[0]


def test_a_card_lost_at_one_desk_is_blocked_at_the_other_after_the_next_exchange(elina, join):
    elina("sync", "--once")
    other = join("b")
    elina("card", "lost", "P1")

    for shell in (elina, other):
        shell("sync", "--once")

    assert [block["code"] for block in other("patron", "show", "P1")["blocks"]] == ["CARD_BLOCKED"]
