"""The house look: sums below a table, rows and headings as high as what stands in them, a page that holds it all."""

from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from exports.workbook import HEADING_ROW, Column, Sheet, write_workbook

FEES = Sheet(
    name="Fees",
    title="Fees",
    subtitle="All branches",
    table="Fees",
    columns=(
        Column(heading="Name", width=20),
        Column(heading="Days", kind="number"),
        Column(heading="Amount", kind="amount", sums=True),
    ),
    rows=(("Elīna", 3, Decimal("2.50")), ("Jānis", None, Decimal("0.10")), ("Marta", 1, None)),
    empty="Nothing",
    footer="Fees",
    total="Total",
)
FIRST = HEADING_ROW + 1


@pytest.fixture
def page(tmp_path):
    def made(**changes):
        write_workbook([replace(FEES, **changes)], tmp_path / "fees.xlsx")
        return load_workbook(tmp_path / "fees.xlsx").worksheets[0]

    return made


def line(page, row):
    return [cell.value for cell in page[row]][:3]


def test_what_is_to_be_summed_is_summed_below_the_table(page):
    made = page()

    assert line(made, FIRST + 3) == ["Total", None, 2.6]
    assert made.cell(FIRST + 3, 3).number_format == "#,##0.00"
    assert made.tables["Fees"].ref == f"A{HEADING_ROW}:C{FIRST + 2}"


def test_of_one_row_there_is_no_sum(page):
    assert line(page(rows=FEES.rows[:1]), FIRST + 1) == [None, None, None]


def test_a_line_to_sign_stands_below_the_sums(page):
    made = page(closing=("Signed",))

    assert line(made, FIRST + 5)[0] == "Signed"
    assert made.print_area.endswith(f"${FIRST + 5}")


def test_a_row_is_as_high_as_its_longest_text(page):
    made = page(rows=(("Short", 1, None), ("A name that is much too long for its column", 1, None)))

    assert made.row_dimensions[FIRST].height is None
    assert made.row_dimensions[FIRST + 1].height == 45
    assert made.cell(FIRST + 1, 1).alignment.wrap_text


def test_no_word_of_a_heading_is_broken(page):
    made = page(columns=(Column(heading="Eksemplarer i udlån", width=4), *FEES.columns[1:]))

    assert made.column_dimensions["A"].width == len("Eksemplarer") + 3
    assert made.row_dimensions[HEADING_ROW].height == 30


def test_a_narrow_table_is_printed_with_room_for_the_line_below_its_title(page):
    columns = page().print_area.split(":")[1].split("$")[1]

    assert columns > "C"
