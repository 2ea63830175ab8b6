"""Opening the desk's own file: settings that survive a power cut, and the way up from an older schema."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import peewee
from sqlite_utils import Database as Tables

from app.db.log.marking import forget_digests
from app.db.log.standing import get, put
from app.db.log.unparking import unpark
from app.db.migrations import SCHEMA, STEPS, migrations
from app.db.remembered import has_stamp, renew_stamp
from app.db.state.keeping import keep_state, rebuild_state
from app.db.state.open_loans import move_all
from app.db.triggers import install_triggers
from app.errors import EnvironmentTrouble

LOG = logging.getLogger(__name__)

PRAGMAS: dict[str, object] = {
    "journal_mode": "wal",
    "synchronous": "full",  # A power cut in a branch must not lose what the librarian was told is done.
    "secure_delete": "on",  # What is erased leaves no bytes behind.
    "busy_timeout": 10_000,
    "cache_size": -32_000,
    "temp_store": "memory",
}


UNPARKED = "unparked"
"""For which schema what had been parked as unknown was last looked through."""


class DatabaseDamaged(EnvironmentTrouble):
    """The file is no database, or its pages are damaged."""

    code = "store.damaged"


class DatabaseTooNew(EnvironmentTrouble):
    """A newer version of the program has changed the tables."""

    code = "store.too-new"


class DatabaseUnavailable(EnvironmentTrouble):
    """The file cannot be opened or written: a missing folder, no rights, a full disk."""

    code = "store.unavailable"


@dataclass(frozen=True, slots=True)
class Database:
    """A connection to the desk's file; peewee owns every transaction on it."""

    peewee: peewee.SqliteDatabase

    @property
    def connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = self.peewee.connection()  # type: ignore[no-untyped-call]  # peewee bears none.
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction: it takes the write lock at once and is rolled back on any exception."""
        with self.peewee.atomic():
            yield self.connection

    def close(self) -> None:
        self.peewee.close()


def open_database(path: Path, *, before_upgrade: Callable[[Database], object] = lambda _: None) -> Database:
    """Open the desk's file for the one who writes, and bring it to the present schema.

    Args:
        before_upgrade: Called with the database when an existing one is about to be changed: makes the backup.

    Raises:
        DatabaseDamaged: The file is no database of ours.
        DatabaseTooNew: It was written by a newer version.
        DatabaseUnavailable: It cannot be opened or written.
    """
    database = Database(_peewee(path, PRAGMAS))
    with translated():
        try:
            database.peewee.connect()
            _upgrade(database, before_upgrade)
        except BaseException:
            database.close()
            raise
    return database


def open_for_reading(path: Path) -> Database:
    """Open the desk's file for one who only looks: an insert answers "attempt to write a readonly database"."""
    database = Database(_peewee(path, {**PRAGMAS, "query_only": "on"}))
    with translated():
        database.peewee.connect()
    return database


WAL_PAGES_WITH_A_HELPER = 50_000
"""Where another thread writes the log back, a deed does so itself only where that fails, or much is merged amid work.

A deed under way while that thread writes keeps the log from beginning anew: so it grows as long as deeds follow one
another. Writing 200 MB back on the thread that a deed waits for costs that deed a tenth of a second.
"""


def leave_checkpoints_to_another(database: Database) -> None:
    """Let commits on this connection not write the write-ahead log back into the file: a librarian would wait."""
    database.connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES_WITH_A_HELPER}")


def checkpoint(path: Path) -> None:
    """Write the write-ahead log back as far as nobody is hindered; for a thread on which nobody waits."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    finally:
        connection.close()


def _peewee(path: Path, pragmas: dict[str, object]) -> peewee.SqliteDatabase:
    return peewee.SqliteDatabase(str(path), pragmas=pragmas, lock_type="IMMEDIATE", autoconnect=False)


def _upgrade(database: Database, before_upgrade: Callable[[Database], object]) -> None:
    tables = Tables(database.connection, execute_plugins=False, recursive_triggers=False)
    applied = {step.name for step in migrations.applied(tables)}
    if not applied <= set(STEPS):
        raise DatabaseTooNew
    behind = bool(migrations.pending(tables))
    if behind:
        if applied:
            before_upgrade(database)
        migrations.apply(tables)
    with database.writing() as connection:
        repaired = install_triggers(connection)
        if repaired or not has_stamp(connection):  # Rules may have been written while no trigger looked on.
            renew_stamp(connection)
        if (unparked := get(connection, UNPARKED)) != SCHEMA:  # Not with the migration: the power may have failed.
            _derive(connection, unpark(connection), anew=behind or unparked is not None)
            forget_digests(connection)  # They are over all columns, and there may be new ones.
            put(connection, UNPARKED, SCHEMA)
    if repaired and applied:
        LOG.warning("triggers were missing or changed and are made again: %s", ", ".join(repaired))


def _derive(connection: sqlite3.Connection, touched: Mapping[str, Collection[int]], *, anew: bool) -> None:
    """Bring state up to date: this version may derive what the last one did not, of rows that are here.

    The image of another desk of this version is taken as it is: what that desk derived is to be compared.
    """
    if anew:
        rebuild_state(connection)
    else:
        keep_state(connection, touched)
        move_all(connection)  # This version's profile may keep holidays that the last one did not know.


_DAMAGED = ("file is not a database", "malformed")
_UNAVAILABLE = ("unable to open", "readonly", "disk is full", "disk i/o", "locked")


@contextmanager
def translated() -> Iterator[None]:
    """Turn what SQLite says of the file itself into what a person can be told; anything else is our mistake and rises.

    Raises:
        DatabaseDamaged: The file is no database, or its pages are damaged.
        DatabaseUnavailable: It cannot be opened or written.
    """
    try:
        yield
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        said = str(error).casefold()
        if any(words in said for words in _DAMAGED):
            raise DatabaseDamaged from error
        if any(words in said for words in _UNAVAILABLE):
            raise DatabaseUnavailable from error
        raise
