"""A desk's rows built anew in a file aside, and put in the place of those that differ, in one transaction.

The file of the desk stays; what belongs to this desk alone is not touched; what is equal is not written. A power cut
leaves the rows as they were, or as they should be; and a deed at a command line beside it waits, and is not lost.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.db.database import Database, open_database, translated
from app.db.declaration import BY_NAME
from app.db.digest import LEAVES_IN_RANGE, Leaf, all_leaves, digest_of
from app.db.log import outbox
from app.db.log.capture import capture_off
from app.db.log.emptying import DROPPED
from app.db.log.images import DatabaseImages, become, greatest_tick
from app.db.log.marking import forget_digests
from app.db.log.merging import merge_changes
from app.db.log.standing import advance
from app.db.log.store import LogStore
from app.db.migrations import SCHEMA
from app.db.state.keeping import rebuild_state
from app.sync.checkpoints import Manifest
from app.sync.errors import RebuildIncomplete
from app.sync.ports import Store
from app.sync.positions import LogId, Position
from app.sync.ranges import Key
from app.sync.ticks import TICK_MAX
from app.sync.verified import covers

EVERYTHING = 1 << 62
"""More than an outbox ever holds."""


@dataclass(slots=True, kw_only=True)
class DatabaseBuilding:
    """Fills the engine's port `Building`; the image lies where a received one does."""

    images: DatabaseImages
    _aside: Database | None = None

    def begin(self, manifest: Manifest | None) -> Store:
        path = self.images.received
        if manifest is None:
            self.images.discard()
        self._aside = aside = open_database(path)
        with translated():
            stands_for = manifest.positions() if manifest is not None else {}
            become(aside.connection, self.images.path, stands_for, derive=False)
            aside.connection.execute("DELETE FROM standing WHERE name = ?", (DROPPED,))
        return LogStore(database=aside, keep_state=lambda *_: None)

    def close(self) -> None:
        if self._aside is not None:
            self._aside.close()

    def finish(self) -> list[Key]:
        database, aside = self.images.database, self._begun()
        with translated(), ExitStack() as afterwards, database.writing() as own:
            with aside.writing() as built, capture_off(built):
                changes, _ = outbox.collect(own, EVERYTHING, SCHEMA)
                merge_changes(built, [changes], TICK_MAX)
            # Attached any earlier, it would be locked together with the desk's own file.
            afterwards.enter_context(_attached(own, self.images.received))
            _check_complete(own, aside.connection)
            return _put_right(own, aside.connection)

    def _begun(self) -> Database:
        assert self._aside is not None, "begin() comes first"
        return self._aside


@contextmanager
def _attached(own: sqlite3.Connection, path: Path) -> Iterator[None]:
    own.execute("ATTACH ? AS aside", (str(path),))
    try:
        yield
    finally:
        own.execute("DETACH aside")


def _check_complete(own: sqlite3.Connection, aside: sqlite3.Connection) -> None:
    """See that what was built holds all that the desk does.

    Raises:
        RebuildIncomplete: It does not.
    """
    built = _positions(aside.execute("SELECT replica, incarnation, sequence, link FROM cursor"))
    held = _positions(own.execute("SELECT replica, incarnation, sequence + (ahead > 0), link FROM cursor"))
    held |= _positions(own.execute("SELECT replica, incarnation, sequence, link FROM own_log ORDER BY n DESC LIMIT 1"))
    lacking = {log.replica for log, position in held.items() if not covers(built, {log: position})}
    if lacking:
        raise RebuildIncomplete(replicas=", ".join(map(str, sorted(lacking))))


def _positions(rows: Iterable[tuple[int, int, int, bytes]]) -> dict[LogId, Position]:
    return {LogId(replica, incarnation): Position(sequence, link) for replica, incarnation, sequence, link in rows}


def _put_right(own: sqlite3.Connection, aside: sqlite3.Connection) -> list[Key]:
    leaves = sorted({*all_leaves(own), *all_leaves(aside)})
    differing = [leaf for leaf in leaves if digest_of(own, leaf) != digest_of(aside, leaf)]
    with capture_off(own):
        for leaf in differing:
            _replace(own, leaf)
        for table in ("parked", "held"):
            own.execute(f"DELETE FROM main.{table}")
            own.execute(f"INSERT INTO main.{table} SELECT * FROM aside.{table}")
    for table in sorted({leaf.table for leaf in differing}):
        own.execute(f"REINDEX main.{table}")
    own.execute("DELETE FROM main.cursor")
    own.execute(
        "INSERT INTO main.cursor SELECT * FROM aside.cursor WHERE (replica, incarnation) !="
        " (SELECT replica, incarnation FROM main.own_log ORDER BY n DESC LIMIT 1)"
    )
    own.execute("DELETE FROM main.standing WHERE name = ?", (DROPPED,))
    own.execute("INSERT INTO main.standing SELECT * FROM aside.standing WHERE name = ?", (DROPPED,))
    advance(own, greatest_tick(own))
    rebuild_state(own)
    forget_digests(own)
    return sorted({Key(leaf.table, leaf.number // LEAVES_IN_RANGE) for leaf in differing})


def _replace(own: sqlite3.Connection, leaf: Leaf) -> None:
    """Put the rows of a leaf as they were built in the place of those that the desk has."""
    for kept in ("clock", "tombstone"):
        own.execute(f"DELETE FROM main.{kept} WHERE tbl = ? AND row BETWEEN ? AND ?", (leaf.table, *leaf.ids))
        own.execute(
            f"INSERT INTO main.{kept} SELECT * FROM aside.{kept} WHERE tbl = ? AND row BETWEEN ? AND ?",
            (leaf.table, *leaf.ids),
        )
    names = ", ".join(("id", *BY_NAME[leaf.table].column_names))
    own.execute(f"DELETE FROM main.{leaf.table} WHERE id BETWEEN ? AND ?", leaf.ids)
    own.execute(
        f"INSERT INTO main.{leaf.table} ({names}) SELECT {names} FROM aside.{leaf.table} WHERE id BETWEEN ? AND ?",
        leaf.ids,
    )
