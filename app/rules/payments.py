"""References by which somebody pays elsewhere, and how a line of payments is read (D-19, docs/exports.md)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.rules.amounts import parse_amount
from app.rules.cards import check_digit

PREFIX = "LETE"
COLUMNS = ("payment", "reference", "amount", "paid_on")
"""The columns of a file of payments, in any order; others are left alone."""


def reference_of(patron: int) -> str:
    """Return what somebody pays under: it names nobody, and its last digit tells a slip of the finger."""
    return f"{PREFIX}{patron}{check_digit(str(patron))}"


def patron_of(reference: str) -> int | None:
    """Return whose reference it is; None for no reference of ours."""
    body = "".join(reference.upper().split()).removeprefix(PREFIX)
    known = body.isdecimal() and body.isascii() and 2 <= len(body) <= 20 and check_digit(body[:-1]) == body[-1]
    return int(body[:-1]) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentLine:
    """A payment as a file tells it. `payment` is its name there: under it, it counts once."""

    payment: str
    reference: str
    amount_minor: int
    paid_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LineUnread:
    """A line that cannot be read, by its number, and which column is wrong; "" where columns are missing."""

    number: int
    column: str


def read_payments(text: str) -> Iterator[PaymentLine | LineUnread]:
    """Read a file of payments: a line of headings, then one a payment, parted by semicolons or commas."""
    lines = text.lstrip("\ufeff").splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    rows = csv.DictReader(lines, delimiter=delimiter)
    names = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
    if any(column not in names for column in COLUMNS):
        yield LineUnread(number=1, column="")
        return
    for number, row in enumerate(rows, start=2):
        yield _line(number, {column: (row[names[column]] or "").strip() for column in COLUMNS})


def _line(number: int, said: Mapping[str, str]) -> PaymentLine | LineUnread:
    amount, paid_on = parse_amount(said["amount"]), _day(said["paid_on"])
    if not said["payment"]:
        return LineUnread(number=number, column="payment")
    if not amount:
        return LineUnread(number=number, column="amount")
    if paid_on is None:
        return LineUnread(number=number, column="paid_on")
    return PaymentLine(payment=said["payment"], reference=said["reference"], amount_minor=amount, paid_on=paid_on)


def _day(text: str) -> date | None:
    """Read 2026-03-31 or 31.03.2026, 31-03-2026."""
    parts = text.replace(".", "-").strip("-").split("-")
    if len(parts) == 3 and len(parts[2]) == 4:
        parts.reverse()
    try:
        return date.fromisoformat("-".join(part.zfill(2) for part in parts))
    except ValueError:
        return None
