"""Look at one cell of a table: is it a label, a value, boxes, empty, or a small form of its own?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.forms.folding import tidy
from app.forms.sheet import Block, Cell, Frame, Line, Table, TextBox
from app.forms.tokens import Token, places, tokens
from app.forms.vocabulary import Meaning, Vocabulary

CellKind = Literal["empty", "label", "value", "boxes", "form"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A cell as it is seen in its row.

    Attributes:
        kind: What it is; "form" has labels and values inside.
        text: What a person reads in it, on one line.
        meaning: What it asks for, if it is a label we know.
        stacked: The label on its first line, if everything below is that label's value.
        is_pair: It holds a label and its value, with a colon between them.
    """

    cell: Cell
    kind: CellKind
    text: str = ""
    meaning: Meaning | None = None
    stacked: Token | None = None
    is_pair: bool = False

    @property
    def column(self) -> int:
        return self.cell.column

    @property
    def is_known(self) -> bool:
        return self.kind == "label" and self.meaning is not None

    @property
    def is_text(self) -> bool:
        """Whether it holds text and nothing to fill in."""
        return self.kind in {"label", "value"} and not any(token.is_place for token in self.tokens())

    @property
    def is_bracketed(self) -> bool:
        return self.text.startswith("(") and self.text.endswith(")")

    @property
    def label(self) -> Token:
        """The cell as a label for another one."""
        printed = self.text.rstrip(" :")
        printed = printed.strip("() ") if self.is_bracketed else printed
        return Token(kind="label", text=printed, meaning=self.meaning, colon=self.text.endswith(":"))

    def tokens(self, after_line: int = 0) -> list[Token]:
        """Its text, blanks and slots, without looking for labels; lines are parted by a line break."""
        found: list[Token] = []
        for number, line in enumerate(_lines(self.cell.blocks)[after_line:]):
            if number:
                found.append(Token(kind="text", text="\n"))
            found.extend(places(line))
        return found


def view(cell: Cell, vocabulary: Vocabulary) -> View:
    """See what a cell is; a table or a text box inside makes it a form of its own."""
    if any(isinstance(block, Table | TextBox) for block in cell.blocks):
        return View(cell=cell, kind="form")
    lines = _lines(cell.blocks)
    text = " ".join(tidy("\n".join(line.text for line in lines)).split())
    found = [tokens(line, vocabulary) for line in lines]
    if not text and not any(line.slots for line in lines):
        return View(cell=cell, kind="empty")
    if not any(line.slots for line in lines):
        return _printed(cell, text, found, vocabulary)
    boxes = {slot.checked is not None for line in lines for slot in line.slots}
    kind: CellKind = "boxes" if boxes == {True} else "form" if True in boxes or _labels(found) else "value"
    return View(cell=cell, kind=kind, text=text)


def _printed(cell: Cell, text: str, found: list[tuple[Token, ...]], vocabulary: Vocabulary) -> View:
    inner = text[1:-1] if text.startswith("(") and text.find(")") == len(text) - 1 else text
    meaning = vocabulary.meaning(inner)
    blank = any(token.kind == "blank" for line in found for token in line)
    if not blank and (meaning is not None or text.endswith(":")):
        return View(cell=cell, kind="label", text=text, meaning=meaning)
    stacked = _stacked(found, tidy(_lines(cell.blocks)[0].text), vocabulary)
    form = stacked is not None or any(_is_form_line(line) for line in found)
    pair = bool(found) and _labels(found[:1])[:1] == list(found[0][:1]) and found[0][0].colon
    return View(cell=cell, kind="form" if form else "value", text=text, stacked=stacked, is_pair=pair)


def _stacked(found: list[tuple[Token, ...]], first_line: str, vocabulary: Vocabulary) -> Token | None:
    """The only label of the cell, if it is one we know and fills the first of several lines."""
    if len(found) < 2:
        return None
    whole = vocabulary.meaning(first_line.rstrip(" :")) if "(" in first_line else None
    if whole is not None and not _labels(found[1:]):
        return Token(kind="label", text=first_line.rstrip(" :"), meaning=whole, colon=first_line.endswith(":"))
    first = [token for token in found[0] if token.text.strip()]
    labels = _labels(found)
    alone = len(first) == 1 and first == labels and first[0].meaning is not None
    return first[0] if alone else None


def _is_form_line(line: tuple[Token, ...]) -> bool:
    """Whether the line has a label we know before a colon, or any label and a blank."""
    blank = any(token.kind == "blank" for token in line)
    return any((label.colon and label.meaning is not None) or blank for label in _labels([line]))


def _labels(found: list[tuple[Token, ...]]) -> list[Token]:
    return [token for line in found for token in line if token.kind == "label"]


def _lines(blocks: tuple[Block, ...]) -> tuple[Line, ...]:
    """The lines that hold anything; a control around lines counts as one."""
    return tuple(line for line in _all_lines(blocks) if line.slots or line.text.strip())


def _all_lines(blocks: tuple[Block, ...]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Line):
            yield block
        elif isinstance(block, Frame):
            yield Line(pieces=(block.slot,))
