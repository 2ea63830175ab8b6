"""Looking at somebody's record is a deed too: who did, when and what for (R-32)."""

from __future__ import annotations

from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome
from app.desk.ports import Work
from app.desk.relations import Viewing

RECORD, DATA = "record", "data"
"""What somebody saw: the record; all that is kept, to hand it out (R-33). A reason may follow, in their own words."""


def note_viewing(work: Work, *, patron: PatronId, what: str = RECORD, reason: str = "") -> Outcome[PatronId]:
    """Note that whoever acts looked at somebody's record: once a day for one purpose, which tells as much.

    A record that was opened without a reason is noted where the house rules say so (`viewings_noted`): then looking
    writes, and is sent to the other desks. One opened for a reason, and data that were handed out, are always noted.
    """
    asked = what != RECORD or bool(reason.strip()) or work.policy.number("viewings_noted") > 0
    why = f"{what} {reason.strip()}".rstrip()
    if asked and not work.has_viewed_today(patron, why):
        work.add(Viewing(patron=patron, why=why))
    return Done(record=patron, touched=frozenset())
