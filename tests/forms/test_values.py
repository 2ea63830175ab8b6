"""Days, names, addresses, codes and contacts as people write them."""

from pathlib import Path

import pytest

from app.desk.applications import FieldProblem, Unread
from app.forms import names, problems
from app.forms.days import iso_day
from tests.forms.sheets import line, lines

DAYS = [
    "24.03.2009.", "24.03.2009", "24.3.2009. g.", "2009. gada 24. marts", "2009.gada 24.martā", "24. marts 2009",
    "24-03-2009", "24. marts 2009.", "d. 24. marts 2009", "24. MARTS 2009", "2009-03-24", "2009.03.24.", "24/3 2009",
    "24/03/2009", "24 03 2009", "24 . 03 . 2009",
]  # fmt: skip


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_as_latvians_and_danes_write_it(text):
    assert iso_day(text) == ("2009-03-24", "")


@pytest.mark.parametrize(
    ("text", "day"),
    [("31. januar 2013", "2013-01-31"), ("4. maj 2011", "2011-05-04"), ("2010. gada 5. jūnijs", "2010-06-05"), ("03/04/2009", "2009-04-03"),
     ("29.02.2012.", "2012-02-29"), ("1. oktober 1999", "1999-10-01")],
)  # fmt: skip
def test_the_day_always_stands_before_the_month(text, day):
    assert iso_day(text) == (day, "")


@pytest.mark.parametrize(
    "text",
    ["31.02.2009", "29.02.2011", "03/24/2009", "00.00.2009", "24.13.2009", "marts 2009", "2009", "24. marss 2009", "24.03.0209",
     "240309", "24.03000000000000000003.2009", "2009. gada 99999999999. marts", "nezinu", "24.03.2009 Ogrē", "2009. gada 24.03"],
)  # fmt: skip
def test_an_impossible_day_is_a_problem_and_never_a_guess(read, text):
    seen = read(line(f"Dzimšanas datums: {text}"))

    assert seen.fields == {}
    assert seen.unread == (Unread(label="Dzimšanas datums", value=text),)
    assert seen.problems == (FieldProblem(field="birth", code="field.not-a-day", value=text),)


@pytest.mark.parametrize(
    "text",
    [
        "__24__.__03__.__2009__",
        "20__09__. gada __24.__ __marts__",
        "2009. gada ___24. marts___",
        "___24.03.2009___ (dd.mm.gggg.)",
    ],
)
def test_a_day_may_be_written_over_its_own_blanks(read, text):
    assert read(line(f"Dzimšanas datums: {text}")).fields == {"birth": "2009-03-24"}


@pytest.mark.parametrize("text", ["24.03.09", "03-04-09", "24. marts 09"])
def test_a_year_without_its_century_is_a_problem_of_its_own(text):
    assert iso_day(text) == ("", "field.short-year")


def test_a_birth_date_is_never_taken_from_a_code(read):
    assert read(line("Personas kods: 111111-11410")).fields == {"code": "111111-11410"}


NAMES = [
    ("Ilze Kalnlapa", "given first", ("Ilze", "Kalnlapa")),
    ("Anna Marija Kalnlapa-Ozola", "given first", ("Anna Marija", "Kalnlapa-Ozola")),
    ("Kalnlapa Anna Marija", "family first", ("Anna Marija", "Kalnlapa")),
    ("Kalnlapa, Ilze", "family first", ("Ilze", "Kalnlapa")),
    ("Ilze, Kalnlapa", "given first", ("Ilze", "Kalnlapa")),
    ("Rasmus Ø. Birkelund", "unstated", ("Rasmus Ø.", "Birkelund")),
]


@pytest.mark.parametrize(("text", "order", "parted"), NAMES)
def test_a_name_is_parted_in_the_order_its_label_states(text, order, parted):
    assert names.parted(text, order) == parted


@pytest.mark.parametrize(
    "text", ["Ilze", "Birkelund, Rasmus", "Ilze Kalnlapa 2009", "Ilze Kalnlapa, Anna Kalnlapa, Ogre"]
)
def test_a_name_that_does_not_show_its_parts_is_left_to_a_person(read, text):
    seen = read(line(f"Navn: {text}"))

    assert (seen.fields, seen.unread) == ({}, (Unread(label="Navn", value=text),))
    assert seen.problems == (FieldProblem(field="given", code="field.name-unclear", value=text),)


def test_the_label_states_the_order_of_a_name(read):
    assert read(line("Uzvārds, vārds: Kalnlapa Ilze")).fields == {"given": "Ilze", "family": "Kalnlapa"}
    assert read(line("Efternavn, fornavn: Birkelund, Rasmus")).fields == {"given": "Rasmus", "family": "Birkelund"}


ADDRESSES = {
    "Zvaigžņu iela 4-12, Ogre, LV-5001": {"street": "Zvaigžņu iela", "house": "4", "flat": "12", "town": "Ogre", "postcode": "LV-5001"},
    "Zvaigžņu iela 4 - 12 Ogre LV5001": {"street": "Zvaigžņu iela", "house": "4", "flat": "12", "town": "Ogre", "postcode": "LV-5001"},
    "LV-1010 Rīga, Brīvības iela 12 k-2, dz. 7": {"street": "Brīvības iela", "house": "12 k-2", "flat": "7", "town": "Rīga", "postcode": "LV-1010"},
    "Raiņa bulvāris 4A, Valmiera, Valmieras novads": {"street": "Raiņa bulvāris", "house": "4A", "municipality": "Valmieras novads", "town": "Valmiera"},
    "Ērgļi 1, Ērgļi, Brunavas pagasts": {"house": "Ērgļi 1", "village": "Ērgļi", "parish": "Brunavas pagasts"},
    "„Kalnlapas”, Codes pagasts, Bauskas novads, LV-3901": {"house": "Kalnlapas", "parish": "Codes pagasts", "municipality": "Bauskas novads", "postcode": "LV-3901"},
    "Draudzības iela 3-32, Jauncode, Codes pag., Bauskas nov.": {"street": "Draudzības iela", "house": "3", "flat": "32", "village": "Jauncode", "parish": "Codes pag.", "municipality": "Bauskas nov."},
    "Østergade 30, 2. tv., 9800 Hjørring": {"street": "Østergade", "house": "30", "flat": "2. tv.", "town": "Hjørring", "postcode": "9800"},
    "H.C. Andersens Gade 12B, st. th, 5000 Odense C": {"street": "H.C. Andersens Gade", "house": "12B", "flat": "st. th", "town": "Odense C", "postcode": "5000"},
    "Kirkevej 4 9870 Sindal": {"street": "Kirkevej", "house": "4", "town": "Sindal", "postcode": "9870"},
}  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), ADDRESSES.items())
def test_an_address_that_says_its_parts_is_parted(read, text, parts):
    seen = read(line(f"Adrese: {text}"))

    assert (dict(seen.fields), seen.unread) == ({field: parts[field] for field in seen.fields} | parts, ())


LEFT_OVER = {
    "Ogre": ({}, "Ogre"),
    "Zvaigžņu 4-12, Ogre": ({}, "Zvaigžņu 4-12, Ogre"),
    "Ogre, Ogres novads": ({"municipality": "Ogres novads"}, "Ogre"),
    "Skolas iela 4, aiz stūra, Ogre": ({"street": "Skolas iela", "house": "4"}, "aiz stūra, Ogre"),
    "c/o Ek, Kirkevej 4, 9870 Sindal": (
        {"street": "Kirkevej", "house": "4", "town": "Sindal", "postcode": "9870"},
        "c/o Ek",
    ),
}


@pytest.mark.parametrize(("text", "left"), LEFT_OVER.items())
def test_what_an_address_does_not_say_stays_visible(read, text, left):
    parts, rest = left

    seen = read(line(f"Adrese: {text}"))

    assert (seen.fields, seen.unread) == (parts, (Unread(label="Adrese", value=rest),))


def test_a_second_address_is_shown_whole(read):
    seen = read(lines("Deklarētā adrese: Skolas iela 4, Ogre", "Faktiskā adrese: Brīvības iela 7, Ogre, LV-5001"))

    assert seen.fields == {"street": "Skolas iela", "house": "4", "town": "Ogre"}
    assert seen.unread == (Unread(label="Faktiskā adrese", value="Brīvības iela 7, Ogre, LV-5001"),)
    assert [(problem.field, problem.code) for problem in seen.problems] == [("street", "field.twice")]


def test_the_parts_of_an_address_may_have_labels_of_their_own(read):
    seen = read(lines("Vej og nr.: Østergade 30, 2. tv.", "Postnr. og by: 9800 Hjørring", "Kommune: Hjørring"))

    assert seen.fields == {
        "street": "Østergade", "house": "30", "flat": "2. tv.", "municipality": "Hjørring", "town": "Hjørring", "postcode": "9800",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["111111 - 11410", "111111-11410", "1 1 1 1 1 1 - 1 1 4 1 0"])
def test_a_code_is_taken_as_written_without_its_spaces(read, text):
    assert read(line(f"Personas kods: {text}")).fields == {"code": "111111-11410"}


@pytest.mark.parametrize("label", ["Personas kods vai dzimšanas datums", "Cpr eller fødselsdato"])
def test_a_label_may_leave_the_choice_between_code_and_day(read, label):
    assert read(line(f"{label}: 24.03.2009")).fields == {"birth": "2009-03-24"}
    assert read(line(f"{label}: 111111-11410")).fields == {"code": "111111-11410"}


@pytest.mark.parametrize(
    "text",
    [
        "Tālrunis, e-pasts: 26123456, ilze@example.lv",
        "Mobilnummer og/eller e-mailadresse: ilze@example.lv / 26123456",
        "Tālrunis: 26123456 ilze@example.lv",
    ],
)
def test_phone_and_mail_in_one_are_told_apart_by_their_shape(read, text):
    assert read(line(text)).fields == {"phone": "26123456", "email": "ilze@example.lv"}


@pytest.mark.parametrize(
    "text", ["Tālrunis: nav", "Tālrunis: +371", "E-pasts: nav", "Personas kods: nav", "Postnr.: Hjørring"]
)
def test_a_word_where_a_number_belongs_is_left_to_a_person(read, text):
    seen = read(line(text))

    assert seen.fields == {}
    assert len(seen.unread) == 1


def test_a_value_longer_than_any_field_is_left_to_a_person(read):
    text = "ļoti " * 80 + "gara skola"

    seen = read(line(f"Skola: {text}"))

    assert (seen.fields, seen.unread) == ({}, (Unread(label="Skola", value=text),))


def test_an_underscore_may_belong_to_the_address(read):
    assert read(line("E-pasts: ___ilze_k@example.lv___")).fields == {"email": "ilze_k@example.lv"}


def test_white_space_inside_a_value_is_made_single(read):
    assert read(line("Skola:  Ogres   1.\u00a0vidusskola ")).fields == {"school": "Ogres 1. vidusskola"}


def test_every_problem_is_tried_somewhere():
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))

    assert [code for code in problems.CODES if f'"{code}"' not in tests] == []
