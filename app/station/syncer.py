"""The sync thread: rounds at their own pace, woken by deeds and by the watcher, told to whoever shows the status."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.db.database import checkpoint
from app.errors import LibraryError
from app.station.forgetting import clean_home
from app.station.history import forget_history
from app.station.joining import complete_joining
from app.station.station import Station
from app.station.syncing import publishing
from app.station.watching import Watch
from app.station.worker import DataWorker
from app.station.worker_images import WorkerImages
from app.station.worker_row_check import WorkerRowCheck
from app.station.worker_store import WorkerStore
from app.sync.errors import FolderUnreachable, KeysMissing, NotAdmitted
from app.sync.pace import Pace, Slices
from app.sync.ports import Clock, Merged
from app.sync.problems import Problem
from app.sync.replica import Replica, Round

LOG = logging.getLogger(__name__)

CHECKPOINT_EVERY = 16
"""After so many merges the write-ahead log is written back, and after every round."""

BEGIN_AGAIN = (FolderUnreachable, KeysMissing, NotAdmitted)
"""After these the next round looks anew where the folder is, and whether a welcome has come."""

WAIT_MAX_MS = 1_000
"""How long the thread sleeps at most before it looks whether it is to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """How this desk stands with the folder, as of the last round.

    Attributes:
        contact_ms: When the folder was last reached, Unix milliseconds; None for never yet.
        waiting: Changes that are not in the folder yet.
        trouble: Why the last round failed; None where it did not.
        busy: Whether a round runs just now.
    """

    contact_ms: int | None = None
    waiting: int = 0
    trouble: LibraryError | None = None
    problems: tuple[Problem, ...] = ()
    busy: bool = False


@dataclass(slots=True, kw_only=True)
class Syncer:
    """Runs rounds until it is stopped.

    Attributes:
        tell: Called on the sync thread with the status, and the tables that a merge touched.
        wait: Waits on an event for so many seconds; a test waits for nothing.
    """

    worker: DataWorker
    clock: Clock
    share: Path
    tell: Callable[[SyncStatus, frozenset[str]], None]
    wait: Callable[[threading.Event, float], object] = field(default=threading.Event.wait)
    status: SyncStatus = field(default_factory=SyncStatus)
    pace: Pace = field(init=False)
    slices: Slices = field(default_factory=Slices)
    _wake: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)
    _replica: Replica | None = None
    _merges: int = 0
    _merged: set[str] = field(default_factory=set)
    _watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.pace = Pace(last_round_ms=self.clock.monotonic_ms() - 3_600_000)
        self._watch = Watch(root=self.share, tell=self._hinted)

    def deed_done(self) -> None:
        """Note a deed: what it changed is published soon, and merges stay short meanwhile."""
        now_ms = self.clock.monotonic_ms()
        self.pace.deed(now_ms)
        self.slices.deed(now_ms)
        self._wake.set()

    def look_now(self) -> None:
        """Ask for a round at once."""
        self.pace.last_round_ms = self.clock.monotonic_ms() - 3_600_000
        self.pace.failures = 0
        self._wake.set()

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def _hinted(self) -> None:
        self.pace.hint(self.clock.monotonic_ms())
        self._wake.set()

    def run(self) -> None:
        """Run until stopped; this is the body of the sync thread."""
        home = self.worker.call(lambda station: station.home)
        try:
            with publishing(home):
                while not self._stop.is_set():
                    self.step()
        except LibraryError as error:
            self._tell(replace(self.status, trouble=error, busy=False), frozenset())
        finally:
            self._watch.stop()

    def step(self) -> None:
        """Do what is due, then wait until something may be."""
        now_ms = self.clock.monotonic_ms()
        if now_ms >= self.pace.due_ms():
            self._round()
        else:
            self._wake.clear()
            self.wait(self._wake, min(self.pace.due_ms() - now_ms, WAIT_MAX_MS) / 1000)

    def _round(self) -> None:
        thorough = self.pace.begun()
        self._merged.clear()
        self._tell(replace(self.status, busy=True), frozenset())
        try:
            replica = self._replica_of_this_desk()
            self.worker.call(forget_history)
            done = replica.round(thorough=thorough)
        except LibraryError as error:
            LOG.info("round failed: %s", error.code)
            self._replica = None if isinstance(error, BEGIN_AGAIN) else self._replica
            self.pace.ended(self.clock.monotonic_ms(), well=False, replicas=self.pace.replicas)
            waiting = self.worker.call(lambda station: station.store().waiting())
            self._tell(replace(self.status, trouble=error, busy=False, waiting=waiting), frozenset(self._merged))
            return
        checkpoint(self._database())
        self.worker.call(clean_home)
        self._watch.check(found=done.merged > 0)
        replicas = len(self._replica.reader.watched) if self._replica else 1
        self.pace.ended(self.clock.monotonic_ms(), well=True, replicas=replicas)
        self._tell(self._status_after(done), done.tables)

    def _status_after(self, done: Round) -> SyncStatus:
        return SyncStatus(contact_ms=self.clock.wall_ms(), waiting=done.waiting, problems=done.problems)

    def _replica_of_this_desk(self) -> Replica:
        if self._replica is None:
            self._replica = self.worker.call(self._made_replica)
            store = WorkerStore(self.worker, self._after_merge, self.slices.took, self.clock.monotonic_ms)
            self._replica.store = store
            if self._replica.keeping is not None:
                self._replica.keeping.store = store
                self._replica.keeping.images = WorkerImages.of(self.worker)
            if self._replica.selfcheck is not None:
                self._replica.selfcheck.rows = WorkerRowCheck.of(self.worker)
        return self._replica

    def _database(self) -> Path:
        return self.worker.call(lambda station: station.home.database)

    def _after_merge(self, merged: Merged) -> None:
        """Write the database's log back now and then, here where no librarian waits for it.

        What was merged is seen on the screens even if the round then fails: a share may be read and not written.
        """
        self._merged |= merged.tables
        self._merges += 1
        if self._merges % CHECKPOINT_EVERY == 0:
            checkpoint(self._database())

    def _made_replica(self, station: Station) -> Replica:
        complete_joining(station)
        return station.replica(lambda: self.slices.rows_max(self.clock.monotonic_ms()))

    def _tell(self, status: SyncStatus, tables: frozenset[str]) -> None:
        self.status = status
        self.tell(status, tables)
