"""What deeds about copies need of the one who keeps the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.desk.ids import ItemId, LoanId, PatronId
from app.rules.copies import CopyStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLoan:
    """The last loan of a copy, and who had it."""

    loan: LoanId
    patron: PatronId
    patron_name: str


class Copies(Protocol):
    """What is known of copies beyond where they are."""

    def standing(self, item: ItemId) -> CopyStanding:
        """Return how a copy stands by all that was reported of it."""

    def last_loan(self, item: ItemId) -> LastLoan | None:
        """Return the loan that a copy is on, or came back from last; None where nobody is known to have had it."""

    def price(self, item: ItemId) -> int | None:
        """Return what a copy was bought for, or is said to be worth, in minor units."""
