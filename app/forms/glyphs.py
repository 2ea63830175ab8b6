"""Boxes drawn as characters: a form made without controls still has ☐ and ☒, or [ ] and [x], or a symbol font."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.forms.sheet import Piece, Slot

UNCHECKED = "☐□▢❏❑◻"
CHECKED = "☒☑✓✔✗✘⊠🗹🗷"
FILLED = "■▣◼"
UNCHECKED_SYMBOLS = frozenset({0xF06F, 0xF070, 0xF071, 0xF072, 0xF0A8, 0xF0A3, 0xF035})
CHECKED_SYMBOLS = frozenset({0xF0FE, 0xF0FD, 0xF0FB, 0xF0FC, 0xF078, 0xF051, 0xF052, 0xF053, 0xF054, 0xF056})
SYMBOL_FONTS = ("wingdings", "webdings")
BOX = re.compile(rf"(?P<empty>[{UNCHECKED}]|\[[ _]?\])|(?P<full>[{CHECKED}]|\[[xXvVхХ]\])")
BOX_OR_FILLED = re.compile(rf"{BOX.pattern.removesuffix(')')}|[{FILLED}])")


def symbol(font: str, number: str) -> str:
    """The character of a symbol font as a box, if it draws one; symbol fonts know no letters of ours."""
    try:
        point = int(number, 16) | 0xF000
    except ValueError:
        return ""
    if not font.lower().startswith(SYMBOL_FONTS):
        return ""
    return "☐" if point in UNCHECKED_SYMBOLS else "☒" if point in CHECKED_SYMBOLS else ""


def with_boxes(text: str) -> Iterator[Piece]:
    """The text with its drawn boxes taken out as slots of their own.

    A filled square is a box only beside an empty one; alone it is more often a bullet.
    """
    pattern = BOX_OR_FILLED if any(empty in text for empty in UNCHECKED) else BOX
    end = 0
    for found in pattern.finditer(text):
        yield from filter(None, (text[end : found.start()],))
        yield Slot(origin="drawn", checked=found.group("empty") is None)
        end = found.end()
    yield from filter(None, (text[end:],))
