"""What the engine needs from outside. The program, the tests and the simulated town each fill these their own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.sync.changes import Changes
from app.sync.keys import Secrets
from app.sync.positions import START, Cursor, LogId, Position
from app.sync.segments import SegmentName

Random = Callable[[int], bytes]
"""Returns so many random bytes."""


class Clock(Protocol):
    """Two clocks: the one on the wall, which may be wrong, and one that only goes forward."""

    def wall_ms(self) -> int:
        """Return Unix time in milliseconds, as this PC believes it."""

    def monotonic_ms(self) -> int:
        """Return milliseconds since some point, never going back."""


class Folder(Protocol):
    """The shared folder. Paths are relative, with `/`; only their owner writes them.

    Every method may raise `FolderUnreachable`; the writing ones `FolderReadOnly` and `FolderFull` too.
    """

    def names(self, path: str) -> list[str]:
        """Return the names in a folder, sorted; none where the folder does not exist."""

    def read(self, path: str, *, bytes_max: int) -> bytes | None:
        """Return a file, or None where there is none or it is longer than `bytes_max`."""

    def read_start(self, path: str, count: int) -> bytes:
        """Return the first bytes of a file; none where there is none."""

    def write_new(self, path: str, data: bytes) -> None:
        """Write a file that never changes: aside, synced, renamed. One that stands already is replaced."""

    def replace(self, path: str, data: bytes) -> None:
        """Write a file that does change: a slot of a head."""

    def write_stream(self, path: str, parts: Iterable[bytes]) -> None:
        """Write a large file that never changes, part by part: aside, synced, renamed."""

    def read_stream(self, path: str) -> Iterator[bytes]:
        """Yield a large file part by part; nothing where there is none."""

    def delete(self, path: str) -> None:
        """Take a file away; do nothing where there is none."""


class Vault(Protocol):
    """Where a desk's keys are kept."""

    def load(self, network: bytes, replica: int) -> Secrets | None:
        """Return the secrets, or None where there are none."""

    def save(self, network: bytes, replica: int, secrets: Secrets) -> None:
        """Keep the secrets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who this desk is in the log, and how far it has written.

    Attributes:
        network: The network's name: the hash of its founding entry.
        log: The log that the desk writes.
        end: Its last sealed position.
        heads: How many heads it has written in this incarnation.
        schema: The version of its tables.
        retired: Up to here its segments have gone: a verified checkpoint holds what they held.
    """

    network: bytes
    log: LogId
    end: Position
    heads: int
    schema: int
    retired: Position = START


class Sealed(NamedTuple):
    """A segment of this desk, as its bytes are kept until it goes."""

    log: LogId
    name: SegmentName
    data: bytes


class Slice(NamedTuple):
    """Changes to merge, and where they leave the cursor of their log."""

    log: LogId
    changes: Changes
    end: Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge did: which tables it touched, and how many changes came in."""

    tables: frozenset[str]
    changes: int


class Times(NamedTuple):
    """What this desk's database knows of time.

    Attributes:
        last: The last tick drawn or merged; 0 for none.
        known: The greatest tick merged or sealed, which others have or may have seen; 0 for none.
        confirmed_ms: What this PC's clock said when it was confirmed last; None for never.
        held: How many writings of units are held.
    """

    last: int
    known: int
    confirmed_ms: int | None
    held: int


class Answer(NamedTuple):
    """What a desk says to the proposal of an erasure.

    Attributes:
        proposal: The tick that names it.
        sequence: All that the desk had done when it read the proposal is published up to here in its log.
        held: It has something against it just now.
    """

    proposal: int
    sequence: int
    held: bool


class Proposal(NamedTuple):
    """Something that is to be erased everywhere, once no desk has anything against it.

    Attributes:
        id: The tick that names it; it tells who proposed.
        held: This desk has something against it just now.
    """

    id: int
    held: bool


class Heard(NamedTuple):
    """What a desk's newest head told, kept so that a screen or a report can say how old its data are.

    Attributes:
        wall_ms: The writer's wall clock when it wrote the head, Unix milliseconds.
        seen_ms: Justified time when this desk read it.
        complete: All that the head announced has been merged here.
        answers: What it said to proposals of erasures.
    """

    log: LogId
    counter: int
    wall_ms: int
    seen_ms: int
    sequence: int
    schema: int
    version: str
    complete: bool
    answers: tuple[Answer, ...] = ()


class Store(Protocol):
    """The desk's own database, as the engine sees it. Every method that writes is one transaction."""

    def standing(self) -> Standing: ...

    def seal(self, write: Callable[[Changes, LogId, Position], tuple[SegmentName, bytes]]) -> Sealed | None:
        """Seal the oldest changes of the outbox, at most one segment; None where nothing waits.

        `write` makes the bytes; it neither reads nor writes anything.
        """

    def unwritten(self) -> Sequence[Sealed]:
        """Return sealed segments that are not known to stand in the folder, oldest first.

        They are of the present incarnation; of an earlier one only where they were sealed anew since.
        """

    def mark_written(self, log: LogId, name: SegmentName) -> None:
        """Note that a sealed segment stands in the folder."""

    def last_written(self, count: int) -> Sequence[SegmentName]:
        """Return the last so many segments of this incarnation that stand in the folder, oldest first."""

    def own_logs(self) -> Sequence[LogId]:
        """Return the logs that this database has written, the present one last."""

    def own_segments(self, log: LogId, after: int) -> Sequence[Sealed]:
        """Return the desk's own segments of a log that end after this sequence, oldest first."""

    def own_segment(self, log: LogId, sequence: int) -> Sealed | None:
        """Return the own segment that holds the change with this sequence."""

    def own_names(self, log: LogId) -> Sequence[SegmentName]:
        """Return the names of the desk's own segments of a log that stand in the folder, oldest first."""

    def seal_anew(self, sealed: Sealed) -> None:
        """Keep other bytes for a sealed segment, same changes and sequences; it is to go to the folder again."""

    def own_under_another(self, epoch: int) -> Sequence[tuple[LogId, SegmentName]]:
        """Return the own segments whose bytes are of another epoch than this, oldest first."""

    def erased(self) -> int:
        """Return how many persons this desk holds to be erased."""

    def mark_head(self, counter: int) -> None:
        """Note that the head with this counter was written."""

    def roster(self) -> Sequence[bytes]:
        """Return the entries of the roster as this desk has read them, oldest first."""

    def add_to_roster(self, entries: Sequence[bytes]) -> None:
        """Keep entries that follow those kept."""

    def replace_roster(self, entries: Sequence[bytes]) -> None:
        """Keep other entries in the place of those kept: another chain has won."""

    def cursors(self) -> Mapping[LogId, Cursor]:
        """Return how far each log was merged."""

    def merge(self, slices: Sequence[Slice], *, limit: int) -> Merged:
        """Merge changes and move the cursors; a writing of a unit whose tick is beyond `limit` is held."""

    def release(self, limit: int) -> Merged:
        """Merge what was held until this tick."""

    def times(self) -> Times: ...

    def confirm_clock(self, wall_ms: int) -> None:
        """Note that this PC's clock is right."""

    def redraw(self, limit: int, now_ms: int) -> Merged:
        """Draw anew the unpublished ticks beyond `limit`, as if it were `now_ms`."""

    def last_round(self) -> tuple[int, int] | None:
        """Return when a round ended that was made on request: by the clock on the wall, by the one that goes on."""

    def note_round(self, wall_ms: int, monotonic_ms: int) -> None:
        """Note that such a round ends now."""

    def note_heard(self, heard: Sequence[Heard]) -> None:
        """Keep what heads told."""

    def heard(self) -> Sequence[Heard]:
        """Return what was kept of the heads of every other log."""

    def proposals(self) -> Sequence[Proposal]:
        """Return the erasures that are proposed and not done, oldest first."""

    def erase(self, proposals: Sequence[int], now_ms: int) -> Merged:
        """Erase what these proposals name: tombstones for others, and here all that they do."""

    def repack(self, small: Sequence[Sealed], large: Sealed) -> None:
        """Put one own segment, which stands in the folder, in the place of several; their files are to leave."""

    def retire(self, log: LogId, end: Position) -> None:
        """Let go of an own log's segments up to the one that ends here; their files are to leave."""

    def leaving(self) -> Sequence[tuple[LogId, SegmentName]]:
        """Return own segments whose files are to leave the folder."""

    def leave(self, log: LogId, name: SegmentName) -> None:
        """Note that a file is to leave, unless `repack` makes it an own segment first."""

    def left(self, log: LogId, name: SegmentName) -> None:
        """Note that such a file is gone."""

    def noted_ms(self, name: str, now_ms: int) -> int:
        """Return when something was noted first; note it now where it was not."""

    def is_noted(self, name: str) -> bool:
        """Tell whether something was noted."""

    def forget_note(self, name: str) -> None:
        """Forget such a note."""

    def kept_note(self, name: str) -> bytes | None:
        """Return what was written down under a name."""

    def keep_note(self, name: str, contents: bytes) -> None:
        """Write something down under a name, in the place of what stood there."""

    def waiting(self) -> int:
        """Return how many changes are not in the folder yet."""

    def renumber(self, log: LogId, now_ms: int) -> None:
        """Begin a log under another number; what waits, and nobody has seen, is drawn anew for it.

        Args:
            now_ms: Unix milliseconds, as this PC believes.
        """

    def open_incarnation(self, incarnation: int, *, now_ms: int, leap_ms: int, again: Sequence[Changes]) -> None:
        """Begin a new log of this desk.

        Args:
            incarnation: The new log's random name.
            now_ms: Justified time, Unix milliseconds.
            leap_ms: The next tick lies so far ahead of it, so that none that was drawn and lost is drawn again.
            again: Changes of earlier logs that some desk may lack: they return to the outbox, ticks unchanged.
        """


class Mark(Protocol):
    """A note of how far the desk has written, kept beside the database: a restored database is behind it."""

    def load(self) -> tuple[LogId, Position] | None: ...

    def save(self, log: LogId, end: Position) -> None: ...
