"""The engine's store, reached from the sync thread: every call becomes a job of the data worker, after any deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.station.worker import DataWorker
from app.sync.changes import Changes
from app.sync.ports import Heard, Merged, Proposal, Sealed, Slice, Standing, Store, Times
from app.sync.positions import Cursor, LogId, Position
from app.sync.segments import SegmentName

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WorkerStore:
    """Fills the port `Store` by asking the data worker.

    Attributes:
        after_merge: Called on the sync thread after every merge: writes the log back while nobody waits for it.
        took: Told how many changes a transaction merged, and in how many milliseconds, while others waited for it.
        monotonic_ms: The clock for that.
    """

    worker: DataWorker
    after_merge: Callable[[Merged], None] = lambda _: None
    took: Callable[[int, int], None] = lambda _rows, _ms: None
    monotonic_ms: Callable[[], int] = lambda: 0

    def _ask(self, question: Callable[[Store], T]) -> T:
        return self.worker.call(lambda station: question(station.store()))

    def standing(self) -> Standing:
        return self._ask(lambda store: store.standing())

    def seal(self, write: Callable[[Changes, LogId, Position], tuple[SegmentName, bytes]]) -> Sealed | None:
        return self._ask(lambda store: store.seal(write))

    def unwritten(self) -> Sequence[Sealed]:
        return self._ask(lambda store: store.unwritten())

    def mark_written(self, log: LogId, name: SegmentName) -> None:
        self._ask(lambda store: store.mark_written(log, name))

    def last_written(self, count: int) -> Sequence[SegmentName]:
        return self._ask(lambda store: store.last_written(count))

    def own_logs(self) -> Sequence[LogId]:
        return self._ask(lambda store: store.own_logs())

    def own_segments(self, log: LogId, after: int) -> Sequence[Sealed]:
        return self._ask(lambda store: store.own_segments(log, after))

    def own_segment(self, log: LogId, sequence: int) -> Sealed | None:
        return self._ask(lambda store: store.own_segment(log, sequence))

    def own_names(self, log: LogId) -> Sequence[SegmentName]:
        return self._ask(lambda store: store.own_names(log))

    def seal_anew(self, sealed: Sealed) -> None:
        self._ask(lambda store: store.seal_anew(sealed))

    def own_under_another(self, epoch: int) -> Sequence[tuple[LogId, SegmentName]]:
        return self._ask(lambda store: store.own_under_another(epoch))

    def erased(self) -> int:
        return self._ask(lambda store: store.erased())

    def mark_head(self, counter: int) -> None:
        self._ask(lambda store: store.mark_head(counter))

    def roster(self) -> Sequence[bytes]:
        return self._ask(lambda store: store.roster())

    def add_to_roster(self, entries: Sequence[bytes]) -> None:
        self._ask(lambda store: store.add_to_roster(entries))

    def replace_roster(self, entries: Sequence[bytes]) -> None:
        self._ask(lambda store: store.replace_roster(entries))

    def cursors(self) -> Mapping[LogId, Cursor]:
        return self._ask(lambda store: store.cursors())

    def merge(self, slices: Sequence[Slice], *, limit: int) -> Merged:
        def timed(store: Store) -> tuple[Merged, int]:
            begun_ms = self.monotonic_ms()
            merged = store.merge(slices, limit=limit)
            return merged, self.monotonic_ms() - begun_ms

        merged, ms = self._ask(timed)
        self.took(merged.changes, ms)
        self.after_merge(merged)
        return merged

    def release(self, limit: int) -> Merged:
        return self._ask(lambda store: store.release(limit))

    def times(self) -> Times:
        return self._ask(lambda store: store.times())

    def confirm_clock(self, wall_ms: int) -> None:
        self._ask(lambda store: store.confirm_clock(wall_ms))

    def redraw(self, limit: int, now_ms: int) -> Merged:
        return self._ask(lambda store: store.redraw(limit, now_ms))

    def last_round(self) -> tuple[int, int] | None:
        return self._ask(lambda store: store.last_round())

    def note_round(self, wall_ms: int, monotonic_ms: int) -> None:
        self._ask(lambda store: store.note_round(wall_ms, monotonic_ms))

    def note_heard(self, heard: Sequence[Heard]) -> None:
        self._ask(lambda store: store.note_heard(heard))

    def heard(self) -> Sequence[Heard]:
        return self._ask(lambda store: store.heard())

    def proposals(self) -> Sequence[Proposal]:
        return self._ask(lambda store: store.proposals())

    def erase(self, proposals: Sequence[int], now_ms: int) -> Merged:
        return self._ask(lambda store: store.erase(proposals, now_ms))

    def repack(self, small: Sequence[Sealed], large: Sealed) -> None:
        self._ask(lambda store: store.repack(small, large))

    def retire(self, log: LogId, end: Position) -> None:
        self._ask(lambda store: store.retire(log, end))

    def leaving(self) -> Sequence[tuple[LogId, SegmentName]]:
        return self._ask(lambda store: store.leaving())

    def leave(self, log: LogId, name: SegmentName) -> None:
        self._ask(lambda store: store.leave(log, name))

    def left(self, log: LogId, name: SegmentName) -> None:
        self._ask(lambda store: store.left(log, name))

    def noted_ms(self, name: str, now_ms: int) -> int:
        return self._ask(lambda store: store.noted_ms(name, now_ms))

    def is_noted(self, name: str) -> bool:
        return self._ask(lambda store: store.is_noted(name))

    def forget_note(self, name: str) -> None:
        self._ask(lambda store: store.forget_note(name))

    def kept_note(self, name: str) -> bytes | None:
        return self._ask(lambda store: store.kept_note(name))

    def keep_note(self, name: str, contents: bytes) -> None:
        self._ask(lambda store: store.keep_note(name, contents))

    def waiting(self) -> int:
        return self._ask(lambda store: store.waiting())

    def renumber(self, log: LogId, now_ms: int) -> None:
        self._ask(lambda store: store.renumber(log, now_ms))

    def open_incarnation(self, incarnation: int, *, now_ms: int, leap_ms: int, again: Sequence[Changes]) -> None:
        self._ask(lambda store: store.open_incarnation(incarnation, now_ms=now_ms, leap_ms=leap_ms, again=again))
