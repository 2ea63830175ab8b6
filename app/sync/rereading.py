"""Reading again what was read already, after a manager's decision has voided a writing that stood in a row here.

While such a writing stands, whatever loses against it is let go of; desks that hold it until its time comes let go of
nothing. What was let go of stands in the logs still, or in a checkpoint. Merging is a union: read again, it takes the
place that it has elsewhere, and the rest changes nothing. Cursors stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.sync.changes import Changes
from app.sync.checkpoints import Vector
from app.sync.keys import Keys
from app.sync.past import opened
from app.sync.ports import Slice, Store
from app.sync.positions import START, Cursor, LogId
from app.sync.reader import Reader
from app.sync.roster import Roster

READ_AGAIN = "read-again"
"""Noted in the transaction that voids a writing which stood in a row; forgotten when all was read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """What it takes to read again.

    Attributes:
        limit: A writing of a unit beyond this tick is held.
    """

    store: Store
    reader: Reader
    keys: Keys
    limit: int

    def read(self, roster: Roster, covered: Vector, *, impatient: bool) -> frozenset[str]:
        """Merge every log once more, as far as it was merged; return the tables touched.

        Where some segment is not there yet nothing is forgotten, and a later round tries again.

        Args:
            covered: What a checkpoint holds that was merged again already.
        """
        number, cursors = self.store.standing().log.replica, self.store.cursors()
        pieces = [part for log in self.store.own_logs() if log.replica == number for part in self._own(log)]
        for log in self.reader.watched.keys() & cursors.keys():
            reached = covered.get(log, START).sequence
            found = self._found(log, cursors[log], reached, roster.verify_key(log.replica), impatient=impatient)
            if found is None:
                return frozenset()
            pieces += found
        tables = frozenset[str]()
        still = min(cursors)  # Some cursor must be named with the rows; it stays where it is.
        for part in pieces:
            tables |= self.store.merge([Slice(still, part, cursors[still])], limit=self.limit).tables
        self.store.forget_note(READ_AGAIN)
        return tables

    def _own(self, log: LogId) -> Iterator[Changes]:
        for sealed in self.store.own_segments(log, 0):
            yield from (sealing.changes for sealing in opened(sealed, self.keys).sealings)

    def _found(
        self, log: LogId, cursor: Cursor, reached: int, verify_key: bytes, *, impatient: bool
    ) -> Sequence[Changes] | None:
        """Return what stands of a log up to the cursor, both sides of a fork; None where there is a gap."""
        found: list[Changes] = []
        for name in self.reader.names(log):
            if name.first > cursor.at.sequence:
                break
            segment = self.reader.segment(name, log, verify_key, self.keys, impatient=impatient)
            if segment is not None:
                found += [sealing.changes for sealing in segment.sealings]
                reached = max(reached, name.last) if name.first <= reached + 1 else reached
        return found if reached >= cursor.at.sequence else None
