"""Cut a line into what a reader of forms sees on it: labels, blanks to write on, slots, gaps, and other text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.forms.sheet import Line, Slot
from app.forms.spotting import Spot, Surroundings, spots
from app.forms.vocabulary import Meaning, Vocabulary

Kind = Literal["label", "text", "blank", "gap", "slot"]

PLACE = re.compile(
    r"(?P<blank>_{2,}|(?<![^\W_])_|_(?![^\W_])|[.…]{4,}|…{2,}|‗{2,})"
    r"|(?P<gap>[^\S\n]*\t[^\S\n]*|[^\S\n]{5,})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece of a line. Text is raw, with the white space that tells whether it touches a blank."""

    kind: Kind
    text: str = ""
    slot: Slot | None = None
    meaning: Meaning | None = None
    colon: bool = False
    bracketed: bool = False

    @property
    def is_place(self) -> bool:
        """Whether something can be filled in here; a check box is answered, not filled in."""
        return self.kind == "blank" or (self.slot is not None and self.slot.checked is None)

    @property
    def is_box(self) -> bool:
        return self.slot is not None and self.slot.checked is not None


def places(line: Line) -> tuple[Token, ...]:
    """The line with its blanks, gaps and slots found; all other text is still just text."""
    return tuple(_places(line))


def tokens(line: Line, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """The line with its labels found as well."""
    found: list[Token] = []
    cut = places(line)
    label: Token | None = None
    for index, token in enumerate(cut):
        if token.kind == "text":
            around = _surroundings(found, cut, index, label)
            read = tuple(_labelled(token.text, spots(token.text, around, vocabulary)))
            label = next((each for each in reversed(read) if each.kind == "label"), label)
            found.extend(read)
        else:
            found.append(token)
    return tuple(found)


def _places(line: Line) -> Iterator[Token]:
    for piece in line.pieces:
        if isinstance(piece, Slot):
            yield Token(kind="slot", slot=piece)
        else:
            yield from _cut(piece)


def _cut(text: str) -> Iterator[Token]:
    end = 0
    for found in PLACE.finditer(text):
        if found.start() > end:
            yield Token(kind="text", text=text[end : found.start()])
        yield Token(kind="blank" if found.group("blank") else "gap", text=found.group())
        end = found.end()
    if end < len(text):
        yield Token(kind="text", text=text[end:])


def _surroundings(before: list[Token], cut: tuple[Token, ...], index: int, label: Token | None) -> Surroundings:
    """What stands on either side of a text, gaps aside; that decides what may be a label in it."""
    left = next((token for token in reversed(before) if token.slot or token.text.strip()), None)
    after = (cut[number] for number in range(index + 1, len(cut)))
    right = next((token for token in after if token.slot or token.text.strip()), None)
    return Surroundings(
        after_label=left is not None and left.kind == "label",
        after_address=label is not None and label.meaning is not None and label.meaning.base == "address",
        after_place=bool(before) and before[-1].kind in {"blank", "slot"},
        before_place=right is not None and right.is_place,
        before_box=right is not None and right.is_box,
    )


def _labelled(text: str, found: list[Spot]) -> Iterator[Token]:
    end = 0
    for spot in found:
        if text[end : spot.start]:
            yield Token(kind="text", text=text[end : spot.start])
        yield Token(kind="label", text=spot.label, meaning=spot.meaning, colon=spot.colon, bracketed=spot.bracketed)
        end = spot.end
    if text[end:]:
        yield Token(kind="text", text=text[end:])
