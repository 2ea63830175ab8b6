"""Images of the database on the sync thread, beside the deeds: only what makes one the desk's own asks the worker."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.log.images import DatabaseImages
from app.station.worker import DataWorker
from app.sync.checkpoints import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerImages(DatabaseImages):
    """Takes, receives and compares on connections of its own."""

    worker: DataWorker

    @classmethod
    def of(cls, worker: DataWorker) -> WorkerImages:
        """Return the images of the worker's station."""
        of_station = worker.call(lambda station: station.images())
        return cls(database=of_station.database, version=of_station.version, worker=worker)

    def adopt(self, manifest: Manifest) -> bool:
        return self.worker.call(lambda station: station.images().adopt(manifest))
