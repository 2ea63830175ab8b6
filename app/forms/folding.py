"""Make two spellings of a label equal: case, diacritics, punctuation and stray spaces do not count.

"E- pasta adrese", "e-pasta adrese" and "EPASTA ADRESE" fold to one key, and so do "Fødselsdato" and "Foedselsdato".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l", "ı": "i"})
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def key(text: str) -> str:
    """The text as it is compared."""
    return "".join(words(text))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [fold(word) for word in WORD.findall(unicodedata.normalize("NFC", text))]


def without_hints(text: str) -> str:
    """The text without what is said in brackets: "Tālrunis (mobilais)" is a "Tālrunis"."""
    return HINT.sub(" ", text)


def hints(text: str) -> str:
    """Only what is said in brackets."""
    return " ".join(HINT.findall(text))


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """One word without case and diacritics; "oe" and "aa" count as the Danish letters they stand for."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(LETTERS))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return bare.replace("oe", "o").replace("aa", "a")


def tidy(text: str) -> str:
    """Text as written, with composed letters, single white space and nothing invisible; lines stay lines."""
    composed = unicodedata.normalize("NFC", text).translate(INVISIBLE)
    lines = (" ".join(line.split()) for line in composed.splitlines())
    return "\n".join(filter(None, lines))
