"""Content controls and the form fields of old Word: what they hold, by what they are called."""

import pytest

from app.desk.applications import FieldProblem, Unread
from app.forms.reading import read_form
from tests.forms.sheets import (
    box_control,
    box_field,
    cell,
    control,
    date_control,
    line,
    lines,
    list_field,
    row,
    saved,
    table,
    text_field,
    with_margin,
)

LIST = '<w:dropDownList><w:listItem w:displayText="Ogre" w:value="1"/></w:dropDownList>'
PROMPT = "Klikšķiniet vai pieskarieties šeit, lai ievadītu tekstu."


@pytest.mark.parametrize("kind", ["<w:text/>", "", LIST, LIST.replace("dropDownList", "comboBox")])
def test_a_control_fills_the_field_its_tag_names(read, kind):
    seen = read(line(control("Ogre", tag="town", kind=kind)))

    assert seen.fields == {"town": "Ogre"}
    assert seen.sources == {"town": "town"}


def test_a_control_may_be_named_by_its_alias(read):
    seen = read(line(control("Ilze", alias="Vārds", tag="x1")))

    assert seen.fields == {"given": "Ilze"}


def test_a_tag_counts_before_the_label_printed_beside_it(read):
    seen = read(line("Uzvārds: ", control("Ilze", tag="given")))

    assert seen.fields == {"given": "Ilze"}
    assert seen.sources == {"given": "Uzvārds"}


def test_a_tag_that_means_nothing_leaves_it_to_the_printed_label(read):
    seen = read(line("Uzvārds: ", control("Kalnlapa", tag="Field7")))

    assert seen.fields == {"family": "Kalnlapa"}


def test_the_guarantor_has_tags_of_her_own(read):
    seen = read(line(control("Ilze", tag="guarantor_given"), control("26123456", tag="guarantor_phone")))

    assert seen.fields == {"guarantor_given": "Ilze", "guarantor_phone": "26123456"}


def test_an_untouched_control_is_empty(read):
    seen = read(line("Vārds: ", control(PROMPT, tag="given", untouched=True)))

    assert (seen.fields, seen.unread) == ({}, ())


def test_a_prompt_that_lost_its_mark_is_still_empty(read):
    seen = read(line("Vārds: ", control(PROMPT, tag="given")), line("Navn: ", control("Vælg et element.")))

    assert (seen.fields, seen.unread) == ({}, ())


def test_a_date_control_keeps_the_day_whatever_it_shows(read):
    seen = read(line(date_control("3/4/2009", "2009-03-04", tag="birth")))

    assert seen.fields == {"birth": "2009-03-04"}


def test_the_shown_day_counts_where_it_can_be_read_in_one_way_only(read):
    """What is shown is what was signed."""
    seen = read(line(date_control("24.03.2009.", "2009-03-23", tag="birth")))

    assert seen.fields == {"birth": "2009-03-24"}


def test_an_untouched_date_control_is_empty(read):
    seen = read(line("Dzimšanas datums: ", date_control("[Pick the date]", untouched=True)))

    assert (seen.fields, seen.unread, seen.problems) == ({}, (), ())


def test_a_control_that_nobody_understands_is_shown_by_its_alias(read):
    seen = read(line(control("zaļa", tag="t1", alias="Mīļākā krāsa")))

    assert seen.unread == (Unread(label="Mīļākā krāsa", value="zaļa"),)


def test_a_control_around_several_lines_is_one_value(read):
    block = control(lines("Skolas iela 4-12", "Krāslava, LV-5601"), tag="adrese", kind="")

    seen = read(block)

    assert seen.fields == {
        "street": "Skolas iela",
        "house": "4",
        "flat": "12",
        "town": "Krāslava",
        "postcode": "LV-5601",
    }


def test_a_control_around_a_part_of_the_form_is_looked_through(read):
    inside = lines("Vārds: Ilze", "Uzvārds: Kalnlapa")

    assert read(control(inside, kind="")).fields == {"given": "Ilze", "family": "Kalnlapa"}
    assert read(control(inside, kind="<w:group/>")).fields == {"given": "Ilze", "family": "Kalnlapa"}


def test_controls_inside_controls_are_each_read_once(read):
    inner = line("Vārds: ", control("Ilze", alias="iekšējā"))

    seen = read(control(inner, alias="ārējā", kind=""))

    assert (seen.fields, seen.unread) == ({"given": "Ilze"}, ())


def test_the_controls_of_google_docs_are_looked_through(read):
    seen = read(line(control(f"{'<w:r><w:t>Vārds: Ilze</w:t></w:r>'}", tag="goog_rdk_12", kind="")))

    assert (seen.fields, seen.unread) == ({"given": "Ilze"}, ())


def test_controls_around_rows_and_cells_hide_nothing(read):
    rows = (
        control(row("Vārds", "Ilze"), kind="<w15:repeatingSection/>"),
        f"<w:tr>{cell('Uzvārds')}{control(cell('Kalnlapa'), alias='x')}</w:tr>",
        control(row("Tālrunis", "26123456"), alias="rinda", kind=""),
    )

    seen = read(table(*rows))

    assert seen.fields == {"given": "Ilze", "family": "Kalnlapa", "phone": "26123456"}


def test_a_list_of_contents_is_no_form(read):
    contents = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'

    assert read(control(lines("Noteikumi ........ 4"), kind=contents)).unread == ()


def test_a_form_field_is_known_by_its_bookmark(read):
    seen = read(line(text_field("Ilze", name="Vards"), text_field("Kalnlapa", name="Uzvards")))

    assert seen.fields == {"given": "Ilze", "family": "Kalnlapa"}


def test_a_form_field_takes_the_label_printed_beside_it(read):
    seen = read(
        line("Vārds, uzvārds: ", text_field("Ilze Kalnlapa", name="Text1"), " tālrunis ", text_field("26123456"))
    )

    assert seen.fields == {"given": "Ilze", "family": "Kalnlapa", "phone": "26123456"}


def test_a_form_field_without_the_mark_before_its_result_is_read(read):
    seen = read(
        line("Vārds: ", text_field("Ilze", separate=False)), line(box_field(checked=True, separate=False), " Cits")
    )

    assert seen.fields == {"given": "Ilze"}
    assert seen.unread == (Unread(label="Cits", value="☒"),)


def test_a_form_field_may_end_in_a_later_paragraph(read):
    begun, ended = text_field("Ilze", name="Vards").split("Ilze")

    seen = read(f"<w:p>{begun}Ilze</w:t></w:r></w:p><w:p><w:r><w:t>{ended}</w:p>", line("Uzvārds: Kalnlapa"))

    assert seen.fields == {"given": "Ilze", "family": "Kalnlapa"}


def test_a_form_field_of_spaces_is_empty(read):
    seen = read(line("Vārds: ", text_field("\u2002\u2002\u2002\u2002\u2002", name="Text1")))

    assert (seen.fields, seen.unread) == ({}, ())


def test_what_the_author_of_the_form_put_into_a_field_is_shown_and_not_filed(read):
    """Nobody can tell whether the applicant means it or never went there."""
    seen = read(line("Pilsēta: ", text_field("Ogre", name="Text1", default="Ogre")))

    assert seen.fields == {}
    assert seen.unread == (Unread(label="Pilsēta", value="Ogre"),)


@pytest.mark.parametrize(("chosen", "value"), [(1, "Ogre"), (None, "Rīga")])
def test_a_drop_down_field_holds_what_it_shows(read, chosen, value):
    seen = read(line("Pilsēta: ", list_field("Rīga", "Ogre", chosen=chosen)))

    assert seen.fields == {"town": value}


def test_a_form_field_without_any_label_is_shown_by_its_bookmark(read):
    seen = read(line(text_field("zaļa", name="Krasa")), line(box_field(checked=False, name="Check1")))

    assert seen.unread == (Unread(label="Krasa", value="zaļa"), Unread(label="Check1", value="☐"))


def test_several_slots_behind_a_known_label_are_one_value(read):
    seen = read(line("Dzimšanas datums: ", control("24"), ".", control("03"), ".", control("2009")))

    assert seen.fields == {"birth": "2009-03-24"}


def test_two_places_that_say_different_things_are_both_shown(read):
    seen = read(line("Vārds: Anna"), line(text_field("Ilze", name="Vards")), line(control("Zane", tag="given")))

    assert seen.fields == {"given": "Zane"}
    assert seen.unread == (Unread(label="Vārds", value="Anna"), Unread(label="Vards", value="Ilze"))
    assert seen.problems == (
        FieldProblem(field="given", code="field.twice", value="Anna"),
        FieldProblem(field="given", code="field.twice", value="Ilze"),
    )


def test_two_places_that_say_the_same_are_no_problem(read):
    seen = read(line("Tālrunis: 26 123 456"), line(control("26123456", tag="phone")))

    assert seen.fields == {"phone": "26123456"}
    assert (seen.unread, seen.problems) == ((), ())


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_only_what_is_filled_in_counts_at_the_margin(tmp_path, kind):
    margin = line("Ogres bibliotēka, tālrunis: 65012345") + line(
        control("Ilze", tag="given"), box_control(checked=True)
    )

    [seen] = read_form(saved(tmp_path, with_margin(kind, margin, line("Uzvārds: Kalnlapa"))))

    assert seen.fields == {"given": "Ilze", "family": "Kalnlapa"}
    assert seen.unread == (Unread(label="", value="☒"),)


def test_what_cannot_be_looked_into_is_shown_as_being_there(read):
    sealed = '<w:p><w:r><w:object><w:control w:name="TextBox1"/></w:object></w:r></w:p><w:altChunk r:id="rId5"/>'

    seen = read(sealed)

    assert seen.unread == (Unread(label="TextBox1", value="ActiveX"), Unread(label="altChunk", value="rId5"))
