"""People with several records, and who looks like somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.alike import alike
from app.db.database import Database
from app.db.persons import records_of
from app.desk.contact_data import write_contact
from app.desk.found import Alike
from app.rules.identity import normal_number
from app.rules.likeness import traits


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShown:
    """One record of a person, as it was written."""

    record: int
    name: str
    birth_on: date | None
    branch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeShown:
    """That two records are of one person: who said so, when and where."""

    merge: int
    patron: int
    other: int
    on_day: date
    branch: str
    staff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsShown:
    """The records of a person and what makes them one; nothing for somebody with a single record."""

    records: tuple[RecordShown, ...] = ()
    merges: tuple[MergeShown, ...] = ()


ONE_RECORD = RecordsShown()

_RECORD = """
SELECT p.given, p.family, p.birth_on, b.name FROM patron p LEFT JOIN branch b ON b.id = p.home_branch WHERE p.id = ?
"""

_MERGES = """
SELECT s.id, s.patron, s.other, s.at_ms, b.name, f.name FROM person m JOIN same_person s ON s.patron = m.record
LEFT JOIN branch b ON b.id = s.branch LEFT JOIN staff f ON f.id = s.staff
WHERE m.lead = ? AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = s.id) ORDER BY s.id
"""


def show_records(database: Database, patron: int, zone: str) -> RecordsShown:
    """Return the records of the person whom a record leads."""
    records = records_of(database.connection, patron)
    if len(records) < 2:
        return ONE_RECORD
    merges = database.connection.execute(_MERGES, (patron,))
    return RecordsShown(
        records=tuple(_record(database, record) for record in records),
        merges=tuple(
            MergeShown(
                merge=id_,
                patron=one,
                other=other,
                on_day=finding.day_of(at_ms or 0, zone),
                branch=branch or "",
                staff=staff or "",
            )
            for id_, one, other, at_ms, branch, staff in merges
        ),
    )


def _record(database: Database, record: int) -> RecordShown:
    given, family, birth_on, branch = database.connection.execute(_RECORD, (record,)).fetchone()
    return RecordShown(
        record=record,
        name=f"{given or ''} {family or ''}".strip(),
        birth_on=finding.day_or_none(birth_on),
        branch=branch or "",
    )


def look_alikes(
    database: Database,
    *,
    given: str = "",
    family: str = "",
    birth_on: date | None = None,
    phone: str = "",
    code: str = "",
    country: str,
) -> tuple[Alike, ...]:
    """Return who looks like somebody of whom this much is known, or typed so far, the strongest likeness first."""
    kept = write_contact({"phone": phone}, country).values["phone"]
    codes = (normal_number(code),) if code.strip() else ()
    wanted = traits(given, family, birth_on.isoformat() if birth_on else "", kept, codes)
    return alike(database.connection, wanted)
