"""Accounts of the library's site (L-23) and PINs of self-service (D-02): what may be chosen, and what is proposed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count, pairwise

from app.rules.folding import fold
from app.rules.identity import normal_number

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]")
NAMELESS = "patron"
PART_LETTERS_MAX = 16


def normal_username(text: str) -> str:
    """Return a username as it is kept and compared: small letters, nothing around it."""
    return text.strip().lower()


def is_username(text: str) -> bool:
    """Tell whether a username is one that can be typed on any keyboard: letters and digits, and . _ - between them."""
    return USERNAME.fullmatch(text) is not None


def proposed_usernames(given: str, family: str) -> Iterator[str]:
    """Yield usernames for somebody, folded: elina.kruze, then elina.kruze2, and so on without end."""
    parts = [_plain(name) for name in (given.partition(" ")[0], family)]
    base = ".".join(filter(None, parts)) or NAMELESS
    base = base if len(base) > 2 else f"{NAMELESS}.{base}"
    yield base
    yield from (f"{base}{number}" for number in count(2))


def _plain(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isascii() and letter.isalnum())[:PART_LETTERS_MAX]


def is_pin(text: str, digits: int) -> bool:
    """Tell whether a PIN has its number of digits and nothing else."""
    return len(text) == digits and text.isascii() and text.isdecimal()


def is_guessed_at_once(pin: str, numbers: Collection[str]) -> bool:
    """Tell whether a PIN is the first that a finder of the card would try: 0000, 1234, the end of a number on it."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return steps in ({0}, {1}, {-1}) or any(normal_number(number).endswith(pin) for number in numbers)
