"""Closing: the threads are stopped one after another while Tk goes on being served; nothing is ever joined."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

LOG = logging.getLogger(__name__)

POLL_MS = 20
PATIENCE_MS = 5_000
"""A shared folder that hangs must not keep the window for longer; what is done is on the disk in any case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stoppable:
    """Something that runs beside the window: how it is asked to end, and whether it has."""

    name: str
    stop: Callable[[], object]
    ended: Callable[[], bool]


@dataclass(slots=True, kw_only=True)
class Closing:
    """Stops what runs beside the window, in order, then leaves.

    Attributes:
        now_ms: A clock that only goes forward.
        steps: What runs; the first is asked first. There are more when the station is open.
        leave: Destroys the window.
        begun: Whether the window is closing; asking again changes nothing.
    """

    after: Callable[[int, Callable[[], None]], object]
    now_ms: Callable[[], int]
    steps: list[Stoppable] = field(default_factory=list)
    leave: Callable[[], None] = lambda: None
    begun: bool = False

    def begin(self) -> None:
        """Begin to close."""
        if not self.begun:
            self.begun = True
            self._next(list(self.steps), self.now_ms() + PATIENCE_MS)

    def _next(self, steps: list[Stoppable], until_ms: int) -> None:
        if not steps:
            self.leave()
            return
        steps[0].stop()
        self._wait(steps, until_ms)

    def _wait(self, steps: list[Stoppable], until_ms: int) -> None:
        if steps[0].ended():
            self._next(steps[1:], until_ms)
        elif self.now_ms() >= until_ms:
            LOG.warning("left without waiting any longer for: %s", ", ".join(step.name for step in steps))
            self.leave()
        else:
            self.after(POLL_MS, lambda: self._wait(steps, until_ms))
