"""Days: which are closed, and when a loan is due (docs/rules.md, date arithmetic)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LOOK_AHEAD_DAYS = 366
"""A branch that is closed for a year on end moves no due date any further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The closed days of one branch.

    Attributes:
        weekdays: ISO weekdays on which it never opens: 1 for Monday, 7 for Sunday.
        spans: First and last day of each time that it is closed besides.
    """

    weekdays: frozenset[int] = frozenset()
    spans: tuple[tuple[date, date], ...] = ()

    def is_closed(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays or any(first <= day <= last for first, last in self.spans)

    def next_open(self, day: date) -> date:
        """Return `day`, or the first day after it on which the branch opens."""
        for ahead in range(LOOK_AHEAD_DAYS):
            if not self.is_closed(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        return day


def due_on(lent_on: date, days: int, calendar: Calendar) -> date:
    """Return the day on which a loan of so many days is due: never a day on which nobody can return it."""
    return calendar.next_open(lent_on + timedelta(days=days))


def days_late(due: date, returned_on: date) -> int:
    """Return how many days after its due day something came back; the first late day is the day after it."""
    return max(0, (returned_on - due).days)


def parse_weekdays(text: str | None) -> frozenset[int]:
    """Read ISO weekdays as stored, "67" for Saturday and Sunday."""
    return frozenset(int(digit) for digit in text or "" if digit in "1234567")
