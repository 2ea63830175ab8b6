"""What this desk holds and others look for in vain: it stands in no file any more, so a checkpoint has to bring it.

Its owner, who would write it again, is gone or away. Each desk that holds it waits a little longer than the one before
it in the roster, so that one of them writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.sync.backoff import NAMED_AFTER
from app.sync.checkpoints import Vector
from app.sync.heads import Head
from app.sync.ports import Store
from app.sync.positions import BEGINNING, START, LogId
from app.sync.roster import Roster


@dataclass(slots=True)
class Witnessing:
    """How often it was seen in a row that others lack something of a log which this desk holds."""

    _looks: dict[LogId, int] = field(default_factory=dict)

    def is_due(
        self, store: Store, roster: Roster, heads: Mapping[LogId, Head], vectors: Iterable[Vector], *, once: bool
    ) -> bool:
        """Tell whether this desk is to write a checkpoint for what others lack.

        Args:
            vectors: What the checkpoints in the folder hold, verified or not.
            once: Whether to wait no longer.
        """
        reported = {(LogId(d.replica, d.incarnation), d.last) for head in heads.values() for d in head.damaged}
        self._looks = {log: self._looks.get(log, 0) + 1 for log in _held(reported, store, roster, list(vectors))}
        patience = 0 if once else NAMED_AFTER + sorted(roster.members).index(store.standing().log.replica)
        return any(looks > patience for looks in self._looks.values())


def _held(reported: Iterable[tuple[LogId, int]], store: Store, roster: Roster, vectors: Iterable[Vector]) -> set[LogId]:
    """Return the logs of others, and not of expelled desks, of which this one alone can bring what is reported."""
    own, cursors = store.own_logs(), store.cursors()
    return {
        log
        for log, last in reported
        if log not in own
        and log.replica not in roster.expelled
        and cursors.get(log, BEGINNING).at.sequence >= last
        and all(vector.get(log, START).sequence < last for vector in vectors)
    }
