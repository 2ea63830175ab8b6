"""Digests of the rows, made on the sync thread beside the deeds: only what is kept of them asks the data worker."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from app.db.log.scrubbing import DatabaseRowCheck
from app.station.station import Station
from app.station.worker import DataWorker


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRowCheck(DatabaseRowCheck):
    """Reads on connections of its own."""

    worker: DataWorker

    @classmethod
    def of(cls, worker: DataWorker) -> WorkerRowCheck:
        """Return the digests of the worker's station."""
        return cls(database=worker.call(lambda station: station.database), worker=worker)

    def write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        def on_worker(station: Station) -> None:
            station.row_check().write(work)

        self.worker.call(on_worker)
