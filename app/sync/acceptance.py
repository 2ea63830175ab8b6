"""What is taken from the log of an expelled desk: what some other remaining member has acknowledged, and no more.

The thief has the key that signs this log, and may write in the folder what he likes. So nothing in that log is
believed for its signature: not its heads, which nobody reads any more, nor its segments. Others' heads name positions
with the hash of all that lies before them; the path to such a position is proved link by link, backwards, before its
first row is merged. An acceptance only rises, and all that remain reach the same, for whoever merges acknowledges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.sync.heads import Head, Received
from app.sync.ports import Slice
from app.sync.positions import START, Cursor, LogId, Position
from app.sync.roster import Roster
from app.sync.segments import Sealing, Segment, SegmentName

Read = Callable[[LogId, SegmentName], Segment | None]
"""Returns a verified segment, or None while it cannot be read."""


@dataclass(slots=True)
class Acceptance:
    """What was acknowledged of expelled desks' logs, and which positions are known to be merged.

    Attributes:
        accepted: The acknowledged positions of each log.
        merged: Positions on paths that were merged or proved to lie behind the cursor.
        aside: Merged positions that the cursor does not pass, for it stands on another side of a fork.
    """

    accepted: dict[LogId, set[Position]] = field(default_factory=lambda: defaultdict(set))
    merged: dict[LogId, set[Position]] = field(default_factory=lambda: defaultdict(set))
    aside: dict[LogId, set[Position]] = field(default_factory=lambda: defaultdict(set))
    _expelled: frozenset[int] = frozenset()

    def hear(self, roster: Roster, heads: Mapping[LogId, Head], fresh: Mapping[LogId, Head]) -> None:
        """Take in what members that were not expelled acknowledge; what was accepted once stays so.

        Args:
            heads: The heads of all; asked only when somebody was expelled, for an idle round must stay cheap.
            fresh: Those that this round has read.
        """
        news = fresh if roster.expelled == self._expelled else heads
        self._expelled = roster.expelled
        for head in news.values() if roster.expelled else ():
            for entry in head.received:
                if entry.replica in roster.expelled and entry.position != START:
                    self.accepted[entry.log].add(entry.position)

    def is_wanting(self, log: LogId, cursor: Cursor) -> bool:
        """Tell whether something was accepted of a log that is not known to be merged."""
        return not self.accepted[log] <= self.merged[log] | {cursor.at}

    def acknowledged(self) -> tuple[Received, ...]:
        """Return what is merged of forks beside the cursor: what is not acknowledged, others never accept."""
        return tuple(
            Received(*log, *position) for log, aside in sorted(self.aside.items()) for position in sorted(aside)
        )

    def slices(
        self, log: LogId, cursor: Cursor, names: Iterable[SegmentName], read: Read, rows_max: Callable[[], int]
    ) -> Iterator[Slice]:
        """Yield what is accepted of a log and not merged yet; of a fork, every side that was acknowledged.

        A path is walked twice: once to prove it, once to merge it, so a long one needs no memory.
        """
        known, merged = list(names), self.merged[log]
        merged |= {START, cursor.at}
        for goal in sorted(self.accepted[log] - merged, key=lambda position: -position.sequence):
            if goal in merged or self._is_behind(log, goal, cursor, known, read):
                merged.add(goal)
                continue
            path = _path(log, goal, merged, known, read)
            if path is None:
                continue  # Some segment has not arrived.
            moves = path[-1][0] == cursor.at
            for start, name in reversed(path):
                for sealing in _between(read(log, name), start, goal):
                    after = Cursor(sealing.end) if moves else cursor
                    yield from _pieces(log, sealing, cursor, after, rows_max)
                    cursor = after
                    merged.add(sealing.end)
            if not moves:
                self.aside[log].add(goal)

    def _is_behind(self, log: LogId, goal: Position, cursor: Cursor, names: list[SegmentName], read: Read) -> bool:
        """Tell whether a position lies on the path to where the cursor stands already."""
        return goal.sequence < cursor.at.sequence and _path(log, cursor.at, {goal}, names, read) is not None


def _path(
    log: LogId, goal: Position, known: set[Position], names: list[SegmentName], read: Read
) -> list[tuple[Position, SegmentName]] | None:
    """Return the segments from a known position to `goal`, last first, each with where to begin in it.

    None where some segment is missing, or where the path passes all known positions by.
    """
    path: list[tuple[Position, SegmentName]] = []
    while goal not in known:
        step = _step(log, goal, known, names, read)
        if step is None:
            return None
        goal, name = step
        path.append((goal, name))
    return path


def _step(
    log: LogId, goal: Position, known: set[Position], names: list[SegmentName], read: Read
) -> tuple[Position, SegmentName] | None:
    """Return the segment that holds the sealing which ends at `goal`, and from where in it the path goes on."""
    covering = (name for name in names if name.covers(goal.sequence))
    for name in sorted(covering, key=lambda name: name.end != goal):
        segment = read(log, name)
        ends = [segment.before, *(sealing.end for sealing in segment.sealings)] if segment else []
        if goal in ends[1:]:
            before = ends[: ends.index(goal)]
            return next((end for end in reversed(before) if end in known), before[0]), name
    return None


def _between(segment: Segment | None, start: Position, goal: Position) -> Iterator[Sealing]:
    """Yield the sealings of a segment after `start`, as far as `goal`."""
    after = segment.after(start) if segment is not None else None
    for sealing in after or ():
        if sealing.end.sequence <= goal.sequence:
            yield sealing


def _pieces(
    log: LogId, sealing: Sealing, before: Cursor, after: Cursor, rows_max: Callable[[], int]
) -> Iterator[Slice]:
    """Cut a sealing into slices; the cursor moves with the last. Cut short, it is merged again, which does no harm."""
    start, count = 0, len(sealing.changes)
    while start < count:
        end = start + max(1, rows_max())
        yield Slice(log, sealing.changes.part(start, end), after if end >= count else before)
        start = end
