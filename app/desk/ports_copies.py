"""What deeds about copies need of the one who keeps the records."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.desk.ids import FactId, ItemId, LoanId, PatronId
from app.rules.copies import CopyStanding
from app.rules.turns import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLoan:
    """The last loan of a copy, and who had it."""

    loan: LoanId
    patron: PatronId
    patron_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiptable:
    """A fact that may stand on a receipt, with the day promised or the amount told."""

    table: str
    fact: FactId
    promised_on: date | None = None
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for more time that waits.

    Attributes:
        branch: Which lent the copy, and answers.
        renewals: How often it was renewed before.
    """

    request: FactId
    loan: LoanId
    item: ItemId
    barcode: str
    title: str
    patron_number: str
    patron_name: str
    due_on: date
    branch: int | None
    branch_name: str
    asked_on: date
    channel: str
    renewals: int


class Copies(Protocol):
    """What is known of copies beyond where they are, and of the paper about them."""

    def of_today(self, patron: PatronId, kind: str) -> tuple[Receiptable, ...]:
        """Return what was done for somebody here today that a receipt of this kind lists, the oldest first."""

    def receipt_with(self, facts: Collection[Receiptable], kind: str) -> FactId | None:
        """Return a receipt of this kind that lists just these facts, and promises just this."""

    def standing(self, item: ItemId) -> CopyStanding:
        """Return how a copy stands by all that was reported of it."""

    def last_loan(self, item: ItemId) -> LastLoan | None:
        """Return the loan that a copy is on, or came back from last; None where nobody is known to have had it."""

    def lost_on_loan(self, loan: LoanId) -> ItemId | None:
        """Return the copy of a loan that is open and said to be lost; None where it is over, or was found."""

    def price(self, item: ItemId) -> int | None:
        """Return what a copy was bought for, or is said to be worth, in minor units."""

    def barcode(self, item: ItemId) -> str | None:
        """Return the barcode of a copy as it is kept; None for a copy without one."""

    def request(self, fact: int) -> Request | None:
        """Return a request for more time that waits."""

    def asks_already(self, loan: LoanId) -> bool:
        """Tell whether a request waits for this loan."""

    def last_renewal(self, loan: LoanId) -> FactId | None:
        """Return the last renewal of a loan that stands."""

    def turns(self, item: ItemId) -> tuple[Turn, ...]:
        """Return the loans and returns of a copy that stand."""

    def slip_entered(self, item: ItemId, slip: str) -> bool:
        """Tell whether a loan of this copy was entered from this slip, or is known by the receipt of this number."""

    def return_entered(self, item: ItemId, on: date) -> bool:
        """Tell whether a return of this copy on this day was entered from paper."""
