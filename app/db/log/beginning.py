"""A desk's database at its beginning: who it is in which network."""

from __future__ import annotations

from collections.abc import Sequence

from app.db.database import Database
from app.db.log.standing import NETWORK, REPLICA, get, put
from app.db.log.store import begin_log
from app.sync.positions import LogId


def begin(database: Database, *, network: bytes, log: LogId, roster: Sequence[bytes] = ()) -> None:
    """Write down who this desk is; its log is empty."""
    with database.writing() as connection:
        put(connection, NETWORK, network)
        put(connection, REPLICA, log.replica)
        begin_log(connection, log)
        connection.executemany("INSERT INTO roster (data) VALUES (?)", [(entry,) for entry in roster])


def network_of(database: Database) -> tuple[bytes, int] | None:
    """Return the network and the replica number of this database, or None where it belongs to none yet."""
    network = get(database.connection, NETWORK)
    return None if network is None else (network, get(database.connection, REPLICA))
