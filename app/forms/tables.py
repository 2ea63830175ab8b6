"""Read a table by its rows: heads with their columns below, captions below what they explain, and pairs.

What a single row says is read by `rows`; here is decided which rows belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise, takewhile

from app.forms.cells import View, view
from app.forms.events import Event, Heading
from app.forms.rows import NO_LABEL, Row, Rows, filled
from app.forms.sheet import Table
from app.forms.vocabulary import OTHER, Vocabulary

GRID_COLUMNS_MIN = 3
FIGURE_OR_COLON = re.compile(r"[\d:]")


class Tables:
    """Reads tables; the reader of rows may be asked to read a whole table inside a cell."""

    def __init__(self, vocabulary: Vocabulary, rows: Rows) -> None:
        self._vocabulary = vocabulary
        self._rows = rows

    def read(self, table: Table) -> Iterator[Event]:
        rows = [[view(cell, self._vocabulary) for cell in row if not cell.continued] for row in table.rows]
        answers = self._answer_columns(rows)
        heads: Row = []
        captions: Row = []
        for number, row in enumerate(rows):
            below = rows[number + 1] if number + 1 < len(rows) else []
            if row is captions:
                continue
            if self._is_head(row, below, again=bool(heads)):
                heads = filled(row)
                yield Heading(text=" ".join(head.text for head in heads))
            elif heads and self._belongs(row, heads):
                yield from self._under(heads, row)
            elif _is_captioned(row, below):
                heads, captions = [], below
                yield from self._by_column({caption.column: caption for caption in captions}, row)
            elif self._are_answers(row) or _heads_empty_grid(row, rows, number + 1):
                yield Heading(text=" ".join(head.text for head in row))
            else:
                heads = []
                yield from self._rows.read(row, answers)

    def _answer_columns(self, rows: Sequence[Row]) -> dict[int, str]:
        """The columns that are headed "Jā" and "Nē": a box in them says just that."""
        cells = (each for row in rows for each in row if each.kind == "value")
        return {each.column: each.text for each in cells if self._vocabulary.answer(each.text) is not None}

    def _are_answers(self, row: Row) -> bool:
        """Whether the row only heads its columns with "Jā" and "Nē"."""
        said = [self._vocabulary.answer(each.text) for each in filled(row)]
        return len(said) > 1 and None not in said

    def _is_head(self, row: Row, below: Row, *, again: bool) -> bool:
        """Whether the row only names its columns: people, known labels side by side, or one over a lone cell.

        Below other heads and their values, one label that we know at its beginning is enough.
        """
        heads = filled(row)
        if not below or not all(each.is_text for each in heads) or not any(each.is_known for each in heads):
            return False
        if self._name_people(heads):
            return len(heads) > 1 and below[0].is_text
        if len(below) > len(row) or not filled(below) or any(each.kind == "label" for each in below):
            return False
        if again and heads[0].is_known and heads[0] is row[0] and len(heads) > 1:
            return True
        if len(row) == 1:
            return not row[0].text.endswith(":") and below[0].kind == "value" and not self._parts_sheet(below)
        return any(one.is_known and two.is_known for one, two in pairwise(row))

    def _name_people(self, heads: Row) -> bool:
        return all(self._vocabulary.section(head.text) for head in heads)

    def _belongs(self, row: Row, heads: Row) -> bool:
        if self._name_people(heads):
            return row[0].is_text and bool(row[0].text)
        asked = any(each.kind == "boxes" for each in row) and not any(self._asks_yes_or_no(head) for head in heads)
        told = any(each.kind in {"label", "form"} or each.is_pair for each in row)
        return not asked and not told and not self._parts_sheet(row)

    def _asks_yes_or_no(self, head: View) -> bool:
        """Whether boxes may stand below: a head that we do not know may ask for anything."""
        return head.meaning is None or head.meaning.base in {"card", "consent", OTHER}

    def _parts_sheet(self, row: Row) -> bool:
        """Whether the row only says whose data follow: it is no value of the label above."""
        told = filled(row)
        return len(told) == 1 and told[0].is_text and bool(self._vocabulary.section(told[0].text))

    def _under(self, heads: Row, row: Row) -> Iterator[Event]:
        if self._name_people(heads):
            yield from self._of_people(heads, row)
        else:
            yield from self._by_column({head.column: head for head in heads}, row)

    def _of_people(self, heads: Row, row: Row) -> Iterator[Event]:
        """A row that names a field, with a column for each person."""
        by_column = {head.column: head for head in heads}
        for each in filled(row[1:]):
            if each.column in by_column:
                yield Heading(text=by_column[each.column].text)
                yield from self._rows.answer(row[0].label, each)
            else:
                yield from self._rows.answer(NO_LABEL, each)

    def _by_column(self, heads: dict[int, View], row: Row) -> Iterator[Event]:
        for each in filled(row):
            head = heads.get(each.column)
            yield from self._rows.answer(head.label if head else NO_LABEL, each)


def _is_captioned(row: Row, below: Row) -> bool:
    """Whether the next row explains this one: a label we know under each cell, in brackets or under a blank.

    A label that merely stands in the next row, "Valsts" over "Tālrunis", explains only itself.
    """
    if any(each.kind not in {"value", "empty"} for each in row) or any(each.is_bracketed for each in row):
        return False
    if not filled(below):
        return False
    columns = {each.column for each in filled(below)}
    if all(each.is_bracketed for each in filled(below)):
        return all(each.column in columns for each in filled(row))
    if len(below) != len(row) or not filled(row):
        return False
    return all(each.is_known for each in below) and not any(each.is_text for each in row)


def _heads_empty_grid(row: Row, rows: Sequence[Row], after: int) -> bool:
    """Whether only print stands here and nothing at all in the columns below: a table nobody has filled in."""
    if len(row) < GRID_COLUMNS_MIN or not all(_may_head(each) for each in row):
        return False
    below = takewhile(lambda each: len(each) == len(row), (rows[at] for at in range(after, len(rows))))
    first = next(below, [])
    return bool(first) and not any(_has_value(each) for each in chain(first, chain.from_iterable(below)))


def _may_head(each: View) -> bool:
    """Print without figures, and no label of a field: "Vārds" may as well have its value beside it."""
    leads = each.meaning is not None and each.meaning.base != OTHER
    return each.is_text and not leads and not FIGURE_OR_COLON.search(each.text)


def _has_value(each: View) -> bool:
    return bool(each.text) or each.kind in {"boxes", "form"}
