"""Keeping time in a round: nothing wrong leaves this desk, and what comes from beyond justified time is held."""

from __future__ import annotations

from dataclasses import dataclass

from app.sync.justified import Justified, is_far, justify
from app.sync.ports import Clock, Merged, Store
from app.sync.problems import CLOCK_DISAGREES, DATE_DOUBTFUL, Problem
from app.sync.reader import Reader


@dataclass(frozen=True, slots=True)
class Timekeeper:
    """Judges this PC's clock by those of the others."""

    store: Store
    reader: Reader
    clock: Clock

    def justified(self) -> Justified:
        now_ms = self.clock.monotonic_ms()
        known = self.store.times().known
        return justify(self.clock.wall_ms(), self.reader.sightings(), monotonic_ms=now_ms, known=known)

    def may_publish(self, time: Justified) -> bool:
        """Tell whether the date is sure enough to publish; confirm the clock where the others do."""
        times = self.store.times()
        if not is_far(time.own_ms, last=times.last, confirmed_ms=times.confirmed_ms):
            return True
        if not time.is_witnessed:
            return False
        if not time.disagrees:
            self.store.confirm_clock(time.own_ms)
        return True

    def put_right(self, time: Justified) -> Merged:
        """Draw anew, before anything is sealed, ticks that a clock ahead of the others has made."""
        return self.store.redraw(time.leaving_limit, time.now_ms)

    def problems(self, time: Justified, *, may_publish: bool) -> tuple[Problem, ...]:
        if not may_publish:
            return (Problem(code=DATE_DOUBTFUL),)
        if time.disagrees:
            return (Problem(code=CLOCK_DISAGREES, detail=str((time.own_ms - time.now_ms) // 60_000)),)
        return ()
