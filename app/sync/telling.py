"""What a head says, and whether it says enough that is new to be written."""

from __future__ import annotations

from typing import NamedTuple, Self

from app.sync.checkpoints import Vector
from app.sync.heads import Answered, Damaged, Head, Listed, Received
from app.sync.ports import Answer, Standing
from app.sync.positions import LogId, Position
from app.sync.ranges import ToldRanges

ACKNOWLEDGE_MS = 600_000
"""Acknowledgements and digests ride on publishes; without any, a head is written for them this often."""

SILENT_MS_MAX = 24 * 3_600_000
"""A desk with nothing to tell says so once a day: who is silent for a month is not waited for."""


class Told(NamedTuple):
    """What a head says, but for when and by whom."""

    end: Position
    received: tuple[Received, ...]
    segments: tuple[Listed, ...]
    kept_from: int
    damaged: tuple[Damaged, ...]
    forks: tuple[LogId, ...]
    erasures: tuple[Answer, ...]
    digest: bytes | None = None
    digests: tuple[ToldRanges, ...] = ()

    def vector(self, own: LogId) -> Vector:
        """Return the positions that it tells, of every log."""
        found = {own: self.end, **{entry.log: entry.position for entry in self.received}}
        return {log: position for log, position in found.items() if position.sequence}

    def with_digests(self, digest: bytes | None, digests: tuple[ToldRanges, ...]) -> Self:
        return self._replace(digest=digest, digests=digests)

    def is_worth_telling(self, last: Told | None, silent_ms: int, *, acknowledge: bool) -> bool:
        """Tell whether a head is to be written, so long after the last.

        Args:
            acknowledge: What can wait for ten minutes is not to wait.
        """
        if last is None or silent_ms >= SILENT_MS_MAX or self.at_once != last.at_once:
            return True
        return (acknowledge or silent_ms >= ACKNOWLEDGE_MS) and self != last

    @property
    def at_once(self) -> tuple[object, ...]:
        """What others are to know soon."""
        return (self.end, self.segments, self.kept_from, self.damaged, self.forks, self.erasures)

    def head(
        self,
        counter: int,
        standing: Standing,
        *,
        wall_ms: int,
        version: str,
        roster: tuple[int, bytes],
        box_key: bytes | None,
    ) -> Head:
        """Return it as a head."""
        return Head(
            incarnation=standing.log.incarnation,
            counter=counter,
            wall_ms=wall_ms,
            sequence=self.end.sequence,
            link=self.end.link,
            segments=self.segments,
            kept_from=self.kept_from,
            received=self.received,
            damaged=self.damaged,
            forks=self.forks,
            digest=self.digest,
            digests=self.digests,
            schema=standing.schema,
            version=version,
            roster=roster,
            erasures=tuple(Answered(*answer) for answer in self.erasures),
            box_key=box_key,
        )
