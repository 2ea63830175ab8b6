"""Two records that may be of one person, and those of which somebody has said so: lists to work through (C-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.tasks import open_tasks
from app.rules.likeness import Likeness, Traits, likeness, traits
from app.rules.reconcile import VerdictKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PairShown:
    """Two records, the older first.

    Attributes:
        names: As each was written.
        likeness: In what they are alike as they stand; None where other records of the same people are.
        merge: The fact that makes them one person; None where that is the question.
        on_day, staff, branch: When, by whom and where that was said; else `branch` is where the later one is at home.
    """

    one: int
    other: int
    names: tuple[str, str]
    birth_on: date | None
    branch: str
    likeness: Likeness | None = None
    merge: int | None = None
    on_day: date | None = None
    staff: str = ""


_ROW = """
SELECT p.given, p.family, p.birth_on, p.phone, b.name, b.code FROM patron p
LEFT JOIN branch b ON b.id = p.home_branch WHERE p.id = ?
"""


@dataclass(frozen=True, slots=True)
class _Record:
    given: str
    family: str
    birth_on: str
    phone: str
    branch: str
    code: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


def _record(database: Database, patron: int) -> _Record | None:
    row = database.connection.execute(_ROW, (patron,)).fetchone()
    return None if row is None else _Record(*(value or "" for value in row))


def asked_pairs(database: Database, branch: str = "") -> list[PairShown]:
    """Return the people who look alike, and of whom nobody has said yet whether they are one.

    Args:
        branch: The code of the branch where one of them is at home; "" for all.
    """
    found = []
    for task in open_tasks(database.connection):
        if task.kind is VerdictKind.LOOKS_ALIKE:
            one, other = map(int, task.subject.split())
            pair = _asked(database, one, other, branch)
            found += [pair] if pair is not None else []
    return sorted(found, key=lambda pair: (pair.names[0].casefold(), pair.one, pair.other))


def _asked(database: Database, one: int, other: int, branch: str) -> PairShown | None:
    first, second = _record(database, one), _record(database, other)
    if first is None or second is None or (branch and branch not in {first.code, second.code}):
        return None
    return PairShown(
        one=one,
        other=other,
        names=(first.name, second.name),
        birth_on=finding.day_or_none(first.birth_on or second.birth_on),
        branch=second.branch,
        likeness=likeness(_traits(first), _traits(second)),
    )


def _traits(record: _Record) -> Traits:
    return traits(record.given, record.family, record.birth_on, record.phone)


_JOINED = """
SELECT s.id, s.patron, s.other, s.at_ms, b.name, b.code, b.time_zone, f.name FROM same_person s
LEFT JOIN branch b ON b.id = s.branch LEFT JOIN staff f ON f.id = s.staff
WHERE NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = s.id) ORDER BY s.id DESC
"""


def joined_pairs(database: Database, branch: str = "") -> list[PairShown]:
    """Return the records of which somebody has said that they are of one person, the latest first."""
    found = []
    for merge, patron, record, at_ms, name, code, zone, staff in database.connection.execute(_JOINED).fetchall():
        one, other = sorted((patron or 0, record or 0))
        first, second = _record(database, one), _record(database, other)
        if first is not None and second is not None and branch in {"", code}:
            found.append(
                PairShown(
                    one=one,
                    other=other,
                    names=(first.name, second.name),
                    birth_on=finding.day_or_none(first.birth_on or second.birth_on),
                    branch=name or "",
                    merge=merge,
                    on_day=finding.day_of(at_ms or 0, zone or finding.DEFAULT_ZONE),
                    staff=staff or "",
                )
            )
    return found
