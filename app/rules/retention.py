"""How long something is kept."""

from __future__ import annotations

from datetime import date

USES = (
    "loan",
    "renewal",
    "return",
    "registration",
    "guarantee",
    "visit",
    "contact_confirmation",
    "rules_acceptance",
    "identity_check",
    "card",
    "hold",
)
"""What can count as use of the library (L-15, O-6); `card` is one that was ordered or handed over."""


def counted_uses(setting: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the uses that the house rules count, and the words among them that are none; all where they name none."""
    named = tuple(dict.fromkeys(setting.split())) or USES
    return tuple(use for use in USES if use in named), tuple(use for use in named if use not in USES)


def years_before(day: date, years: int) -> date:
    """Return the same date so many years earlier; 29 February becomes 28 February (L-14)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
