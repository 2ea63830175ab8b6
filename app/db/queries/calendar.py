"""When branches are open and closed, and how many due days a change of it would move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.db.calendars import calendar
from app.db.database import Database
from app.rules.calendar import Calendar, Since, Span, opening_on
from app.rules.hours import Spans, read_hours


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


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursShown:
    """Hours of opening of a branch. `from_on` is None for those that it began with."""

    from_on: date | None
    hours: Mapping[int, Spans]


def hours_from(database: Database, branch: int, today: date) -> list[HoursShown]:
    """Return the hours that hold today at a branch, and those that are to come."""
    found = branch_calendar(database, branch, today)
    days = sorted({row.from_on for row in found.opening if row.from_on > today.isoformat()})
    rows = [opening_on(found.opening, date.fromisoformat(day)) for day in days]
    coming = [row for row, day in zip(rows, days, strict=True) if row is not None and row.from_on == day]
    now = opening_on(found.opening, today)
    since = date.fromisoformat(now.from_on) if now and now.from_on else None
    return [HoursShown(from_on=since, hours=found.hours_on(today)), *map(_hours, coming)]


def _hours(row: Since) -> HoursShown:
    return HoursShown(from_on=date.fromisoformat(row.from_on), hours=read_hours(row.value) or {})


Change = Callable[[Calendar], Calendar]
"""What would be changed about when a branch opens."""


def closing(first: date, last: date, *, yearly: bool = False) -> Change:
    """Return the change that closed days would be."""
    return lambda found: _spans(found, yearly=yearly, change=lambda spans: (*spans, (first, last)))


def reopening(one: ClosedShown) -> Change:
    """Return the change that taking closed days back would be."""
    return lambda found: _spans(found, yearly=one.yearly, change=lambda spans: _without(spans, (one.first, one.last)))


def _spans(found: Calendar, *, yearly: bool, change: Callable[[tuple[Span, ...]], tuple[Span, ...]]) -> Calendar:
    return replace(found, yearly=change(found.yearly)) if yearly else replace(found, spans=change(found.spans))


def _without(spans: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    """Return all but one of these: two desks may have closed the same days."""
    place = spans.index(span) if span in spans else len(spans)
    return spans[:place] + spans[place + 1 :]


def opening(hours: str, from_on: date) -> Change:
    """Return the change that other hours would be; "" takes back those from that day on."""
    row = Since(own=True, from_on=from_on.isoformat(), id=1 << 63, value=hours)
    return lambda found: replace(found, opening=(*found.opening, row))


_DUE = """
SELECT branch, promised_on, due_on, count(*) FROM open_loan
WHERE promised_on IS NOT NULL AND (?1 IS NULL OR branch = ?1) GROUP BY branch, promised_on, due_on
"""


def will_move(database: Database, branch: int | None, change: Change) -> int:
    """Return how many open loans of a branch, or of all, a change would make due on another day."""
    rows = database.connection.execute(_DUE, (branch,)).fetchall()
    since = date.fromisoformat(min((promised for _, promised, _, _ in rows), default="2000-01-01"))
    places = {place for place, _, _, _ in rows}
    changed = {place: change(calendar(database.connection, since, place)) for place in places}
    return sum(
        count
        for place, promised, due_on, count in rows
        if changed[place].due(date.fromisoformat(promised)).isoformat() != due_on
    )


def national_days(found: Calendar, year: int) -> Mapping[date, str]:
    """Return the holidays of a year that a branch keeps, each with its name."""
    first = date(year, 1, 1).toordinal()
    days = map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1))
    return {day: name for day in days if (name := found.holiday(day))}
