"""Visits and what was shown at them (L-36), and notes about people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.cases import case_of
from app.desk.found import Borrower
from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.relations import Remark, Visit
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block
from app.rules.checkout import person_blocks

BY_NAME = "name"
"""Nothing was shown: the person was found by name, and a question was answered."""
NOTE, WARNING = "note", "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """Somebody has come. `shown` is the kind of number or document, or "name"."""

    patron: PatronId
    number: str
    name: str
    shown: str


def record_visit(work: Work, *, patron: str, shown: str = "") -> Outcome[Visited]:
    """Note that somebody came, and what they showed; "" for the kind of the number that was scanned.

    The answer tells what to ask the person while they are here.
    """
    found = work.borrower(patron)
    blocks = not_permitted(work, "lend")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    kind = shown or _kind_of(work, patron)
    blocks = (*blocks, *not_to_be_shown(work, kind))
    if blocks:
        return Refused(blocks=blocks)
    work.add(Visit(patron=found.patron, shown=kind))
    weighed = weigh(work, person_blocks(case_of(work.policy, work.today, found, work.acting.branch)))
    record = Visited(patron=found.patron, number=found.number, name=found.name, shown=kind)
    return Done(
        record=record,
        touched=frozenset({Touched.PATRON}),
        notices=(*weighed.stopping, *weighed.notices),
    )


def note_first_visit(work: Work, borrower: Borrower, shown: str) -> None:
    """Write the visit that begins with a loan, unless one of today is written at this branch."""
    if shown and not work.has_visited_today(borrower.patron):
        work.add(Visit(patron=borrower.patron, shown=shown))


def seen_as(work: Work, scan: str, shown: str) -> str:
    """Return what the visit that begins with a loan is noted with; "" for no note of it.

    Where the library forgets whose a loan was, the visit alone tells later that the person used the library (L-15).
    """
    return shown or (_kind_of(work, scan) if work.policy.number("history_days") else "")


def not_to_be_shown(work: Work, shown: str) -> Iterator[Block]:
    """Yield the block for what is neither a kind of card nor of document here."""
    if shown and shown not in {*work.policy.number_kinds, *work.policy.documents, BY_NAME}:
        yield block(Why.FIELD_INVALID, field="shown")


def _kind_of(work: Work, scan: str) -> str:
    bound = work.number(scan)
    return bound.kind if bound else BY_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """A note about somebody."""

    remark: int
    patron: PatronId


def add_remark(
    work: Work, *, patron: str, body: str, warning: bool = False, until_on: date | None = None
) -> Outcome[Remarked]:
    """Write a note about somebody; a warning pops up at the desk, until its last day or its end."""
    found = work.borrower(patron)
    blocks = not_permitted(work, "register")
    if not body.strip():
        blocks = (*blocks, block(Why.FIELD_MISSING, field="body"))
    if until_on is not None and until_on < work.today:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="until"))
    if found is None:
        blocks = (*blocks, block(Why.UNKNOWN_SCAN, scan=patron))
    if blocks or found is None:
        return Refused(blocks=blocks)
    kind = WARNING if warning else NOTE
    row = work.add(Remark(patron=found.patron, body=body.strip(), kind=kind, until_on=until_on))
    return Done(record=Remarked(remark=row, patron=found.patron), touched=frozenset({Touched.PATRON}))


def end_remark(work: Work, *, remark: int) -> Outcome[Remarked]:
    """End a note: it is no longer shown."""
    patron = work.person_of("remark", remark)
    blocks = not_permitted(work, "register")
    if patron is None:
        blocks = (*blocks, block(Why.ROW_UNKNOWN, row=str(remark)))
    if blocks or patron is None:
        return Refused(blocks=blocks)
    work.amend("remark", remark, ended=1)
    return Done(record=Remarked(remark=remark, patron=patron), touched=frozenset({Touched.PATRON}))
