"""Hours of opening, as they are written: "1-5 10:00-18:00; 6 10:00-13:00, 14:00-16:00", 1 for Monday.

A weekday that is not named is closed; one without times is open, nobody has said when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby

OPENING = "opening"
"""The house rule that keeps them, for each branch, with the day from which they hold."""

Spans = tuple[str, ...]
"""Times of one day, each as "10:00-18:00"; none where nobody has said them."""

WEEKDAYS = range(1, 8)

_PART = re.compile(r"([1-7](?:-[1-7])?(?:,[1-7](?:-[1-7])?)*)(?: +(\S.*))?")
_SPAN = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d) ?[-–] ?([01]?\d|2[0-4])[:.]([0-5]\d)")


@lru_cache(maxsize=256)
def read_hours(text: str) -> Mapping[int, Spans] | None:
    """Return the hours of each weekday on which a branch opens; None for a text that is written otherwise."""
    found: dict[int, Spans] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        read = _PART.fullmatch(part)
        spans = read_spans(read[2] or "") if read else None
        days = _days(read[1]) if read else ()
        if spans is None or not days or found.keys() & days:
            return None
        found.update(dict.fromkeys(days, spans))
    return dict(sorted(found.items())) or None


def _days(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


def read_spans(text: str) -> Spans | None:
    """Return the times of a day, in order; None where one is written otherwise, ends too early, or meets the next."""
    if not text:
        return ()
    read = [_SPAN.fullmatch(part.strip()) for part in text.split(",")]
    found = [f"{int(one[1]):02}:{one[2]}-{int(one[3]):02}:{one[4]}" for one in read if one]
    ends = [end for span in found for end in span.split("-")]
    return tuple(found) if len(found) == len(read) and ends == sorted(set(ends)) and ends[-1] <= "24:00" else None


def write_hours(hours: Mapping[int, Spans]) -> str:
    """Return hours as they are kept: days that follow each other and have the same are written together."""
    return "; ".join(f"{_range(days)} {', '.join(spans)}".rstrip() for days, spans in together(hours))


ALL_OPEN = "0"
"""Said in place of closed weekdays by a branch that opens on each of them."""


def open_but(weekdays: str) -> str:
    """Return hours without times for all weekdays but these, "67" for two; "" for what are none, or all seven."""
    if not weekdays or (weekdays != ALL_OPEN and not {*weekdays} <= {*map(str, WEEKDAYS)}):
        return ""
    return write_hours({day: () for day in WEEKDAYS if str(day) not in weekdays})


def closed_weekdays(hours: Mapping[int, Spans]) -> frozenset[int]:
    """Return the weekdays on which it never opens."""
    return frozenset(WEEKDAYS) - hours.keys()


def together(hours: Mapping[int, Spans]) -> list[tuple[tuple[int, ...], Spans]]:
    """Return days that follow each other and have the same hours, with these hours."""
    days: Iterable[tuple[int, Spans | None]] = [(day, hours.get(day)) for day in WEEKDAYS]
    runs = [(spans, tuple(day for day, _ in run)) for spans, run in groupby(days, key=lambda day: day[1])]
    return [(run, spans) for spans, run in runs if spans is not None]


def _range(days: tuple[int, ...]) -> str:
    return f"{days[0]}-{days[-1]}" if len(days) > 1 else str(days[0])
