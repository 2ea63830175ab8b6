"""Whose a value is: the reader's, or the one's who answers for a child."""

import pytest

from app.desk.applications import FieldProblem, Unread
from tests.forms.sheets import control, line, lines, table

CHILD = {"given": "Anna", "family": "Kalnlapa"}
PARENT = {"guarantor_given": "Ilze", "guarantor_family": "Kalnlapa"}


@pytest.mark.parametrize(
    "label",
    ["Vecāka vārds, uzvārds", "VECĀKA (AIZBILDŅA) VĀRDS, UZVĀRDS", "Galvotāja vārds, uzvārds", "Mātes/tēva vārds, uzvārds",
     "Likumiskā pārstāvja vārds, uzvārds", "Bērna vecāka vārds, uzvārds", "Vārds, uzvārds (vecāka)", "Galvotājs", "Vecāks",
     "Vecāks (vārds, uzvārds)", "Værges navn", "Vaerges navn", "Forælders navn", "Forælder/værge", "Navn på værge",
     "Navn (forælder)", "Navn (mor eller far)", "Guardian's name", "Parent's full name"],
)  # fmt: skip
def test_a_label_may_say_that_it_asks_for_the_guarantor(read, label):
    assert read(line(f"{label}: Ilze Kalnlapa")).fields == PARENT


@pytest.mark.parametrize(
    "label",
    ["Bērna vārds, uzvārds", "Bērna   vārds, uzvārds", "Lietotāja vārds, uzvārds", "Bērns", "Lasītājs", "Skolēna vārds, uzvārds",
     "Barnets navn", "Navn på barnet", "Barnets fulde navn", "Barnets navn (blokbogstaver)", "Lånerens navn", "Child's name"],
)  # fmt: skip
def test_a_label_may_say_that_it_asks_for_the_reader(read, label):
    assert read(line("Galvotājs"), line(f"{label}: Anna Kalnlapa")).fields == CHILD


@pytest.mark.parametrize(
    "heading",
    ["Galvotājs", "GALVOTĀJS:", "2. Ziņas par galvotāju", "Vecāks vai likumiskais pārstāvis", "Galvotājs (vecāks vai aizbildnis)",
     "Værge", "Forælder/værge", "Oplysninger om værge", "Økonomisk ansvarlig", "Guardian's details"],
)  # fmt: skip
def test_a_heading_switches_to_the_guarantor(read, heading):
    seen = read(line(heading), lines("Vārds: Ilze", "Uzvārds: Kalnlapa", "Tālrunis: 26123456"))

    assert seen.fields == PARENT | {"guarantor_phone": "26123456"}


@pytest.mark.parametrize(
    "heading", ["Ziņas par bērnu", "Bērns", "Bērna dati", "Oplysninger om barnet", "Barn", "Lietotājs"]
)
def test_a_heading_switches_back_to_the_reader(read, heading):
    seen = read(line("Galvotājs"), line("Vārds: Ilze"), line(heading), line("Vārds: Anna"))

    assert seen.fields == {"given": "Anna", "guarantor_given": "Ilze"}


def test_a_heading_may_be_a_cell_of_its_own(read):
    seen = read(table(("Ziņas par bērnu",), ("Vārds", "Anna"), ("Ziņas par vecāku",), ("Vārds", "Ilze")))

    assert seen.fields == {"given": "Anna", "guarantor_given": "Ilze"}


def test_a_name_begins_a_person_and_what_follows_is_hers(read):
    seen = read(
        table(
            ("Bērna vārds, uzvārds", "Anna Kalnlapa"),
            ("Personas kods", "111111-11410"),
            ("Vecāka vārds, uzvārds", "Ilze Kalnlapa"),
            ("Tālrunis", "26123456"),
        )
    )

    assert seen.fields == CHILD | {"code": "111111-11410"} | PARENT | {"guarantor_phone": "26123456"}


def test_another_thing_of_hers_does_not_begin_a_person(read):
    seen = read(lines("Vārds: Anna", "Vecāka tālrunis: 26123456", "E-pasts: anna@example.lv"))

    assert seen.fields == {"given": "Anna", "guarantor_phone": "26123456", "email": "anna@example.lv"}


def test_a_label_below_the_line_says_whose_the_whole_line_is(read):
    """So it is on the form of Krāslava."""
    seen = read(lines("___Ilze Kalnlapa___ ,  tālruņa numurs __26123456__", "Vecāka vārds, uzvārds"))

    assert seen.fields == PARENT | {"guarantor_phone": "26123456"}


def test_a_third_person_fills_no_field(read):
    seen = read(
        line("Kontaktpersona"),
        lines("Vārds: Zane", "Tālrunis: 26123456"),
        line("Udfyldes af biblioteket"),
        line("Navn: Bo Ek"),
    )

    assert seen.fields == {}
    assert [unread.value for unread in seen.unread] == ["Zane", "26123456", "Bo Ek"]


def test_a_label_that_speaks_of_two_people_is_left_to_a_person(read):
    seen = read(lines("Tālrunis (bērna vai vecāka): 26123456", "Bērna/vecāka e-pasts: x@example.lv"))

    assert seen.fields == {}
    assert [unread.value for unread in seen.unread] == ["26123456", "x@example.lv"]


def test_the_guarantor_has_no_address_of_ours(read):
    seen = read(line("Galvotājs"), lines("Adrese: Skolas iela 4, Ogre", "Izglītības iestāde: Ogres 1. vidusskola"))

    assert seen.fields == {"school": "Ogres 1. vidusskola"}
    assert seen.unread == (Unread(label="Adrese", value="Skolas iela 4, Ogre"),)


def test_a_guarantee_that_never_says_whose_is_left_to_a_person(read):
    seen = read(line("Galvojums"), lines("Vārds, uzvārds: Ilze Kalnlapa", "Tālrunis: 26123456"))

    assert seen.fields == {}
    assert [unread.value for unread in seen.unread] == ["Ilze Kalnlapa", "26123456"]
    assert seen.problems == (
        FieldProblem(field="given", code="field.whose", value="Ilze Kalnlapa"),
        FieldProblem(field="phone", code="field.whose", value="26123456"),
    )


def test_the_unnamed_person_is_the_reader_where_the_guarantor_is_told(read):
    seen = read(line("Galvojums"), line("Vārds, uzvārds: Anna Kalnlapa"), line("Galvotājs: Ilze Kalnlapa"))

    assert seen.fields == CHILD | PARENT


def test_who_says_i_on_a_guarantee_is_the_guarantor(read):
    seen = read(
        line("GALVOJUMS"),
        line("Es, ___Ilze Kalnlapa___, personas kods __290758-10403__, galvoju par savu bērnu ___Anna Kalnlapa___."),
    )

    assert seen.fields == CHILD | PARENT | {"guarantor_code": "290758-10403"}


def test_who_says_i_on_a_danish_consent_is_the_guardian(read):
    seen = read(
        line("Samtykkeerklæring"),
        line(
            "Undertegnede ___Mette Birkelund___ (navn) giver tilladelse til, at mit barn ___Rasmus Birkelund___ bliver låner."
        ),
    )

    assert seen.fields == {"given": "Rasmus", "family": "Birkelund"} | {
        "guarantor_given": "Mette",
        "guarantor_family": "Birkelund",
    }


def test_who_says_i_on_an_adult_form_is_the_reader(read):
    assert read(line("Es, ___Anna Kalnlapa___, apņemos ievērot noteikumus.")).fields == CHILD


def test_a_signature_is_nobodys_name(read):
    seen = read(line("Underskrift af forælder/værge ____Mette Birkelund____"))

    assert seen.fields == {}


def test_a_tag_speaks_only_for_itself(read):
    seen = read(line(control("Ilze", tag="guarantor_given")), line("Uzvārds: Kalnlapa"))

    assert seen.fields == {"guarantor_given": "Ilze", "family": "Kalnlapa"}
