"""Ticks: the only clock of replication and the only source of ids.

A tick is a 63-bit integer: 41 bits of milliseconds since 2020-01-01 UTC, 12 bits of replica, 10 bits of sequence.
One integer comparison orders any two of them, and each tells when and where it was drawn.
A desk draws the smallest tick of its own number that is not below its wall clock and is greater than every tick
it has drawn or merged: a hybrid logical clock (Kulkarni et al., 2014) in a single column.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NewType

from app.errors import EnvironmentTrouble

Tick = NewType("Tick", int)

EPOCH_MS = 1_577_836_800_000
"""2020-01-01T00:00:00Z in Unix milliseconds."""

REPLICA_BITS = 12
SEQUENCE_BITS = 10
REPLICA_MAX = (1 << REPLICA_BITS) - 1
SEQUENCE_MAX = (1 << SEQUENCE_BITS) - 1
TICK_MAX = (1 << 63) - 1
MS_MAX = (1 << 41) - 1

READING_MIN_MS = 1_704_067_200_000 - EPOCH_MS
"""2024-01-01: nothing was ever replicated before; an earlier reading is a dead battery or a forgery."""
READING_MAX_MS = MS_MAX
"""September 2089, when the 41 bits end."""

NO_CLOCK_MS = 0
"""Given for a wall clock that is not to be believed: no desk can have lived then."""


class ClockUnusable(EnvironmentTrouble):
    """The PC's clock shows a year in which no desk can have lived, and nothing tells the true one."""

    code = "sync.clock-unusable"


def make_tick(unix_ms: int, replica: int, sequence: int = 0) -> Tick:
    """Return the tick of these three parts; `unix_ms` is Unix time in milliseconds."""
    return Tick(((unix_ms - EPOCH_MS) << (REPLICA_BITS + SEQUENCE_BITS)) | (replica << SEQUENCE_BITS) | sequence)


def unix_ms_of(tick: int) -> int:
    """Return the wall clock reading in a tick, in Unix milliseconds."""
    return (tick >> (REPLICA_BITS + SEQUENCE_BITS)) + EPOCH_MS


def replica_of(tick: int) -> int:
    return (tick >> SEQUENCE_BITS) & REPLICA_MAX


def is_tick(value: object) -> bool:
    """Tell whether `value` can be a tick: an integer whose reading lies in 2024–2089 and whose replica is not 0."""
    return (
        isinstance(value, int)
        and READING_MIN_MS <= value >> (REPLICA_BITS + SEQUENCE_BITS) <= READING_MAX_MS
        and replica_of(value) > 0
    )


def all_drawn_by(replica: int, ticks: Iterable[int]) -> bool:
    """Tell whether every one of `ticks` is well formed and bears this replica's number.

    It stands in the path of every merged change, so it checks the extremes and the number, not each tick by itself.
    """
    ticks = ticks if isinstance(ticks, list | tuple) else list(ticks)
    if not ticks:
        return True
    own = replica << SEQUENCE_BITS
    mask = REPLICA_MAX << SEQUENCE_BITS
    return is_tick(min(ticks)) and is_tick(max(ticks)) and all(tick & mask == own for tick in ticks)


def next_tick(last: int, *, replica: int, wall_unix_ms: int) -> Tick:
    """Return the tick that follows `last`, the greatest tick drawn or merged so far (0: none yet).

    A wall clock outside 2024–2089 is left out of the reckoning: the ticks still rise.

    Raises:
        ClockUnusable: There is neither a usable clock nor an earlier tick to go on from.
    """
    wall_ms = wall_unix_ms - EPOCH_MS
    if READING_MIN_MS <= wall_ms <= READING_MAX_MS:
        now = make_tick(wall_unix_ms, replica)
        if now > last:
            return now
    if last == 0:
        raise ClockUnusable
    return _after(last, replica)


def _after(last: int, replica: int) -> Tick:
    """Return the smallest tick of `replica` that is greater than `last`."""
    unix_ms = unix_ms_of(last)
    if replica_of(last) < replica:
        return make_tick(unix_ms, replica)
    if replica_of(last) == replica and last & SEQUENCE_MAX < SEQUENCE_MAX:
        return Tick(last + 1)
    return make_tick(unix_ms + 1, replica)
