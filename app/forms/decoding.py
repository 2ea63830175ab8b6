"""Find out in which letters a text was written, by strictness: what cannot be is not, and what looks wrong is told.

Programs write lists in UTF-8, with or without a mark in front, in UTF-16, and in the code pages of Windows: 1257 for
Latvian, 1252 for Danish. The code pages cannot be told apart by their bytes alone; the letters that come out can.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cache

from app.forms.wording import tables

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CODE_PAGES = ("cp1257", "cp1252")
UNWRITTEN = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v")
"""Signs that no text has and most other files do."""
ZEROS_FROM = 0.25  # Of UTF-16 without its mark, at least every fourth byte of a text in our letters is zero.


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, and whether it is sure that its letters are those that were written."""

    words: str
    sure: bool = True


def decoded(data: bytes) -> Decoded | None:
    """Decode the bytes of a text; None where they are no text."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if data.count(0) >= len(data) * ZEROS_FROM:
        return _strictly(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    return _strictly(data, "utf-8") or _in_code_page(data)


def _strictly(data: bytes, encoding: str) -> Decoded | None:
    try:
        words = data.decode(encoding)
    except UnicodeError:
        return None
    return None if UNWRITTEN & set(words) else Decoded(words=words)


def _in_code_page(data: bytes) -> Decoded | None:
    """The code page whose letters are all those of its language; if both or neither, the better one, and not sure."""
    read = {page: text for page in CODE_PAGES if (text := _strictly(data, page))}
    strange = {page: _strange(text.words, page) for page, text in read.items()}
    if not read:
        return None
    best = min(read, key=lambda page: strange[page])
    sure = strange[best] == 0 and list(strange.values()).count(0) == 1
    return Decoded(words=read[best].words, sure=sure)


def _strange(words: str, page: str) -> int:
    """How many letters stand in the text that the language of the code page does not write."""
    return sum(letter.isalpha() and not letter.isascii() and letter not in _written()[page] for letter in words)


@cache
def _written() -> dict[str, frozenset[str]]:
    letters = tables()["writing"]
    return {page: frozenset(text.lower() + text.upper()) for page, text in letters.items()}
