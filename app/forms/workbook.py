"""Read an Excel workbook as lists: every sheet that is in sight, its cells as a person sees them.

Only the parts that hold values are opened. Formulas are never calculated: what Excel last showed counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from lxml.etree import _Element as Element

from app.desk.applications import Application
from app.forms import folding
from app.forms.container import Container
from app.forms.errors import Damaged, HiddenSheet, TooLarge
from app.forms.lists import COLUMNS_MAX, ROWS_MAX, Cell, read_rows
from app.forms.markup import attribute, child, children, is_on, name, parse
from app.forms.parts import gathered

MAIN = "officeDocument"
SHEETS_MAX = 50
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
DAY_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""The built-in formats that show a day."""
LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
DAY_SIGNS = re.compile(r"[dy]", re.IGNORECASE)
WHOLE_MAX = 1e15  # From here on a float no longer holds every whole number.
EPOCH, MAC_EPOCH = date(1899, 12, 30), date(1904, 1, 1)
SERIALS = range(61, 200_000)
"""Days as Excel counts them; before the first of March 1900 it counts a day that never was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What the sheets of a workbook share."""

    strings: tuple[str, ...]
    day_styles: frozenset[int]
    epoch: date


def is_workbook(container: Container) -> bool:
    main = next(container.related("", MAIN), "")
    return bool(main) and name(parse(container.read(main))) == "s:workbook"


def read_workbook(container: Container) -> tuple[Application, ...]:
    """Read the sheets of a workbook as lists of people; empty ones are passed over.

    Raises:
        FormRefused: No sheet in sight is such a list.
    """
    container.refuse_macros()
    main = next(container.related("", MAIN))
    workbook = parse(container.read(main))
    book = _book(container, main, workbook)
    sheets = list(children(child(workbook, "s:sheets"), "s:sheet"))
    if len(sheets) > SHEETS_MAX:
        raise TooLarge
    return gathered((sheet.get("name", ""), partial(_read_sheet, container, main, sheet, book)) for sheet in sheets)


def _read_sheet(container: Container, main: str, sheet: Element, book: Book) -> tuple[Application, ...]:
    part = container.target(main, attribute(sheet, "r:id"))
    if part not in container:
        raise Damaged
    root = parse(container.read(part))
    rows = _rows(root, book) if name(root) == "s:worksheet" else []
    if not rows:
        return ()
    if sheet.get("state", "visible") != "visible":
        raise HiddenSheet
    return read_rows(rows)


def _rows(worksheet: Element, book: Book) -> list[list[Cell]]:
    """The rows from the first to the last with anything in it; cells that are only coloured are nothing."""
    told: dict[int, list[Cell]] = {}
    number = 0
    for row in children(child(worksheet, "s:sheetData"), "s:row"):
        number = _number(row.get("r", "")) or number + 1
        cells = _cells(row, book)
        if cells and number > ROWS_MAX:
            raise TooLarge
        if cells:
            told[number] = cells
    return [told.get(at, []) for at in range(1, max(told, default=0) + 1)]


def _cells(row: Element, book: Book) -> list[Cell]:
    told: dict[int, Cell] = {}
    column = 0
    for element in children(row, "s:c"):
        column = _column(element.get("r", "")) or column + 1
        cell = _cell(element, book)
        if cell.text and column > COLUMNS_MAX:
            raise TooLarge
        if cell.text:
            told[column] = cell
    return [told.get(at, Cell()) for at in range(1, max(told, default=0) + 1)]


def _cell(element: Element, book: Book) -> Cell:
    value = child(element, "s:v")
    said = (value.text or "").strip() if value is not None else ""
    kind = element.get("t", "n")
    if kind == "n":
        return _number_cell(said, element.get("s", ""), book)
    return Cell(text=_said(kind, said, element, book))


def _said(kind: str, said: str, element: Element, book: Book) -> str:
    match kind:
        case "s":
            return _shared(said, book)
        case "inlineStr":
            return _text(child(element, "s:is"))
        case "b":
            return {"1": "TRUE", "0": "FALSE"}.get(said, said)
        case "d":
            return _tidy(said).removesuffix("T00:00:00")
        case "e":
            return ""
        case _:
            return _tidy(said)


def _shared(said: str, book: Book) -> str:
    number = _number(said)
    if number is None or number >= len(book.strings):
        raise Damaged
    return book.strings[number]


def _number_cell(said: str, style: str, book: Book) -> Cell:
    """A number as a person reads it: a day where its style shows one, and whole numbers without their fraction."""
    try:
        number = float(said)
    except ValueError:
        return Cell(text=_tidy(said))
    whole = int(number) if abs(number) < WHOLE_MAX else 0
    if _number(style) in book.day_styles and whole in SERIALS:
        day = (book.epoch + timedelta(days=whole)).isoformat()
        return Cell(text=day, day=day)
    return Cell(text=str(whole) if whole == number else said, number=True)


def _column(reference: str) -> int | None:
    found = REFERENCE.fullmatch(reference)
    if found is None:
        return None
    number = 0
    for letter in found.group(1):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else None


# What the sheets share.


def _book(container: Container, main: str, workbook: Element) -> Book:
    mac = is_on(child(workbook, "s:workbookPr"), "date1904") if _says_mac(workbook) else False
    return Book(
        strings=tuple(_strings(container, main)),
        day_styles=frozenset(_day_styles(container, main)),
        epoch=MAC_EPOCH if mac else EPOCH,
    )


def _says_mac(workbook: Element) -> bool:
    properties = child(workbook, "s:workbookPr")
    return properties is not None and "date1904" in properties.attrib


def _strings(container: Container, main: str) -> Iterator[str]:
    for part in container.related(main, "sharedStrings"):
        for item in children(parse(container.read(part)), "s:si"):
            yield _text(item)


def _text(item: Element | None) -> str:
    """The text of a string: its runs joined, without the reading aids of other scripts."""
    if item is None:
        return ""
    runs = (item, *children(item, "s:r"))
    return _tidy("".join(text.text or "" for run in runs for text in children(run, "s:t")))


def _tidy(text: str) -> str:
    return " ".join(folding.tidy(text).split())


def _day_styles(container: Container, main: str) -> Iterator[int]:
    for part in container.related(main, "styles"):
        styles = parse(container.read(part))
        formats = dict(_formats(child(styles, "s:numFmts")))
        for number, style in enumerate(children(child(styles, "s:cellXfs"), "s:xf")):
            chosen = _number(style.get("numFmtId", "")) or 0
            if _shows_day(formats[chosen]) if chosen in formats else chosen in DAY_FORMATS:
                yield number


def _formats(formats: Element | None) -> Iterator[tuple[int, str]]:
    for each in children(formats, "s:numFmt"):
        number = _number(each.get("numFmtId", ""))
        if number is not None:
            yield number, each.get("formatCode", "")


def _shows_day(code: str) -> bool:
    return DAY_SIGNS.search(LITERAL.sub("", code)) is not None
