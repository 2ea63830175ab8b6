"""Who this desk is, and its last tick: a few named values in one table."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from app.sync.justified import is_far
from app.sync.ticks import NO_CLOCK_MS, Tick, make_tick, next_tick, unix_ms_of

NETWORK = "network"
REPLICA = "replica"
TICK = "tick"
KNOWN = "known"
"""The greatest tick merged or sealed: others have it or may have it."""
CLOCK_CONFIRMED = "clock-confirmed"
"""What this PC's clock said when it was confirmed last, Unix milliseconds."""
LEAP = "leap"
"""How far the first tick of this session leaps that leaves the clock out, milliseconds; 0 once it has."""


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

    Attributes:
        has_leapt: Whether the leap of this session is in `last`.
    """

    replica: int
    last: int
    wall_ms: int
    has_leapt: bool = False

    @classmethod
    def of(cls, connection: sqlite3.Connection, wall_ms: int) -> Ticks:
        """Begin from the last tick; a clock too far from it to be believed is left out of the reckoning."""
        replica, last = get(connection, REPLICA, 0), get(connection, TICK, 0)
        if not is_far(wall_ms, last=last, confirmed_ms=get(connection, CLOCK_CONFIRMED)):
            return cls(replica, last, wall_ms)
        leap_ms = get(connection, LEAP, 0)
        return cls(replica, _leapt(last, leap_ms, replica), NO_CLOCK_MS, has_leapt=leap_ms > 0)

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
        if self.has_leapt:
            put(connection, LEAP, 0)


LEAP_FAR_MS, LEAP_NEAR_MS = 600_000, 5_000


def begin_session(connection: sqlite3.Connection, wall_ms: int, chance: int) -> None:
    """See to a leap ahead where the wall clock does not drive the ticks, so that none is drawn twice.

    A database that was restored from a backup draws the same ticks again as long as it has nothing but its last one
    to go on from. A clock that goes on from there by itself needs no leap. It may cease to be believed long after this,
    where a PC is left on and nobody works for days: so that leap waits for the tick that needs it.

    Args:
        chance: A random number, at least of 32 bits.
    """
    last = get(connection, TICK, 0)
    far = is_far(wall_ms, last=last, confirmed_ms=get(connection, CLOCK_CONFIRMED))
    if last and not far and wall_ms <= unix_ms_of(last):
        put(connection, TICK, _leapt(last, 1 + chance % LEAP_NEAR_MS, get(connection, REPLICA, 0)))
    put(connection, LEAP, 1 + chance % LEAP_FAR_MS)


def _leapt(last: int, leap_ms: int, replica: int) -> int:
    return make_tick(unix_ms_of(last) + leap_ms, replica) if leap_ms else last


def advance(connection: sqlite3.Connection, greatest: int) -> None:
    """Note a tick that others have, or may have seen: whatever is drawn here from now on is greater."""
    for name in (TICK, KNOWN):
        put(connection, name, max(get(connection, name, 0), greatest))
