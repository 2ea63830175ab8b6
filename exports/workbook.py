"""The house look of a workbook: a title, a real table, number formats, a frozen heading, a page that prints well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import EnvironmentTrouble

FAMILY = "Calibri"
INK, MUTED, HEADING, LINE = "1D2735", "5B6B7E", "16283D", "DFE4EC"
HEADING_ROW = 4
CLOSING_GAP = 2
"""A line to sign on wants room above it."""

LEAST_TO_SUM = 2
RIM, HEADING_RIM = 2, 3
"""In characters: what indents leave free beside a text, and beside a heading with the button of its filter."""
NARROW = 1.08
"""A column's width is told in digits; letters are a little narrower."""
LINE_HEIGHT = 15
LEAST_WIDTH, EMPTY_WIDTH = 110, 8
"""In characters: the least that a page is wide, and a column of which nothing is said."""

Kind = Literal["text", "day", "moment", "number", "amount"]
Value = str | int | Decimal | date | datetime | None

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "day": "dd.mm.yyyy",
    "moment": "dd.mm.yyyy hh:mm",
    "number": "#,##0",
    "amount": "#,##0.00",
}
_FIGURES = frozenset({"number", "amount"})
_TITLE = Font(name=FAMILY, size=16, bold=True, color=INK)
_SUBTITLE = Font(name=FAMILY, size=10, color=MUTED)
_HEADING = Font(name=FAMILY, size=11, bold=True, color="FFFFFF")
_BODY = Font(name=FAMILY, size=11, color=INK)
_TOTAL = Font(name=FAMILY, size=11, bold=True, color=INK)
_QUIET = Font(name=FAMILY, size=11, italic=True, color=MUTED)
_UNDER = Border(bottom=Side(style="thin", color=LINE))
_OVER = Border(top=Side(style="medium", color=HEADING))
_BEHIND_HEADING = PatternFill("solid", start_color=HEADING)
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ReportNotWritten(EnvironmentTrouble):
    """The file cannot be written: open in Excel, a folder that is not there, no rights."""

    code = "report.not-written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: its heading, what kind of values it holds, and how wide it is, in characters.

    Attributes:
        sums: Whether its sum stands below it.
    """

    heading: str
    kind: Kind = "text"
    width: int = 12
    sums: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet.

    Attributes:
        name: On its tab.
        subtitle: Below the title: which branch, which days, made when, from data of when.
        table: The table's name for Excel: letters and digits.
        empty: What is said where there are no rows.
        footer: What stands at the foot of every printed page.
        closing: Lines below the table, to be signed for instance.
        total: What stands before the sums of its columns.
    """

    name: str
    title: str
    subtitle: str
    table: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    empty: str
    footer: str
    closing: Sequence[str] = ()
    total: str = ""


def write_workbook(sheets: Iterable[Sheet], path: Path) -> None:
    """Write a workbook aside and rename it, so nobody meets half a report.

    Raises:
        ReportNotWritten: The file cannot be written.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _lay(book.create_sheet(_tab(sheet.name)), sheet)
    aside = path.with_name(f".{path.name}.new")
    try:
        book.save(aside)
        aside.replace(path)
    except OSError as error:
        raise ReportNotWritten(file=str(path)) from error
    finally:
        aside.unlink(missing_ok=True)


def _tab(name: str) -> str:
    """Excel allows 31 characters on a tab, and not all of them."""
    return "".join("-" if letter in r"[]:*?/\\" else letter for letter in name)[:31]


def _lay(page: Worksheet, sheet: Sheet) -> None:
    _write(_cell(page, 1, 1), sheet.title, _TITLE)
    _write(_cell(page, 2, 1), sheet.subtitle, _SUBTITLE)
    page.row_dimensions[1].height = 24
    page.row_dimensions[HEADING_ROW].height = LINE_HEIGHT * max(
        2, *(_lines(column.heading, _width(column) - HEADING_RIM) for column in sheet.columns)
    )
    for number, column in enumerate(sheet.columns, start=1):
        _head(_cell(page, HEADING_ROW, number), column)
        page.column_dimensions[get_column_letter(number)].width = _width(column)
    for row, values in enumerate(sheet.rows, start=HEADING_ROW + 1):
        for number, (column, value) in enumerate(zip(sheet.columns, values, strict=True), start=1):
            _fill(_cell(page, row, number), column.kind, value)
        if (lines := _height(sheet, values)) > 1:
            page.row_dimensions[row].height = LINE_HEIGHT * lines
    if sheet.rows:
        _make_table(page, sheet)
    else:
        _write(_cell(page, HEADING_ROW + 1, 1), sheet.empty, _QUIET)
    last = HEADING_ROW + max(1, len(sheet.rows) + _add_up(page, sheet))
    for row, line in enumerate(sheet.closing, start=1):
        _write(_cell(page, last + CLOSING_GAP * row, 1), line, _BODY)
    page.freeze_panes = f"A{HEADING_ROW + 1}"
    _set_up_print(page, sheet, last + CLOSING_GAP * len(sheet.closing))


def _width(column: Column) -> int:
    """Return how wide a column is: no word of its heading is broken."""
    return max(column.width, *(len(word) + HEADING_RIM for word in _words(column.heading)))


def _words(text: str) -> list[str]:
    """Return the parts between which a line may be broken."""
    return text.replace("-", "- ").split() or [""]


def _lines(text: str, room: int) -> int:
    """Return how many lines a text takes in so many characters."""
    lines, left = 1, room
    for word in _words(text):
        if len(word) > left and left < room:
            lines, left = lines + 1, room
        more, rest = divmod(max(0, len(word) - 1), room)
        lines, left = lines + more, left - rest - 2
    return lines


def _height(sheet: Sheet, values: Sequence[Value]) -> int:
    """Return how many lines a row takes: a program that opens it gives it one."""
    texts = [(value, column) for value, column in zip(values, sheet.columns, strict=True) if column.kind == "text"]
    return max(
        (_lines(value, int((_width(column) - RIM) * NARROW)) for value, column in texts if isinstance(value, str)),
        default=1,
    )


def _add_up(page: Worksheet, sheet: Sheet) -> int:
    """Write the sums below the table; return how many lines they take. Of one row there is nothing to add up."""
    if len(sheet.rows) < LEAST_TO_SUM or not any(column.sums for column in sheet.columns):
        return 0
    row = HEADING_ROW + len(sheet.rows) + 1
    for number, column in enumerate(sheet.columns, start=1):
        cell = _cell(page, row, number)
        _fill(cell, column.kind if column.sums else "text", _sum(sheet, number - 1) if column.sums else None)
        cell.font, cell.border = _TOTAL, _OVER
    _write(_cell(page, row, 1), sheet.total, _TOTAL)
    return 1


def _sum(sheet: Sheet, place: int) -> int | Decimal:
    """Return a sum as it is when the report is made: a formula shows nothing where a file is only looked at."""
    return sum((value for row in sheet.rows if isinstance(value := row[place], int | Decimal)), start=0)


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)  # Nothing is merged here.
    return cell


def _head(cell: Cell, column: Column) -> None:
    _write(cell, column.heading, _HEADING)
    cell.fill = _BEHIND_HEADING
    side = "right" if column.kind in _FIGURES else "left"
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=1)


def _fill(cell: Cell, kind: Kind, value: Value) -> None:
    _write(cell, value, _BODY)
    cell.number_format = _FORMATS[kind]
    cell.border = _UNDER
    side = "right" if kind in _FIGURES else "left"
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=kind == "text", indent=1)


def _columns_wide(sheet: Sheet) -> int:
    """Return how many columns are printed: a narrow table has some empty ones, for the line below the title."""
    missing = LEAST_WIDTH - sum(map(_width, sheet.columns))
    return len(sheet.columns) + max(0, -(-missing // EMPTY_WIDTH))


def _write(cell: Cell, value: Value, font: Font) -> None:
    """Write a value; a text that Excel would take for a formula stays the text that it is."""
    cell.value = value
    cell.font = font
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True


def _make_table(page: Worksheet, sheet: Sheet) -> None:
    last = f"{get_column_letter(len(sheet.columns))}{HEADING_ROW + len(sheet.rows)}"
    table = Table(displayName=sheet.table, ref=f"A{HEADING_ROW}:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    page.add_table(table)


def _set_up_print(page: Worksheet, sheet: Sheet, last: int) -> None:
    """A4 across, as wide as the paper, the heading on every page, and the page's number at its foot."""
    page.print_area = f"A1:{get_column_letter(_columns_wide(sheet))}{last}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    page.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(sheet.footer.replace("&", "&&")), right=_HeaderFooterPart("&P / &N")
    )
    page.page_margins.left = page.page_margins.right = 0.5
    page.page_margins.top, page.page_margins.bottom = 0.5, 0.7
    page.sheet_view.showGridLines = False
