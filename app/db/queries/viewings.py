"""Who looked at whose record (R-32)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.persons import RECORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewingShown:
    """Somebody of the staff looked at a record.

    Attributes:
        number, name: "" for a person who was erased since.
        what: "record", or "data" for all that is kept.
        reason: In the words of whoever looked.
    """

    at_ms: int
    on_day: date
    staff: str
    branch: str
    patron: int | None
    number: str
    name: str
    what: str
    reason: str


_VIEWINGS = f"""
SELECT v.at_ms, b.time_zone, s.name, b.name, v.patron, p.given, p.family, v.why FROM viewing v
LEFT JOIN staff s ON s.id = v.staff LEFT JOIN branch b ON b.id = v.branch LEFT JOIN patron p ON p.id = v.patron
WHERE ?1 IS NULL OR v.patron IN {RECORDS.format("?1")} ORDER BY v.id
"""


def viewings(database: Database, *, first: date, last: date, patron: int | None = None) -> list[ViewingShown]:
    """Return who looked at records from one day to another, each by the day of its branch: of one person, or of all."""
    connection = database.connection
    found = []
    for at_ms, zone, staff, branch, person, given, family, why in connection.execute(_VIEWINGS, (patron,)).fetchall():
        day = finding.day_of(at_ms or 0, zone or finding.DEFAULT_ZONE)
        if first <= day <= last:
            known = person is not None and (given is not None or family is not None)
            found.append(
                ViewingShown(
                    at_ms=at_ms or 0,
                    on_day=day,
                    staff=staff or "",
                    branch=branch or "",
                    patron=person,
                    number=finding.patron_number(connection, person) if known else "",
                    name=f"{given or ''} {family or ''}".strip(),
                    what=(why or "").partition(" ")[0],
                    reason=(why or "").partition(" ")[2],
                )
            )
    return found
