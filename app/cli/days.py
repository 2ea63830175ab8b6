"""Days as people type them: ISO, or day first with dots, never month first."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import date, datetime

_DAY_FIRST = re.compile(r"(\d{1,2})[.\-](\d{1,2})[.\-](\d{4})\.?")


def day(text: str) -> date:
    """Read 2026-11-21 or 21.11.2026.

    Raises:
        ArgumentTypeError: It is no such day.
    """
    day_first = _DAY_FIRST.fullmatch(text.strip())
    try:
        if day_first:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ArgumentTypeError(f"no day: {text} (2026-11-21)") from None


def moment(text: str) -> datetime:
    """Read 2026-11-21T10:00:00.

    Raises:
        ArgumentTypeError: It is no such moment.
    """
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise ArgumentTypeError(f"no moment: {text} (2026-11-21T10:00:00)") from None
