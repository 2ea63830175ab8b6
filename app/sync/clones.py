"""A copy of this desk's disk at work elsewhere: an incarnation of its own number that lives on without it.

It is read like any other log and reported, and never answered with another incarnation: two copies that answered
each other would open logs for ever. Only a person can tell which of the two machines is to have another number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.sync.layout import log_folder
from app.sync.positions import LogId
from app.sync.problems import CLONE, Problem
from app.sync.reader import Watched

QUIET_MS = 3_600_000
"""A copy that wrote nothing for so long is at rest, or has another number by now."""


def clones(watched: Mapping[LogId, Watched], own: LogId, now_ms: int) -> Iterator[Problem]:
    """Name each other log of this desk's own number that somebody writes.

    A restored desk finds logs of its own past, too; those lie still, even where a synchroniser brings their last
    files late, for nobody writes a head today whose clock says yesterday.

    Args:
        now_ms: The clock that only goes on.
    """
    for log, seen in sorted(watched.items()):
        if log.replica == own.replica and seen.is_living and now_ms - seen.seen_ms < QUIET_MS:
            yield Problem(code=CLONE, replica=own.replica, detail=log_folder(log))
