"""Who may not come into the house for a time: a ban from the premises (D-25 to D-40), kept apart from lending.

Pure. Whoever may not come in may renew and pay from afar, and what they have at home is always taken back. A ban ends
by its last day or by a lifting, both facts; it never vanishes because two desks met.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.rules.blocks import Block, Why, block

PREMISES = "premises"
"""The kind of a restriction that is a ban, beside those of `app.rules.exclusion`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """A ban that stands.

    Attributes:
        until_on: The last day; None for one without an end.
        places: The branches where it holds; none for all of them.
    """

    fact: int
    from_on: date
    until_on: date | None
    places: frozenset[int] = frozenset()

    def holds_at(self, branch: int) -> bool:
        return not self.places or branch in self.places


def ban_blocks(bans: Iterable[Ban]) -> Iterator[Block]:
    """Yield what bans that hold here have against lending, the one that ends last alone."""
    longest = max(bans, key=lambda one: (one.until_on or date.max, one.fact), default=None)
    if longest is None:
        return
    if longest.until_on is None:
        yield block(Why.PREMISES_BAN, standing="for_good", on=longest.from_on)
    else:
        yield block(Why.PREMISES_BAN, standing="until", on=longest.from_on, until=longest.until_on)


def months_later(day: date, months: int) -> date:
    """Return the same day some months on, or the last of that month where it has no such day (31 to 28)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
