"""National holidays: worked out, year by year, by the library `holidays`, and remembered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

COUNTRIES: Mapping[str, str] = {"LV": "lv", "DK": "da"}
"""The countries whose holidays a network may keep, each with the language that names them here."""


@cache
def national_holidays(country: str, year: int) -> Mapping[date, str]:
    """Return the holidays of a year by day, each with its name; none for a country that is not known here."""
    if country not in COUNTRIES:
        return {}
    from holidays import country_holidays  # noqa: PLC0415  # A tenth of a second, which only the first due day waits.

    found = country_holidays(country, years=year, language=COUNTRIES[country])
    return {day: str(name) for day, name in found.items() if day.year == year}
