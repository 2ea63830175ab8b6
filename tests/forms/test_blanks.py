"""Lines to write on: the label before, behind or below the blank, and values typed over it."""

import pytest

from app.desk.applications import Unread
from tests.forms.sheets import line, lines, run

ILZE = {"given": "Ilze", "family": "Kalnlapa"}


@pytest.mark.parametrize(
    "text",
    [
        "Vārds ______Ilze______",
        "Vārds: ___Ilze",
        "Vārds Ilze________",
        "Vārds............Ilze.........",
        "Vārds …………Ilze…………",
        "Vārds:Ilze",
        "Vārds Ilze",
        "Vārds – Ilze",
        "1. Vārds: Ilze",
        "a) Vārds (drukātiem burtiem): Ilze",
        "VĀRDS:\tIlze",
        "Vārds\tIlze",
        "_____Ilze_____ (vārds)",
        "_____Ilze_____ Vārds",
        "Vārds / Vārdi: Ilze",
    ],
)
def test_a_value_is_found_however_it_was_typed(read, text):
    assert read(line(text)).fields == {"given": "Ilze"}


@pytest.mark.parametrize(
    "text",
    [
        "Vārds ____________",
        "Vārds: .............. uzvārds ................",
        "Dzimšanas datums: ___.___.20___.",
        "20___. gada ____. ______________",
        "Personas kods: ______-_____",
        "__________________ (vārds, uzvārds)",
        "Tālrunis: +371 ____________",
        "Vārds _________ (drukātiem burtiem)",
        "Dzimšanas datums: dd.mm.gggg.",
    ],
)
def test_a_blank_nobody_wrote_on_is_empty(read, text):
    seen = read(line(text))

    assert (seen.fields, seen.problems) == ({}, ())
    assert [unread for unread in seen.unread if unread.value != "+371"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Vārds ___Ilze___ Uzvārds ___Kalnlapa___",
        "Vārds: Ilze Uzvārds: Kalnlapa",
        "Vārds: Ilze, uzvārds: Kalnlapa",
        "Vārds\tIlze\tUzvārds\tKalnlapa",
        "___Ilze___ (vārds) ___Kalnlapa___ (uzvārds)",
        "Vārds Ilze, Uzvārds Kalnlapa",
    ],
)
def test_several_fields_may_share_a_line(read, text):
    assert read(line(text)).fields == ILZE


@pytest.mark.parametrize(
    "texts",
    [
        ("____Ilze Kalnlapa____", "(vārds, uzvārds)"),
        ("____Ilze Kalnlapa____", "", "Vārds, uzvārds"),
        ("____Ilze____   ____Kalnlapa____", "(vārds)     (uzvārds)"),
        ("____Ilze____\t____Kalnlapa____", "vārds\tuzvārds"),
        ("Vārds, uzvārds", "____Ilze Kalnlapa____"),
        ("Vārds, uzvārds:", "____Ilze Kalnlapa____"),
        ("Vārds", "____Ilze____", "Uzvārds", "____Kalnlapa____"),
        ("____Ilze____", "Vārds", "____Kalnlapa____", "Uzvārds"),
    ],
)
def test_a_label_may_stand_below_the_blank_or_above_it(read, texts):
    seen = read(lines(*texts))

    assert (seen.fields, seen.unread) == (ILZE, ())


def test_the_head_of_a_section_leaves_the_blank_to_the_label_below(read):
    seen = read(
        lines(
            "Galvotājs",
            "____Ilze Kalnlapa____, tālruņa numurs ___26123456___",
            "Vecāka vārds, uzvārds",
            "____Anna Kalnlapa____, personas kods __111111-11410__",
            "Bērna vārds, uzvārds",
        )
    )

    assert seen.fields == {"given": "Anna", "family": "Kalnlapa", "code": "111111-11410"} | {
        "guarantor_given": "Ilze",
        "guarantor_family": "Kalnlapa",
        "guarantor_phone": "26123456",
    }


def test_a_label_in_brackets_explains_the_line_above_it_even_without_a_blank(read):
    seen = read(lines("Ilze Kalnlapa", "(vārds, uzvārds)", "26123456", "(tālrunis)", "lūdzu reģistrēt", "(vārds)"))

    assert seen.fields == ILZE | {"phone": "26123456"}
    assert seen.unread == (Unread(label="vārds", value="lūdzu reģistrēt"),)


def test_labels_below_that_do_not_match_the_blanks_are_left_to_a_person(read):
    seen = read(lines("____Ilze____   ____Kalnlapa____   ____Ogre____", "(vārds)     (uzvārds)"))

    assert seen.fields == {}
    assert seen.unread == (Unread(label="vārds, uzvārds", value="Ilze Kalnlapa Ogre"),)


def test_a_blank_explained_by_words_we_do_not_know_is_shown_with_them(read):
    seen = read(lines("____zaļa____", "(mīļākā krāsa)", "Hobijs ___makšķerēšana___"))

    assert seen.unread == (
        Unread(label="(mīļākā krāsa)", value="zaļa"),
        Unread(label="Hobijs", value="makšķerēšana"),
    )


def test_an_unknown_label_between_two_blanks_is_not_taken_for_a_value(read):
    assert read(line("Vārds ________ Hobijs ________")).fields == {}


def test_text_that_stands_off_the_blank_is_shown_and_not_filed(read):
    seen = read(line("Vārds ________ Ilze"))

    assert (seen.fields, seen.unread) == ({}, (Unread(label="Vārds", value="Ilze"),))


def test_a_value_known_by_its_shape_may_stand_off_the_blank(read):
    assert read(line("Tālrunis ________ 26123456")).fields == {"phone": "26123456"}


def test_blanks_may_be_drawn_by_underlining(read):
    underlined = '<w:u w:val="single"/>'

    seen = read(
        line("Vārds: ", run("    Ilze     ", properties=underlined), " Uzvārds: ", run("      ", properties=underlined))
    )

    assert (seen.fields, seen.unread) == ({"given": "Ilze"}, ())


def test_blanks_may_be_drawn_by_a_tab(read):
    leader = '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="9000"/></w:tabs></w:pPr>'

    seen = read(f"{leader}{run('Vārds: Ilze')}<w:r><w:tab/></w:r>{run('Hobijs')}<w:r><w:tab/></w:r></w:p>")

    assert (seen.fields, seen.unread) == ({"given": "Ilze"}, ())


@pytest.mark.parametrize(
    "text",
    [
        "piekrītu, ka mans bērns tiks reģistrēts kā KNCB lietotājs, uzrādot bērna personas kodu;",
        "Bibliotēka apstrādā lietotāja vārdu, uzvārdu, personas kodu, adresi un tālruni.",
        "Personas koda neuzrādīšana ir iemesls atteikumam.",
        "Personas kods 2 eksemplāros",
        "Personas kods ________ 2 eksemplāros",
        "Tālrunis 2 reizes",
        "Adrese jānorāda pilna, ar pasta indeksu.",
        "By signing this form, you accept the rules.",
        "Telefon og e-mail bruges kun til beskeder.",
        "Skolas nosaukums Vārds Uzvārds",
        "Vārds\tUzvārds\tKlase",
    ],
)
def test_sentences_and_rows_of_labels_hold_no_field(read, text):
    assert read(line(text)).fields == {}


def test_an_address_on_the_web_and_a_time_are_no_labels(read):
    seen = read(lines("E-pasts: epasts@example.lv", "Skola: http://skola.example.lv"))

    assert seen.fields["email"] == "epasts@example.lv"
    assert seen.fields["school"] == "http://skola.example.lv"


def test_a_value_in_which_another_label_may_hide_is_left_to_a_person(read):
    seen = read(line("Vārds: Ilze darbs: skola"))

    assert (seen.fields, seen.unread) == ({}, (Unread(label="Vārds", value="Ilze darbs: skola"),))


def test_an_unknown_label_before_a_known_one_takes_its_value_along(read):
    """The phone of a contact is not the reader's."""
    seen = read(line("Kontaktpersonas tālrunis: 26123456"))

    assert (seen.fields, seen.unread) == ({}, (Unread(label="Kontaktpersonas tālrunis", value="26123456"),))


def test_a_value_below_its_label_without_a_blank_is_shown_and_not_filed(read):
    seen = read(lines("Vārds:", "Ilze"))

    assert (seen.fields, seen.unread) == ({}, (Unread(label="Vārds", value="Ilze"),))


def test_a_place_to_fill_in_counts_before_mere_text(read):
    """The letterhead names the library's own phone."""
    seen = read(lines("Ogres bibliotēka, tālrunis: 65012345", "Tālrunis ____26123456____"))

    assert seen.fields == {"phone": "26123456"}
    assert Unread(label="tālrunis", value="65012345") in seen.unread


def test_text_above_the_title_counts_least(read):
    """A form whose blanks are all typed over looks like its letterhead; the title stands between them."""
    seen = read(lines("Tālrunis: 65012345", "Lietotāja reģistrācijas anketa", "Tālrunis: 26123456"))

    assert seen.fields == {"phone": "26123456"}
    assert seen.unread == (Unread(label="Tālrunis", value="65012345"),)


def test_a_name_above_the_title_may_still_be_the_applicants(read):
    """A Latvian letter begins with its sender."""
    assert read(lines("Vārds: Ilze", "IESNIEGUMS – GALVOJUMS", "Galvotājs: Zane Ozola")).fields["given"] == "Ilze"
