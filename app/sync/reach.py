"""How far each log goes: as its own head tells, or further, as another desk acknowledges.

A folder that was put back shows an older head, and a copy of this log that has another number by now, or a desk that is
gone, writes it no newer one. Whoever has read more says so in its own head, and what it says is of use only as long as
it holds it: of a desk with several logs the newest head counts. Heads come late, too, so an acknowledgement has to be
ahead for a while.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from app.sync.backoff import NAMED_AFTER
from app.sync.heads import Head, newest_heads
from app.sync.positions import LogId, Position
from app.sync.roster import Roster


@dataclass(slots=True)
class Reach:
    """What others acknowledge of logs beyond the heads of these."""

    _beyond: dict[LogId, Position] = field(default_factory=dict)
    _looks: dict[LogId, int] = field(default_factory=dict)

    def hear(self, roster: Roster, heads: Mapping[LogId, Head], own: LogId) -> None:
        """Take in what all heads acknowledge now; one look more, or the first, for what is beyond a head.

        The log that this desk writes is its own affair, and those of expelled desks are that of `Acceptance`.
        """
        readable = roster.members.keys() - roster.expelled
        found: dict[LogId, Position] = {}
        known = [log for log in heads if log.replica in readable]
        for head in filter(None, newest_heads(known, heads).values()):
            for log, position in _acknowledged(head, heads):
                if log != own and log.replica in readable:
                    found[log] = max(position, found.get(log, position))
        self._looks = {log: self._looks.get(log, 0) + 1 for log in found}
        self._beyond = found

    def logs(self) -> Collection[LogId]:
        return self._beyond.keys()

    def goal(self, log: LogId, head: Head | None, *, impatient: bool) -> Position | None:
        """Return how far to read a log; None where nothing of it is known."""
        told = head.position if head else None
        beyond = self._beyond.get(log) if impatient or self._looks.get(log, 0) >= NAMED_AFTER else None
        if beyond is None or (told is not None and told.sequence >= beyond.sequence):
            return told  # A head that is read since the last look may have gone further.
        return beyond


def _acknowledged(head: Head, heads: Mapping[LogId, Head]) -> Iterator[tuple[LogId, Position]]:
    """Yield what a head acknowledges beyond the heads of others."""
    for entry in head.received:
        told = heads.get(entry.log)
        if entry.sequence > (told.sequence if told else 0):
            yield entry.log, entry.position
