"""The data worker: the one thread that writes. Deeds come before merges, and a merge is cut in short slices."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from queue import PriorityQueue
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from app.station.station import Station

LOG = logging.getLogger(__name__)

T = TypeVar("T")


class Urgency(IntEnum):
    """Who goes first."""

    DEED = 0
    MERGE = 1
    STOP = 2


class _Job(NamedTuple):
    urgency: Urgency
    number: int
    work: Callable[[Station], Any]
    answer: Future[Any]


class DataWorker:
    """Runs jobs on the station, one after another, on the thread that owns its writing connection.

    Nobody waits for the station to open: jobs wait for it in the queue. Where it does not open, each of them is told.
    """

    def __init__(self, open_station: Callable[[], Station], spawn: Callable[[Callable[[], None]], object]) -> None:
        self._open = open_station
        self._jobs: PriorityQueue[_Job] = PriorityQueue()
        self._numbers = itertools.count()
        self.stopped = threading.Event()
        spawn(self._work)

    def submit(self, work: Callable[[Station], T], urgency: Urgency = Urgency.DEED) -> Future[T]:
        """Put a job in the queue; its outcome comes in the future, on the worker's thread."""
        answer: Future[T] = Future()
        self._jobs.put(_Job(urgency, next(self._numbers), work, answer))
        return answer

    def call(self, work: Callable[[Station], T], urgency: Urgency = Urgency.MERGE) -> T:
        """Run a job and wait for what it returns; never on the thread of a window."""
        return self.submit(work, urgency).result()

    def stop(self) -> None:
        """Finish what is queued, then close the station."""
        self.submit(lambda station: station.close(), Urgency.STOP)

    def _work(self) -> None:
        try:
            station = self._opened()
        except BaseException as error:  # noqa: BLE001  # It belongs to whoever gives a job, and goes there.
            self._refuse(error)
            return
        while True:
            job = self._jobs.get()
            station = self._run(station, job)
            if job.urgency is Urgency.STOP:
                self.stopped.set()
                return

    def _opened(self) -> Station:
        from app.db.database import leave_checkpoints_to_another  # noqa: PLC0415  # Not before the window is shown.

        station = self._open()
        leave_checkpoints_to_another(station.database)
        return station

    def _refuse(self, error: BaseException) -> None:
        """Tell whoever gives a job why there is no station."""
        while True:
            job = self._jobs.get()
            job.answer.set_exception(error)
            if job.urgency is Urgency.STOP:
                self.stopped.set()
                return

    def _run(self, station: Station, job: _Job) -> Station:
        """Run a job. One that returns a station (signing in) changes who acts from then on."""
        try:
            outcome = job.work(station)
        except BaseException as error:  # noqa: BLE001  # It belongs to whoever gave the job, and goes there.
            LOG.debug("a job failed: %r", error)
            job.answer.set_exception(error)
            return station
        job.answer.set_result(outcome)
        return outcome if isinstance(outcome, type(station)) else station
