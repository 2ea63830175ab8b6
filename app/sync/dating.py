"""When a checkpoint was written: the tick that names it, and how old it is."""

from __future__ import annotations

from collections.abc import Collection

from app.sync.checkpoints import Manifest
from app.sync.justified import Justified
from app.sync.ticks import make_tick, next_tick, unix_ms_of


def next_name(standing: Collection[int], own: int, now_ms: int) -> int:
    """Return the tick that names a new checkpoint: as late as its author believes it to be, and no other's."""
    tick = make_tick(now_ms, own)
    while tick in standing:
        tick = next_tick(tick, replica=own, wall_unix_ms=now_ms)
    return tick


def age_ms(tick: int, manifest: Manifest | None, time: Justified) -> int:
    """Return how old a checkpoint is.

    Where justified time stands still, because a fact from ahead is its floor, the clocks on the walls tell.
    """
    if time.disagrees and manifest is not None:
        return abs(time.own_ms - manifest.wall_ms)
    return time.now_ms - unix_ms_of(tick)
