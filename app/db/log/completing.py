"""A copy of the desk's own rows, with what an image alone still holds of logs whose files are gone.

Where the last segments of a dead PC have vanished, and only the author of a checkpoint had read them, nobody else can
compare the checkpoint with rows of its own. So the registrar takes from the image what bears the numbers of those logs,
into a copy, and compares all the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.db.database import Database, open_database
from app.db.log.lacking import lacking
from app.db.log.store import LogStore
from app.db.state.keeping import keep_state
from app.sync.changes import Changes, Group
from app.sync.checkpoints import Manifest
from app.sync.ports import Slice
from app.sync.ticks import replica_of

ROWS_AT_ONCE = 20_000


def copy_with(
    own: Path, aside: Path, image: Path, *, manifest: Manifest, replicas: Collection[int], limit: int
) -> Database:
    """Return a copy of the desk's database, with the rows and writings by these replicas that the image has more."""
    with closing(sqlite3.connect(own, isolation_level=None, timeout=10)) as source:
        source.execute("VACUUM INTO ?", (str(aside),))
    database = open_database(aside)
    store = LogStore(database=database, keep_state=keep_state)
    with closing(sqlite3.connect(aside, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS image", (str(image),))
        parts = list(_by(replicas, lacking(connection, manifest, lambda: ROWS_AT_ONCE)))
    for still, cursor in sorted(store.cursors().items())[:1]:  # Some cursor must be named; it stays where it is.
        for part in parts:
            store.merge([Slice(still, part, cursor)], limit=limit)
    return database


def _by(replicas: Collection[int], parts: Iterator[Changes]) -> Iterator[Changes]:
    for part in parts:
        groups = tuple(group for one in part.groups if len(group := _of(replicas, one)))
        if groups:
            yield replace(part, groups=groups)


def _of(replicas: Collection[int], group: Group) -> Group:
    """Return the changes of a group that these replicas have made."""
    by_them = [replica_of(tick) in replicas for tick in group.ticks]
    return replace(
        group,
        ids=[id_ for id_, theirs in zip(group.ids, by_them, strict=True) if theirs],
        ticks=[tick for tick, theirs in zip(group.ticks, by_them, strict=True) if theirs],
        values=[[value for value, theirs in zip(column, by_them, strict=True) if theirs] for column in group.values],
    )
