"""Bans, groups and reminders by command line: what answers are made of."""

import pytest


@pytest.fixture
def house(founded):
    """A network with two patrons and a class, and copies to lend."""
    for card, given in (("P1", "Toms"), ("P2", "Mia")):
        founded("patron", "register", "--given", given, "--family", f"Kalns-{card}", "--birth", "1980-01-01",
                "--card", card)  # fmt: skip
    for item in ("I1", "I2"):
        founded("item", "add", "--barcode", item, "--title", f"Grāmata {item}")
    return founded


def codes(answer):
    return [block["code"] for one in answer["refused"] for block in one["blocks"]]


def test_somebody_is_banned_listed_refused_and_may_come_again(house):
    answer = house("ban", "set", "--patron", "P1", "--reason", "troksnis", "--until", "2098-12-24", "--everywhere")
    assert (answer["patron"], answer["until"]) == ("P1", "2098-12-24")

    [listed] = house("ban", "list")["bans"]
    assert (listed["ban"], listed["name"], listed["places"]) == (answer["ban"], "Toms Kalns-P1", [])
    assert codes(house("checkout", "--patron", "P1", "--item", "I1", exit_code=1)) == ["PREMISES_BAN"]
    assert house("ban", "lift", "--patron", "P1")["bans"] == [answer["ban"]]
    assert house("ban", "list", "--everywhere")["bans"] == []
    assert codes(house("ban", "lift", "--patron", "P1", exit_code=1)) == ["NOT_BANNED"]


def test_a_ban_without_a_reason_or_in_a_branch_that_nobody_knows_is_refused(house):
    refused = house("ban", "set", "--patron", "P1", "--at", "XXX", exit_code=1)

    assert codes(refused) == ["REASON_MISSING", "BRANCH_UNKNOWN"]


def test_a_class_tells_who_has_what(house):
    house("patron", "register", "--family", "5.b", "--category", "institution", "--card", "S1")
    pupil = house("contact", "add", "S1", "--given", "Juris", "--family", "Liepa")["contact"]
    house("checkout", "--patron", "S1", "--item", "I1", "--taken-by", f"#{pupil}")
    house("checkout", "--patron", "S1", "--item", "I2")

    answer = house("contact", "copies", "S1")
    assert [(one["name"], [copy["item"] for copy in one["copies"]]) for one in answer["members"]] == [
        ("Juris Liepa", ["I1"])
    ]
    assert [copy["item"] for copy in answer["copies"]] == ["I2"]
    assert "Juris Liepa" in house.text("contact", "copies", "S1")[0]
    assert codes(house("contact", "copies", "S9", exit_code=1)) == ["UNKNOWN_SCAN"]


def test_reminders_need_a_desk_that_sends(house):
    assert codes(house("notice", "remind", exit_code=1)) == ["MAIL_DESK_MISSING"]
