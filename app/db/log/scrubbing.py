"""Digests of the desk's rows, kept leaf by leaf: made anew where rows changed, and proved now and then.

All reading is done on a connection of its own, in one snapshot, beside the deeds. Whatever is written is short: a
digest is kept only if its leaf was not marked since, so a deed in between is never taken for something strange.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import groupby, starmap
from typing import NamedTuple

from app.db.database import Database, translated
from app.db.declaration import TABLES
from app.db.digest import LEAF_BITS, LEAVES_IN_RANGE, Leaf, all_leaves, digest_of, next_leaf, ranges, whole
from app.db.log.emptying import DROPPED
from app.db.log.marking import COMPLETE, MARKS, SCRUBBING, mark_leaves
from app.db.log.standing import REPLICA, get, put
from app.db.log.vector import vector
from app.sync.ranges import NOTHING, Key
from app.sync.rereading import READ_AGAIN
from app.sync.rowcheck import Difference, Kept, Ranged

_UNCLEAR = (
    "SELECT EXISTS (SELECT 1 FROM held) OR EXISTS (SELECT 1 FROM parked WHERE why = 'unknown')"
    f" OR EXISTS (SELECT 1 FROM standing WHERE name IN ('{READ_AGAIN}', '{DROPPED}'))"
)


class _Seen(NamedTuple):
    """A leaf as it was found: what was kept of it, and what its rows give.

    Attributes:
        mark: 0 where nothing was kept.
    """

    leaf: Leaf
    mark: int
    expected: bytes | None
    digest: bytes
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseRowCheck:
    """Fills the engine's port `RowCheck`.

    Attributes:
        database: The connection that writes.
    """

    database: Database

    def refresh(self, entries_max: int) -> bool:
        with self._snapshot() as connection:
            leaves = () if get(connection, COMPLETE) else tuple(all_leaves(connection))
            is_complete = get(connection, COMPLETE) is not None
        if not is_complete:
            self.write(lambda connection: _begin(connection, leaves))
        with self._snapshot() as connection:
            changed = connection.execute("SELECT tbl, number, mark FROM leaf WHERE digest IS NULL").fetchall()
            seen, ended = _until(entries_max, (_seen(connection, Leaf(*leaf), mark, None) for *leaf, mark in changed))
        if seen:
            self.write(lambda connection: _keep(connection, seen))
        return ended

    def scrub(self, entries_max: int, now_ms: int) -> bool:
        with self._snapshot() as connection:
            if get(connection, COMPLETE) is None:
                return False
            at = get(connection, SCRUBBING, "").split()
            seen, ended = _until(entries_max, _proving(connection, Leaf(at[0], int(at[1])) if at else None))
        self.write(lambda connection: _note_scrub(connection, seen, now_ms, ended=ended))
        return ended

    def kept(self) -> Kept:
        with self._snapshot() as connection:
            found = _ranges(connection)
            (unclear,) = connection.execute(_UNCLEAR).fetchone()
            return Kept(
                vector=vector(connection),
                marks=get(connection, MARKS, 0),
                is_clear=not unclear,
                is_complete=get(connection, COMPLETE) is not None,
                scrubbed_ms=_scrubbed_ms(connection),
                ranges=found,
                whole=_whole(found),
            )

    def differences(self) -> Sequence[Difference]:
        with self._snapshot() as connection:
            return noted_differences(connection)

    def note(
        self, found: Collection[Difference], gone: Collection[Difference], compared: Collection[int], now_ms: int
    ) -> None:
        self.write(lambda connection: _note(connection, found, gone, compared, now_ms))

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        path = str(self.database.peewee.database)
        with translated(), closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as connection:
            connection.execute("BEGIN")
            yield connection

    def write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do something short in a transaction of the connection that writes."""
        with translated(), self.database.writing() as connection:
            work(connection)


def noted_differences(connection: sqlite3.Connection) -> list[Difference]:
    """Return what is noted as different, oldest ids first."""
    found = connection.execute("SELECT replica, tbl, first, last, wrong FROM differing ORDER BY replica, tbl, first")
    return list(starmap(Difference, found))


def _until(entries_max: int, found: Iterable[_Seen]) -> tuple[list[_Seen], bool]:
    """Take leaves until they have so many entries together, one at least; tell whether these are all."""
    taken, entries = list[_Seen](), 0
    for one in found:
        if entries >= entries_max:
            return taken, False
        taken.append(one)
        entries += one.entries
    return taken, True


def _seen(connection: sqlite3.Connection, leaf: Leaf, mark: int, expected: bytes | None) -> _Seen:
    found = digest_of(connection, leaf)
    return _Seen(leaf, mark, expected, found.digest, found.entries)


def _ranges(connection: sqlite3.Connection) -> dict[Key, Ranged]:
    rows = connection.execute("SELECT tbl, number, mark, digest FROM leaf ORDER BY tbl, number")
    found = {}
    for key, group in groupby(rows, key=lambda row: Key(row[0], row[1] // LEAVES_IN_RANGE)):
        leaves = list(group)
        found[key] = Ranged(_over(leaves, key), max(mark for _, _, mark, _ in leaves))
    return found


def _whole(found: Mapping[Key, Ranged]) -> bytes | None:
    if any(ranged.digest is None for ranged in found.values()):
        return None
    return whole({(key.table, key.number): ranged.digest for key, ranged in found.items() if ranged.digest})


def _over(leaves: Iterable[tuple[str, int, int, bytes | None]], key: Key) -> bytes | None:
    digests = {Leaf(table, number): digest for table, number, _, digest in leaves}
    if None in digests.values():
        return None
    return ranges({leaf: digest for leaf, digest in digests.items() if digest}).get((key.table, key.number), NOTHING)


def _scrubbed_ms(connection: sqlite3.Connection) -> int | None:
    if get(connection, SCRUBBING) is not None:
        return None
    found = connection.execute("SELECT at_ms FROM compared WHERE replica = ?", (get(connection, REPLICA),)).fetchone()
    return None if found is None else int(found[0])


# The scrub.


def _proving(connection: sqlite3.Connection, after: Leaf | None) -> Iterator[_Seen]:
    """Yield the leaves behind `after`, but for those that a deed or a merge has changed and nobody digested since."""
    waiting = {
        Leaf(*leaf) for leaf in connection.execute(f"SELECT DISTINCT tbl, row >> {LEAF_BITS} FROM outbox").fetchall()
    }
    for leaf in _leaves_behind(connection, after):
        kept = connection.execute("SELECT mark, digest FROM leaf WHERE tbl = ? AND number = ?", leaf).fetchone()
        mark, expected = kept or (0, NOTHING)
        if expected is not None and leaf not in waiting:
            yield _seen(connection, leaf, mark, expected)


def _leaves_behind(connection: sqlite3.Connection, after: Leaf | None) -> Iterator[Leaf]:
    """Yield every leaf that has rows, or of which something is kept, table by table."""
    names = [table.name for table in TABLES]
    for name in names[names.index(after.table) if after else 0 :]:
        number = after.number + 1 if after and after.table == name else 0
        while (leaf := _next(connection, name, number)) is not None:
            yield leaf
            number = leaf.number + 1


def _next(connection: sqlite3.Connection, table: str, number: int) -> Leaf | None:
    kept = connection.execute("SELECT min(number) FROM leaf WHERE tbl = ? AND number >= ?", (table, number)).fetchone()
    found = [leaf for leaf in (next_leaf(connection, table, number),) if leaf is not None]
    found += [Leaf(table, first) for (first,) in (kept,) if first is not None]
    return min(found, default=None)


# What is written.


def _begin(connection: sqlite3.Connection, leaves: Collection[Leaf]) -> None:
    mark_leaves(connection, leaves)
    put(connection, COMPLETE, 1)


def _keep(connection: sqlite3.Connection, seen: Iterable[_Seen]) -> None:
    connection.executemany(
        "UPDATE leaf SET digest = ? WHERE tbl = ? AND number = ? AND mark = ?",
        [(one.digest, *one.leaf, one.mark) for one in seen],
    )


def _note_scrub(connection: sqlite3.Connection, seen: Sequence[_Seen], now_ms: int, *, ended: bool) -> None:
    own = get(connection, REPLICA)
    altered = [one for one in seen if one.digest != one.expected and _is_still(connection, one)]
    _keep_altered(connection, altered)
    _note(connection, [Difference(own, one.leaf.table, *one.leaf.ids, own) for one in altered], (), (), now_ms)
    if ended:
        connection.execute("DELETE FROM standing WHERE name = ?", (SCRUBBING,))
        _note(connection, (), (), (own,), now_ms)
    else:
        put(connection, SCRUBBING, f"{seen[-1].leaf.table} {seen[-1].leaf.number}")


def _is_still(connection: sqlite3.Connection, seen: _Seen) -> bool:
    """Tell whether nobody has marked the leaf since it was looked at."""
    kept = connection.execute("SELECT mark FROM leaf WHERE tbl = ? AND number = ?", seen.leaf).fetchone()
    return (kept[0] if kept else 0) == seen.mark


def _keep_altered(connection: sqlite3.Connection, altered: Iterable[_Seen]) -> None:
    """Keep the digests of the rows as they are: that is what others are to be told."""
    connection.executemany(
        "INSERT INTO leaf (tbl, number, mark, digest) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (tbl, number) DO UPDATE SET digest = excluded.digest",
        [(*one.leaf, one.mark, one.digest) for one in altered],
    )


def _note(
    connection: sqlite3.Connection,
    found: Iterable[Difference],
    gone: Iterable[Difference],
    compared: Iterable[int],
    now_ms: int,
) -> None:
    connection.executemany(
        "DELETE FROM differing WHERE replica = ? AND tbl = ? AND first = ?",
        [(one.replica, one.table, one.first) for one in gone],
    )
    connection.executemany(
        "INSERT INTO differing (replica, tbl, first, last, wrong, found_ms) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (replica, tbl, first) DO UPDATE SET last = excluded.last, wrong = excluded.wrong",
        [(*one, now_ms) for one in found],
    )
    connection.executemany(
        "INSERT INTO compared (replica, at_ms) VALUES (?, ?)"
        " ON CONFLICT (replica) DO UPDATE SET at_ms = excluded.at_ms",
        [(replica, now_ms) for replica in compared],
    )
