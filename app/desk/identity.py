"""Identity checks: a document was seen, whose and of which kind; never its number, never a copy (L-07, L-21, L-40)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.relations import IdentityCheck
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.identity import is_minor

PATRON, GUARANTOR = "patron", "guarantor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Somebody whose document was seen."""

    patron: PatronId
    number: str
    name: str
    document: str
    subject: str


def identify(work: Work, *, patron: str, document: str, subject: str = PATRON) -> Outcome[Identified]:
    """Note which document was shown, at whichever branch: from then on the person is known in all of them.

    Args:
        subject: "patron", or "guarantor" for the one who answers for a minor.
    """
    found = work.borrower(patron)
    blocks = not_permitted(work, "register")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    birth_on = found.birth_on if subject == PATRON else None
    blocks = (*blocks, *unknown_document(work, document or "?", birth_on))
    if subject not in {PATRON, GUARANTOR}:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="subject"))
    if blocks:
        return Refused(blocks=blocks)
    note_document(work, found.patron, document, subject)
    record = Identified(patron=found.patron, number=found.number, name=found.name, document=document, subject=subject)
    return Done(record=record, touched=frozenset({Touched.PATRON}))


def note_document(work: Work, patron: PatronId, document: str, subject: str = PATRON) -> None:
    """Write that a document was seen; nothing where none was."""
    if document:
        work.add(IdentityCheck(patron=patron, document=document, subject=subject))


def unknown_document(
    work: Work, document: str, birth_on: date | None = None, field: str = "document"
) -> Iterator[Block]:
    """Yield the block for a document that proves no identity here, or none of somebody of this age."""
    policy = work.policy
    minor = is_minor(birth_on, work.today, policy.number("guarantee_until_years"))
    if document and (document not in policy.documents or (document in policy.documents_of_minors and not minor)):
        yield block(Why.FIELD_INVALID, field=field)


def unknown_means(work: Work, field: str, means: str, setting: str) -> Iterator[Block]:
    """Yield the block for a means that the house rules do not know."""
    if means and means not in work.policy.text(setting).split():
        yield block(Why.FIELD_INVALID, field=field)
