"""The desk's own segments growing old: laid together into larger ones, and let go.

What is to leave the folder is written down in the transaction that takes it out of the table, and forgotten when the
file is gone: after a crash between the two it leaves at the next round.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from app.sync.ports import Sealed
from app.sync.positions import START, LogId, Position
from app.sync.segments import SegmentName


def retired(connection: sqlite3.Connection, log: LogId) -> Position:
    """Return the end of the last own segment that has gone."""
    found = connection.execute(
        "SELECT retired, retired_link FROM own_log WHERE replica = ? AND incarnation = ? AND retired IS NOT NULL", log
    ).fetchone()
    return START if found is None else Position(*found)


def names(connection: sqlite3.Connection, log: LogId) -> list[SegmentName]:
    """Return the own segments of a log that stand in the folder, oldest first."""
    found = connection.execute(
        "SELECT first, last, link FROM segment WHERE replica = ? AND incarnation = ? AND written = 1 ORDER BY last", log
    )
    return [SegmentName(*name) for name in found]


def under_another(connection: sqlite3.Connection, epoch: int) -> list[tuple[LogId, SegmentName]]:
    """Return the own segments whose header names another epoch than this; none of a number that the desk had before."""
    found = connection.execute(
        "SELECT replica, incarnation, first, last, link FROM segment WHERE substr(data, 9, 4) <> ? AND replica ="
        " (SELECT replica FROM own_log ORDER BY n DESC LIMIT 1) ORDER BY last",
        (epoch.to_bytes(4, "big"),),
    )
    return [(LogId(replica, incarnation), SegmentName(*name)) for replica, incarnation, *name in found]


def repack(connection: sqlite3.Connection, small: Sequence[Sealed], large: Sealed) -> None:
    """Put a segment that stands in the folder in the place of those whose changes it holds."""
    names = [sealed.name for sealed in small]
    leave(connection, large.log, [name for name in names if name != large.name])
    _forget(connection, large.log, names)
    connection.execute(
        "INSERT INTO segment (replica, incarnation, first, last, link, written, data) VALUES (?, ?, ?, ?, ?, 1, ?)",
        (*large.log, *large.name, large.data),
    )
    left(connection, large.log, large.name)


def retire(connection: sqlite3.Connection, log: LogId, end: Position) -> None:
    """Let go of a log's segments up to the one that ends here."""
    found = connection.execute(
        "SELECT first, last, link FROM segment WHERE replica = ? AND incarnation = ? AND last <= ?",
        (*log, end.sequence),
    )
    names = [SegmentName(*name) for name in found]
    leave(connection, log, names)
    _forget(connection, log, names)
    connection.execute(
        "UPDATE own_log SET retired = ?, retired_link = ? WHERE replica = ? AND incarnation = ?"
        " AND coalesce(retired, 0) < ?",
        (*end, *log, end.sequence),
    )


def leave(connection: sqlite3.Connection, log: LogId, names: Sequence[SegmentName]) -> None:
    """Write down files that are to leave the folder."""
    connection.executemany("INSERT OR IGNORE INTO leaving VALUES (?, ?, ?, ?, ?)", [(*log, *name) for name in names])


def _forget(connection: sqlite3.Connection, log: LogId, names: Sequence[SegmentName]) -> None:
    connection.executemany(
        "DELETE FROM segment WHERE replica = ? AND incarnation = ? AND last = ?", [(*log, name.last) for name in names]
    )


def leaving(connection: sqlite3.Connection) -> list[tuple[LogId, SegmentName]]:
    """Return the files that are still to leave the folder."""
    found = connection.execute("SELECT * FROM leaving ORDER BY replica, incarnation, first, last")
    return [(LogId(replica, incarnation), SegmentName(*name)) for replica, incarnation, *name in found]


def left(connection: sqlite3.Connection, log: LogId, name: SegmentName) -> None:
    """Forget a file that is gone."""
    connection.execute(
        "DELETE FROM leaving WHERE replica = ? AND incarnation = ? AND first = ? AND last = ? AND link = ?",
        (*log, *name),
    )
