"""When branches are closed, and which loans are due then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.db.calendars import calendar
from app.db.database import Database
from app.rules.calendar import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedShown:
    """Some closed days. `branch` is the code of the one that is closed; "" for all."""

    closed_day: int
    branch: str
    first: date
    last: date
    yearly: bool
    reason: str


_CLOSED = """
SELECT c.id, coalesce(b.code, ''), c.from_on, c.until_on, coalesce(c.yearly, 0), coalesce(c.reason, '')
FROM closed_day c LEFT JOIN branch b ON b.id = c.branch
WHERE coalesce(c.cancelled, 0) = 0 AND c.from_on <= c.until_on AND (c.until_on >= ?1 OR c.yearly = 1)
AND (?2 IS NULL OR c.branch IS NULL OR c.branch = ?2) ORDER BY c.from_on, c.id
"""


def closed_days(database: Database, since: date, branch: int | None = None) -> list[ClosedShown]:
    """Return the closed days from a day on, and those that come again each year, of one branch or of all."""
    rows = database.connection.execute(_CLOSED, (since.isoformat(), branch))
    return [
        ClosedShown(
            closed_day=id_,
            branch=code,
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            yearly=bool(yearly),
            reason=reason,
        )
        for id_, code, first, last, yearly, reason in rows
    ]


def branch_calendar(database: Database, branch: int | None, since: date) -> Calendar:
    """Return the calendar of a branch from a day on."""
    return calendar(database.connection, since, branch)


def due_within(database: Database, first: date, last: date, branch: int | None = None) -> int:
    """Return how many open loans of a branch, or of all, are due on some days."""
    query = "SELECT count(*) FROM open_loan WHERE due_on BETWEEN ?1 AND ?2 AND (?3 IS NULL OR branch = ?3)"
    (count,) = database.connection.execute(query, (first.isoformat(), last.isoformat(), branch)).fetchone()
    return int(count)


def national_days(found: Calendar, year: int) -> Mapping[date, str]:
    """Return the holidays of a year that a branch keeps, each with its name."""
    first = date(year, 1, 1).toordinal()
    days = map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1))
    return {day: name for day in days if (name := found.holiday(day))}
