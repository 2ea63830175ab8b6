"""A sheet of paper that no program has written yet: lines with places to fill in, tables, text boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["control", "legacy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that the file marks as one: a content control, or a form field of old Word."""

    kind: PlaceKind
    value: str
    name: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A box; "drawn" is a character."""

    kind: Literal["control", "legacy", "drawn", "brackets"]
    ticked: bool
    name: str = ""


Piece = str | Place | Tick


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces of one line; a tab in a text is a tab."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; each cell holds paragraphs."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A text box."""

    paragraphs: tuple[Paragraph, ...]


Block = Paragraph | Grid | Box


def p(*pieces: Piece) -> Paragraph:
    return Paragraph(pieces)


def grid(*rows: tuple[str | Paragraph | tuple[Paragraph, ...], ...]) -> Grid:
    return Grid(tuple(tuple(_cell(each) for each in row) for row in rows))


def _cell(said: str | Paragraph | tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    if isinstance(said, str):
        return (p(said),)
    return (said,) if isinstance(said, Paragraph) else said
