"""A month on the screen: six weeks of days, each open, or closed for a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.db.queries.calendar import ClosedShown
from app.rules.calendar import Calendar, in_year, is_again

WEEKS = 6


class DayKind(StrEnum):
    """Why a day is closed, the strongest reason first; or that it is not."""

    CLOSED = "closed"
    """Somebody has written that it is."""
    HOLIDAY = "holiday"
    WEEKDAY = "weekday"
    """The branch never opens on this weekday."""
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """A day. `text` is why it is closed; `faint` one of the month before, or after."""

    day: date
    kind: DayKind
    text: str = ""
    faint: bool = False
    today: bool = False


def days_of(month: date) -> list[date]:
    """Return the days of whole weeks that show a month, from a Monday on."""
    first = month.replace(day=1)
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(days=ahead) for ahead in range(7 * WEEKS)]


def closed_on(day: date, closed: Collection[ClosedShown]) -> list[ClosedShown]:
    """Return what has closed a day, what holds for it alone first."""
    found = [
        one for one in closed if (is_again(day, one.first, one.last) if one.yearly else one.first <= day <= one.last)
    ]
    return sorted(found, key=lambda one: (one.yearly, not one.branch, one.last - one.first, one.closed_day))


def cells(month: date, today: date, calendar: Calendar, closed: Collection[ClosedShown]) -> Iterator[DayCell]:
    """Yield the days of a month as a branch has them."""
    for day in days_of(month):
        kind, text = kind_of(day, calendar, closed)
        yield DayCell(day=day, kind=kind, text=text, faint=day.month != month.month, today=day == today)


def kind_of(day: date, calendar: Calendar, closed: Collection[ClosedShown]) -> tuple[DayKind, str]:
    """Return whether a day is closed, and what for."""
    holiday = calendar.holiday(day)
    if written := closed_on(day, closed):
        return DayKind.CLOSED, next((one.reason for one in written if one.reason), holiday)
    if holiday:
        return DayKind.HOLIDAY, holiday
    return (DayKind.WEEKDAY if calendar.is_closed(day) else DayKind.OPEN), ""


def months_on(day: date, months: int) -> date:
    """Return the same day so many months on, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    length = (date(year + month // 11, (month + 1) % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, length))


def years_on(day: date, years: int) -> date:
    return in_year(day, day.year + years)
