"""Part a whole name into given and family name, in the order its label states."""

from __future__ import annotations

import re
from typing import Literal

Order = Literal["given first", "family first", "unstated"]

WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]*(?:['’.\-][^\W\d_'’.\-]*)*")
WORDS_MAX = 7


def parted(text: str, order: Order) -> tuple[str, str] | None:
    """Given and family name; None if the text does not show where one ends and the other begins.

    With no order stated the last word is the family name. A comma parts the two where the order is stated;
    where it is not, "Birkelund, Rasmus" and "Rasmus, Birkelund" look alike.
    """
    halves = [half.strip() for half in text.split(",")]
    if len(halves) == 2 and order != "unstated":
        first, last = halves
    elif len(halves) == 1:
        first, last = _split(text, family_first=order == "family first")
    else:
        return None
    if not (_is_name(first) and _is_name(last)):
        return None
    return (last, first) if order == "family first" else (first, last)


def _split(text: str, *, family_first: bool) -> tuple[str, str]:
    words = text.split()
    at = 1 if family_first else len(words) - 1
    return " ".join(words[:at]), " ".join(words[at:])


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= WORDS_MAX and all(WORD.fullmatch(word) for word in words)
