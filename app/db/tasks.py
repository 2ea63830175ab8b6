"""Open tasks: verdicts on which no person has decided yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.db.log.held import ACCEPTED, REFUSED, held_writings
from app.db.state.verdicts import all_verdicts
from app.desk.ids import PatronId
from app.desk.notices import WAS_NOT_SENT, WAS_SENT
from app.desk.persons import OTHER, SAME
from app.desk.tasks import RENUMBER
from app.rules.reconcile import Verdict, VerdictKind, task_name

TASK_CHOICES: Mapping[VerdictKind, tuple[str, ...]] = {
    VerdictKind.LENT_TWICE: ("checked",),
    VerdictKind.BARCODE_TWICE: ("checked",),
    VerdictKind.NUMBER_TWICE: ("checked", SAME),
    VerdictKind.USERNAME_TWICE: ("checked",),
    VerdictKind.LOAN_OF_ERASED: ("checked",),
    VerdictKind.NOTICE_UNSURE: (WAS_SENT, WAS_NOT_SENT),
    VerdictKind.LOOKS_ALIKE: (SAME, OTHER),
    VerdictKind.SAME_AND_OTHER: (SAME, OTHER),
    VerdictKind.RECORD_OF_ERASED: ("checked",),
    VerdictKind.RENEWED_AGAINST_QUEUE: ("checked",),
    VerdictKind.LENT_WHILE_HELD: ("checked",),
    VerdictKind.LENT_ON_ITS_WAY: ("checked",),
    VerdictKind.CAUGHT_TWICE: ("checked",),
    VerdictKind.SETTLED_TWICE: ("checked",),
    VerdictKind.LENT_WHILE_EXCLUDED: ("checked",),
    VerdictKind.LENT_OVER_DEBT: ("checked",),
    VerdictKind.LENT_WHILE_BANNED: ("checked",),
    VerdictKind.LENT_AFTER_BLOCK: ("checked",),
    VerdictKind.ACT_NUMBER_TWICE: ("checked", RENUMBER),
    VerdictKind.HELD_CHANGE: (ACCEPTED, REFUSED),
}
"""What a person may decide about each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """Something that waits for a person.

    Attributes:
        subject: Ids of a copy, a message or records, a barcode, number or username; of what is held table, row, unit.
        facts: Ids of the rows it rests on; or the tick of what is held.
    """

    name: str
    kind: VerdictKind
    subject: str
    facts: tuple[int, ...]


def open_tasks(connection: sqlite3.Connection) -> list[OpenTask]:
    """Return the tasks without a decision."""
    held = [one.verdict for one in held_writings(connection)]
    return undecided(connection, [*all_verdicts(connection), *held])


def people_of(connection: sqlite3.Connection, task: str) -> tuple[PatronId, ...]:
    """Return the people whom an open task asks about; nobody for a task of another kind."""
    found = next((one for one in open_tasks(connection) if one.name == task), None)
    if found is None or SAME not in TASK_CHOICES[found.kind]:
        return ()
    records = found.facts if found.kind is VerdictKind.NUMBER_TWICE else map(int, found.subject.split())
    return tuple(PatronId(record) for record in records)


def undecided(connection: sqlite3.Connection, verdicts: Sequence[Verdict]) -> list[OpenTask]:
    """Return the tasks that these verdicts make, but for those that a person has decided."""
    if not verdicts:
        return []
    decided = {task for (task,) in connection.execute("SELECT task FROM decision")}
    return [
        OpenTask(name=name, kind=verdict.kind, subject=verdict.subject, facts=verdict.facts)
        for verdict in verdicts
        if (name := task_name(verdict)) not in decided
    ]
