"""One branch of the town: a real database, the real engine and the real deeds, in a world made of a seed."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from app.db.database import Database, open_database
from app.db.digest import digests, whole
from app.db.log.beginning import begin
from app.db.log.images import DatabaseImages
from app.db.log.standing import begin_session
from app.db.log.store import LogStore
from app.db.state.keeping import keep_state
from app.db.work import DeskWork, run_deed
from app.desk.found import Acting
from app.desk.outcome import Done, Outcome
from app.sync.heads import Head, read_head
from app.sync.keeping import Cadence, Keeping
from app.sync.keys import Keys, Secrets
from app.sync.positions import LogId, Position
from app.sync.replica import Replica
from app.sync.selfcheck import SelfCheck
from tests.sim.reading import StandingRowCheck
from tests.sim.share import BranchFolder, Share

HOUR_MS = 3_600_000
FAST = Cadence(
    write_ms=HOUR_MS,
    others_ms=2 * HOUR_MS,
    spread_ms=HOUR_MS // 6,
    again_ms=HOUR_MS // 2,
    verify_spread_ms=60_000,
    repack_ms=HOUR_MS // 2,
    active_ms=4 * HOUR_MS,
    renew_ms=HOUR_MS // 2,
    destroy_ms=HOUR_MS // 4,
)
"""A town of 300 steps lasts some twelve hours; what takes weeks in life takes hours here."""


class Crash(Exception):
    """The power fails."""


@dataclass
class BranchClock:
    """A clock on a wall that is off by so much, and perhaps stutters; the other one is right."""

    now_ms: Callable[[], int]
    offset_ms: int
    stutter_ms: Callable[[], int] = lambda: 0

    def wall_ms(self) -> int:
        return self.now_ms() + self.offset_ms - self.stutter_ms()

    def monotonic_ms(self) -> int:
        return self.now_ms()


@dataclass
class MemoryMark:
    kept: tuple[LogId, Position] | None = None

    def load(self) -> tuple[LogId, Position] | None:
        return self.kept

    def save(self, log: LogId, end: Position) -> None:
        self.kept = (log, end)


@dataclass
class MemoryVault:
    kept: Secrets | None = None

    def load(self, network: bytes, replica: int) -> Secrets | None:
        return self.kept

    def save(self, network: bytes, replica: int, secrets: Secrets) -> None:
        self.kept = secrets


class Watchful:
    """Wraps a store: before and after every writing method the power may fail."""

    WRITES = frozenset(
        {
            "seal", "mark_written", "mark_head", "add_to_roster", "merge", "note_heard", "open_incarnation",
            "release", "replace_roster", "renumber", "seal_anew", "confirm_clock", "redraw",
            "repack", "retire", "leave", "left", "noted_ms", "forget_note", "keep_note",
            "take", "save", "receive", "adopt", "compare", "discard", "refresh", "scrub", "note",
        }
    )  # fmt: skip

    def __init__(self, store: Any, step: Callable[[str], None]) -> None:
        self._store, self._step = store, step

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._store, name)
        if name not in self.WRITES:
            return method

        def watched(*args: Any, **kwargs: Any) -> Any:
            self._step("store")
            answer = method(*args, **kwargs)
            self._step("store")
            return answer

        return watched


class Retiring:
    """Wraps a store: tells which own segments it is about to let go of."""

    def __init__(self, store: Any, retiring: Callable[[LogId, Position], None]) -> None:
        self._store, self._retiring = store, retiring

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def retire(self, log: LogId, end: Position) -> None:
        self._retiring(log, end)
        self._store.retire(log, end)


class Telling:
    """Wraps a store: tells what is held, and which ids became which when ticks were drawn anew."""

    def __init__(
        self, store: Any, renamed: Callable[[dict[int, int]], None], happened: Callable[[str, int], None]
    ) -> None:
        self._store, self._renamed, self._happened = store, renamed, happened

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def merge(self, slices: Any, *, limit: int) -> Any:
        held, latest = self._store.times().held, self._latest()
        answer = self._store.merge(slices, limit=limit)
        self._happened("writing held", max(0, self._store.times().held - held))
        assert self._latest() <= max(latest, limit), "a writing from beyond justified time stands in a row"
        return answer

    def _latest(self) -> int:
        """Return the greatest tick of a writing that stands in a row."""
        (latest,) = self._store.database.connection.execute("SELECT coalesce(max(tick), 0) FROM clock").fetchone()
        return int(latest)

    def redraw(self, limit: int, now_ms: int) -> Any:
        return self._followed(lambda: self._store.redraw(limit, now_ms))

    def renumber(self, log: LogId, now_ms: int) -> None:
        self._followed(lambda: self._store.renumber(log, now_ms))

    def _followed(self, draw_anew: Callable[[], Any]) -> Any:
        before = self._ticks()
        answer = draw_anew()
        after = self._ticks()
        self._renamed({before[n]: after[n] for n in before if before[n] != after[n]})
        return answer

    def _ticks(self) -> dict[int, int]:
        return dict(self._store.database.connection.execute("SELECT n, tick FROM outbox").fetchall())


@dataclass
class Branch:
    """A branch.

    Attributes:
        keeps: Whether it writes, verifies and loads checkpoints, and lets go of segments.
        committed: Ids of the facts that its librarian was told are done.
        faults: What went wrong here and was put right.
        is_copy: Its template is another branch's disk.
        crash_in: How many writes from now the power fails; None for never.
        told: What the heads of each own log have ever acknowledged.
        deleted, retiring: Called with every file that it takes away, and when it lets go of own segments.
    """

    number: int
    folder_path: Path
    template: Path
    share: Share
    random: Random
    clock: BranchClock
    keys: Keys
    roster: Sequence[bytes]
    network: bytes
    make_store: Callable[..., Any] = LogStore
    keeps: bool = True
    is_copy: bool = False
    committed: set[tuple[str, int]] = field(default_factory=set)
    faults: Counter[str] = field(default_factory=Counter)
    crash_in: int | None = None
    mark: MemoryMark = field(default_factory=MemoryMark)
    vault: MemoryVault = field(default_factory=MemoryVault)
    told: dict[LogId, dict[LogId, int]] = field(default_factory=dict)
    deleted: Callable[[Branch, str], None] = lambda *_: None
    retiring: Callable[[Branch, LogId, Position], None] = lambda *_: None
    at_work: Random = field(init=False)
    database: Database = field(init=False)
    replica: Replica = field(init=False)
    folder: BranchFolder = field(init=False)
    row_check: StandingRowCheck = field(init=False)
    path: Path = field(init=False)

    def __post_init__(self) -> None:
        self.at_work = Random(self.number)
        self.folder_path.mkdir(exist_ok=True)
        self.path = self.folder_path / f"{self.number}.db"
        shutil.copy(self.template, self.path)
        self.folder = BranchFolder(self.share, self.number, self.step, self._check_head)
        self.folder.deleted = lambda path: self.deleted(self, path)
        self._open()
        if self.is_copy:
            return
        begin(self.database, network=self.network, log=LogId(self.number, self._bits(62)), roster=self.roster)

    def _bits(self, bits: int) -> int:
        return self.random.getrandbits(bits) | 1

    def _open(self) -> None:
        self.database = open_database(self.path)
        self.database.connection.execute("PRAGMA synchronous = OFF")  # The disk of a simulation never fails.
        with self.database.writing() as connection:
            begin_session(connection, self.clock.wall_ms(), self._bits(32))
        self.store = Telling(
            self.make_store(database=self.database, keep_state=keep_state), self.renamed, self.happened
        )
        store = Watchful(Retiring(self.store, lambda log, end: self.retiring(self, log, end)), self.step)
        kept = self.vault.load(self.network, self.number)
        self.keys = self.keys if kept is None else Keys(kept)
        keeping = Keeping(
            store=store,
            images=Watchful(DatabaseImages(database=self.database, version="sim"), self.step),
            folder=self.folder,
            keys=self.keys,
            clock=self.clock,
            random=self.random.randbytes,
            rows_max=lambda: self.random.choice((3, 50, 20_000)),
            cadence=FAST,
            vault=Watchful(self.vault, self.step),
        )
        self.row_check = StandingRowCheck(database=self.database)
        self.replica = Replica(
            store=store,
            folder=self.folder,
            keys=self.keys,
            clock=self.clock,
            random=self.random.randbytes,
            mark=self.mark,
            version="sim",
            rows_max=lambda: self.random.choice((3, 50, 20_000)),
            keeping=keeping if self.keeps else None,
            selfcheck=SelfCheck(
                rows=Watchful(self.row_check, self.step),
                rows_max=lambda: self.at_work.choice((3, 20_000)),
                scrub_ms=HOUR_MS,
            ),
        )

    def step(self, where: str) -> None:
        """Come to a point between two writes; the power may fail here."""
        if self.crash_in is not None:
            self.crash_in -= 1
            if self.crash_in < 0:
                self.crash_in = None
                raise Crash(where)

    def restart(self) -> None:
        """Start again after a crash: what was not committed is gone, and so is all that was remembered."""
        self.close()
        self._open()

    def close(self) -> None:
        self.row_check.close()
        self.database.close()

    def renumber(self, log: LogId, keys: Keys) -> None:
        """Go on under another number, with other keys, as after a welcome."""
        self.crash_in = None
        self.store.renumber(log, self.clock.wall_ms())
        self.number = self.folder.branch = log.replica
        self.keys = keys
        self.restart()

    def do(self, acting: Acting, deed: Callable[[DeskWork], Outcome[Any]]) -> Outcome[Any]:
        facts: list[tuple[str, int]] = []

        def watched(work: DeskWork) -> Outcome[Any]:
            outcome = deed(work)
            facts.extend((table, row) for table, rows in work.touched.items() for row in rows)
            self.step("deed")
            return outcome

        before = self._clocks()
        outcome = run_deed(self.database, acting, self.clock.wall_ms(), watched)
        if isinstance(outcome, Done):
            self.committed.update(facts)
        after = self._clocks()
        assert all(after.get(unit, tick) >= tick for unit, tick in before.items()), "written behind what it overwrites"
        self.step("deed")
        return outcome

    def _clocks(self) -> dict[tuple[str, int, str], int]:
        found = self.database.connection.execute("SELECT tbl, row, unit, tick FROM clock")
        return {(table, row, unit): tick for table, row, unit, tick in found}

    def renamed(self, ids: dict[int, int]) -> None:
        """Follow what was drawn anew: what the librarian was told is done has another number now, and is there."""
        self.happened("tick drawn anew", len(ids))
        self.committed = {(table, ids.get(row, row)) for table, row in self.committed}

    def happened(self, what: str, times: int) -> None:
        if times:
            self.faults[what] += times

    def back_up(self) -> Path:
        copy = self.path.with_suffix(".backup")
        copy.unlink(missing_ok=True)
        self.database.connection.execute(f"VACUUM INTO '{copy}'")
        return copy

    def restore(self, copy: Path) -> None:
        """Put a backup in the database's place; what was done since may only come back from the folder."""
        self.close()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copy(copy, self.path)
        self.committed = set()
        self._open()

    def digest(self) -> bytes:
        return whole(digests(self.database.connection))

    def _check_head(self, path: str, data: bytes) -> None:
        """A head never acknowledges what the desk's own database does not hold."""
        _, _, incarnation, _ = path.split("/")
        head: Head = read_head(
            data,
            LogId(self.number, int(incarnation, 16)),
            verify_key=self.keys.sign_key,
            network_keys=self.replica.keys.network_keys,
        )
        cursors = self.store.cursors()
        told = self.told.setdefault(LogId(self.number, head.incarnation), {})
        for received in head.received:
            told[received.log] = max(received.sequence, told.get(received.log, 0))
            held = cursors[received.log].at.sequence if received.log in cursors else 0
            assert held >= received.sequence, "acknowledged before it was committed"
