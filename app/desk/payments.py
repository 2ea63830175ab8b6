"""Payments that another system has taken: read in once, and matched to whom their reference names.

A payment that nobody is found for stands without a person; once it is matched, that row is taken back and rows with a
person stand in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.desk.circulation import Settlement
from app.desk.found import Borrower
from app.desk.ids import PatronId
from app.desk.money import PERMISSION, TOUCHED, settle
from app.desk.outcome import Done, Outcome, Refused
from app.desk.ports import Work
from app.desk.records import Undo
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block
from app.rules.fees import PAYMENT, split
from app.rules.payments import patron_of

MUNICIPALITY = "municipality"


class Reading(StrEnum):
    """What became of a payment that was read in."""

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    KNOWN = "known"
    """It was read in before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRead:
    """A payment that was read in. `number` is the patron's; "" for nobody."""

    payment: str
    reading: Reading
    number: str
    name: str
    amount_minor: int


def read_payment(work: Work, *, payment: str, reference: str, amount_minor: int, paid_on: date) -> Outcome[PaymentRead]:
    """Enter a payment under its name elsewhere; read in again, it changes nothing, but may find its person now."""
    if blocks := not_permitted(work, PERMISSION):
        return Refused(blocks=blocks)
    waiting = work.money.unmatched(payment)
    named = patron_of(reference)
    borrower = None if named is None else work.borrower(f"#{named}")
    known = work.money.has_payment(payment) or (waiting is not None and borrower is None)
    if known:
        return _read(payment, Reading.KNOWN, None, amount_minor)
    if borrower is not None:
        return _match(work, payment, borrower, amount_minor, paid_on)
    row = Settlement(
        patron=None,
        kind=PAYMENT,
        means=MUNICIPALITY,
        amount_minor=amount_minor,
        on_day=paid_on,
        reference=payment,
        reason=reference,
    )
    work.add(row)
    return _read(payment, Reading.UNMATCHED, None, amount_minor)


def match_payment(work: Work, *, payment: str, patron: str) -> Outcome[PaymentRead]:
    """Say whose a payment is that nobody was found for."""
    waiting, borrower = work.money.unmatched(payment), work.borrower(patron)
    blocks = [*not_permitted(work, PERMISSION)]
    if waiting is None:
        blocks.append(block(Why.ENTRY_UNKNOWN, entry=payment))
    if borrower is None:
        blocks.append(block(Why.UNKNOWN_SCAN, scan=patron))
    if blocks or waiting is None or borrower is None:
        return Refused(blocks=tuple(blocks))
    return _match(work, payment, borrower, waiting.amount_minor, waiting.on_day)


def _match(work: Work, payment: str, borrower: Borrower, amount_minor: int, paid_on: date) -> Done[PaymentRead]:
    waiting = work.money.unmatched(payment)
    for fact in waiting.facts if waiting else ():
        work.add(Undo(fact_table="settlement", fact=fact))
    account = work.money.account(PatronId(borrower.patron))
    parts = split(account, amount_minor)
    settle(work, borrower.patron, account, parts, kind=PAYMENT, means=MUNICIPALITY, reference=payment, on_day=paid_on)
    return _read(payment, Reading.MATCHED, borrower, amount_minor)


def _read(payment: str, reading: Reading, borrower: Borrower | None, amount_minor: int) -> Done[PaymentRead]:
    record = PaymentRead(
        payment=payment,
        reading=reading,
        number=borrower.number if borrower else "",
        name=borrower.name if borrower else "",
        amount_minor=amount_minor,
    )
    return Done(record=record, touched=TOUCHED)
