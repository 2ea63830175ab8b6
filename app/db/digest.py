"""Digests: a number over all replicated rows, equal on two desks that have applied the same.

Rows are taken by table in the order of their ids, then the clocks, the tombstones and what is parked. A range holds
the ids of about 24 days, so a difference can be told by table and range.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import msgspec

from app.db.declaration import TABLES

RANGE_BITS = 53
"""An id without its lowest 53 bits names its range."""

DIGEST_BYTES = 16

_pack = msgspec.msgpack.Encoder().encode

_ENGINE_TABLES = {
    "clock": "SELECT row, tbl, unit, tick FROM clock ORDER BY row, tbl, unit",
    "tombstone": "SELECT row, tbl, tick FROM tombstone ORDER BY row, tbl",
    "parked": "SELECT row, tbl, unit, tick, why, contents FROM parked ORDER BY row, tbl, unit, tick",
}

Digests = dict[tuple[str, int], bytes]
"""A digest for each table and range that has rows."""


def digests(connection: sqlite3.Connection) -> Digests:
    """Return the digest of every table and range."""
    queries = {
        table.name: f"SELECT id, {', '.join(table.column_names)} FROM {table.name} ORDER BY id" for table in TABLES
    }
    return {
        (table, where): digest
        for table, query in {**queries, **_ENGINE_TABLES}.items()
        for where, digest in _of(connection.execute(query))
    }


def _of(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, bytes]]:
    for where, group in groupby(rows, key=lambda row: row[0] >> RANGE_BITS):
        digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
        for row in group:
            digest.update(_pack(row))
        yield where, digest.digest()


def whole(found: Digests) -> bytes:
    """Return one digest over all."""
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for key in sorted(found):
        digest.update(_pack((*key, found[key])))
    return digest.digest()


def differences(ours: Digests, theirs: Digests) -> list[tuple[str, int]]:
    """Return the tables and ranges in which two desks differ."""
    return sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))
