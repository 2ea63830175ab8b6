"""The library's own phone is nobody's, and a label of two words or two languages is one label."""

import pytest

from tests.forms.sheets import line, lines, table

HEAD = lines("Brīvzemes bibliotēka", "Tālr. 64999999, e-pasts: biblioteka@example.org")


def test_a_letterhead_never_fills_a_phone_that_was_left_blank(read):
    seen = read(HEAD, line("Lietotāja reģistrācijas anketa"), lines("Vārds: Ilze", "Tālrunis:", "E-pasts:"))

    assert seen.fields == {"given": "Ilze"}
    assert [unread.value for unread in seen.unread] == ["64999999", "biblioteka@example.org"]


def test_without_a_title_what_is_asked_again_below_was_the_library_s(read):
    seen = read(HEAD, lines("Vārds: Ilze", "Tālrunis:", "E-pasts: ilze@example.org"))

    assert seen.fields == {"given": "Ilze", "email": "ilze@example.org"}


def test_a_footer_never_fills_a_phone_that_was_left_blank(read):
    seen = read(lines("Vārds: Ilze", "Tālrunis:", "Paraksts: ________", "Bibliotēka, tālr. 64999999"))

    assert seen.fields == {"given": "Ilze"}


def test_who_writes_above_the_title_of_an_application_is_the_one_who_applies(read):
    seen = read(lines("Vārds, uzvārds: Ilze Kalnlapa", "Tālrunis: 26123456", "IESNIEGUMS – GALVOJUMS"))

    assert "64999999" not in seen.fields.values()
    assert "26123456" in [*seen.fields.values(), *(unread.value for unread in seen.unread)]


@pytest.mark.parametrize(
    "label", ["Vārds / Name", "Vārds (Name)", "VĀRDS/FIRST NAME", "Jūsu vārds", "Vārds (kā dokumentā)"]
)
def test_a_label_in_two_languages_or_with_a_hint_is_one(read, label):
    assert read(line(f"{label}: Ilze")).fields == {"given": "Ilze"}


def test_labels_above_plain_values_are_read_once_there_are_two(read):
    seen = read(lines("Vārds", "Ilze", "Uzvārds", "Kalnlapa", "Tālrunis", "26123456", "Skola", "Paraksts"))

    assert seen.fields == {"given": "Ilze", "family": "Kalnlapa", "phone": "26123456"}


def test_an_unknown_label_above_its_blank_does_not_push_the_others_down(read):
    seen = read(lines("Vārds", "__Ilze__", "Iesauka bērnībā", "__Zīle__", "Uzvārds", "__Kalnlapa__"))

    assert seen.fields == {"given": "Ilze", "family": "Kalnlapa"}
    assert [(unread.label, unread.value) for unread in seen.unread] == [("Iesauka bērnībā", "Zīle")]


def test_rows_of_values_with_captions_below_stay_together_when_a_caption_is_unknown(read):
    seen = read(
        table(("Ilze", "Zīle"), ("(Vārds)", "(Iesauka)"), ("Kalnlapa", "26123456"), ("(Uzvārds)", "(Tālrunis)"))
    )

    assert seen.fields == {"given": "Ilze", "family": "Kalnlapa", "phone": "26123456"}


@pytest.mark.parametrize("value", ["26123456", "ilze@example.org"])
def test_what_cannot_be_a_name_is_shown_and_not_filed(read, value):
    seen = read(line(f"Uzvārds: ____{value}____"))

    assert seen.fields == {}
    assert value in [unread.value for unread in seen.unread]
