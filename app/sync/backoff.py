"""Patience with a file that cannot be read: not there yet, tried again ever later, named after some tries."""

from __future__ import annotations

from dataclasses import dataclass, field

FIRST_WAIT_MS = 1_000
WAIT_MAX_MS = 300_000
NAMED_AFTER = 5


@dataclass(slots=True)
class _Failing:
    tries: int = 0
    next_ms: int = 0


@dataclass(slots=True)
class Backoff:
    """When to try which file again; by the monotonic clock, in milliseconds."""

    _failing: dict[str, _Failing] = field(default_factory=dict)

    def is_due(self, path: str, now_ms: int) -> bool:
        return path not in self._failing or now_ms >= self._failing[path].next_ms

    def failed(self, path: str, now_ms: int) -> int:
        """Note a failure; return how many there were in a row."""
        failing = self._failing.setdefault(path, _Failing())
        failing.next_ms = now_ms + min(FIRST_WAIT_MS << failing.tries, WAIT_MAX_MS)
        failing.tries += 1
        return failing.tries

    def succeeded(self, path: str) -> None:
        self._failing.pop(path, None)

    def named(self) -> list[str]:
        """Return the files that have failed often enough to be told of."""
        return [path for path, failing in self._failing.items() if failing.tries >= NAMED_AFTER]
