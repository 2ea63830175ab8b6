"""Noting which leaves of rows have changed, so that their digests are made anew, and only theirs.

A mark costs one row a leaf and transaction, not one a row: what came in lately lies in few leaves. What this desk does
itself is marked when it is sealed; as long as it waits in the outbox its leaves count as changed. A row that changes
without a mark was not changed by this program: that is how the scrub finds it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from app.db.digest import LEAF_BITS, Leaf
from app.db.log.standing import get, put

MARKS = "marks"
"""How many marks were made; the mark of a leaf is the number of the last that touched it."""

COMPLETE = "digests-complete"
"""Noted when every leaf that has rows is in the table `leaf`."""

SCRUBBING = "scrubbing"
"""How far the present scrub has come: table and leaf."""

_MARK = (
    "INSERT INTO leaf (tbl, number, mark, digest) VALUES (?, ?, ?, NULL)"
    " ON CONFLICT (tbl, number) DO UPDATE SET mark = excluded.mark, digest = NULL"
)


def mark(connection: sqlite3.Connection, touched: Mapping[str, Iterable[int]]) -> None:
    """Note that these rows, ids by table, have changed; to be called in the transaction that changes them."""
    numbers = {table: {id_ >> LEAF_BITS for id_ in ids} for table, ids in touched.items()}
    mark_leaves(connection, (Leaf(table, number) for table, found in numbers.items() for number in found))


def mark_sealed(connection: sqlite3.Connection, last: int) -> None:
    """Note what the entries of the outbox up to this one have changed."""
    found = connection.execute(f"SELECT DISTINCT tbl, row >> {LEAF_BITS} FROM outbox WHERE n <= ?", (last,))
    mark_leaves(connection, {Leaf(*leaf) for leaf in found})


def mark_leaves(connection: sqlite3.Connection, leaves: Iterable[Leaf]) -> None:
    rows = sorted(leaves)
    if rows:
        number = get(connection, MARKS, 0) + 1
        put(connection, MARKS, number)
        connection.executemany(_MARK, [(*leaf, number) for leaf in rows])


def forget_digests(connection: sqlite3.Connection) -> None:
    """Forget all digests: they are made anew from the rows as they stand, and so is what was found by them."""
    for table in ("leaf", "differing", "compared"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM standing WHERE name IN (?, ?)", (COMPLETE, SCRUBBING))
