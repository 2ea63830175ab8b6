"""What one branch meets at the folder: no right to write, no room, programs that hold files, cables that break off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from app.sync.errors import FolderFull, FolderReadOnly, FolderUnreachable

READ_ONLY = "read-only"
FULL = "full"
HELD_READING = "file held while it is read"
HELD_WRITING = "file held while it is renamed"
BREAKS_OFF = "breaks off in a write"
STALLS = "stalls"
UNMOUNTED = "unmounted"
LISTING_LAGS = "listing lags"
KINDS = (READ_ONLY, FULL, HELD_READING, HELD_WRITING, BREAKS_OFF, STALLS, UNMOUNTED, LISTING_LAGS)

STALL_MS_MAX = 90_000
LAG_MS = 20 * 60_000
CALLS_MAX = 40
"""A trouble begins in the midst of a round: after so many calls at most."""


@dataclass
class Trouble:
    """What is wrong at one branch now; nothing, until it begins.

    Attributes:
        wait: Lets time pass.
    """

    random: Random
    faults: Counter[str]
    wait: Callable[[int], None]
    kind: str = ""
    calls: int = 0

    def begin(self) -> str:
        """Begin another trouble, or end the one there is."""
        self.kind = "" if self.kind else self.random.choice(KINDS)
        self.calls = self.random.randrange(CALLS_MAX)
        return self.kind or "all is well"

    def end(self) -> None:
        self.kind = ""

    def _strikes(self, kind: str, chance: float = 1.0) -> bool:
        if kind != self.kind or self.calls > 0 or self.random.random() >= chance:
            return False
        self.faults[kind] += 1
        return True

    def call(self) -> None:
        """Come to any call of the folder."""
        self.calls -= 1
        if self._strikes(STALLS, 0.2):
            self.wait(self.random.randrange(STALL_MS_MAX))

    def hides_everything(self) -> bool:
        """Tell whether there is but an empty place where the share was mounted."""
        return self._strikes(UNMOUNTED)

    def hides(self) -> bool:
        """Tell whether a file cannot be read just now."""
        return self._strikes(HELD_READING, 0.3)

    def hides_name(self, written_ms: int, now_ms: int) -> bool:
        """Tell whether a listing does not have a file yet that could be read by its name."""
        return now_ms - written_ms < LAG_MS and self._strikes(LISTING_LAGS)

    def write(self, write: Callable[[], None], leave_part: Callable[[], None]) -> None:
        """Write a file, or fail; where it breaks off, a part may lie aside, or the whole may have arrived.

        Raises:
            FolderReadOnly, FolderFull, FolderUnreachable: As the trouble is.
        """
        if self._strikes(READ_ONLY):
            raise FolderReadOnly(folder="")
        if self._strikes(FULL, 0.7):
            raise FolderFull(folder="")
        if self._strikes(HELD_WRITING, 0.3) or self._strikes(UNMOUNTED):
            raise FolderUnreachable(folder="")
        if self._strikes(BREAKS_OFF, 0.4):
            (write if self.random.random() < 0.5 else leave_part)()
            raise FolderUnreachable(folder="")
        write()
