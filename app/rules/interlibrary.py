"""Loans between libraries: how far a request has come, by its steps. Pure.

Desks may act without knowing of each other, so what is in hand comes before what was only said: a request that one desk
cancelled while the thing arrived at another is one of which something has arrived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ORDERED, RECEIVED, RETURNED, REFUSED, CANCELLED = "ordered", "received", "returned", "refused", "cancelled"

DOMESTIC, INTERNATIONAL = "domestic", "international"
SCOPES = (DOMESTIC, INTERNATIONAL)
"""From a library of this country, or from abroad; the first is the usual one."""

MATERIAL = "interlibrary"
"""What a copy is that another library has lent to us: it has terms of its own."""


class IllStanding(StrEnum):
    """How far a request has come."""

    REQUESTED = "requested"
    ORDERED = "ordered"
    REFUSED = "refused"
    """By the library that was asked; another may be."""
    CANCELLED = "cancelled"
    RECEIVED = "received"
    RETURNED = "returned"

    @property
    def is_open(self) -> bool:
        return self not in {IllStanding.CANCELLED, IllStanding.RETURNED}

    @property
    def may_be_ordered(self) -> bool:
        return self in {IllStanding.REQUESTED, IllStanding.REFUSED}

    @property
    def waits(self) -> bool:
        return self.is_open and self is not IllStanding.RECEIVED


def standing_of(steps: Sequence[str]) -> IllStanding:
    """Return how far a request has come; its steps are in their order, those of later versions say nothing."""
    for last in (RETURNED, RECEIVED):
        if last in steps:
            return IllStanding(last)
    known = [step for step in steps if step in {ORDERED, REFUSED, CANCELLED}]
    return IllStanding(known[-1]) if known else IllStanding.REQUESTED


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLoan:
    """What another library has lent to us, as the last that was said of it."""

    partner: str
    due_on: date | None


def not_beyond(until: date, partner_due_on: date | None, today: date) -> date:
    """Return a due day that leaves the copy here by the partner's day; what is late already is due today."""
    return until if partner_due_on is None else max(today, min(until, partner_due_on))
