"""The self-check: no desk's rows may change but by deeds and merges, and desks that have heard the same hold the same.

Each desk keeps digests of its rows by table and range, makes those anew whose rows have changed, and tells them in its
head. A daily scrub makes all of them from the rows again: what differs without a deed or a merge has changed by itself.

Digests of two desks can be compared at equal vectors, and such moments are rare in a network at work. But most rows are
old: if this desk, when it held no more than the other does, had the digest of a range that it has now, when it holds no
less than the other, then nothing in between touched that range, and the other must have the same digest of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.sync.checkpoints import Vector
from app.sync.differing import Compared, alike, differing, key_of, problems
from app.sync.heads import Head
from app.sync.pace import ROWS_AT_EASE
from app.sync.ports import Standing
from app.sync.positions import LogId, Position
from app.sync.problems import Problem
from app.sync.ranges import NOTHING, UNSAID, ToldRanges, read_told, short, told
from app.sync.rowcheck import Kept, Ranged, RowCheck
from app.sync.verified import covers

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
ENTRIES_AT_EASE = 100_000
"""So many rows are digested in one round while a window is open; a second or less of one core."""
ENTRIES_AT_ONCE = 1_000_000
PAST_MAX = 256

_UNTOUCHED = Ranged(NOTHING, 0)
"""A range that never had rows."""


class Moment(NamedTuple):
    """How far this desk held the logs when so many marks had been made."""

    marks: int
    vector: Vector


@dataclass(slots=True, kw_only=True)
class SelfCheck:
    """Keeps a desk's digests, tells them, and compares them with what others tell.

    Attributes:
        rows_max: How many changes one transaction may merge just now; few while somebody works at the desk.
        scrub_ms: So often all digests are made from the rows again.
        problems: What stands noted as different, for a person.
    """

    rows: RowCheck
    rows_max: Callable[[], int]
    scrub_ms: int = DAY_MS
    problems: tuple[Problem, ...] = ()
    _kept: Kept | None = None
    _past: deque[Moment] = field(default_factory=lambda: deque(maxlen=PAST_MAX))
    _is_stale: bool = True
    _noted_ms: dict[int, int] = field(default_factory=dict)

    def look(
        self, standing: Standing, heads: Mapping[LogId, Head], now_ms: int, *, level: bool, news: bool, once: bool
    ) -> None:
        """Bring the digests up to date where the desk is at rest, scrub a little where it is due, and compare.

        Args:
            now_ms: This PC's clock, which goes on even where justified time waits for it, Unix milliseconds.
            level: Everything that heads announce is merged.
            news: Something was merged, published or heard since the last look.
        """
        self._is_stale |= news
        at_rest = once or self.rows_max() >= ROWS_AT_EASE
        if not at_rest or not (self._is_stale or self._is_scrub_due(now_ms)):
            return
        self._kept = self._kept or self.rows.kept()
        entries_max = ENTRIES_AT_ONCE if once else ENTRIES_AT_EASE
        self._is_stale = not self.rows.refresh(entries_max)
        if not self._is_stale and self._is_scrub_due(now_ms):
            self.rows.scrub(entries_max, now_ms)
        self._kept = kept = self.rows.kept()
        if level and kept.is_clear and kept.is_complete and kept.vector is not None:
            self._remember(Moment(kept.marks, kept.vector))
            compared = [self._compared(log, head, kept) for log, head in _newest(standing, heads)]
            self._note(standing.log.replica, kept, [one for one in compared if one.digests], now_ms)
        self.problems = tuple(problems(self.rows.differences(), standing.log.replica))

    def _is_scrub_due(self, now_ms: int) -> bool:
        last_ms = self._kept.scrubbed_ms if self._kept else None
        return last_ms is None or not 0 <= now_ms - last_ms < self.scrub_ms

    def _remember(self, moment: Moment) -> None:
        if self._past and self._past[-1].vector == moment.vector:
            self._past.pop()
        self._past.append(moment)

    def told(self, vector: Vector) -> tuple[bytes | None, tuple[ToldRanges, ...]]:
        """Return what a head that tells these positions says of the rows: the whole digest, and those of the ranges."""
        kept = self._kept
        if kept is None or kept.vector != vector or not (kept.is_clear and kept.is_complete):
            return None, ()
        return kept.whole, told({key: ranged.digest for key, ranged in kept.ranges.items()})

    # Comparing.

    def _compared(self, log: LogId, head: Head, kept: Kept) -> Compared:
        """Find the digests in a head that must be this desk's own."""
        theirs, moment = vector_of(log, head), None
        if head.digests and not head.forks and kept.vector is not None and covers(kept.vector, theirs):
            moment = next((moment for moment in reversed(self._past) if covers(theirs, moment.vector)), None)
        if moment is None:
            return Compared(log.replica, {})
        said = read_told(head.digests)
        ours = {key: kept.ranges.get(key, _UNTOUCHED) for key in said.keys() | kept.ranges.keys()}
        known = {key for key, ranged in ours.items() if ranged.digest is not None and ranged.mark <= moment.marks}
        found = {key: said.get(key, short(NOTHING)) for key in known}
        return Compared(log.replica, {key: digest for key, digest in found.items() if digest != UNSAID})

    def _note(self, own: int, kept: Kept, compared: Sequence[Compared], now_ms: int) -> None:
        """Note what differs now; what was compared again, and does not differ any more, is forgotten."""
        before = set(self.rows.differences())
        ours = {key: short(ranged.digest) for key, ranged in kept.ranges.items()}
        again = {(one.replica, key) for one in compared for key in one.digests}
        again |= {(own, key) for key in alike(ours, compared)}
        altered = {key_of(one) for one in before if one.replica == own}
        after = {one for one in before if (one.replica, key_of(one)) not in again}
        after |= set(differing(own, ours, compared, altered))
        places = {one[:3] for one in after}
        gone = [one for one in before if one[:3] not in places]
        lately = [one.replica for one in compared if now_ms - self._noted_ms.get(one.replica, 0) >= HOUR_MS]
        if after != before or lately:
            self.rows.note(after - before, gone, lately, now_ms)
            self._noted_ms.update(dict.fromkeys(lately, now_ms))


def vector_of(log: LogId, head: Head) -> dict[LogId, Position]:
    """Return how far the writer of a head holds each log, its own included."""
    found = {log: head.position, **{entry.log: entry.position for entry in head.received}}
    return {of: position for of, position in found.items() if position.sequence}


def _newest(standing: Standing, heads: Mapping[LogId, Head]) -> list[tuple[LogId, Head]]:
    """Return the newest head of each other desk whose tables are of this version."""
    newest: dict[int, tuple[LogId, Head]] = {}
    for log, head in heads.items():
        if log.replica != standing.log.replica and (
            log.replica not in newest or head.wall_ms > newest[log.replica][1].wall_ms
        ):
            newest[log.replica] = log, head
    return [(log, head) for log, head in newest.values() if head.schema == standing.schema]
