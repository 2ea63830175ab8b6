"""Putting a prepared file in the place of the desk's database: at once where nobody else has it open, or page by page.

Copying pages into an open database writes them twice, into its write-ahead log and from there into the file. Whoever is
alone with an empty database, as a newcomer is, may exchange the file instead; a power cut leaves the one or the other.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from app.db.database import Database, open_database

_KEPT_PRAGMAS = ("synchronous", "wal_autocheckpoint")


def exchange(database: Database, readers: Iterable[Database], prepared: Path) -> None:
    """Make the prepared database that of this desk.

    Args:
        readers: The connections of this thread that read the same file: they are opened anew.
    """
    reading = [reader for reader in readers if not reader.peewee.is_closed()]
    for reader in reading:
        reader.close()
    try:
        if not (_is_alone(database.connection) and _is_exchanged(database, prepared)):
            _copy(database, prepared)
    finally:
        for reader in reading:
            reader.peewee.connect()


def _is_alone(connection: sqlite3.Connection) -> bool:
    """Tell whether no other connection has the file open: only then does SQLite leave the write-ahead log."""
    (patience_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = delete").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience_ms}")
    return bool(mode == "delete")


def _is_exchanged(database: Database, prepared: Path) -> bool:
    """Exchange the file; Windows refuses where another program has opened it in the meantime."""
    kept = {name: database.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _KEPT_PRAGMAS}
    with prepared.open("rb+") as file:
        os.fsync(file.fileno())
    database.close()
    try:
        prepared.replace(str(database.peewee.database))
    except PermissionError:
        return False
    finally:
        database.peewee.connect()
        for name, value in kept.items():
            database.connection.execute(f"PRAGMA {name} = {value}")
    return True


def _copy(database: Database, prepared: Path) -> None:
    database.connection.execute("PRAGMA journal_mode = wal")
    source = open_database(prepared)
    try:
        source.connection.backup(database.connection)
    finally:
        source.close()
