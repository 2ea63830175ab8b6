"""Read the list of a class: a row names the columns, and every row below it is a person.

A list comes as a table of a workbook or as a text with separators; both are rows of cells here. What stands above the
row of names holds for all; what stands below and is nobody is shown with the person above it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import zip_longest

from app.desk.applications import Application, FieldProblem, Unread
from app.forms import folding, sheet
from app.forms.decoding import Decoded
from app.forms.errors import NoColumns, NoFields, TooLarge
from app.forms.events import Entry, Event, Heading
from app.forms.filling import application
from app.forms.glyphs import with_boxes
from app.forms.layout import Layout
from app.forms.problems import FIGURES_LOST, LETTERS_UNSURE
from app.forms.roles import NAMES
from app.forms.sheet import Line, Table
from app.forms.vocabulary import GUARANTOR, OTHER, Meaning
from app.forms.wording import vocabulary

ROWS_MAX = 2_000
COLUMNS_MAX = 60
CELL_CHARS_MAX = 1_000
HEAD_ROWS_MAX = 30
KNOWN_COLUMNS_MIN = 2
SEPARATORS = ";\t,"
TABLE_LINES = 3
IDENTITY = frozenset({"given", "family", "code"})
"""Who has one of these is somebody."""
CODES = frozenset({"code", "code_or_birth"})
CODE_FIGURES = frozenset({10, 11})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one cell.

    Attributes:
        day: As ISO, where the table keeps it as a day.
        number: It is kept as a number, which has no zeros in front.
    """

    text: str = ""
    day: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by its name; `section` is what stands above the name, "Vecāki" for instance."""

    label: str
    meaning: Meaning | None
    section: str = ""


Row = Sequence[Cell]


def read_list(text: Decoded) -> tuple[Application, ...]:
    """Read a text with separators as the list of a class.

    Raises:
        NoColumns: It is a table, and no row names columns that we know.
        NoFields: It is no table, or nobody stands in it.
        TooLarge: It has more rows, wider ones or longer cells than the list of any class.
    """
    for separator in _separators(text.words):
        with suppress(NoColumns):  # Then another separator is tried.
            found = people(_rows(text.words, separator))
            return found if text.sure else tuple(map(_unsure, found))
    raise NoColumns if any(_is_table(text.words, separator) for separator in SEPARATORS) else NoFields


def people(rows: Sequence[Row]) -> tuple[Application, ...]:
    """Read rows as people, in their order; each says in which row it stands.

    Raises:
        NoColumns: No row names columns that we know.
        NoFields: Nobody stands below them.
        TooLarge: There are more rows, wider ones or longer cells than in the list of any class.
    """
    head = _head(rows)
    _refuse_endless(rows)
    columns = _columns(rows[head], rows[head - 1] if head else ())
    above = tuple(_above(rows[: head - 1 if _has_sections(columns) else head]))
    found: list[Application] = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        if not any(cell.text for cell in row):
            continue
        one = application((*above, *_events(columns, row)), vocabulary())
        if IDENTITY & set(one.fields) or not found:
            lost = tuple(_figures_lost(columns, row))
            found.append(replace(one, part=str(number), problems=(*one.problems, *lost)))
        else:
            found[-1] = _with_row_below(found[-1], row)
    if not any(IDENTITY & set(one.fields) for one in found):
        raise NoFields
    return tuple(found)


def read_rows(rows: Sequence[Row]) -> tuple[Application, ...]:
    """Read the rows of one sheet as people, or, where no row names columns, as one form that is laid out in cells.

    Raises:
        NoColumns: It is neither.
        NoFields: Nobody stands below the names of the columns.
        TooLarge: There are more rows, wider ones or longer cells than in the list of any class.
    """
    try:
        return people(rows)
    except NoColumns:
        _refuse_endless(rows)
        one = application(Layout(vocabulary()).read([_table(rows)]), vocabulary())
        if not IDENTITY & {*one.fields, *(problem.field for problem in one.problems)}:
            raise
        return (one,)


def _table(rows: Sequence[Row]) -> Table:
    return Table(
        rows=tuple(
            tuple(sheet.Cell(column=at, blocks=(_line(cell.text),)) for at, cell in enumerate(row))
            for row in rows
            if row
        )
    )


def _line(text: str) -> Line:
    return Line(pieces=tuple(with_boxes(text)))


def _refuse_endless(rows: Sequence[Row]) -> None:
    wide = any(len(row) > COLUMNS_MAX or any(len(cell.text) > CELL_CHARS_MAX for cell in row) for row in rows)
    if wide or len(rows) > ROWS_MAX:
        raise TooLarge


def _unsure(one: Application) -> Application:
    return replace(one, problems=(*one.problems, FieldProblem(field="", code=LETTERS_UNSURE, value="")))


# The rows of a text.


def _separators(words: str) -> list[str]:
    """The separators that occur, the most frequent in the first lines first."""
    beginning = "\n".join(words.splitlines()[:HEAD_ROWS_MAX])
    return sorted((sign for sign in SEPARATORS if sign in beginning), key=beginning.count, reverse=True)


def _is_table(words: str, separator: str) -> bool:
    """Whether the first lines have the separator equally often, as prose with its commas has not."""
    counts = [line.count(separator) for line in words.splitlines()[:HEAD_ROWS_MAX] if line.strip()]
    return len(counts) > 1 and min(counts) > 0 and max(counts[:TABLE_LINES]) == min(counts[:TABLE_LINES])


def _rows(words: str, separator: str) -> list[Row]:
    rows: list[Row] = []
    try:
        for texts in csv.reader(words.splitlines(keepends=True), delimiter=separator):
            rows.append([Cell(text=" ".join(folding.tidy(text).split())) for text in texts])
            if len(rows) > ROWS_MAX:
                break
    except csv.Error as trouble:  # A field longer than any is: this sign separates nothing.
        raise NoColumns from trouble
    return rows


# The columns.


def _head(rows: Sequence[Row]) -> int:
    """The row that names the most columns that we know, one of them a person's."""
    known = [_known(row) for row in rows[:HEAD_ROWS_MAX]]
    best = max(range(len(known)), key=lambda at: (len(known[at]), -at), default=-1)
    if best < 0 or len(known[best]) < KNOWN_COLUMNS_MIN or not known[best] & (NAMES | CODES):
        raise NoColumns
    if any(len(each) >= KNOWN_COLUMNS_MIN for each in known[: max(0, best - 1)]) or _is_form(
        rows[best], rows[best + 1 :]
    ):
        raise NoColumns
    return best


def _is_form(head: Row, below: Sequence[Row]) -> bool:
    """Whether labels stand among the rows below as well: a form of one person, laid out in cells."""
    told = [[cell.text for cell in row if cell.text] for row in below]
    labels = [[meaning_of(text) is not None for text in texts] for texts in told if texts]
    named = {cell.text for cell in head}
    again = (texts for texts in told if texts and not named.issuperset(texts))
    whole = any(all(meaning_of(text) is not None for text in texts) for texts in again)
    many = any(sum(known) > 1 for known in labels) or sum(map(any, labels)) * 2 > len(labels) > 0
    captions = all(_is_bracketed(text) for text in named if text)
    return whole or many or captions


def _is_bracketed(text: str) -> bool:
    return text.startswith("(") and text.endswith(")")


def _known(row: Row) -> set[str]:
    meanings = (meaning_of(cell.text) for cell in row)
    return {meaning.base for meaning in meanings if meaning is not None and meaning.base != OTHER}


def meaning_of(label: str) -> Meaning | None:
    """What the name of a column asks for; some names mean a person only at the head of a column."""
    return vocabulary().columns.get(folding.key(label)) or vocabulary().meaning(label)


def _columns(head: Row, above: Row) -> list[Column]:
    """The columns by their names, and whose they are where the row above says so; what it says holds to its right."""
    sections = _sections(head, above)
    return [
        Column(label=cell.text, meaning=meaning_of(cell.text), section=section)
        for cell, section in zip(head, sections, strict=True)
    ]


def _sections(head: Row, above: Row) -> list[str]:
    said, last = [], ""
    for _, cell in zip_longest(head, above[: len(head)], fillvalue=Cell()):
        last = cell.text or last
        said.append(last)
    return said if any(vocabulary().section(text) for text in said) else [""] * len(head)


def _has_sections(columns: Sequence[Column]) -> bool:
    return any(column.section for column in columns)


# The people.


def _above(rows: Sequence[Row]) -> Iterator[Event]:
    """What holds for everybody: the title, and the school; other values up there are the school's own."""
    lines = [_line("\t".join(cell.text for cell in row if cell.text)) for row in rows]
    for event in Layout(vocabulary()).read(lines):
        if isinstance(event, Heading):
            yield event
        elif isinstance(event, Entry):
            yield replace(event, sure=event.meaning is not None and event.meaning.base == "school")


def _events(columns: Sequence[Column], row: Row) -> Iterator[Event]:
    section = ""
    for column, cell in zip_longest(columns, row, fillvalue=None):
        cell = cell or Cell()
        if column is None:
            yield Entry(label="", value=cell.text)
        elif not _is_row_number(column, cell):
            if column.section != section:
                section = column.section
                yield Heading(text=section)
            whole = _is_whole(column, cell)
            yield Entry(label=column.label, value=cell.text, meaning=column.meaning, day=cell.day, sure=whole)


def _is_row_number(column: Column, cell: Cell) -> bool:
    return cell.text.rstrip(".").isdecimal() and folding.key(column.label) in vocabulary().row_numbers


def _is_whole(column: Column, cell: Cell) -> bool:
    """Whether a code that is kept as a number still has as many figures as a code has."""
    if not cell.number or column.meaning is None or column.meaning.base not in CODES:
        return True
    return len(cell.text) in CODE_FIGURES


def _figures_lost(columns: Sequence[Column], row: Row) -> Iterator[FieldProblem]:
    for column, cell in zip(columns, row, strict=False):
        if not _is_whole(column, cell):
            role = column.meaning.role if column.meaning else ""
            field = "guarantor_code" if role == GUARANTOR else "code"
            yield FieldProblem(field=field, code=FIGURES_LOST, value=cell.text)


def _with_row_below(one: Application, row: Row) -> Application:
    said = Unread(label="", value=" | ".join(cell.text for cell in row if cell.text))
    return replace(one, unread=(*one.unread, said))
