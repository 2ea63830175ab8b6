"""What sheet it is, and which library's language it speaks."""

import pytest

from tests.forms.sheets import line, lines, table

KINDS = {
    "Lietotāja reģistrācijas anketa": "adult",
    "LASĪTĀJA REĢISTRĀCIJAS KARTĪTE": "adult",
    "Reģistrācijas pieteikums": "adult",
    "Indmeldelsesblanket": "adult",
    "Registration form": "adult",
    "Galvojums": "guarantee",
    "Lietotāja reģistrācijas anketa – Galvojums": "guarantee",
    "LASĪTĀJA REĢISTRĀCIJAS KARTĪTE - Apliecinājums": "guarantee",
    "Vecāku galvojuma veidlapa": "guarantee",
    "Iesniegums – galvojums": "guarantee",
    "Værgeblanket": "consent",
    "Vaergeblanket": "consent",
    "Samtykkeerklæring": "consent",
    "Vecāku piekrišana": "consent",
    "Indmeldelse af barn på biblioteket": "consent",
    "Noteikumi": "unknown",
}


@pytest.mark.parametrize(("title", "kind"), KINDS.items())
def test_the_title_says_what_sheet_it_is(read, title, kind):
    assert read(line(title), line("Bērna vārds: Anna")).kind == kind


def test_a_title_may_stand_on_two_lines(read):
    assert read(lines("Lietotāja reģistrācijas anketa", "GALVOJUMS"), line("Vārds: Anna")).kind == "guarantee"


def test_a_title_may_stand_in_a_cell(read):
    assert read(table(("Indmeldelsesblanket",), ("Navn", "Rasmus Birkelund"))).kind == "adult"


def test_a_section_of_the_same_name_does_not_change_the_sheet(read):
    seen = read(
        line("Lietotāja anketa"), line("Vārds: Ilze"), line("Apliecinājums"), line("Esmu iepazinies ar noteikumiem.")
    )

    assert seen.kind == "adult"


def test_a_sentence_is_no_title(read):
    seen = read(
        line(
            "Lūdzu, aizpildiet šo anketu un nosūtiet to uz bibliotēkas e-pastu vai atnesiet parakstītu jebkurā filiālē."
        )
    )

    assert seen.kind == "unknown"


LANGUAGES = {
    "Latvian labels": (("Vārds: Ilze", "Tālrunis: 26123456"), "lv"),
    "Danish labels": (("Navn: Rasmus Birkelund", "Tlf.: 12345678"), "da"),
    "labels of an empty form": (("Fornavn ______", "Efternavn ______"), "da"),
    "English labels": (("Name: Ilze Kalnlapa", "E-mail: x@example.lv"), ""),
    "as many of both": (("Vārds: Ilze", "Efternavn: Kalnlapa"), ""),
    "a sentence beside a box": (("☐ Jeg ønsker et lånerkort",), "da"),
    "a title alone": (("Galvojums",), "lv"),
    "no labels at all": (("Lorem ipsum",), ""),
}


@pytest.mark.parametrize(("texts", "language"), LANGUAGES.values(), ids=LANGUAGES.keys())
def test_the_labels_say_which_language_it_is(read, texts, language):
    assert read(lines(*texts)).language == language
