"""The sheet as a person sees it: lines, tables and text boxes, with the places Word marks as fillable.

Nothing is understood here yet; this is what the markup is read into and what the layout is read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Origin = Literal["control", "legacy", "drawn", "sealed"]
"""A content control, a form field of old Word, a box drawn as a character, or something we cannot look into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place to fill in that the file itself marks as one.

    Attributes:
        names: What the file calls it: tag and alias of a control, bookmark of a form field.
        origin: What kind of thing it is.
        value: What it shows; empty if untouched.
        day: The day a date control keeps, as ISO; empty if none.
        checked: The state of a check box; None for everything else.
        preset: It shows what the form's author put there: nobody can tell whether the applicant means it.
    """

    names: tuple[str, ...] = ()
    origin: Origin
    value: str = ""
    day: str = ""
    checked: bool | None = None
    preset: bool = False


Piece = str | Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: runs joined, deletions left out, slots in their place. A tab is kept as a tab."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """What a person reads on the line, boxes aside."""
        return "".join(piece if isinstance(piece, str) else piece.value for piece in self.pieces)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Slot))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table; `continued` if it is only the lower part of the merged cell above."""

    column: int
    blocks: tuple[Block, ...]
    continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A control around whole lines: a value of several lines, or only a border around a part of the form."""

    slot: Slot
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBox:
    """A box of text floating beside the lines."""

    blocks: tuple[Block, ...]


Block = Line | Table | Frame | TextBox


def text_of(blocks: Iterable[Block]) -> str:
    """All the text of some blocks, a line a line."""
    return "\n".join(line.text for line in lines_of(blocks))


def lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    """Every line of some blocks, whatever it stands in."""
    for block in blocks:
        match block:
            case Line():
                yield block
            case Frame():
                yield from block.lines
            case TextBox():
                yield from lines_of(block.blocks)
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from lines_of(cell.blocks)
