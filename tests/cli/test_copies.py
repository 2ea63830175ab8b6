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
