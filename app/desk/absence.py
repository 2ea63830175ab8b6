"""Being away: nothing is laid ready for somebody meanwhile, and their place in every queue stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """When somebody is away; without either day, never."""

    patron: PatronId
    number: str
    name: str
    absent_from: date | None
    absent_until: date | None


def note_absence(work: Work, *, patron: str, first: date | None = None, last: date | None = None) -> Outcome[Absent]:
    """Write when somebody is away; without a day, that they are here."""
    found, blocks = work.borrower(patron), not_permitted(work, "lend")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    if last is not None and last < (first or work.today):
        blocks = (*blocks, block(Why.FIELD_INVALID, field="absent_until"))
    if blocks:
        return Refused(blocks=blocks)
    days = {"absent_from": first, "absent_until": last}
    for row in work.records_of(found.patron):
        work.amend("patron", row, **{name: day.isoformat() if day else None for name, day in days.items()})
    record = Absent(patron=found.patron, number=found.number, name=found.name, absent_from=first, absent_until=last)
    return Done(record=record, touched=frozenset({Touched.PATRON, Touched.HOLD}))
