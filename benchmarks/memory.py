"""How much memory the long works of sync take at most, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from app.db.database import open_database
from app.db.state.keeping import keep_state
from app.sync.folder import DirectoryFolder
from benchmarks import checkpoint, merging
from benchmarks.measuring import Result
from benchmarks.town import Size, copied

AIM_MB = 256
"""An old PC has 4 GB, and the window and Windows want most of it."""

Work = Callable[[Size, Path], None]


def measure(size: Size, folder: Path) -> Iterator[Result]:
    """Measure each work's peak beyond what the program takes before it."""
    for name, prepare, work in (
        ("memory: writing a checkpoint", _source, _write),
        ("memory: beginning with a checkpoint", _published, _begin),
        ("memory: merging", _source, _merge),
    ):
        place = folder / work.__name__
        place.mkdir()
        _in_a_process(prepare, size, place)
        ours = _in_a_process(work, size, place)
        yield Result(work=name, size=str(size), ours=ours, limit=None, aim=AIM_MB, unit="MB")


def _in_a_process(work: Work, size: Size, place: Path) -> float:
    """Return by how many megabytes a process has grown at most while it did its work."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_peak, args=(there, work, size, place))
    process.start()
    grown = float(here.recv())
    process.join()
    return grown


def _peak(answer: Connection, work: Work, size: Size, place: Path) -> None:
    before = _most_mb()
    work(size, place)
    answer.send(_most_mb() - before)


def _most_mb() -> float:
    """Return the most memory that this process ever had; `ru_maxrss` would be its parent's at first."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(kilobytes) / 1024


def _source(size: Size, place: Path) -> None:
    copied(size, place, "source")


def _published(size: Size, place: Path) -> None:
    _source(size, place)
    _write(size, place)


def _share(place: Path) -> DirectoryFolder:
    share = DirectoryFolder.in_share(place, random=os.urandom, pause=lambda _: None)
    if not share.root.exists():
        share.found()
    return share


def _write(_: Size, place: Path) -> None:
    source = open_database(place / "source.db")
    checkpoint.write(source, _share(place))
    source.close()


def _begin(_: Size, place: Path) -> None:
    checkpoint.begin_once(place / "new.db", _share(place))


def _merge(size: Size, place: Path) -> None:
    network = merging.published(size)
    database = merging.member(place / "source.db", network)
    merging.replica(database, network, keep_state).round(once=True)
    database.close()
