"""Cleaning: after somebody was erased, no byte of what the rows said is left in the file or beside it.

SQLite overwrites what is deleted (`secure_delete`), but full-text search keeps words until its parts are merged, and
the write-ahead log keeps whole pages. So the search is merged into one part, and the log is cut to nothing.
"""

from __future__ import annotations

import sqlite3

from app.db.log.standing import get, put
from app.db.state.keeping import SEARCHES

WANTED = "cleaning-wanted"
"""Noted in the transaction that erases somebody, forgotten once nothing is left. Its value is the name of the backup
that was made since, "" before there is one."""


def want(connection: sqlite3.Connection) -> None:
    put(connection, WANTED, "")


def is_wanted(connection: sqlite3.Connection) -> bool:
    return get(connection, WANTED) is not None


def copy_made(connection: sqlite3.Connection) -> str:
    """Return the name of the backup that was made since the last erasure; "" for none."""
    name = get(connection, WANTED)
    return name if isinstance(name, str) else ""


def note_copy(connection: sqlite3.Connection, name: str) -> None:
    put(connection, WANTED, name)


def clean(connection: sqlite3.Connection) -> bool:
    """Leave no byte of what was erased; return whether that is done, False where a reader was in the way.

    To be called outside a transaction.
    """
    for name in SEARCHES:
        connection.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")
    if not _is_cut(connection):
        return False
    connection.execute("DELETE FROM standing WHERE name = ?", (WANTED,))
    return _is_cut(connection)


def _is_cut(connection: sqlite3.Connection) -> bool:
    """Write the write-ahead log back and cut it to nothing; tell whether nobody was in the way."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
