"""Who is proposed to be erased, what holds it, and whose answer is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.db import finding
from app.db.database import Database
from app.db.erasing import OpenErasure, open_erasures
from app.db.log.hearing import heard
from app.db.queries.network import workstations
from app.sync.ports import Heard

ACTIVE_MS = 30 * 86_400_000
DONE_SHOWN_MS = 31 * 86_400_000
"""What is done is shown for a month."""


class Standing(StrEnum):
    """How a proposal stands."""

    WAITING = "waiting"
    """For the answers of other workstations."""
    HELD = "held"
    """By an open loan, or by a change that waits for a manager."""
    UNNAMED = "unnamed"
    """By another record of the person that no proposal names."""
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureShown:
    """A proposal to erase somebody.

    Attributes:
        number, name: "" once it is done.
        loans: How many copies the person still has.
        waits_for: The workstations that have not answered, or have something against it.
    """

    proposal: int
    patron: int
    number: str
    name: str
    cause: str
    at_ms: int
    branch: str
    standing: Standing
    loans: int
    waits_for: tuple[str, ...]


_FACT = "SELECT e.at_ms, b.name FROM erasure e LEFT JOIN branch b ON b.id = e.branch WHERE e.id = ?"

_DONE = """
SELECT e.id, e.patron, e.cause, e.at_ms, b.name FROM erasure e
JOIN tombstone t ON t.tbl = 'patron' AND t.row = e.patron LEFT JOIN branch b ON b.id = e.branch
WHERE e.at_ms >= ? ORDER BY e.id
"""


def erasures(database: Database, now_ms: int) -> list[ErasureShown]:
    """Return the proposals that wait, oldest first, then those done lately."""
    return [*_waiting(database, now_ms), *_done(database, now_ms)]


def _waiting(database: Database, now_ms: int) -> list[ErasureShown]:
    connection = database.connection
    active = [one for one in _latest(database) if now_ms - one.seen_ms < ACTIVE_MS]
    names = {one.replica: f"{one.branch}, {one.name}" for one in workstations(database)}
    found = []
    for one in open_erasures(connection):
        person = finding.forgettable(connection, one.patron)
        at_ms, branch = connection.execute(_FACT, (one.id,)).fetchone()
        missing = [names.get(told.log.replica, f"{told.log.replica}") for told in active if not _agrees(told, one.id)]
        found.append(
            ErasureShown(
                proposal=one.id,
                patron=one.patron,
                number=person.number,
                name=person.name,
                cause=one.cause,
                at_ms=at_ms or 0,
                branch=branch or "",
                standing=_standing(one),
                loans=one.loans,
                waits_for=tuple(sorted(missing)),
            )
        )
    return found


def _standing(erasure: OpenErasure) -> Standing:
    if erasure.unnamed:
        return Standing.UNNAMED
    return Standing.HELD if erasure.waits else Standing.WAITING


def _latest(database: Database) -> list[Heard]:
    """Return of each other workstation the log that it writes now."""
    own = {one.replica for one in workstations(database) if one.is_own}
    by_replica = {
        one.log.replica: one
        for one in sorted(heard(database.connection), key=lambda one: (one.seen_ms, one.wall_ms))
        if one.log.replica not in own
    }
    return list(by_replica.values())


def _agrees(told: Heard, proposal: int) -> bool:
    return any(answer.proposal == proposal and not answer.held for answer in told.answers)


def _done(database: Database, now_ms: int) -> list[ErasureShown]:
    return [
        ErasureShown(
            proposal=id_,
            patron=patron,
            number="",
            name="",
            cause=cause or "",
            at_ms=at_ms,
            branch=branch or "",
            standing=Standing.DONE,
            loans=0,
            waits_for=(),
        )
        for id_, patron, cause, at_ms, branch in database.connection.execute(_DONE, (now_ms - DONE_SHOWN_MS,))
    ]
