"""Templates of letters: what they may name, and how they are filled."""

import pytest

from app.rules.letters import PLACEHOLDERS, NotATemplate, filled, placeholders_in, unknown_in
from app.station.profiles import load_letters
from app.words import LANGUAGES


def test_a_letter_is_filled_line_by_line():
    text = "Labdien, {name}!\n\nKonts: {account_site}\n\nLietotājvārds: {username}\n{library}"

    said = filled(text, {"name": "Elīna", "account_site": "", "username": "elina", "library": "Mazpils"})

    assert said == "Labdien, Elīna!\n\nLietotājvārds: elina\nMazpils", "a line with nothing to say is left out"


def test_what_a_value_says_is_not_read_as_a_template():
    assert filled("{name}", {"name": "{password} {"}) == "{password} {"


@pytest.mark.parametrize("text", ["{", "}", "{name", "{}", "{0}", "{name!r}", "{name:>9}", "{a.b}", "{a[0]}"])
def test_braces_hold_a_name_and_nothing_else(text):
    with pytest.raises(NotATemplate):
        placeholders_in(text)


def test_doubled_braces_are_braces():
    assert placeholders_in("{{ne}} {name}") == ("name",)
    assert filled("{{ne}} {name}", {"name": "A"}) == "{ne} A"


def test_each_kind_knows_its_own_names():
    assert list(unknown_in("welcome", "{name} {password} {password} {x}")) == ["password", "x"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_that_ship_are_whole_in_every_language(language):
    letters = load_letters(language)

    assert list(letters) == list(PLACEHOLDERS)
    for kind, letter in letters.items():
        assert letter["subject"].isprintable()
        assert not [*unknown_in(kind, letter["subject"]), *unknown_in(kind, letter["body"])]
        named = {*placeholders_in(letter["body"])}
        assert named == {*placeholders_in(load_letters("lv")[kind]["body"])}, "they tell the same in each language"
        all_said = filled(letter["body"], dict.fromkeys(PLACEHOLDERS[kind], "said"))
        assert all_said.count("said") == len(placeholders_in(letter["body"]))
