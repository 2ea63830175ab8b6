"""May this loan be renewed today? Pure, like `app.rules.checkout`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.rules.blocks import Block, Why, block


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalCase:
    """What the desk knows of the loan.

    Attributes:
        renewals_max: How often a loan may be renewed; 0 for never.
        last_renewed_on: None where it was not renewed yet.
        due_on: The day on which it is due as it is.
        new_due_on: The day on which it would be due; never before `due_on`.
        waiting: How many wait for the copy, beyond those whom copies on shelves can serve.
        loan_days_missing: The material, where nobody has said how long it is lent.
    """

    today: date
    renewals: int
    renewals_max: int
    last_renewed_on: date | None
    due_on: date
    new_due_on: date
    waiting: int = 0
    loan_days_missing: str = ""


def renewal_blocks(case: RenewalCase) -> tuple[Block, ...]:
    """Return every reason to refuse a renewal; empty means yes."""
    return tuple(_blocks(case))


def _blocks(case: RenewalCase) -> Iterator[Block]:
    if case.waiting:
        yield block(Why.QUEUE_WAITING, count=case.waiting)
    if case.renewals >= case.renewals_max:
        yield block(Why.RENEWALS_AT_LIMIT, count=case.renewals, max=case.renewals_max)
    if case.loan_days_missing:
        yield block(Why.LOAN_DAYS_MISSING, material=case.loan_days_missing)
    elif case.last_renewed_on == case.today:
        yield block(Why.RENEWED_TODAY)
    elif case.new_due_on == case.due_on:  # On the day of lending, for one: it would only use a renewal up.
        yield block(Why.RENEWAL_GAINS_NOTHING, on=case.due_on)
