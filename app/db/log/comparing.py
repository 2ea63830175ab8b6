"""Comparing a received image, brought up to this desk's positions, with a snapshot of this desk's own rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.db.database import Database
from app.db.digest import differences, digests
from app.db.log.standing import get
from app.db.log.store import LogStore
from app.db.log.vector import vector
from app.db.state.keeping import STATE_TABLES, keep_state
from app.sync.changes import Changes
from app.sync.checkpoints import Manifest, Vector
from app.sync.ports import Merged, Slice
from app.sync.positions import Cursor
from app.sync.rereading import READ_AGAIN

_KEYS = {
    "person": "record",
    "open_loan": "item",
    "owing": "fact",
    "hold_standing": "hold",
    "copy_place": "item",
    "verdict": "kind, subject",
    "patron_search": "rowid",
    "title_search": "rowid",
}


@dataclass(frozen=True, slots=True)
class ImageComparison:
    """Fills the engine's port `Comparison`."""

    vector: Vector
    _own: sqlite3.Connection
    _aside: Database
    _limit: int

    @classmethod
    def begin(cls, own: Path, aside: Database, manifest: Manifest, limit: int) -> ImageComparison | None:
        """Begin a snapshot of the desk's rows, or of a copy; None while something is unsealed or half merged."""
        connection = sqlite3.connect(own, isolation_level=None, timeout=10)
        connection.execute("BEGIN")
        stands_for = vector(connection)
        if stands_for is None:
            connection.close()
            aside.close()
            return None
        aside.connection.execute("PRAGMA synchronous = off")
        made = cls(stands_for, connection, aside, limit)
        made._store.release(limit)
        made.merge([Slice(log, Changes(schema=0, groups=()), Cursor(at)) for log, at in manifest.positions().items()])
        return made

    def merge(self, slices: Sequence[Slice]) -> Merged:
        return self._store.merge(slices, limit=self._limit)

    @property
    def _store(self) -> LogStore:
        return LogStore(database=self._aside, keep_state=keep_state)

    def differences(self) -> list[str]:
        aside = self._aside.connection
        found = {table for table, _ in differences(digests(self._own), digests(aside))}
        found |= {name for name in STATE_TABLES if not _alike(self._own, aside, name)}
        return sorted(found)

    def holds(self) -> bool:
        both = (self._own, self._aside.connection)
        return any(
            connection.execute("SELECT 1 FROM held LIMIT 1").fetchone() or get(connection, READ_AGAIN) is not None
            for connection in both
        )

    def close(self) -> None:
        self._own.close()
        self._aside.close()


def _alike(own: sqlite3.Connection, aside: sqlite3.Connection, name: str) -> bool:
    """Tell whether a table of state has the same rows in both."""
    rows = f"SELECT {'rowid, ' if name.endswith('_search') else ''}* FROM {name} ORDER BY {_KEYS[name]}"
    ours, theirs = own.execute(rows), aside.execute(rows)
    return all(row == next(theirs, None) for row in ours) and next(theirs, None) is None
