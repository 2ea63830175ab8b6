"""What deeds ask about money and exclusion; `app.db.money_desk` fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.desk.found import OpenLoan
from app.desk.ids import BranchId, FactId, PatronId
from app.rules.bans import Ban
from app.rules.exclusion import Exclusion
from app.rules.fees import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEntry:
    """A charge or a settlement by hand, with all rows that one deed has written: a payment is split into its fees.

    Attributes:
        table: "charge" or "settlement".
        patron: None for a payment that nobody was found for.
    """

    table: str
    kind: str
    patron: PatronId | None
    amount_minor: int
    on_day: date
    means: str
    reference: str
    facts: tuple[FactId, ...]
    branch: BranchId | None


class Money(Protocol):
    """What is owed, and what was settled."""

    def account(self, patron: PatronId) -> Account:
        """Return what somebody owes, over all of their records."""

    def late_cost(self, loan: OpenLoan, ended_on: date) -> int:
        """Return how much more is owed once a loan ends, or is renewed, on a day: nothing where the fee is owed yet."""

    def restrictions_of(self, patron: PatronId) -> tuple[Exclusion, ...]:
        """Return the exclusions from borrowing of somebody that stand today, or are to begin."""

    def bans_of(self, patron: PatronId) -> tuple[Ban, ...]:
        """Return the bans from the premises of somebody that stand today, wherever they hold."""

    def entry(self, fact: FactId) -> HeldEntry | None:
        """Return a charge or a settlement that stands, by the number of any row of it."""

    def unmatched(self, reference: str) -> HeldEntry | None:
        """Return a payment with a reference that nobody was found for."""

    def has_payment(self, reference: str) -> bool:
        """Tell whether somebody's payment with a reference is entered already."""
