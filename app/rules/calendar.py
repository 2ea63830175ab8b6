"""Days: which are closed, and when a loan is due (docs/rules.md, date arithmetic)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.rules.hours import WEEKDAYS, Spans, read_hours
from app.rules.national import national_holidays

LOOK_AHEAD_DAYS = 366
"""A branch that is closed for a year on end moves no due date any further."""

Span = tuple[date, date]
"""A first and a last day."""


class Since(NamedTuple):
    """A house rule with the day from which it holds; `own` where it is the branch's, `id` tells who wrote last."""

    own: bool
    from_on: str
    id: int
    value: str


def value_on(rows: Iterable[Since], day: date) -> str:
    """Return what a rule is on a day: the branch's own before the network's; "" where nobody has said anything."""
    return max((row for row in rows if row.from_on <= day.isoformat()), default=Since(False, "", 0, "")).value


def opening_on(rows: Iterable[Since], day: date) -> Since | None:
    """Return which hours of opening hold on a day: of rows for one day the one written last, "" for one withdrawn."""
    newest = {row.from_on: row for row in sorted(rows) if row.from_on <= day.isoformat()}
    return max((row for row in newest.values() if row.value), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The closed days of one branch.

    Attributes:
        weekdays: ISO weekdays on which it did not open before anybody wrote hours: 1 for Monday, 7 for Sunday.
        opening: Its hours of opening (`app.rules.hours`), each with the day from which they hold.
        spans: First and last day of each time that it is closed besides.
        yearly: The same of what comes again each year, as it was the first time.
        holidays: The country whose holidays it keeps, with the day since when.
        moves: "0" from the day since when due days stay on closed days.
    """

    weekdays: frozenset[int] = frozenset()
    opening: tuple[Since, ...] = ()
    spans: tuple[Span, ...] = ()
    yearly: tuple[Span, ...] = ()
    holidays: tuple[Since, ...] = ()
    moves: tuple[Since, ...] = ()

    def is_closed(self, day: date) -> bool:
        return (
            day.isoweekday() not in self.hours_on(day)
            or any(first <= day <= last for first, last in self.spans)
            or any(is_again(day, first, last) for first, last in self.yearly)
            or bool(self.holiday(day))
        )

    def hours_on(self, day: date) -> Mapping[int, Spans]:
        """Return the hours of each weekday on which it opens, as they hold on a day."""
        found = opening_on(self.opening, day) if self.opening else None
        said = read_hours(found.value) if found else None
        return {weekday: () for weekday in WEEKDAYS if weekday not in self.weekdays} if said is None else said

    def holiday(self, day: date) -> str:
        """Return the name of a national holiday that the branch keeps; "" for any other day."""
        country = value_on(self.holidays, day) if self.holidays else ""
        return national_holidays(country, day.year).get(day, "") if country else ""

    def next_open(self, day: date) -> date:
        """Return `day`, or the first day after it on which the branch opens."""
        for ahead in range(LOOK_AHEAD_DAYS):
            if not self.is_closed(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        return day

    def due(self, day: date) -> date:
        """Return when something is due that is due by a day: never when nobody can return it, if the rules say so."""
        return day if value_on(self.moves, day) == "0" else self.next_open(day)


def is_again(day: date, first: date, last: date) -> bool:
    """Tell whether a day lies in a time that comes again each year; it may lead over the end of one."""
    length = last - first
    begins = (in_year(first, year) for year in (day.year, day.year - 1) if year >= first.year)
    return any(begin <= day <= begin + length for begin in begins)


def in_year(day: date, year: int) -> date:
    """Return the same day of another year: 1 March for 29 February."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def due_on(lent_on: date, days: int, calendar: Calendar) -> date:
    """Return the day on which a loan of so many days is due: never a day on which nobody can return it."""
    return calendar.due(lent_on + timedelta(days=days))


def days_late(due: date, returned_on: date) -> int:
    """Return how many days after its due day something came back; the first late day is the day after it."""
    return max(0, (returned_on - due).days)


def parse_weekdays(text: str | None) -> frozenset[int]:
    """Read ISO weekdays as stored, "67" for Saturday and Sunday."""
    return frozenset(int(digit) for digit in text or "" if digit in "1234567")
