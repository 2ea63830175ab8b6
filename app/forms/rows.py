"""Read one row of a table from left to right: labels with their answers, boxes with their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from app.forms.cells import View
from app.forms.events import Boxes, Entry, Event, Heading
from app.forms.lines import Lines
from app.forms.sheet import Block, Line
from app.forms.tokens import Token

Row = list[View]

NO_LABEL = Token(kind="label")
NUMBER = re.compile(r"\d+(?:\.\d+)*[.)]?")
SIGNS_MIN = 3


class Rows:
    """Reads rows; `read_blocks` reads the blocks of a cell that is a form of its own."""

    def __init__(self, lines: Lines, read_blocks: Callable[[Iterable[Block]], Iterator[Event]]) -> None:
        self._lines = lines
        self._read_blocks = read_blocks

    def read(self, row: Row, answer_columns: Mapping[int, str]) -> Iterator[Event]:
        rest = _without_number(row)
        while rest:
            first, rest = rest[0], rest[1:]
            if first.kind == "boxes" and not first.text and rest and rest[0].is_text:
                yield from self._boxes(first, words=rest[0].text)
                rest = rest[1:]
            elif first.is_text and not first.is_pair and rest and rest[0].kind not in {"label", "form"}:
                until = next((at for at, each in enumerate(rest) if each.kind in {"label", "form"}), len(rest))
                yield from self._answered(first, rest[:until], answer_columns)
                rest = rest[until:]
            else:
                yield from self._lone(first)

    def answer(self, label: Token, each: View) -> Iterator[Event]:
        """What a cell that stands apart from its label says to it."""
        if each.kind == "boxes":
            yield from self._asked(label, [each], {})
        elif each.kind == "form":
            yield from self._read_blocks(each.cell.blocks)
        else:
            yield from self.entries(label, each)

    def entries(self, label: Token, answer: View) -> Iterator[Entry]:
        """What a cell answers to a label; a cell is a place of its own, so its text is not bare."""
        for entry in self._lines.entries(label, answer.tokens()):
            yield replace(entry, bare=False)

    def _answered(self, first: View, answers: Row, answer_columns: Mapping[int, str]) -> Iterator[Event]:
        if not filled(answers):
            yield from self._unanswered(first)
        elif any(each.kind == "boxes" for each in answers):
            yield from self._asked(first.label, answers, answer_columns)
        elif first.is_known and _spelled(answers):
            yield from self._lines.entries(first.label, [Token(kind="text", text=_spelled(answers))])
        else:
            yield from self._first_counts(first.label, answers)

    def _first_counts(self, label: Token, answers: Row) -> Iterator[Event]:
        """The first cell is the answer, if there is only one with text; several are shown together."""
        told = [each for each in filled(answers) if not each.is_bracketed]
        if len(told) > 1 and all(each.is_text for each in told):
            yield Entry(label=label.text, value=" | ".join(each.text for each in told), sure=False)
            return
        for each in told:
            for entry in self.entries(label, each):
                yield replace(entry, sure=entry.sure and len(told) == 1)

    def _unanswered(self, first: View) -> Iterator[Event]:
        yield Heading(text=first.text)
        if first.is_known:
            yield Entry(label=first.label.text, value="", meaning=first.meaning)

    def _lone(self, each: View) -> Iterator[Event]:
        """A cell with nothing beside it that answers it."""
        if each.kind == "label":
            yield from self._unanswered(each)
        elif each.stacked is not None:
            for entry in self._lines.entries(each.stacked, each.tokens(after_line=1)):
                yield replace(entry, bare=False)
        elif each.kind == "value" and not each.is_text:
            yield from self.entries(NO_LABEL, each)
        else:
            yield from self._read_blocks(each.cell.blocks)

    def _boxes(self, cell: View, *, words: str) -> Iterator[Event]:
        """Boxes with nothing but the words of the next cell."""
        for event in self._read_blocks(cell.cell.blocks):
            if isinstance(event, Boxes):
                event = replace(event, choices=tuple(replace(each, label=words) for each in event.choices))
            yield event

    def _asked(self, label: Token, answers: Row, answer_columns: Mapping[int, str]) -> Iterator[Event]:
        """Words with boxes to their right: the words are the question, and the cells are read as one line."""
        cells = filled(answers)
        columns = [answer_columns.get(each.column, "") for each in cells for token in each.tokens() if token.is_box]
        for event in self._lines.parse(_one_line(cells)).events:
            if isinstance(event, Boxes):
                named, columns = columns[: len(event.choices)], columns[len(event.choices) :]
                yield _asking(label.text, event, named)
            elif isinstance(event, Entry):
                yield event


def filled(row: Iterable[View]) -> Row:
    return [each for each in row if each.kind != "empty"]


def _one_line(cells: Sequence[View]) -> Line:
    """The cells side by side, as if a tab parted them."""
    pieces = chain.from_iterable(("\t", *(token.slot or token.text for token in each.tokens())) for each in cells)
    return Line(pieces=tuple(pieces))


def _asking(question: str, boxes: Boxes, columns: Sequence[str]) -> Boxes:
    """The boxes under this question; one without words is named by the head of its column."""
    asked = " ".join(filter(None, (question, boxes.question)))
    named = (replace(each, label=each.label or column) for each, column in zip(boxes.choices, columns, strict=True))
    return Boxes(question=asked, choices=tuple(named))


def _without_number(row: Row) -> Row:
    """The row from its first telling cell on; "1." at its beginning only counts the rows."""
    rest = row
    while len(rest) > 1 and (rest[0].kind == "empty" or (rest[0].is_text and NUMBER.fullmatch(rest[0].text))):
        rest = rest[1:]
    return rest


def _spelled(answers: Sequence[View]) -> str:
    """A value written one sign a cell, or a day in three cells; empty if it is neither."""
    texts = [each.text for each in filled(answers)]
    if len(texts) < SIGNS_MIN:
        return ""
    if all(len(text) == 1 for text in texts):
        return "".join(texts)
    days = len(texts) == 3 and all(text.isdecimal() for text in texts)
    return ".".join(texts) if days else ""
