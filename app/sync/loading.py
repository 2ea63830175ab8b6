"""Loading a verified checkpoint: the one rule for every gap.

A newcomer, a desk that was away while segments went, a damaged or vanished segment, a folder rolled back: whoever lacks
what a verified checkpoint covers merges that checkpoint like any other changes. The desk's own unpublished changes
compete by tick. The cursors move in a last transaction of their own, after all rows: a crash before it only means that
rows are found to be there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.sync.changes import Changes
from app.sync.checkpoints import CheckpointReading, Vector
from app.sync.errors import Malformed
from app.sync.images import Images
from app.sync.keys import Keys
from app.sync.layout import CHECKPOINTS
from app.sync.ports import Folder, Merged, Slice, Store
from app.sync.positions import BEGINNING, Cursor, LogId
from app.sync.roster import Roster
from app.sync.survey import verify_keys
from app.sync.verified import Verified, checkpoint_file

NOTHING = Changes(schema=0, groups=())


def best_for(gaps: Iterable[LogId], verified: Iterable[Verified], cursors: Mapping[LogId, Cursor]) -> Verified | None:
    """Return the newest checkpoint that brings one of these logs further."""
    wanted = list(gaps)
    for one in sorted(verified, key=lambda one: one.tick, reverse=True):
        if lacked(one.manifest.positions(), cursors).keys() & set(wanted):
            return one
    return None


def lacked(vector: Vector, cursors: Mapping[LogId, Cursor]) -> dict[LogId, Cursor]:
    """Return where the cursors of logs move that the vector holds further."""
    return {
        log: Cursor(position)
        for log, position in vector.items()
        if position.sequence > cursors.get(log, BEGINNING).at.sequence
    }


def held_by(store: Store) -> Vector:
    """Return up to where this desk holds each log, its own with them."""
    standing = store.standing()
    return {**{log: cursor.at for log, cursor in store.cursors().items()}, standing.log: standing.end}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """What it takes to load a checkpoint.

    Attributes:
        limit: A writing of a unit beyond this tick is held.
    """

    store: Store
    images: Images
    folder: Folder
    keys: Keys
    rows_max: Callable[[], int]
    limit: int

    def receive(self, tick: int, roster: Roster) -> CheckpointReading:
        """Put the image of a checkpoint aside, proved to be its author's.

        Raises:
            Malformed: The file is not whole.
            FormatTooNew: A newer version of the program wrote it.
        """
        parts = self.folder.read_stream(f"{CHECKPOINTS}/{checkpoint_file(tick)}")
        reading = CheckpointReading.begin(parts, tick, verify_keys(roster), self.keys.network_keys)
        self.images.receive(reading.image())
        return reading

    def load(self, verified: Verified, roster: Roster, *, again: bool = False) -> Merged:
        """Merge a verified checkpoint.

        Args:
            again: Even where no log lacks what it holds.

        Raises:
            Malformed: The file is not whole, or not the one that was verified.
            FormatTooNew: A newer version of the program wrote it.
        """
        try:
            reading = self.receive(verified.tick, roster)
            if reading.hash != verified.hash:
                raise Malformed(part="verified")
            if self.images.adopt(verified.manifest):
                return Merged(tables=frozenset(table for table, *_ in verified.manifest.units), changes=1)
            return self._merge(verified, again=again)
        finally:
            self.images.discard()

    def _merge(self, verified: Verified, *, again: bool) -> Merged:
        own, cursors = self.store.standing().log, self.store.cursors()
        ends = {log: end for log, end in lacked(verified.manifest.positions(), cursors).items() if log != own}
        tables, changes = set[str](), 0
        if ends or (again and cursors):
            still = next(iter(ends or cursors))  # Some cursor must be named with the rows; it stays where it is.
            for part in self.images.lacking(verified.manifest, self.rows_max):
                merged = self.store.merge([Slice(still, part, cursors.get(still, BEGINNING))], limit=self.limit)
                tables, changes = tables | merged.tables, changes + merged.changes
            self.store.merge([Slice(log, NOTHING, end) for log, end in ends.items()], limit=self.limit)
        return Merged(tables=frozenset(tables), changes=changes)
