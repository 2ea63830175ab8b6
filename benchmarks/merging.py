"""Merging 100,000 remote facts and changes, beside the plain upsert of the same rows; what they weigh on the wire."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from app.db.database import PRAGMAS, Database, open_database
from app.db.log.merging import Touched
from app.db.log.store import LogStore
from app.db.state.keeping import keep_state
from app.sync.changes import CHANGES_MAX, Changes, Group, Kind
from app.sync.heads import Head, Listed, slot_of, write_head
from app.sync.keys import Keys, Secrets
from app.sync.layout import log_folder
from app.sync.ports import Folder
from app.sync.positions import START, LogId, Position
from app.sync.replica import Replica
from app.sync.roster import Admitted, Founded, Member, entry_file, entry_hash, read_roster, write_entry
from app.sync.segments import write_segment
from app.sync.ticks import make_tick
from benchmarks.measuring import Result, in_turn, timed
from benchmarks.town import BEGUN_MS, OWN, THEIRS, Size, copied, due, lending, patron_id

LOG = LogId(THEIRS, 0x7EED)
LATER_MS = BEGUN_MS + 400 * 86_400_000 * 10


@dataclass
class MemoryFolder:
    """A folder without a disk: what is measured is the engine."""

    files: dict[str, bytes] = field(default_factory=dict)

    def names(self, path: str) -> list[str]:
        below = f"{path}/"
        return sorted({file.removeprefix(below).split("/")[0] for file in self.files if file.startswith(below)})

    def read(self, path: str, *, bytes_max: int) -> bytes | None:
        data = self.files.get(path)
        return data if data is None or len(data) <= bytes_max else None

    def read_start(self, path: str, count: int) -> bytes:
        return self.files.get(path, b"")[:count]

    def write_new(self, path: str, data: bytes) -> None:
        self.files[path] = data

    def replace(self, path: str, data: bytes) -> None:
        self.files[path] = data

    def write_stream(self, path: str, parts: Iterable[bytes]) -> None:
        self.files[path] = b"".join(parts)

    def read_stream(self, path: str) -> Iterator[bytes]:
        if path in self.files:
            yield self.files[path]

    def delete(self, path: str) -> None:
        self.files.pop(path, None)


@dataclass(frozen=True)
class SteadyClock:
    """Stands at the end of what was done elsewhere: nothing of it is held for being ahead of its time."""

    def wall_ms(self) -> int:
        return LATER_MS + 60 * 86_400_000

    def monotonic_ms(self) -> int:
        return 1


class NoMark:
    def load(self) -> None:
        return None

    def save(self, log: LogId, end: Position) -> None:
        """Nothing is restored here."""


ACT = ("staff", "branch", "at_ms")
COLUMNS = {
    "loan": ("id", "patron", "item", "due_on", "overrides", "reason", *ACT),
    "closing": ("id", "loan", "item", "on_day", "cause", *ACT),
    "renewal": ("id", "loan", "item", "due_on", "overrides", "reason", *ACT),
}


def remote_rows(size: Size) -> dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]:
    """Return the rows of a stretch of lending elsewhere, by table: loans, most of them closed, some renewed."""
    loans = list(lending(size.changes * 45 // 100, size, replica=THEIRS, begun_ms=LATER_MS, seed=2))
    return {
        "loan": (
            COLUMNS["loan"],
            [(loan, patron, item, due(at_ms), "", "", 1, 1, at_ms) for loan, patron, item, at_ms in loans],
        ),
        "closing": (
            COLUMNS["closing"],
            [
                (loan + (7 << 22), loan, item, due(at_ms), "returned", 1, 1, at_ms)
                for loan, _, item, at_ms in loans[: size.changes * 40 // 100]
            ],
        ),
        "renewal": (
            COLUMNS["renewal"],
            [
                (loan + (3 << 22), loan, item, due(at_ms), "", "", 1, 1, at_ms)
                for loan, _, item, at_ms in loans[: size.changes * 10 // 100]
            ],
        ),
    }


def phone_changes(size: Size) -> list[tuple[int, int, str]]:
    """Return id, tick and phone of changes to patrons: one in twenty of all changes."""
    random = Random(3)
    return [
        (patron_id(random.randrange(size.patrons)), make_tick(LATER_MS + number * 40_000, THEIRS), f"29{number:06}")
        for number in range(size.changes * 5 // 100)
    ]


def sealings(size: Size, changes_each: int) -> Iterator[Changes]:
    """Yield all changes as a desk seals them: so many at a time, in the order in which they were made."""
    made: list[tuple[int, str, tuple[object, ...]]] = []
    for table, (_, rows) in remote_rows(size).items():
        made += [(row[0], table, row) for row in rows]  # type: ignore[misc]
    made += [(tick, "phone", (row, tick, phone)) for row, tick, phone in phone_changes(size)]
    made.sort(key=lambda change: change[0])
    for start in range(0, len(made), changes_each):
        yield _sealing(made[start : start + changes_each])


def _sealing(made: list[tuple[int, str, tuple[object, ...]]]) -> Changes:
    groups = []
    for table, names in COLUMNS.items():
        if rows := [row for _, of, row in made if of == table]:
            groups.append(_births(table, names, rows))
    if phones := [row for _, of, row in made if of == "phone"]:
        groups.append(_phones(phones))
    return Changes(schema=1, groups=tuple(groups))


def _phones(rows: list[tuple[object, ...]]) -> Group:
    ids, ticks, phones = (list(column) for column in zip(*rows, strict=True))
    return Group(
        kind=Kind.WRITE, table="patron", unit="phone", columns=("phone",), ids=ids, ticks=ticks, values=[phones]
    )


def _births(table: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> Group:
    ids, *values = (list(column) for column in zip(*rows, strict=True))
    return Group(
        kind=Kind.BIRTH,
        table=table,
        unit="",
        columns=columns[1:],
        ids=ids,
        ticks=ids,
        values=values,
    )


@dataclass(frozen=True)
class Network:
    """Two members and a folder in which one of them has published."""

    folder: MemoryFolder
    keys: Keys
    entries: list[bytes]
    segment_bytes: int


def published(size: Size, changes_a_segment: int = CHANGES_MAX) -> Network:
    """Return a folder with all changes published, in segments of so many changes."""
    secrets = {
        n: Secrets(sign_seed=bytes([n]) * 32, box_seed=b"b" * 32, network_keys={1: b"k" * 32}) for n in (OWN, THEIRS)
    }
    keys = {number: Keys(one) for number, one in secrets.items()}
    folder, entries = MemoryFolder(), _roster(keys)
    for number, entry in enumerate(entries, start=1):
        folder.write_new(entry_file(number), entry)
    end, listed, weight = START, [], 0
    writing = keys[THEIRS].writing(THEIRS, lambda count: b"\x05" * count)
    for changes in sealings(size, changes_a_segment):
        name, data = write_segment([changes], log=LOG, before=end, writing=writing)
        folder.write_new(f"{log_folder(LOG)}/{name.file}", data)
        end, weight = name.end, weight + len(data)
        listed.append(Listed(*name))
    head = Head(
        incarnation=LOG.incarnation, counter=1, wall_ms=LATER_MS, sequence=end.sequence, link=end.link,
        segments=tuple(listed[-64:]),
    )  # fmt: skip
    folder.replace(f"{log_folder(LOG)}/{slot_of(1)}", write_head(head, writing))
    return Network(folder=folder, keys=keys[OWN], entries=entries, segment_bytes=weight)


def _roster(keys: dict[int, Keys]) -> list[bytes]:
    members = {n: Member(number=n, sign_key=k.sign_key, box_key=k.box_key) for n, k in keys.items()}
    writing = keys[OWN].writing(OWN, lambda count: b"\x06" * count)
    founded = Founded(
        name="T", profile="valmiera", training=True, registrar=members[OWN], recovery_sign=b"", recovery_box=b"",
        sealed_keys={},
    )  # fmt: skip
    first = write_entry(founded, after=None, writing=writing)
    after = read_roster([first], keys[OWN])
    return [first, write_entry(Admitted(member=members[THEIRS], invitation=b""), after=after, writing=writing)]


def member(path: Path, network: Network) -> Database:
    """Open a copy of the town as a member of the network."""
    database = open_database(path)
    with database.writing() as connection:
        connection.execute("UPDATE standing SET value = ? WHERE name = 'network'", (entry_hash(network.entries[0]),))
        connection.executemany("INSERT INTO roster (data) VALUES (?)", [(entry,) for entry in network.entries])
    return database


def replica(
    database: Database,
    network: Network,
    state: Callable[[sqlite3.Connection, Touched], object],
    folder: Folder | None = None,
) -> Replica:
    return Replica(
        store=LogStore(database=database, keep_state=state),
        folder=folder or network.folder,
        keys=network.keys,
        clock=SteadyClock(),
        random=lambda count: b"\x09" * count,
        mark=NoMark(),
        version="benchmark",
    )


def no_state(_: sqlite3.Connection, __: Touched) -> None:
    """Stand for the state that the engine alone does not keep."""


def measure(size: Size, folder: Path) -> Iterator[Result]:
    """Measure the merge, the engine alone and with state kept up, beside the plain upsert."""
    network = published(size)
    numbers = iter(range(1_000))

    def merge_with(state: Callable[[sqlite3.Connection, Touched], object]) -> float:
        path = copied(size, folder, f"merge{next(numbers)}")
        database = member(path, network)
        engine = replica(database, network, state)
        seconds = timed(lambda: engine.round(once=True))
        (merged,) = database.connection.execute("SELECT sequence FROM cursor").fetchone()
        assert merged == size.changes, merged
        database.close()
        remove(path)
        return seconds

    def upsert() -> float:
        path = copied(size, folder, f"upsert{next(numbers)}")
        seconds = plain_upsert(path, size)
        remove(path)
        return seconds

    for work, state, aim in (
        ("merge, the engine alone", no_state, 2.0),
        ("merge with state and search", keep_state, 3.0),
    ):
        ours, limit = in_turn(lambda s=state: merge_with(s), upsert, size.rounds)  # type: ignore[misc]
        yield Result(work=work, size=f"{size.changes:,} changes; {size}", ours=ours, limit=limit, aim=aim)
    yield from _weights(size, network)


def plain_upsert(path: Path, size: Size) -> float:
    """Write the same rows by `executemany` upsert: same tables and indexes, WAL, FULL, one transaction, no triggers."""
    connection = sqlite3.connect(path, isolation_level=None)
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    tables, phones = remote_rows(size), [(phone, row) for row, _, phone in phone_changes(size)]

    def work() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for table, (columns, rows) in tables.items():
            sets = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
            connection.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
                f" ON CONFLICT (id) DO UPDATE SET {sets}",
                rows,
            )
        connection.executemany("UPDATE patron SET phone = ? WHERE id = ?", phones)
        connection.execute("COMMIT")

    seconds = timed(work)
    connection.close()
    return seconds


def _weights(size: Size, network: Network) -> Iterator[Result]:
    yield Result(
        work="bytes on the wire a change, segments of 5,000",
        size=f"{size.changes:,} changes",
        ours=network.segment_bytes / size.changes,
        limit=None,
        aim=18,
        unit="B",
    )
    cadence = published(Size(patrons=size.patrons, items=size.items, loans=0, changes=2_000, rounds=1), 8)
    yield Result(
        work="bytes on the wire a change at a desk's cadence (8 a segment)",
        size="2,000 changes",
        ours=cadence.segment_bytes / 2_000,
        limit=None,
        aim=60,
        unit="B",
    )
    single = published(Size(patrons=size.patrons, items=size.items, loans=0, changes=200, rounds=1), 1)
    yield Result(
        work="a segment of one deed",
        size="200 segments",
        ours=single.segment_bytes / 200,
        limit=None,
        aim=400,
        unit="B",
    )


def remove(path: Path) -> None:
    """Take a database away."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
