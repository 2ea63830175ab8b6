"""Commands about single copies."""

import pytest

from tests.cli.test_commands import codes


@pytest.fixture
def lending(founded):
    """A desk where P1 has I1."""
    founded("patron", "register", "--given", "Elīna", "--family", "Krūze", "--card", "P1")
    founded("item", "add", "--barcode", "I1", "--title", "Mātes piens", "--price", "700")
    founded("checkout", "--patron", "P1", "--item", "I1")
    return founded


def test_what_is_said_of_a_copy_is_shown_with_it(lending):
    reported = lending("item", "report", "I1", "--kind", "lost", "--note", "vilcienā")

    assert (reported["kind"], reported["price"]) == ("lost", {"minor": 700, "currency": "EUR"})
    [said] = lending("item", "show", "I1")["said"]
    assert said["kind"] == "lost"
    assert "lost" in lending.text("item", "show", "I1")[0]
    assert codes(lending("item", "report", "I1", "--kind", "lost", exit_code=1)["refused"]) == ["ALREADY_REPORTED"]


def test_a_price_is_told_with_who_pays_it(lending):
    said, _ = lending.text("item", "report", "I1", "--kind", "damaged", "--price", "250")

    assert "To be paid €2.50: Elīna Krūze" in said


def test_a_kind_that_there_is_not_is_no_command(lending):
    lending("item", "report", "I1", "--kind", "eaten", exit_code=2)


def test_a_copy_that_is_not_in_stock_is_lent_and_catalogued(lending):
    quick = lending("item", "quick", "--patron", "P1", "--barcode", "Q1", "--title", "Jaunums")
    assert (quick["item"], quick["patron"]) == ("Q1", "P1")
    assert [one["item"] for one in lending("item", "uncatalogued")["items"]] == ["Q1"]

    lending("item", "catalogue", "Q1", "--title", "Jaunums", "--author", "A. Autore")

    assert lending("item", "uncatalogued")["items"] == []
    assert codes(lending("item", "catalogue", "Q9", "--title", "T", exit_code=1)["refused"]) == ["UNKNOWN_SCAN"]
    refused = lending("item", "quick", "--patron", "P1", "--barcode", "I1", "--title", "T", exit_code=1)["refused"]
    assert codes(refused) == ["BARCODE_TAKEN"]


def test_copies_that_were_used_here_are_noted(lending):
    lending("item", "add", "--barcode", "I2", "--title", "Gadi")

    answer = lending("use", "in-house", "I2", "I1", "--number", "2", exit_code=1)

    assert answer["used"] == [{"item": "I2", "title": "Gadi", "count": 2}]
    assert codes(answer["refused"]) == ["ON_LOAN"]


def test_a_request_for_more_time_is_listed_and_answered(lending):
    request = lending("renewal", "request", "I1", "--channel", "email")["request"]
    [listed] = lending("renewal", "list")["requests"]
    assert (listed["request"], listed["patron"], listed["channel"]) == (request, "P1", "email")

    refused = lending("renewal", "refuse", request, "--cause", "needed")

    assert (refused["answer"], refused["due_on"]) == ("refused", None)
    assert lending("renewal", "list", "--all")["requests"] == []
    assert codes(lending("renewal", "accept", request, exit_code=1)["refused"]) == ["REQUEST_UNKNOWN"]


def test_slips_are_entered_with_their_day(lending):
    lending("item", "add", "--barcode", "I2", "--title", "Gadi")

    lent = lending("paper", "lend", "--patron", "P1", "--item", "I2", "I9", "--on", "2026-01-05", "--slip", "4",
                   exit_code=1)  # fmt: skip
    returned = lending("paper", "return", "--item", "I2", "--on", "2026-01-09")

    assert [(one["item"], one["lent_on"]) for one in lent["loans"]] == [("I2", "2026-01-05")]
    assert codes(lent["refused"]) == ["UNKNOWN_SCAN"]
    assert [(one["item"], one["days_late"]) for one in returned["returned"]] == [("I2", 0)]
