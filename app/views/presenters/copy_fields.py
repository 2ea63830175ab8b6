"""Fields about a copy, wherever they are asked for: their labels, and a price or an age as it is typed."""

from __future__ import annotations

from app.rules.amounts import parse_amount, plain_amount
from app.views.presenters.question import Answer, Asked, Kind
from app.words import Words

NO_PRICE = NO_AGE = -1
"""For what is typed as a price, or an age, and is none: every deed refuses it, and names its field."""


def copy_label(words: Words, name: str) -> str:
    return words(f"stock.field.{name}")


def asked_price(words: Words, currency: str, value: int | None = None) -> Asked:
    """Return the field of a price, with what is known of it."""
    said = "" if value is None else plain_amount(value)
    return Asked(name="price_minor", label=words("stock.field.price", currency=currency), kind=Kind.AMOUNT, value=said)


def price_minor(answer: Answer, name: str = "price_minor") -> int | None:
    """Return the price that was typed; None for none."""
    if not (said := answer[name].strip()):
        return None
    found = parse_amount(said)
    return NO_PRICE if found is None else found


def age_of(text: str) -> int | None:
    """Return an age that was typed, with or without a plus; None for none."""
    said = text.strip().removesuffix("+")
    if not said:
        return None
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else NO_AGE
