"""Periodicals: the rhythm in which issues come, and which of them are missing by it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

ISSUES_MIN = 3
"""Two days tell a distance and no rhythm."""
LATE_SHARE = 0.5
"""An issue is missing once half a rhythm has gone by since its day."""
MISSING_MAX = 60
"""Of a title that ceased long ago not every day since then is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a periodical comes.

    Attributes:
        every_days: From one issue to the next; None while too few are known.
        missing: About when the issues came out that are not here, the first first.
        next_on: About when the next one is to come.
    """

    every_days: int | None = None
    missing: tuple[date, ...] = ()
    next_on: date | None = None


def rhythm_of(issued: Collection[date], today: date) -> Rhythm:
    """Return the rhythm of the issues that are here, as the usual distance between two of them."""
    days = sorted(set(issued))
    if len(days) < ISSUES_MIN:
        return Rhythm()
    every = max(1, round(median((later - day).days for day, later in pairwise(days))))
    missing = [one for day, later in pairwise(days) for one in _between(day, later, every)]
    slack, next_on = timedelta(days=round(every * LATE_SHARE)), days[-1] + timedelta(days=every)
    while next_on + slack < today and len(missing) < MISSING_MAX:
        missing.append(next_on)
        next_on += timedelta(days=every)
    return Rhythm(every_days=every, missing=tuple(missing[:MISSING_MAX]), next_on=next_on)


def _between(day: date, later: date, every: int) -> list[date]:
    """Return about when issues came out between two that are here."""
    count = round((later - day).days / every) - 1
    return [day + (later - day) * number / (count + 1) for number in range(1, count + 1)]
