"""Home service: the library comes to those who cannot come to it."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Somebody to whom the library comes, or no longer does."""

    patron: PatronId
    number: str
    name: str
    served: bool


def serve_at_home(work: Work, *, patron: str, note: str = "", served: bool = True) -> Outcome[Served]:
    """Note that the library comes to somebody, or no longer does.

    Args:
        note: What the one who goes has to know: when, and how to get in.
    """
    found = work.borrower(patron)
    blocks = not_permitted(work, "register")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    if served and found.relation.ended:
        blocks = (*blocks, block(Why.DEREGISTERED, standing=found.relation.ended))
    if blocks:
        return Refused(blocks=blocks)
    said = " ".join(note.split()) if served else ""
    work.amend("patron", found.patron, home_service=int(served), home_service_note=said)
    record = Served(patron=found.patron, number=found.number, name=found.name, served=served)
    return Done(record=record, touched=frozenset({Touched.PATRON}))
