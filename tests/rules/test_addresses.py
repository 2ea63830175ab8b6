"""Addresses as two countries write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules.addresses import address_line, read_postcode

TOWN = {"street": "Bērzu iela", "house": "4", "flat": "12", "town": "Rūjiena", "municipality": "Valmieras novads",
        "postcode": "LV-4240"}  # fmt: skip
FARM = {"house": "“Ozoliņi”", "parish": "Kocēnu pagasts", "municipality": "Valmieras novads", "postcode": "LV-4220"}
DANISH = {"street": "Skolegade", "house": "12", "flat": "2. tv.", "town": "Hjørring", "postcode": "9800"}


@pytest.mark.parametrize(
    ("parts", "country", "line"),
    [
        (TOWN, "LV", "Bērzu iela 4-12, Valmieras novads, Rūjiena, LV-4240"),
        (FARM, "LV", "“Ozoliņi”, Kocēnu pagasts, Valmieras novads, LV-4220"),
        (DANISH, "DK", "Skolegade 12, 2. tv., 9800 Hjørring"),
        ({**DANISH, "care_of": "Birk"}, "DK", "c/o Birk, Skolegade 12, 2. tv., 9800 Hjørring"),
        ({"flat": "3"}, "LV", ""),
        ({}, "DK", ""),
    ],
)
def test_an_address_is_written_as_the_country_does(parts, country, line):
    assert address_line(parts, country) == line


@pytest.mark.parametrize(
    ("text", "country", "read"),
    [
        ("LV-4240", "LV", "LV-4240"),
        ("lv4240", "LV", "LV-4240"),
        (" 42 40 ", "LV", "LV-4240"),
        ("424", "LV", None),
        ("9800", "DK", "9800"),
        ("DK-0800", "DK", "0800"),
        ("LV-4240", "DK", None),
        (" 12345 ", "SE", "12345"),
    ],
)
def test_a_postcode_is_kept_as_it_is_written_officially(text, country, read):
    assert read_postcode(text, country) == read


@given(some.text(max_size=12), some.sampled_from(["LV", "DK"]))
def test_a_postcode_that_was_read_is_read_the_same_again(text, country):
    read = read_postcode(text, country)

    assert read is None or read_postcode(read, country) == read
