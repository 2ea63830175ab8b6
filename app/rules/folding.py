"""Folded text: what a person types finds what is written, with or without its marks, and back.

Kruze finds Krūze, Oresund finds Øresund. Unicode takes apart ā, ķ and å, not ø or æ: those stand in a table.
"""

from __future__ import annotations

import unicodedata

LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "ß": "ss", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "œ": "oe", "Œ": "oe"}
)


def fold(text: str) -> str:
    """Return `text` in lower case, without marks, with its words parted by single spaces."""
    taken_apart = unicodedata.normalize("NFKD", text.translate(LETTERS))
    bare = "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def search_words(text: str) -> list[str]:
    """Return the folded words of what was typed; punctuation parts them as it parts them in the index."""
    return "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
