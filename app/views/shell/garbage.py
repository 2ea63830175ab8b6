"""Python's cycle collector runs on whichever thread happens to allocate; here it runs on the Tk thread alone.

A variable or an image of Tk that is collected on a worker's thread calls Tk from there: it waits, it raises, or it
takes the process down. So automatic collection is off while the window is open, and Tk's own thread collects.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

YOUNG_MS = 3_000
FULL_EVERY = 20
"""A full collection after so many young ones: once a minute."""


class Garbage:
    """Collects now and then, until it is told to stop."""

    def __init__(self, after: Callable[[int, Callable[[], None]], object]) -> None:
        self._after = after
        self._rounds = 0
        gc.disable()
        self._after(YOUNG_MS, self._collect)

    def settle(self) -> None:
        """Leave what is there now out of every later collection: it stays as long as the window."""
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        """Collect what the window leaves behind, and let Python collect by itself again."""
        gc.unfreeze()
        gc.collect()
        gc.enable()

    def _collect(self) -> None:
        self._after(YOUNG_MS, self._collect)
        self._rounds += 1
        gc.collect(2 if self._rounds % FULL_EVERY == 0 else 1)
