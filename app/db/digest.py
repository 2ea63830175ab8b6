"""Digests: numbers over all replicated rows, equal on two desks that have applied the same.

Three sizes of them. A *leaf* is what a table has under the ids of about three days: its rows in the order of their ids,
then their clocks, tombstones, and what waits for their birth. A *range*, of about 24 days, is a digest over its leaves:
a difference is told by table and range. The *whole* is one over all ranges.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from app.db.declaration import TABLES, Table
from app.sync.ranges import NOTHING, RANGE_BITS

LEAF_BITS = 50
"""An id without its lowest 50 bits names its leaf: about three days."""

LEAVES_IN_RANGE = 1 << (RANGE_BITS - LEAF_BITS)
DIGEST_BYTES = 16
UNKNOWN = "parked"
"""Stands for a table in the digests of what this version cannot place."""

_pack = msgspec.msgpack.Encoder().encode

_OF_LEAF = "WHERE tbl = ? AND row BETWEEN ? AND ?"
_OF_ROWS = (
    f"SELECT 'clock', row, unit, tick FROM clock {_OF_LEAF} ORDER BY row, unit",
    f"SELECT 'tombstone', row, tick FROM tombstone {_OF_LEAF} ORDER BY row",
    f"SELECT 'parked', row, unit, tick, contents FROM parked {_OF_LEAF} AND why = 'unborn' ORDER BY row, unit, tick",
)
_UNPLACED = "SELECT row, tbl, unit, tick, contents FROM parked WHERE why = 'unknown' ORDER BY row, tbl, unit, tick"


class Leaf(NamedTuple):
    """Which leaf: its table, and its ids without their lowest bits."""

    table: str
    number: int

    @property
    def ids(self) -> tuple[int, int]:
        """The first and the last id that may lie in it."""
        return self.number << LEAF_BITS, ((self.number + 1) << LEAF_BITS) - 1


class Digested(NamedTuple):
    """What a leaf has: its digest, `NOTHING` where it is empty; and how many entries."""

    digest: bytes
    entries: int


Digests = dict[tuple[str, int], bytes]
"""A digest for each table and range that has rows."""


def digests(connection: sqlite3.Connection) -> Digests:
    """Return the digest of every table and range, from the rows as they stand."""
    unplaced = groupby(connection.execute(_UNPLACED), key=lambda row: row[0] >> RANGE_BITS)
    return {
        **ranges({leaf: digest_of(connection, leaf).digest for leaf in all_leaves(connection)}),
        **{(UNKNOWN, where): _hashed(rows).digest for where, rows in unplaced},
    }


def all_leaves(connection: sqlite3.Connection) -> Iterator[Leaf]:
    """Yield every leaf that has anything, table by table."""
    for table in TABLES:
        leaf = next_leaf(connection, table.name, 0)
        while leaf is not None:
            yield leaf
            leaf = next_leaf(connection, table.name, leaf.number + 1)


def next_leaf(connection: sqlite3.Connection, table: str, number: int) -> Leaf | None:
    """Return the first leaf of a table, from this one on, that has anything."""
    from_id = number << LEAF_BITS
    found = connection.execute(
        f"SELECT min(id) FROM {table} WHERE id >= ?1"
        " UNION ALL SELECT min(row) FROM clock WHERE tbl = ?2 AND row >= ?1"
        " UNION ALL SELECT min(row) FROM tombstone WHERE tbl = ?2 AND row >= ?1"
        " UNION ALL SELECT min(row) FROM parked WHERE tbl = ?2 AND row >= ?1 AND why = 'unborn'",
        (from_id, table),
    )
    first = min((id_ for (id_,) in found if id_ is not None), default=None)
    return None if first is None else Leaf(table, first >> LEAF_BITS)


def digest_of(connection: sqlite3.Connection, leaf: Leaf) -> Digested:
    """Digest one leaf from its rows as they stand."""
    return _hashed(_entries(connection, _declared(leaf.table), leaf))


def _declared(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)


def _entries(connection: sqlite3.Connection, table: Table, leaf: Leaf) -> Iterator[tuple[Any, ...]]:
    yield from connection.execute(
        f"SELECT id, {', '.join(table.column_names)} FROM {table.name} WHERE id BETWEEN ? AND ? ORDER BY id", leaf.ids
    )
    for query in _OF_ROWS:
        yield from connection.execute(query, (table.name, *leaf.ids))


def _hashed(entries: Iterable[tuple[Any, ...]]) -> Digested:
    digest, count = hashlib.blake2b(digest_size=DIGEST_BYTES), 0
    for entry in entries:
        digest.update(_pack(entry))
        count += 1
    return Digested(digest.digest() if count else NOTHING, count)


def ranges(leaves: Mapping[Leaf, bytes]) -> Digests:
    """Return a digest for each range that has leaves."""
    by_range = groupby(sorted(leaves), key=lambda leaf: (leaf.table, leaf.number // LEAVES_IN_RANGE))
    return {where: _over((leaf.number, leaves[leaf]) for leaf in found) for where, found in by_range}


def whole(found: Digests) -> bytes:
    """Return one digest over all."""
    return _over((*key, found[key]) for key in sorted(found))


def _over(parts: Iterable[tuple[object, ...]]) -> bytes:
    return hashlib.blake2b(b"".join(map(_pack, parts)), digest_size=DIGEST_BYTES).digest()


def differences(ours: Digests, theirs: Digests) -> list[tuple[str, int]]:
    """Return the tables and ranges in which two desks differ."""
    return sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))
