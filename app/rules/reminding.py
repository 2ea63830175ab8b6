"""When somebody is reminded of what is soon due, and asked to bring back what is late (D-13): a service, no condition.

Pure. No fee depends on any of this (D-16).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDue:
    """A loan that is open, and the day by which it is due."""

    loan: int
    due_on: date


def soon_due(loans: Iterable[OpenDue], today: date, days: int) -> tuple[OpenDue, ...]:
    """Return the loans that are due within some days, today's too; 0 days for none."""
    last = today + timedelta(days=days)
    return tuple(one for one in loans if days and today <= one.due_on <= last)


def is_to_be_reminded(loans: Iterable[OpenDue], told_on: Sequence[date], today: date, days: int) -> bool:
    """Tell whether a reminder is due: something is soon, and no reminder since could have told of it."""
    return any(
        all(told < one.due_on - timedelta(days=days) for told in told_on) for one in soon_due(loans, today, days)
    )


def overdue(loans: Iterable[OpenDue], today: date) -> tuple[OpenDue, ...]:
    return tuple(one for one in loans if one.due_on < today)


def is_to_be_recalled(loans: Iterable[OpenDue], told_on: Sequence[date], today: date, steps: Sequence[int]) -> bool:
    """Tell whether a recall is due: a loan has been late for the days of a step, and nobody has written since.

    Args:
        steps: After how many late days each recall goes.
    """
    last = max(told_on, default=date.min)
    reached = (
        one.due_on + timedelta(days=step)
        for one in overdue(loans, today)
        for step in steps
        if one.due_on + timedelta(days=step) <= today
    )
    return any(day > last for day in reached)


def steps_of(setting: str) -> tuple[int, ...]:
    """Read after how many late days recalls go, `1 14 30`; what is no number is left out."""
    return tuple(sorted({int(one) for one in setting.split() if one.isdecimal() and int(one) > 0}))
