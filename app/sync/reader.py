"""Reading other desks' logs: heads first, then the segments that they announce, verified before a row is touched."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.sync.acceptance import Acceptance
from app.sync.backoff import NAMED_AFTER, Backoff
from app.sync.errors import FormatTooNew, FormerEpoch, Malformed
from app.sync.heads import FILE_MAX as HEAD_MAX
from app.sync.heads import SLOTS, Damaged, Head, read_head, slot_of
from app.sync.justified import Sighting
from app.sync.keys import Keys
from app.sync.layout import REPLICAS, log_folder, parse_incarnation, replica_folder
from app.sync.ports import Clock, Folder, Slice
from app.sync.positions import BEGINNING, Cursor, LogId, Position
from app.sync.problems import FORK, MISSING_SEGMENT, UNREADABLE_HEAD, UNREADABLE_SEGMENT, Problem
from app.sync.reach import Reach
from app.sync.roster import Roster
from app.sync.segments import FILE_MAX as SEGMENT_MAX
from app.sync.segments import Sealing, Segment, SegmentName, parse_name, read_segment


@dataclass(slots=True)
class Watched:
    """What is remembered of a log between rounds; a restart forgets it without harm.

    Attributes:
        sighting: Its desk's clock when the head was last seen to change: a head that was there already tells no time.
        seen_ms: When the head was seen first, by the clock that only goes on.
        since_ms: This desk's wall clock when it saw the first head.
    """

    head: Head | None = None
    slots: dict[str, bytes] = field(default_factory=dict)
    sighting: Sighting | None = None
    seen_ms: int = 0
    since_ms: int = 0

    @property
    def is_living(self) -> bool:
        """Whether somebody writes this log now: it changed since it was seen first, and not by files that came late."""
        return self.head is not None and self.sighting is not None and self.head.wall_ms > self.since_ms


class Published(NamedTuple):
    """What this desk has published, and when by the clock that only goes on."""

    log: LogId
    sequence: int
    at_ms: int


@dataclass(slots=True)
class Reader:
    """Looks at every other log in the folder and yields what is new.

    Attributes:
        watched: The logs known so far.
        fresh: Heads read since the engine last finished a round.
        forks: Logs of which two contents were seen at one position.
        problems: What this round met, for a person.
        published: The last that this desk has published: whoever acknowledges it has written since.
        stuck: In how many rounds in a row the next segment of a log could not be read.
        acceptance: What may be taken of the logs of expelled desks.
        reach: How far the others' logs go.
        recalled: The counters of the heads as a round of another process left them, not long ago.
    """

    folder: Folder
    clock: Clock
    watched: dict[LogId, Watched] = field(default_factory=dict)
    fresh: dict[LogId, Head] = field(default_factory=dict)
    forks: set[LogId] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    published: deque[Published] = field(default_factory=lambda: deque(maxlen=64))
    stuck: dict[LogId, int] = field(default_factory=dict)
    acceptance: Acceptance = field(default_factory=Acceptance)
    reach: Reach = field(default_factory=Reach)
    recalled: Mapping[LogId, int] = field(default_factory=dict)
    _backoff: Backoff = field(default_factory=Backoff)
    _unreadable: dict[str, tuple[LogId, SegmentName]] = field(default_factory=dict)
    _nameless: dict[LogId, Damaged] = field(default_factory=dict)

    def look(self, roster: Roster, keys: Keys, *, own: LogId, thorough: bool) -> None:
        """Read the heads that changed.

        A thorough look lists the folders and reads both slots of every head; another reads only the slot
        that each desk writes next: one small file a replica, whatever the history.
        """
        self.problems = []
        if thorough or not self.watched:
            self._find_logs(roster, own)
        self._leave_alone(roster)
        for log, watched in self.watched.items():
            self._look_at(log, watched, roster.verify_key(log.replica), keys, thorough=thorough)
        heads = {log: watched.head for log, watched in self.watched.items() if watched.head}
        self.acceptance.hear(roster, heads, self.fresh)
        if thorough:
            self.reach.hear(roster, heads, own)

    def _leave_alone(self, roster: Roster) -> None:
        """Look no more at logs of desks that were expelled, or that a roster that lost had admitted."""
        for log in [log for log in self.watched if log.replica in roster.expelled or log.replica not in roster.members]:
            del self.watched[log]
            self.fresh.pop(log, None)

    def _find_logs(self, roster: Roster, own: LogId) -> None:
        present = set(self.folder.names(REPLICAS))
        for number in sorted(roster.members):
            if replica_folder(number).rpartition("/")[2] in present:
                for name in self.folder.names(replica_folder(number)):
                    incarnation = parse_incarnation(name)
                    if incarnation is not None and (log := LogId(number, incarnation)) != own:
                        self.watched.setdefault(log, Watched())
        self.watched.pop(own, None)

    def _look_at(self, log: LogId, watched: Watched, verify_key: bytes, keys: Keys, *, thorough: bool) -> None:
        head = watched.head
        last = head.counter if head is not None else self.recalled.get(log)
        slots = SLOTS if thorough or head is None else (slot_of(head.counter + 1),)
        for slot in slots:
            data = self.folder.read(f"{log_folder(log)}/{slot}", bytes_max=HEAD_MAX)
            if data is None or (seen := hashlib.blake2b(data).digest()) == watched.slots.get(slot):
                continue
            try:
                new = read_head(data, log, verify_key=verify_key, network_keys=keys.network_keys)
            except FormerEpoch:
                continue  # Its owner is away, and writes it anew when it comes back.
            except (Malformed, FormatTooNew) as error:
                self._head_failed(log, error)
                continue
            self._backoff.succeeded(log_folder(log))
            watched.slots[slot] = seen
            if watched.head is None or _age(new) > _age(watched.head):
                if last is not None and new.counter > last:
                    watched.sighting = Sighting(new.wall_ms, self.clock.monotonic_ms(), self._answered_ms(new))
                watched.since_ms, watched.seen_ms = watched.since_ms or self.clock.wall_ms(), self.clock.monotonic_ms()
                watched.head = self.fresh[log] = new

    def _answered_ms(self, head: Head) -> int | None:
        """Return when the last thing of this desk that a head acknowledges was published."""
        acknowledged = {entry.log: entry.sequence for entry in head.received}
        answered = (own.at_ms for own in self.published if acknowledged.get(own.log, 0) >= own.sequence)
        return max(answered, default=None)

    def _head_failed(self, log: LogId, error: Malformed | FormatTooNew) -> None:
        if isinstance(error, FormatTooNew):
            self.problems.append(Problem(code=error.code, replica=log.replica, detail=log_folder(log)))
        self._backoff.failed(log_folder(log), self.clock.monotonic_ms())
        if log_folder(log) in self._backoff.named():
            self.problems.append(Problem(code=UNREADABLE_HEAD, replica=log.replica, detail=log_folder(log)))

    def sightings(self) -> Iterator[Sighting]:
        """Yield the newest sighting of each other desk's clock."""
        newest: dict[int, Sighting] = {}
        for log, watched in self.watched.items():
            seen = watched.sighting
            if seen is not None and (log.replica not in newest or seen.seen_ms > newest[log.replica].seen_ms):
                newest[log.replica] = seen
        yield from newest.values()

    def out_of_patience(self, *, impatient: bool) -> set[LogId]:
        """Return the logs whose next segment was looked for in vain so often that it may have gone."""
        return {log for log, rounds in self.stuck.items() if impatient or rounds >= NAMED_AFTER}

    def damaged(self) -> tuple[Damaged, ...]:
        """Return what was tried again and again, for its owners to write once more: segments, and what has no name."""
        named = set(self._backoff.named())
        return (
            *(Damaged(*log, name.first, name.last) for path, (log, name) in self._unreadable.items() if path in named),
            *(lacked for log, lacked in self._nameless.items() if self.stuck.get(log, 0) >= NAMED_AFTER),
        )

    def slices(
        self,
        roster: Roster,
        keys: Keys,
        cursors: Mapping[LogId, Cursor],
        *,
        rows_max: Callable[[], int],
        impatient: bool,
    ) -> Iterator[list[Slice]]:
        """Yield what to merge, in pieces of about `rows_max()` changes; each must be merged before the next is asked.

        An impatient reader tries every file now, whatever its failures, and names each that cannot be read.
        """
        for log in sorted(self.watched.keys() | self.reach.logs()):
            reading = _Reading(self, log, roster.verify_key(log.replica), keys, impatient=impatient)
            yield from _gathered(reading.slices(cursors.get(log, BEGINNING), rows_max), rows_max)
        for log in sorted(log for log in self.acceptance.accepted if log.replica in roster.expelled):
            reading = _Reading(self, log, roster.verify_key(log.replica), keys, impatient=impatient)
            yield from _gathered(reading.accepted(cursors.get(log, BEGINNING), rows_max), rows_max)

    def segment(
        self, name: SegmentName, log: LogId, verify_key: bytes, keys: Keys, *, impatient: bool
    ) -> Segment | None:
        """Return a verified segment, or None where it is not there yet."""
        path, now = f"{log_folder(log)}/{name.file}", self.clock.monotonic_ms()
        if not impatient and not self._backoff.is_due(path, now):
            return None
        data = self.folder.read(path, bytes_max=SEGMENT_MAX)
        try:
            segment = read_segment(data or b"", name, log, verify_key=verify_key, network_keys=keys.network_keys)
        except FormatTooNew as error:
            self._backoff.failed(path, now)  # Its owner could only write the same again.
            self.problems.append(Problem(code=error.code, replica=log.replica, detail=path))
            return None
        except FormerEpoch:
            self._backoff.failed(path, now)
            self._unreadable[path] = log, name  # Its owner writes it under the present key.
            return None
        except Malformed:
            self._segment_failed(path, log, name, missing=data is None, impatient=impatient)
            return None
        self._backoff.succeeded(path)
        self._unreadable.pop(path, None)
        return segment

    def _segment_failed(self, path: str, log: LogId, name: SegmentName, *, missing: bool, impatient: bool) -> None:
        self._backoff.failed(path, self.clock.monotonic_ms())
        self._unreadable[path] = log, name
        if impatient or path in self._backoff.named():
            code = MISSING_SEGMENT if missing else UNREADABLE_SEGMENT
            self.problems.append(Problem(code=code, replica=log.replica, detail=path))

    def came_to(self, log: LogId) -> None:
        """Forget that a log could not be read on."""
        self.stuck.pop(log, None)
        self._nameless.pop(log, None)

    def missed(self, log: LogId, nameless: Damaged | None, *, impatient: bool) -> None:
        """Note that a log could not be read on.

        Args:
            nameless: What is missing, where no file is known that brings the next of it.
        """
        self.stuck[log] = self.stuck.get(log, 0) + 1
        self._nameless.pop(log, None)
        if nameless:
            self._nameless[log] = nameless
            if impatient or self.stuck[log] >= NAMED_AFTER:
                self.problems.append(Problem(code=MISSING_SEGMENT, replica=log.replica, detail=log_folder(log)))

    def forgive(self, log: LogId, names: Iterable[SegmentName]) -> None:
        """Forget that segments could not be read: their owner has laid them together with others."""
        for name in names:
            path = f"{log_folder(log)}/{name.file}"
            self._backoff.succeeded(path)
            self._unreadable.pop(path, None)

    def names(self, log: LogId) -> list[SegmentName]:
        """Return the segments of a log that stand in the folder, in order."""
        return [name for file in self.folder.names(log_folder(log)) if (name := parse_name(file))]


def _age(head: Head) -> tuple[int, int]:
    """Order heads of one log. A desk whose power failed, and whose share showed it an old copy, may count one twice."""
    return head.counter, head.sequence


@dataclass(slots=True)
class _Reading:
    """One log, read as far as it goes."""

    reader: Reader
    log: LogId
    verify_key: bytes
    keys: Keys
    impatient: bool = field(kw_only=True)

    def slices(self, cursor: Cursor, rows_max: Callable[[], int]) -> Iterator[Slice]:
        watched = self.reader.watched.get(self.log)
        head = watched.head if watched else None
        goal = self.reader.reach.goal(self.log, head, impatient=self.impatient)
        if goal is None:
            return
        if cursor.at.sequence == goal.sequence and cursor.at.link != goal.link:
            yield from self._both_sides(head, goal, cursor)
            return
        while cursor.at.sequence < goal.sequence:
            segment = self._following(head, cursor, goal)
            if segment is None:
                return
            sealings = segment.after(cursor.at)
            if sealings is None:
                yield from self._both_sides(head, goal, cursor)
                return
            for piece in _pieces(self.log, sealings, cursor, rows_max):
                yield piece
                cursor = piece.end
        self.reader.came_to(self.log)

    def accepted(self, cursor: Cursor, rows_max: Callable[[], int]) -> Iterator[Slice]:
        """Yield what others have acknowledged of the log of an expelled desk."""
        if not self.reader.acceptance.is_wanting(self.log, cursor):
            return
        names = self.reader.names(self.log)
        yield from self.reader.acceptance.slices(self.log, cursor, names, lambda _, name: self._read(name), rows_max)

    def _following(self, head: Head | None, cursor: Cursor, goal: Position) -> Segment | None:
        """Return the segment that holds the change after `cursor`, as the head lists it or as the folder does."""
        wanted = cursor.at.sequence + 1
        listed = [entry.name for entry in head.segments if entry.name.covers(wanted)] if head else []
        for name in listed:
            if segment := self._read(name):
                return segment
        standing = [name for name in self.reader.names(self.log) if name.covers(wanted)]
        for name in standing:
            if name not in listed and (segment := self._read(name)):
                self.reader.forgive(self.log, listed)
                return segment
        nameless = None if listed or standing else Damaged(*self.log, wanted, goal.sequence)
        self.reader.missed(self.log, nameless, impatient=self.impatient)
        return None

    def _read(self, name: SegmentName) -> Segment | None:
        return self.reader.segment(name, self.log, self.verify_key, self.keys, impatient=self.impatient)

    def _both_sides(self, head: Head | None, goal: Position, cursor: Cursor) -> Iterator[Slice]:
        """Merge every segment of a forked log and go on from `goal`, once all that leads there is merged.

        Merging is idempotent, so what was merged before does no harm; nothing of either side is lost.
        """
        self.reader.forks.add(self.log)
        self.reader.problems.append(Problem(code=FORK, replica=self.log.replica, detail=log_folder(self.log)))
        segments = [segment for name in self.reader.names(self.log) if (segment := self._read(name))]
        sealings = [sealing for segment in segments for sealing in segment.sealings]
        begins = _beginning(goal, segments)
        retired = begins.sequence < (head.kept_from if head else 1)
        whole = begins != goal and (retired or begins == _beginning(cursor.at, segments))
        end = Cursor(goal) if whole else cursor
        if whole:
            self.reader.came_to(self.log)
        else:
            lacked = Damaged(*self.log, begins.sequence, begins.sequence)
            self.reader.missed(self.log, lacked, impatient=self.impatient)
        for place, sealing in enumerate(sealings, start=1):
            yield Slice(self.log, sealing.changes, end if place == len(sealings) else cursor)


def _beginning(place: Position, segments: Iterable[Segment]) -> Position:
    """Return where the segments begin that lead to a position without a gap; itself where none does."""
    before = {sealing.end: segment.before for segment in segments for sealing in segment.sealings}
    while place in before:
        place = before[place]
    return place


def _pieces(log: LogId, sealings: Iterable[Sealing], cursor: Cursor, rows_max: Callable[[], int]) -> Iterator[Slice]:
    """Cut sealings into slices, each with the cursor at its end; of the first some changes may be merged already."""
    for changes, end in sealings:
        while cursor.at != end:
            ahead = cursor.ahead + max(1, rows_max())
            part = changes.part(cursor.ahead, ahead)
            cursor = Cursor(end) if ahead >= len(changes) else Cursor(cursor.at, ahead)
            yield Slice(log, part, cursor)


def _gathered(slices: Iterator[Slice], rows_max: Callable[[], int]) -> Iterator[list[Slice]]:
    """Put small slices together: a transaction for each costs more than what it merges."""
    gathered: list[Slice] = []
    for piece in slices:
        gathered.append(piece)
        if sum(len(kept.changes) for kept in gathered) >= rows_max():
            yield gathered
            gathered = []
    if gathered:
        yield gathered
