"""What the self-check costs: noting what a merge changed, digesting it, and proving everything once a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import msgspec

from app.db.database import open_database
from app.db.declaration import TABLES
from app.db.log import merging as merge_log
from app.db.log.marking import mark
from app.db.log.scrubbing import DatabaseRowCheck
from app.sync.pace import ROWS_AT_EASE
from app.sync.ranges import told
from app.sync.selfcheck import ENTRIES_AT_ONCE
from benchmarks.measuring import Result, in_turn, timed
from benchmarks.merging import member, no_state, published, remove, replica
from benchmarks.town import BEGUN_MS, Size, copied


def measure(size: Size, folder: Path) -> Iterator[Result]:
    yield _marking(size, folder)
    path = copied(size, folder, "scrub")
    database = open_database(path)
    check = DatabaseRowCheck(database=database)
    while not check.refresh(ENTRIES_AT_ONCE):
        pass
    newest = [max_id for table in ("loan", "closing") for (max_id,) in database.connection.execute(
        f"SELECT max(id) FROM {table}")]  # fmt: skip

    def scrub() -> float:
        return timed(lambda: [None for _ in iter(lambda: check.scrub(ENTRIES_AT_ONCE, BEGUN_MS), True)])

    ours, limit = in_turn(scrub, lambda: timed(lambda: _read(path)), size.rounds)
    assert not check.differences()
    yield Result(work="scrub, beside reading the same rows", size=str(size), ours=ours, limit=limit, aim=2.0)

    def refresh() -> float:
        with database.writing() as connection:
            mark(connection, {"loan": newest[:1], "closing": newest[1:]})
        return timed(lambda: check.refresh(ROWS_AT_EASE))

    ours, _ = in_turn(refresh, refresh, size.rounds)
    yield Result(work="digests after a loan and a return", size=str(size), ours=ours, limit=None, aim=1.0)
    kept, _ = in_turn(lambda: timed(check.kept), lambda: timed(check.kept), size.rounds)
    yield Result(work="all kept digests read, for a head", size=str(size), ours=kept, limit=None, aim=0.1)
    head = told({key: ranged.digest for key, ranged in check.kept().ranges.items()})
    weight = len(msgspec.msgpack.encode(head))
    yield Result(work="digests in a head", size=str(size), ours=weight, limit=None, aim=16_384, unit="B")
    database.close()


def _read(path: Path) -> None:
    """Read all replicated rows, as whoever proves them must."""
    connection = sqlite3.connect(path)
    for table in TABLES:
        for _ in connection.execute(f"SELECT id, {', '.join(table.column_names)} FROM {table.name} ORDER BY id"):
            pass
    for name in ("clock", "tombstone"):
        for _ in connection.execute(f"SELECT * FROM {name}"):
            pass
    connection.close()


def _marking(size: Size, folder: Path) -> Result:
    """Measure a merge that notes what it changes beside one that does not."""
    network, numbers = published(size), iter(range(1_000))

    def merged() -> float:
        path = copied(size, folder, f"marking{next(numbers)}")
        database = member(path, network)
        engine = replica(database, network, no_state)
        seconds = timed(lambda: engine.round(once=True))
        database.close()
        remove(path)
        return seconds

    def unmarked() -> float:
        with mock.patch.object(merge_log, "mark"):
            return merged()

    ours, limit = in_turn(merged, unmarked, max(5, size.rounds))
    return Result(
        work="merge that notes what it changes", size=f"{size.changes:,} changes", ours=ours, limit=limit, aim=1.05
    )
