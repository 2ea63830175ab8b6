"""Read a day as Latvians and Danes write it: day before month, always; what is no day stays a problem.

"24.03.2009.", "24. marts 2009", "2009. gada 24. marts", "24-03-2009", "24/3 2009" and the ISO writing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from app.forms import folding
from app.forms.problems import NOT_A_DAY, SHORT_YEAR
from app.forms.wording import tables

PART = re.compile(r"\d+|[^\W\d_]+")
YEARS = range(1900, 2100)
YEAR_DIGITS = 4
MONTH_FIRST_WRITING = re.compile(r"\d\s*/\s*\d")


def iso_day(text: str) -> tuple[str, str]:
    """The day as ISO, and no problem; or no day, and the code of the problem."""
    parts = _parts(text)
    match [len(part) for part in parts if part.isdecimal()]:
        case [4, _, _] | [4, _]:
            year, month, day = _year_first(parts)
        case [_, _, 4] | [_, 4]:
            day, month, year = parts
        case [1 | 2, 1 | 2, 2] | [1 | 2, 2] if len(parts) == 3:
            return "", SHORT_YEAR  # 03.04.09: whose century it is nobody may guess.
        case _:
            return "", NOT_A_DAY
    return _checked(year, month, day)


def is_ambiguous(text: str) -> bool:
    """Whether strokes stand between the figures: some countries put the month first there."""
    return MONTH_FIRST_WRITING.search(text) is not None


def is_part_of_day(text: str) -> bool:
    """Whether nothing but figures, months and the words around them is said: ". gada", "24. marts"."""
    known = {*_fillers(), *_months()}
    return all(part.isdecimal() or folding.fold(part) in known for part in PART.findall(text))


def _parts(text: str) -> list[str]:
    """Figures and words without the fillers; anything but three of them, or a longer number, can be no day."""
    parts = [part for part in PART.findall(text) if folding.fold(part) not in _fillers()]
    too_long = any(part.isdecimal() and len(part) > YEAR_DIGITS for part in parts)
    return parts if len(parts) == 3 and not too_long else []


def _year_first(parts: list[str]) -> tuple[str, str, str]:
    """ISO has the month next; in words the day does: "2009. gada 24. marts"."""
    year, second, third = parts
    return (year, second, third) if third.isdecimal() else (year, third, second)


def _checked(year: str, month: str, day: str) -> tuple[str, str]:
    number = int(month) if month.isdecimal() else _months().get(folding.fold(month), 0)
    if not (year.isdecimal() and day.isdecimal() and int(year) in YEARS):
        return "", NOT_A_DAY
    try:
        return date(int(year), number, int(day)).isoformat(), ""
    except ValueError:
        return "", NOT_A_DAY


@cache
def _months() -> Mapping[str, int]:
    months = tables()["days"]["months"]
    return {folding.fold(word): number for number, words in enumerate(months, start=1) for word in words}


@cache
def _fillers() -> frozenset[str]:
    return frozenset(map(folding.fold, tables()["days"]["fillers"]))
