"""Days as librarians type them: day first, or ISO; never month first, and never a guess at a century."""

from __future__ import annotations

import re
from datetime import date

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[.\-/ ]\s*(\d{1,2})\s*[.\-/ ]\s*(\d{4})\.?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class NoDay(ValueError):
    """The text is no day."""


def read_day(text: str) -> date | None:
    """Read a day; None for an empty text.

    Raises:
        NoDay: There is no such day.
    """
    text = text.strip()
    if not text:
        return None
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise NoDay(text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoDay(text) from error


def written_day(day: date) -> str:
    """Return a day as it stands in a field to be corrected: in a form that `read_day` reads, in every language."""
    return f"{day:%d.%m.%Y}"
