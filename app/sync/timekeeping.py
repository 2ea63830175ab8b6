"""Keeping time in a round: nothing wrong leaves this desk, and what comes from beyond justified time is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.sync.justified import FRESH_MS, TOLERANCE_MS, Justified, is_far, justify
from app.sync.ports import Clock, Merged, Store, Times
from app.sync.positions import LogId
from app.sync.problems import CLOCK_DISAGREES, DATE_DOUBTFUL, Problem
from app.sync.reader import Reader


@dataclass(frozen=True, slots=True)
class Judged:
    """What the time is, and whether it is sure enough.

    Attributes:
        may_publish: Whether the date is sure enough to publish.
    """

    time: Justified
    times: Times
    may_publish: bool

    @property
    def problems(self) -> tuple[Problem, ...]:
        if not self.may_publish:
            return (Problem(code=DATE_DOUBTFUL),)
        if self.time.disagrees:
            return (Problem(code=CLOCK_DISAGREES, detail=str((self.time.own_ms - self.time.now_ms) // 60_000)),)
        return ()


@dataclass(frozen=True, slots=True)
class Timekeeper:
    """Judges this PC's clock by those of the others."""

    store: Store
    reader: Reader
    clock: Clock

    def recalled(self) -> Mapping[LogId, int]:
        """Return the counters of the heads as the last round on request left them, in another process perhaps.

        A head that goes further has changed since; that tells the time as long as it was not long ago. After a restart
        of the PC the clock that goes on begins again, so the one on the wall has to have gone on by as much.
        """
        last = self.store.last_round()
        if last is None:
            return {}
        wall_ms, since_ms = self.clock.wall_ms() - last[0], self.clock.monotonic_ms() - last[1]
        if not 0 <= since_ms <= FRESH_MS or abs(wall_ms - since_ms) > TOLERANCE_MS:
            return {}
        return {one.log: one.counter for one in self.store.heard()}

    def judge(self) -> Judged:
        """Say what the time is; confirm this PC's clock where the others do."""
        times = self.store.times()
        time = justify(
            self.clock.wall_ms(),
            self.reader.sightings(),
            monotonic_ms=self.clock.monotonic_ms(),
            known=times.known,
        )
        far = is_far(time.own_ms, last=times.last, confirmed_ms=times.confirmed_ms)
        if far and time.is_witnessed and not time.disagrees:
            self.store.confirm_clock(time.own_ms)
        return Judged(time, times, may_publish=not far or time.is_witnessed)

    def release(self, judged: Judged) -> Merged:
        """Merge what was held and whose time has come."""
        if not judged.times.held:
            return Merged(tables=frozenset(), changes=0)
        return self.store.release(judged.time.arriving_limit)

    def put_right(self, judged: Judged) -> Merged:
        """Draw anew, before anything is sealed, ticks that a clock ahead of the others has made."""
        return self.store.redraw(judged.time.leaving_limit, judged.time.now_ms)
