"""Who this desk is, and its last tick: a few named values in one table."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from app.sync.ticks import Tick, next_tick

NETWORK = "network"
REPLICA = "replica"
TICK = "tick"


def get(connection: sqlite3.Connection, name: str, default: Any = None) -> Any:
    row = connection.execute("SELECT value FROM standing WHERE name = ?", (name,)).fetchone()
    return default if row is None else row[0]


def put(connection: sqlite3.Connection, name: str, value: Any) -> None:
    connection.execute(
        "INSERT INTO standing VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value)
    )


@dataclass(slots=True)
class Ticks:
    """Draws ticks within one transaction.

    The last one is read from the database and stored there again before the transaction ends, so two programs on
    one PC, each with the write lock in its turn, never draw the same.
    """

    replica: int
    last: int
    wall_ms: int

    @classmethod
    def of(cls, connection: sqlite3.Connection, wall_ms: int) -> Ticks:
        return cls(get(connection, REPLICA, 0), get(connection, TICK, 0), wall_ms)

    def draw(self) -> Tick:
        """Return the next tick.

        Raises:
            ClockUnusable: The PC's clock is impossible and no tick was drawn before.
        """
        tick = next_tick(self.last, replica=self.replica, wall_unix_ms=self.wall_ms)
        self.last = tick
        return tick

    def keep(self, connection: sqlite3.Connection) -> None:
        put(connection, TICK, self.last)
