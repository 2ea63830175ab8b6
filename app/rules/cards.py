"""Cards that somebody asked for: how far they have come, until when they are due, and what number they bear."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

MADE, HANDED_OVER, CANCELLED = "made", "handed_over", "cancelled"
"""The steps of an order."""


class OrderStanding(StrEnum):
    """How far a card has come (L-30)."""

    TO_MAKE = "to_make"
    READY = "ready"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        return self in {OrderStanding.TO_MAKE, OrderStanding.READY}


def standing_of(steps: Collection[str]) -> OrderStanding:
    """Return what the steps mean together, whichever desk made them: a card in somebody's hand is not cancelled."""
    if HANDED_OVER in steps:
        return OrderStanding.HANDED_OVER
    if CANCELLED in steps:
        return OrderStanding.CANCELLED
    return OrderStanding.READY if MADE in steps else OrderStanding.TO_MAKE


def is_late(standing: OrderStanding, due_on: date, today: date) -> bool:
    """Tell whether a card that was promised for a day is not ready after it (L-31)."""
    return standing is OrderStanding.TO_MAKE and due_on < today


NUMBER_DIGITS = 13


def card_number(prefix: str, serial: int) -> str:
    """Return the number of a card: what all begin with, 13 digits, and one that tells a slip of the finger."""
    body = "".join(letter for letter in prefix if letter.isascii() and letter.isalnum()) + f"{serial:0{NUMBER_DIGITS}}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """Return the digit that makes a number pass Luhn's test; letters do not count."""
    digits = [int(letter) for letter in reversed(body) if letter.isdecimal()]
    doubled = (sum(divmod(digit * 2, 10)) if place % 2 == 0 else digit for place, digit in enumerate(digits))
    return str(-sum(doubled) % 10)
