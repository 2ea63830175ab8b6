"""How desks of a town read their own rows: on one connection each that stays open.

A desk opens one for every look. To open one is to read the whole schema, and a town looks a thousand times.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app.db.database import translated
from app.db.log.scrubbing import DatabaseRowCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRowCheck(DatabaseRowCheck):
    """Reads in one snapshot after another, on a connection that is closed with the desk's own."""

    opened: list[sqlite3.Connection] = field(default_factory=list)

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        if not self.opened:
            self.opened.append(sqlite3.connect(str(self.database.peewee.database), isolation_level=None, timeout=10))
        with translated():
            self.opened[0].execute("BEGIN")
            try:
                yield self.opened[0]
            finally:
                self.opened[0].rollback()

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()
