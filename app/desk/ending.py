"""Ending the use of the library on somebody's wish (L-13), and thinking better of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.erasures import PERMISSION, REQUEST, propose
from app.desk.found import Borrower, Forgettable
from app.desk.ids import FactId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Undo
from app.desk.relations import EndOfUse
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block, told

MEANS = ("desk", "letter", "e-mail")


@dataclass(frozen=True, slots=True, kw_only=True)
class UseEnded:
    """Somebody wishes to stop.

    Attributes:
        loans: How many copies are still to come back before the person can be erased.
        proposal: The proposal to erase them; None where that was not asked for, or has to wait.
    """

    patron: PatronId
    number: str
    name: str
    on_day: date
    loans: int
    proposal: FactId | None


def end_use(
    work: Work, *, patron: str, on_day: date | None = None, means: str = "desk", erase: bool = False
) -> Outcome[UseEnded]:
    """Note that somebody wishes to stop (L-13): nothing more is lent, and the account is closed.

    What is open is settled first; then they are proposed to be erased, with the next `propose_unused`.

    Args:
        on_day: The day of the wish; today for None.
        erase: Propose the erasure at once where nothing is open.
    """
    found = work.borrower(patron)
    blocks = not_permitted(work, "register")
    if erase:
        blocks = (*blocks, *not_permitted(work, PERMISSION))
    if means not in MEANS:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="means"))
    if on_day is not None and on_day > work.today:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="on_day"))
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    if work.wish_to_stop(found.patron) is not None:
        blocks = (*blocks, block(Why.USE_ENDED, name=found.name))
    if blocks:
        return Refused(blocks=blocks)
    day, loans = on_day or work.today, found.loans_open
    work.add(EndOfUse(patron=found.patron, on_day=day, means=means))
    proposal = _proposed(work, found) if erase and not loans else None
    notices = (told(Why.STILL_ON_LOAN, count=loans),) if loans else ()
    record = UseEnded(
        patron=found.patron, number=found.number, name=found.name, on_day=day, loans=loans, proposal=proposal
    )
    return Done(record=record, touched=frozenset({Touched.PATRON}), notices=notices)


def _proposed(work: Work, found: Borrower) -> FactId:
    """Return the proposal to erase somebody; whichever of their records none names yet is named now."""
    records, proposed = work.records_of(found.patron), work.proposed_erasures()
    known = [fact for fact, record in proposed.items() if record in records]
    unnamed = [record for record in records if record not in proposed.values()]
    who = [Forgettable(patron=record, number=found.number, name=found.name) for record in unnamed]
    made = [propose(work, who, REQUEST).proposal] if who else []
    return [*known, *made][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseResumed:
    """Somebody uses the library again. `withdrawn` is the proposal to erase them that is taken back with it."""

    patron: PatronId
    number: str
    name: str
    withdrawn: FactId | None


def resume_use(work: Work, *, patron: str) -> Outcome[UseResumed]:
    """Take back somebody's wish to stop, and with it the proposal to erase them, as long as that is not done."""
    found = work.borrower(patron)
    blocks = not_permitted(work, "register")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    wish = work.wish_to_stop(found.patron)
    if wish is None:
        blocks = (*blocks, block(Why.USE_NOT_ENDED, name=found.name))
    if blocks or wish is None:
        return Refused(blocks=blocks)
    while wish is not None:  # Two desks may have written it down.
        work.add(Undo(fact_table="end_of_use", fact=wish))
        wish = work.wish_to_stop(found.patron)
    records = work.records_of(found.patron)
    proposals = [fact for fact, record in work.proposed_erasures().items() if record in records]
    for proposal in proposals:
        work.add(Undo(fact_table="erasure", fact=proposal))
    record = UseResumed(
        patron=found.patron,
        number=found.number,
        name=found.name,
        withdrawn=proposals[0] if proposals else None,
    )
    return Done(record=record, touched=frozenset({Touched.PATRON}))
