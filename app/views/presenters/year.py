"""The closed days of a year, line by line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.db.queries.calendar import ClosedShown, national_days
from app.rules.calendar import Calendar, in_year
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRow:
    """A line of the year: some closed days, or a national holiday."""

    key: str
    first: date
    days: str
    reason: str


def rows_of(year: int, calendar: Calendar, closed: Collection[ClosedShown], words: Words) -> tuple[ClosedRow, ...]:
    """Return what is closed in a year, in order: what somebody has written, and national holidays."""
    rows = [_row(one, year, words) for one in closed if year in {_first(one, year).year, _last(one, year).year}]
    rows += [
        ClosedRow(key=day.isoformat(), first=day, days=words.day(day), reason=name)
        for day, name in national_days(calendar, year).items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.first, row.key)))


def _row(one: ClosedShown, year: int, words: Words) -> ClosedRow:
    where, again = "" if one.branch else words("calendar.everywhere"), words("calendar.yearly") if one.yearly else ""
    reason = ", ".join(filter(None, (one.reason, where, again)))
    return ClosedRow(key=str(one.closed_day), first=_first(one, year), days=span_of(one, year, words), reason=reason)


def span_of(one: ClosedShown, year: int, words: Words) -> str:
    """Return the first and the last day of what is closed, as they are in a year."""
    return "–".join(dict.fromkeys((words.day(_first(one, year)), words.day(_last(one, year)))))


def _first(one: ClosedShown, year: int) -> date:
    """Return the first day; of what comes again each year that of the year, but none before the first time."""
    return in_year(one.first, max(year, one.first.year)) if one.yearly else one.first


def _last(one: ClosedShown, year: int) -> date:
    return _first(one, year) + (one.last - one.first)
