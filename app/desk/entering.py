"""Noting that somebody is entered in the catalogue of the country, under which number (L-10)."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody whom the other system knows by a number of its own."""

    patron: PatronId
    name: str
    external_id: str


def mark_entered(work: Work, *, patron: str, external_id: str) -> Outcome[Entered]:
    """Keep the number under which the catalogue of the country knows somebody.

    A number that another person has is refused: it may be that the two records are one person.
    """
    borrower, number = work.borrower(patron), " ".join(external_id.split())
    blocks = not_permitted(work, "register")
    if borrower is None:
        blocks = (*blocks, block(Why.UNKNOWN_SCAN, scan=patron))
    if not number:
        blocks = (*blocks, block(Why.FIELD_MISSING, field="external_id"))
    elif borrower is not None and work.external_owner(number) not in {None, borrower.patron}:
        blocks = (*blocks, block(Why.EXTERNAL_TAKEN, number=number))
    if blocks or borrower is None:
        return Refused(blocks=blocks)
    work.amend("patron", borrower.patron, external_id=number)
    record = Entered(patron=borrower.patron, name=borrower.name, external_id=number)
    return Done(record=record, touched=frozenset({Touched.PATRON}))
