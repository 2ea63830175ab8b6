"""The station as a thread beside the data worker's has it: it reads by itself, and writes through the data worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from app.db.database import open_for_reading
from app.desk.applications import Application
from app.desk.outcome import Outcome
from app.desk.ports import Work
from app.station.home import Home
from app.station.station import Station
from app.station.worker import DataWorker
from app.station.world import World

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class StationBeside(Station):
    """A station whose only connection cannot write: a deed waits for its turn with the data worker.

    Never on the thread of a window, nor on the data worker's own.
    """

    worker: DataWorker

    @classmethod
    def beside(cls, home: Home, world: World, worker: DataWorker) -> StationBeside:
        """Open a home that the data worker has open, on the thread that will use it."""
        reading = open_for_reading(home.database)
        return cls(home=home, world=world, database=reading, reading=reading, worker=worker)

    def do(self, deed: Callable[Concatenate[Work, P], Outcome[R]], *args: P.args, **kwargs: P.kwargs) -> Outcome[R]:
        """Have a deed carried out, as the one who acts here, whoever is signed in at the window."""
        return self.worker.call(lambda station: replace(station, acting=self.acting).do(deed, *args, **kwargs))

    def keep_forms(self, path: Path, digest: bytes, applications: Sequence[Application]) -> set[int]:
        return self.worker.call(lambda station: station.keep_forms(path, digest, applications))
