"""Tables: the label left of its value or above it, pairs, merged and nested cells, captions."""

import pytest

from app.desk.applications import Unread
from tests.forms.sheets import box_control, cell, control, line, lines, row, table, text_box

ILZE = {"given": "Ilze", "family": "Kalnlapa"}
WIDE = '<w:gridSpan w:val="2"/>'
UPPER, LOWER = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def grid(*rows: tuple[str, ...]) -> str:
    return table(*rows)


TABLES = {
    "label left of value": grid(("Vārds", "Ilze"), ("Uzvārds", "Kalnlapa")),
    "with colons": grid(("Vārds:", "Ilze"), ("Uzvārds:", "Kalnlapa")),
    "several pairs in a row": grid(("Vārds", "Ilze", "Uzvārds", "Kalnlapa")),
    "numbered": grid(("1.", "Vārds", "Ilze"), ("2.", "Uzvārds", "Kalnlapa")),
    "label above value": grid(("Vārds", "Uzvārds"), ("Ilze", "Kalnlapa")),
    "label above value in one column": grid(("Vārds",), ("Ilze",), ("Uzvārds",), ("Kalnlapa",)),
    "label and value in one cell": grid(("Vārds: Ilze", "Uzvārds: Kalnlapa")),
    "label over value in one cell": table(row(cell("Vārds", "Ilze"), cell("Uzvārds", "Kalnlapa"))),
    "blanks in cells": grid(("Vārds ____Ilze____", "Uzvārds ____Kalnlapa____")),
    "captions below": grid(("__Ilze__", "__Kalnlapa__"), ("vārds", "uzvārds")),
    "captions in brackets": grid(("Ilze", "Kalnlapa"), ("(vārds)", "(uzvārds)")),
    "a label on two lines": table(row(cell("Vārds,", "uzvārds"), "Ilze Kalnlapa")),
    "an empty column between": grid(("Vārds", "", "Ilze"), ("Uzvārds", "", "Kalnlapa")),
    "a wide cell": table(
        row(cell("Vārds", properties=WIDE), "Ilze"), row("Uzvārds", cell("Kalnlapa", properties=WIDE))
    ),
    "a merged cell": table(
        row(cell("Dati", properties=UPPER), "Vārds", "Ilze"), row(cell("", properties=LOWER), "Uzvārds", "Kalnlapa")
    ),
    "a table in a cell": table(row(cell(grid(("Vārds", "Ilze"))), cell(grid(("Uzvārds", "Kalnlapa"))))),
    "controls in cells": table(
        row("Vārds", cell(line(control("Ilze")))), row("Uzvārds", cell(control(line("Kalnlapa"))))
    ),
    "hints in cells": grid(("Vārds", "Ilze", "(drukātiem burtiem)"), ("Uzvārds", "Kalnlapa", "(drukātiem burtiem)")),
}


@pytest.mark.parametrize("block", TABLES.values(), ids=TABLES.keys())
def test_a_table_is_read_however_it_is_laid_out(read, block):
    seen = read(block)

    assert (seen.fields, seen.unread) == (ILZE, ())


def test_an_answer_left_out_is_not_taken_from_the_row_below(read):
    seen = read(grid(("Vārds", ""), ("Hobijs", "makšķerēšana"), ("Valsts", ""), ("Tālrunis", "")))

    assert seen.fields == {}
    assert seen.unread == (Unread(label="Hobijs", value="makšķerēšana"),)


def test_a_pair_nobody_understands_is_shown(read):
    seen = read(grid(("Mīļākā krāsa", "zaļa"), ("Valodas", "latviešu", "dāņu")))

    assert seen.unread == (
        Unread(label="Mīļākā krāsa", value="zaļa"),
        Unread(label="Valodas", value="latviešu | dāņu"),
    )


def test_an_answer_in_two_cells_is_left_to_a_person(read):
    seen = read(grid(("Vārds, uzvārds", "Ilze", "Kalnlapa")))

    assert (seen.fields, seen.unread) == ({}, (Unread(label="Vārds, uzvārds", value="Ilze | Kalnlapa"),))


def test_the_head_of_a_table_nobody_filled_in_is_no_value(read):
    seen = read(grid(("Diena", "No", "Līdz"), ("", "", ""), ("", "", "")))

    assert (seen.fields, seen.unread) == ({}, ())


def test_a_second_row_below_a_head_is_shown(read):
    seen = read(grid(("Vārds", "Uzvārds"), ("Ilze", "Kalnlapa"), ("Anna", "Kalnlapa")))

    assert seen.fields == ILZE
    assert seen.unread == (Unread(label="Vārds", value="Anna"),)
    assert [(problem.field, problem.code) for problem in seen.problems] == [("given", "field.twice")]


def test_a_code_written_one_sign_a_cell_is_one_value(read):
    assert read(grid(("Personas kods", *"111111-11410"))).fields == {"code": "111111-11410"}


def test_a_day_written_in_three_cells_is_one_value(read):
    assert read(grid(("Dzimšanas datums", "24", "03", "2009"))).fields == {"birth": "2009-03-24"}


def test_an_address_on_several_lines_of_a_cell_is_one_value(read):
    seen = read(table(row("Adresse", cell("Østergade 30, 2. tv.", "9800 Hjørring"))))

    assert seen.fields == {
        "street": "Østergade",
        "house": "30",
        "flat": "2. tv.",
        "town": "Hjørring",
        "postcode": "9800",
    }


def test_the_parts_of_an_address_may_be_a_form_inside_a_cell(read):
    seen = read(table(row("Adrese", cell("Iela: Skolas iela", "Mājas nr.: 4", "Dzīvoklis: 12"))))

    assert seen.fields == {"street": "Skolas iela", "house": "4", "flat": "12"}


def test_a_value_may_talk_of_other_things(read):
    seen = read(grid(("Izglītības iestāde", "Skola Nr. 3"), ("Piezīmes", "lūdzu zvanīt: vakarā")))

    assert seen.fields == {"school": "Skola Nr. 3"}
    assert seen.unread == (Unread(label="Piezīmes", value="lūdzu zvanīt: vakarā"),)


def test_columns_may_be_people(read):
    seen = read(
        grid(
            ("", "Bērns", "Vecāks"),
            ("Vārds", "Anna", "Ilze"),
            ("Uzvārds", "Kalnlapa", "Kalnlapa"),
            ("Tālrunis", "", "26123456"),
        )
    )

    assert seen.fields == {"given": "Anna", "family": "Kalnlapa"} | {
        "guarantor_given": "Ilze",
        "guarantor_family": "Kalnlapa",
        "guarantor_phone": "26123456",
    }


def test_a_row_or_a_cell_that_was_struck_out_is_gone(read):
    struck = "<w:tr><w:trPr><w:del w:id='1' w:author='A'/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    gone = cell("Anna", properties="<w:cellDel w:id='2' w:author='A'/>")

    seen = read(table(struck, row("Vārds", gone, "Ilze")))

    assert (seen.fields, seen.unread) == ({"given": "Ilze"}, ())


def test_a_box_in_a_cell_takes_the_words_of_the_next(read):
    seen = read(
        table(row(control(cell("☒"), kind="<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>"), "Cits iemesls"))
    )

    assert seen.unread == (Unread(label="Cits iemesls", value="☒"),)


def test_boxes_below_a_head_are_asked_by_it(read):
    seen = read(grid(("Vārds", "Uzvārds", "Vēlos lietotāja karti"), ("Ilze", "Kalnlapa", "☒ jā ☐ nē")))

    assert seen.fields == ILZE | {"card": "yes"}


def test_a_form_in_a_column_of_a_person_is_read_for_itself(read):
    seen = read(grid(("", "Bērns", "Vecāks"), ("Saziņa", "Tālrunis: 26111111", "Tālrunis: 26222222")))

    assert seen.fields == {"phone": "26111111", "guarantor_phone": "26222222"}


def test_a_table_in_a_text_box_is_read(read):
    assert read(line(text_box(grid(("Vārds", "Ilze"), ("Uzvārds", "Kalnlapa"))))).fields == ILZE


def test_rows_inside_other_wrappings_are_rows(read):
    wrapped = f"<w:customXml>{row('Vārds', 'Ilze')}</w:customXml>"
    cells = f"<w:tr>{cell('Uzvārds')}<w:customXml>{cell('Kalnlapa')}</w:customXml></w:tr>"

    assert read(table(wrapped, cells)).fields == ILZE


def test_lines_around_a_table_are_read_in_their_order(read):
    seen = read(
        lines("Krāsa: zaļa"),
        grid(("Valoda", "dāņu")),
        line("Garums: liels"),
        line(box_control(checked=False), " Jā gan"),
    )

    assert [unread.label for unread in seen.unread] == ["Krāsa", "Valoda", "Garums", "Jā gan"]
