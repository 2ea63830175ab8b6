"""The bridge between threads and Tk: work runs elsewhere, its outcome is handed to a callback on the Tk thread.

No Tk object is ever touched by a worker; what a worker has to say is put into a queue that Tk's own thread empties.
A worker does not even hold the callbacks: they lead to widgets, and the last one to let go of a widget destroys it,
on its own thread. It holds a ticket.
"""

from __future__ import annotations

import itertools
import queue
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")

POLL_MS, HURRY_MS = 40, 5
"""How often the queue is looked at; and while a deed waits for its answer, or an answer for its callback."""
BUDGET_S = 0.008
"""So long callbacks may run at one go; a key that was pressed meanwhile waits no longer."""

Failed = Callable[[Exception], None]


class Tasks:
    """Runs a callable elsewhere and hands its outcome to a callback on the Tk thread.

    `work` must not touch a widget; `done` and `failed` may.
    """

    def __init__(
        self, after: Callable[[int, Callable[[], None]], object], *, spawn: Callable[[Callable[[], None]], None]
    ) -> None:
        self._after = after
        self._spawn = spawn
        self._answers: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._tickets = itertools.count()
        self._asked: dict[int, tuple[Callable[[Any], None], Failed]] = {}
        self._followed = 0

    def run(self, work: Callable[[], T], *, done: Callable[[T], None], failed: Failed) -> None:
        """Run something on a thread of its own."""
        self._spawn(partial(self._attempt, self._ticket(done, failed), work))

    def _attempt(self, ticket: int, work: Callable[[], object]) -> None:
        try:
            answer = work()
        except Exception as error:  # noqa: BLE001  # It belongs to whoever asked, and goes there.
            self.post(partial(self._fail, ticket, error))
        else:
            self.post(partial(self._answer, ticket, answer))

    def follow(self, future: Future[T], *, done: Callable[[T], None], failed: Failed) -> None:
        """Hand over what comes of a job that was given to somebody else."""
        ticket = self._ticket(done, failed)
        self._followed += 1
        self._after(HURRY_MS, self._look)
        future.add_done_callback(lambda answered: self.post(partial(self._take, ticket, answered)))

    def post(self, callback: Callable[[], None]) -> None:
        """Have something called on the Tk thread soon; from any thread."""
        self._answers.put(callback)

    def deliver(self) -> None:
        """Ask to be called again, then call back what has finished."""
        self._after(POLL_MS, self.deliver)  # First: a callback that raises must not stop the pump.
        self._call_back()

    def _look(self) -> None:
        """Look more often while somebody waits at the desk for an answer."""
        if self._followed or not self._answers.empty():
            self._after(HURRY_MS, self._look)
        self._call_back()

    def _call_back(self) -> None:
        until = time.monotonic() + BUDGET_S
        while not self._answers.empty() and time.monotonic() < until:
            self._answers.get()()

    # On the Tk thread.

    def _ticket(self, done: Callable[[Any], None], failed: Failed) -> int:
        ticket = next(self._tickets)
        self._asked[ticket] = (done, failed)
        return ticket

    def _answer(self, ticket: int, answer: object) -> None:
        done, _ = self._asked.pop(ticket)
        done(answer)

    def _fail(self, ticket: int, error: Exception) -> None:
        _, failed = self._asked.pop(ticket)
        failed(error)

    def _take(self, ticket: int, answered: Future[Any]) -> None:
        self._followed -= 1
        error = answered.exception()
        if error is None:
            self._answer(ticket, answered.result())
        elif isinstance(error, Exception):
            self._fail(ticket, error)
        else:
            raise error
