"""What an owner does with its own segments in time: lays small ones together, and lets go of those that nobody needs.

A segment goes when a verified checkpoint holds it and every active replica has acknowledged it. Sequences and links
never change. At each step a crash leaves something that the next round finishes: a large segment stands in the folder
before it takes the place of small ones, and a file that is to leave is written down until it has left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.sync.changes import CHANGES_MAX
from app.sync.epochs import write_anew
from app.sync.errors import Malformed
from app.sync.heads import Head
from app.sync.keys import Keys
from app.sync.layout import log_folder
from app.sync.past import opened
from app.sync.ports import Folder, Heard, Random, Sealed, Store
from app.sync.positions import BEGINNING, Cursor, LogId
from app.sync.segments import CONTENTS_MAX, Segment, SegmentName, parse_name, write_segment
from app.sync.verified import Verified, covered_until

RUN_MIN = 4
"""So many segments are worth laying together; fewer wait for the next day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Looks after one desk's own segments.

    Attributes:
        is_active: Tells whether a replica heard of counts as being there; who does not is not waited for.
    """

    store: Store
    folder: Folder
    keys: Keys
    random: Random
    is_active: Callable[[Heard], bool]

    def repack(self) -> int:
        """Lay runs of small segments together; return how many segments became fewer."""
        fewer = 0
        for log in self._logs():
            for run in _runs(self.store.own_names(log)):
                fewer += self._laid_together(log, run)
        return fewer

    def _logs(self) -> list[LogId]:
        """Return the logs of this desk's number; those of one that it had before are left as they are."""
        number = self.store.standing().log.replica
        return [log for log in self.store.own_logs() if log.replica == number]

    def _laid_together(self, log: LogId, run: Sequence[SegmentName]) -> int:
        small = [sealed for name in run if (sealed := self.store.own_segment(log, name.last)) is not None]
        try:
            segments = [opened(sealed, self.keys) for sealed in small]
        except Malformed:
            return 0  # Nobody lacks what a restored database has under a key that is destroyed.
        if len(small) < len(run) or not _follow(segments):
            return 0
        large = self._large(log, segments)
        if large is None:
            return 0
        self.store.leave(log, large.name)
        self.folder.write_new(f"{log_folder(log)}/{large.name.file}", large.data)
        self.store.repack(small, large)
        return len(small) - 1

    def _large(self, log: LogId, segments: Sequence[Segment]) -> Sealed | None:
        """Return the segment that holds the same changes; None where it would be too large."""
        changes = [sealing.changes for segment in segments for sealing in segment.sealings]
        writing = self.keys.writing(log.replica, self.random)
        name, data = write_segment(changes, log=log, before=segments[0].before, writing=writing)
        if name.end != segments[-1].end or len(data) > CONTENTS_MAX:
            return None
        return Sealed(log, name, data)

    def retire(self, verified: Collection[Verified], heads: Mapping[LogId, Head]) -> None:
        """Let go of own segments that nobody needs any more."""
        forked = {LogId(*fork) for head in heads.values() for fork in head.forks}
        needed = self.needed(heads)
        present = self.store.standing().log
        for log in set(self._logs()) - forked:
            end = min(covered_until(log, verified), self.acknowledged(log, needed))
            names = [name for name in self.store.own_names(log) if name.last <= end]
            if names:
                self.store.retire(log, names[-1].end)
            if log != present:
                self._clear_abandoned(log, end)

    def needed(self, heads: Mapping[LogId, Head]) -> list[Head | None]:
        """Return the heads of all that are active; None for one that is, and whose head cannot be read now."""
        own = self.store.standing().log.replica
        others = [heard for heard in self.store.heard() if heard.log.replica != own]
        return [heads.get(heard.log) for heard in others if self.is_active(heard)]

    def acknowledged(self, log: LogId, needed: Iterable[Head | None]) -> int:
        """Return up to which sequence all have acknowledged a log; without limit where nobody is there to wait for."""
        return min((_of(head, log) for head in needed), default=1 << 63)

    def _clear_abandoned(self, log: LogId, end: int) -> None:
        """Take away what stands in the folder of an own earlier log; this desk, too, must have read it."""
        read = self.store.cursors().get(log, BEGINNING).at.sequence
        for file in self.folder.names(log_folder(log)):
            name = parse_name(file)
            if name is not None and name.last <= min(end, read):
                self.folder.delete(f"{log_folder(log)}/{file}")

    def renew(self, verified: Collection[Verified], *, covered_too: bool) -> None:
        """Write own segments of former epochs anew under the present key; same changes, sequences and names.

        Args:
            covered_too: Whether those as well that a checkpoint holds; they leave once all have read them.
        """
        for log, name in self.store.own_under_another(self.keys.epoch):
            sealed = self.store.own_segment(log, name.last)
            if sealed is not None and (covered_too or name.last > covered_until(log, verified)):
                write_anew(sealed, store=self.store, folder=self.folder, keys=self.keys, random=self.random)

    def clear(self) -> None:
        """Take away the files that are to leave."""
        for log, name in self.store.leaving():
            self.folder.delete(f"{log_folder(log)}/{name.file}")
            self.store.left(log, name)


def _runs(names: Iterable[SegmentName]) -> Iterator[list[SegmentName]]:
    """Yield runs of segments that follow each other and together are no more than one may hold."""
    run: list[SegmentName] = []
    for name in names:
        follows = bool(run) and run[-1].last + 1 == name.first and name.last - run[0].first < CHANGES_MAX
        if run and not follows:
            yield from _worth(run)
            run = []
        run.append(name)
    yield from _worth(run)


def _worth(run: list[SegmentName]) -> Iterator[list[SegmentName]]:
    if len(run) >= RUN_MIN:
        yield run


def _follow(segments: Sequence[Segment]) -> bool:
    """Tell whether segments are one piece of one log, written under one schema."""
    schemas = {sealing.changes.schema for segment in segments for sealing in segment.sealings}
    return len(schemas) == 1 and all(after.before == before.end for before, after in pairwise(segments))


def _of(head: Head | None, log: LogId) -> int:
    if head is None:
        return 0
    return max((entry.sequence for entry in head.received if entry.log == log), default=0)


def retired_before(cursor: Cursor, head: Head) -> bool:
    """Tell whether the change that a reader needs next has gone from its owner's folder."""
    return cursor.at.sequence + 1 < head.kept_from
