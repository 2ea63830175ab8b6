"""When to look at the folder again: soon after a deed, at once after a hint, seldom when nothing happens.

Pure: times come in and go out, in milliseconds of the monotonic clock. A change leaves after five seconds of quiet and
never later than a minute; a hint of the watcher is let settle; without either a scan runs all the same, for network
shares lose events, and the more replicas there are the more slowly.
"""

from __future__ import annotations

from dataclasses import dataclass

QUIET_MS = 5_000
LATE_MS = 60_000
SETTLE_MS = 300
SETTLE_MAX_MS = 2_000
SCAN_MS = 15_000
SCAN_PER_REPLICA_MS = 500
SCAN_MAX_MS = 120_000
THOROUGH_EVERY = 10
"""Every so many scans the folders are listed as well."""

TROUBLE_MS = 5_000
TROUBLE_MAX_MS = 60_000


@dataclass(slots=True)
class Pace:
    """What has happened, and when the next round is due."""

    last_round_ms: int
    replicas: int = 1
    first_deed_ms: int | None = None
    last_deed_ms: int | None = None
    first_hint_ms: int | None = None
    last_hint_ms: int | None = None
    failures: int = 0
    rounds: int = 0

    def deed(self, now_ms: int) -> None:
        """Note that something waits to be published."""
        self.first_deed_ms = now_ms if self.first_deed_ms is None else self.first_deed_ms
        self.last_deed_ms = now_ms

    def hint(self, now_ms: int) -> None:
        """Note that the watcher said: look again."""
        self.first_hint_ms = now_ms if self.first_hint_ms is None else self.first_hint_ms
        self.last_hint_ms = now_ms

    def begun(self) -> bool:
        """Note that a round begins, which takes along all that was noted; tell whether it is to be thorough."""
        hinted = self.first_hint_ms is not None
        self.first_deed_ms = self.last_deed_ms = self.first_hint_ms = self.last_hint_ms = None
        self.rounds += 1
        return hinted or self.rounds % THOROUGH_EVERY == 1

    def ended(self, now_ms: int, *, well: bool, replicas: int) -> None:
        """Note how a round ended."""
        self.last_round_ms, self.replicas = now_ms, max(1, replicas)
        self.failures = 0 if well else self.failures + 1

    def due_ms(self) -> int:
        """Return when the next round is due."""
        if self.failures:
            return self.last_round_ms + min(TROUBLE_MS << min(self.failures - 1, 8), TROUBLE_MAX_MS)
        due = self.last_round_ms + min(SCAN_MS + self.replicas * SCAN_PER_REPLICA_MS, SCAN_MAX_MS)
        if self.first_deed_ms is not None and self.last_deed_ms is not None:
            due = min(due, self.last_deed_ms + QUIET_MS, self.first_deed_ms + LATE_MS)
        if self.first_hint_ms is not None and self.last_hint_ms is not None:
            due = min(due, max(self.last_hint_ms + SETTLE_MS, self.last_round_ms), self.first_hint_ms + SETTLE_MAX_MS)
        return due


ROWS_AT_WORK = 60
"""So many changes a transaction takes on at first while somebody works; how long it took tells how many next."""
ROWS_AT_WORK_MIN, ROWS_AT_WORK_MAX = 8, 200
SLICE_MS = 4
"""A scan waits for no more than one transaction; where rows lie far apart in a large file, fewer go into it."""
ROWS_AT_EASE = 20_000
ROWS_IN_BULK = 100_000
"""Where no window is open, nobody waits: the fewer transactions, the sooner it is done."""
AT_WORK_MS = 10_000


@dataclass(slots=True)
class Slices:
    """How much one merge transaction takes on: little while somebody works at the desk, much while nobody does."""

    last_deed_ms: int | None = None
    rows_at_work: int = ROWS_AT_WORK

    def deed(self, now_ms: int) -> None:
        self.last_deed_ms = now_ms

    def rows_max(self, now_ms: int) -> int:
        at_work = self.last_deed_ms is not None and now_ms - self.last_deed_ms < AT_WORK_MS
        return self.rows_at_work if at_work else ROWS_AT_EASE

    def took(self, rows: int, ms: int) -> None:
        """Note how long a transaction of so many changes took, and take on fewer, or a few more, the next time."""
        if rows > ROWS_AT_WORK_MAX:
            return
        if ms > SLICE_MS:
            self.rows_at_work = max(ROWS_AT_WORK_MIN, min(self.rows_at_work, rows) * 3 // 4)
        elif rows >= self.rows_at_work:
            self.rows_at_work = min(ROWS_AT_WORK_MAX, self.rows_at_work + 4)
