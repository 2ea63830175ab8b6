"""An idle round among 60 replicas, beside 60 small file reads; flat, whatever the history."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from pathlib import Path

from app.db.database import open_database
from app.db.log.beginning import begin
from app.sync.folder import DirectoryFolder
from app.sync.heads import SEGMENTS_MAX, Head, Listed, Received, slot_of, write_head
from app.sync.keys import Keys, Secrets
from app.sync.layout import log_folder
from app.sync.positions import LogId
from app.sync.roster import Admitted, Founded, Member, entry_file, entry_hash, following, read_roster, write_entry
from benchmarks.measuring import Result, timed
from benchmarks.merging import LATER_MS, Network, no_state, replica
from benchmarks.town import OWN, Size

REPLICAS = 60
ROUNDS = 40


def measure(_: Size, folder: Path) -> Iterator[Result]:
    """Measure idle rounds in folders with little and with much history."""
    for history in (10, 5_000):
        place = folder / f"idle{history}"
        place.mkdir()
        ours, limit = idle(place, history=history, replicas=REPLICAS)
        yield Result(
            work="an idle sync round, 60 replicas",
            size=f"{history:,} segments a replica",
            ours=ours,
            limit=limit,
            aim=3.0,
        )


def idle(place: Path, *, history: int, replicas: int) -> tuple[float, float]:
    """Return the medians of an idle round among so many replicas, and of as many small file reads."""
    numbers = [number for number in range(1, replicas + 2) if number != OWN][:replicas]
    keys = {
        number: Keys(Secrets(sign_seed=number.to_bytes(32, "big"), box_seed=b"b" * 32, network_keys={1: b"k" * 32}))
        for number in (OWN, *numbers)
    }
    share = DirectoryFolder.in_share(place, random=os.urandom, pause=lambda _: None)
    share.found()
    entries = _roster(keys)
    for number, entry in enumerate(entries, start=1):
        share.write_new(entry_file(number), entry)
    for number in numbers:
        _publish_head(share, number, keys[number], history, replicas)
    database = open_database(place / "desk.db")
    own = OWN
    begin(database, network=entry_hash(entries[0]), log=LogId(own, 5), roster=entries)
    network = Network(folder=share, keys=keys[own], entries=entries, segment_bytes=0)  # type: ignore[arg-type]
    engine = replica(database, network, no_state, share)
    with database.writing() as connection:
        connection.executemany("INSERT INTO cursor VALUES (?, 9, ?, ?, 0)", [(n, history, b"l" * 16) for n in numbers])
    engine.round(once=True)
    ours = [timed(lambda: engine.round(thorough=False)) for _ in range(ROUNDS)]
    paths = [share.root / log_folder(LogId(number, 9)) / slot_of(2) for number in numbers]
    limit = [timed(lambda: [path.read_bytes() for path in paths]) for _ in range(ROUNDS)]
    database.close()
    return statistics.median(ours), statistics.median(limit)


def _publish_head(share: DirectoryFolder, number: int, keys: Keys, history: int, replicas: int) -> None:
    """Write both slots of a head as a busy branch has them, and the names of its segments."""
    last = range(max(1, history - SEGMENTS_MAX + 1), history + 1)
    for counter in (1, 2):
        head = Head(
            incarnation=9,
            counter=counter,
            wall_ms=LATER_MS,
            sequence=history,
            link=b"l" * 16,
            segments=tuple(Listed(n, n, n.to_bytes(16, "big")) for n in last),
            received=tuple(Received(other, 9, history, b"l" * 16) for other in range(1, replicas + 1)),
        )
        data = write_head(head, keys.writing(number, os.urandom))
        share.replace(f"{log_folder(LogId(number, 9))}/{slot_of(counter)}", data)
    folder = share.root / log_folder(LogId(number, 9))
    for n in range(1, history + 1, max(1, history // 500)):
        (folder / f"{n:012d}-{n:012d}-{n:032x}.seg").write_bytes(b"x")


def _roster(keys: dict[int, Keys]) -> list[bytes]:
    registrar = OWN
    members = {n: Member(number=n, sign_key=k.sign_key, box_key=k.box_key) for n, k in keys.items()}
    writing = keys[registrar].writing(registrar, os.urandom)
    founded = Founded(
        name="T",
        profile="valmiera",
        training=True,
        registrar=members[registrar],
        recovery_sign=b"",
        recovery_box=b"",
        sealed_keys={},
    )
    entries = [write_entry(founded, after=None, writing=writing)]
    after = read_roster(entries, keys[registrar])
    for number in members.keys() - {registrar}:
        entries.append(write_entry(Admitted(member=members[number], invitation=b""), after=after, writing=writing))
        after = following(after, entries[-1], keys[registrar])
    return entries
