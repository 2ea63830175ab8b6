"""Usernames that anybody can type, and PINs that nobody guesses at once."""

from itertools import islice

import pytest

from app.rules.accounts import is_guessed_at_once, is_pin, is_username, proposed_usernames


@pytest.mark.parametrize(
    ("given", "family", "proposed"),
    [
        ("Elīna Anna", "Krūze", "elina.kruze"),
        ("Søren", "Ærø-Åkjær", "soren.aeroakjaer"),
        ("Karlīna", "Šķērstiņa-Žagariņa von Brandenburg", "karlina.skerstinazagarin"),
        ("", "Pirmā pamatskola", "pirmapamatskola"),
        ("Ю", "Ж", "patron"),
        ("", "Ô", "patron.o"),
    ],
)
def test_a_username_is_made_of_the_name(given, family, proposed):
    first, second = islice(proposed_usernames(given, family), 2)

    assert (first, second) == (proposed, f"{proposed}2")
    assert is_username(first)


@pytest.mark.parametrize("text", ["", "ab", "Elina", "elīna", "a b c", "-abc", "abc.", "x" * 41, "a@b.lv"])
def test_a_username_that_not_every_keyboard_has_is_none(text):
    assert not is_username(text)


@pytest.mark.parametrize(
    ("text", "right"), [("4711", True), ("471", False), ("47112", False), ("47 1", False), ("٤٧١١", False)]
)
def test_a_pin_has_its_digits_and_nothing_else(text, right):
    assert is_pin(text, 4) is right


@pytest.mark.parametrize(
    ("pin", "guessed"),
    [("0000", True), ("1234", True), ("9876", True), ("0002", True), ("7700", True), ("4711", False), ("1233", False)],
)
def test_what_a_finder_of_the_card_would_try_is_no_pin(pin, guessed):
    assert is_guessed_at_once(pin, ["010761-0002", "B-77 00"]) is guessed
