"""How long something is kept."""

from __future__ import annotations

from datetime import date


def years_before(day: date, years: int) -> date:
    """Return the same date so many years earlier; 29 February becomes 28 February (L-14)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
