"""Erasures agreed on: nobody is forgotten before every active desk has said that it has nothing against it.

A proposal travels in the log like any fact. Every desk that has read it answers in its head: all that it had done by
then is published up to a sequence of its log, and whether it has something against the erasure. The desk that proposed
does it when it has merged up to there what every active desk has answered; if it is no longer heard of, the registrar
does. What is done at the same moment elsewhere is settled by the tombstone, which outlives everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.sync.justified import Justified
from app.sync.keeping import WITNESSED_FROM
from app.sync.ports import Answer, Heard, Merged, Store
from app.sync.positions import BEGINNING, Cursor, LogId
from app.sync.roster import Roster
from app.sync.ticks import replica_of
from app.sync.turning import WANTED

NOTHING = Merged(tables=frozenset(), changes=0)


@dataclass(slots=True, kw_only=True)
class Erasing:
    """Answers proposals, and erases.

    Attributes:
        active_ms: A replica not heard of for longer is not waited for.
    """

    active_ms: int
    _answered: dict[int, int] = field(default_factory=dict)
    _log: LogId | None = None

    def answers(self, store: Store) -> tuple[Answer, ...]:
        """Return what this desk's next head answers. A first answer waits until nothing is unpublished."""
        found = store.proposals()
        standing = store.standing()
        if not found or standing.log != self._log:
            self._answered.clear()
            self._log = standing.log
        if any(one.id not in self._answered for one in found) and store.waiting() == 0:
            self._answered = {one.id: self._answered.get(one.id, standing.end.sequence) for one in found}
        return tuple(Answer(one.id, self._answered[one.id], one.held) for one in found if one.id in self._answered)

    def complete(self, store: Store, roster: Roster, time: Justified) -> Merged:
        """Erase what every active desk has agreed to; a desk whose clock disagrees, or that hears nobody, does not."""
        found = [one for one in store.proposals() if not one.held]
        if not found or time.disagrees or not (time.is_witnessed or len(roster.members) < WITNESSED_FROM):
            return NOTHING
        own, cursors = store.standing().log.replica, store.cursors()
        active = list(self._active(store, roster, own, time.now_ms))
        mine = [one.id for one in found if own == _doer(replica_of(one.id), roster, {own, *_replicas(active)})]
        agreed = [id_ for id_ in mine if all(_agrees(id_, logs, cursors) for logs in active)]
        if not agreed:
            return NOTHING
        store.noted_ms(WANTED, time.now_ms)
        return store.erase(agreed, time.now_ms)

    def _active(self, store: Store, roster: Roster, own: int, now_ms: int) -> Iterator[list[Heard]]:
        """Yield the logs of each other replica that is waited for, the one that it writes now last."""
        heard = sorted(store.heard(), key=lambda one: (one.seen_ms, one.wall_ms))
        for replica in sorted(roster.remaining - {own}):
            logs = [one for one in heard if one.log.replica == replica]
            if logs and now_ms - logs[-1].seen_ms < self.active_ms:
                yield logs


def _replicas(active: Iterable[list[Heard]]) -> Iterator[int]:
    return (logs[-1].log.replica for logs in active)


def _doer(proposer: int, roster: Roster, there: set[int]) -> int:
    """Return who does what a desk has proposed: itself, as long as it is there."""
    return proposer if proposer in there else roster.registrar


def _agrees(proposal: int, logs: list[Heard], cursors: Mapping[LogId, Cursor]) -> bool:
    return all(one.complete for one in logs) and any(
        not answer.held and cursors.get(logs[-1].log, BEGINNING).at.sequence >= answer.sequence
        for answer in logs[-1].answers
        if answer.proposal == proposal
    )
