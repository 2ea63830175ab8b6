"""What a librarian of a town that lends sees from the desk, and how a kind of deed is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from app.db.money import MoneyRules, account_of
from app.db.work import DeskWork
from app.desk.outcome import Outcome

Deed = Callable[[DeskWork], Outcome[Any]]

CARDS, COPIES, TITLES = 8, 10, 4
EVERYTHING = {
    "CARD_BLOCKED", "ON_LOAN", "LOANS_AT_LIMIT", "NOT_FOR_LOAN", "IDENTITY_UNVERIFIED", "GUARANTEE_MISSING",
    "HAS_OVERDUE", "RENEWALS_AT_LIMIT", "RENEWED_TODAY", "RENEWAL_GAINS_NOTHING", "HELD_FOR_ANOTHER", "IN_TRANSIT",
    "DEBT_OVER_LIMIT", "LOAN_EXCLUSION", "QUEUE_WAITING", "MISSING", "LOST", "AGE_LIMIT", "HOLDS_AT_LIMIT",
    "NOT_RESERVABLE", "PREMISES_BAN", "LOAN_DAYS_MISSING",
}  # fmt: skip
"""Some librarians go on in spite of everything that they may."""


@dataclass(frozen=True, slots=True)
class Town:
    """What a librarian sees from the desk: chance, the rows, and what day it is about."""

    random: Random
    connection: sqlite3.Connection
    now_ms: int

    @property
    def card(self) -> str:
        return f"C{self.random.randrange(CARDS)}"

    @property
    def debtor(self) -> str:
        """Return the card of somebody who owes something, where there is anybody."""
        asked = "(SELECT patron FROM owing UNION SELECT patron FROM charge)"
        cards = f"SELECT value, patron FROM identifier WHERE value LIKE 'C%' AND patron IN {asked}"
        rules = MoneyRules(self.connection)
        owing = [
            card for card, patron in self.connection.execute(cards)
            if account_of(self.connection, patron, rules).balance_minor > 0
        ]  # fmt: skip
        return str(self.random.choice(owing)) if owing else self.card

    @property
    def lent(self) -> str:
        """Return the barcode of a copy that is lent, where there is any."""
        return str(self.one("SELECT barcode FROM item WHERE id IN (SELECT item FROM open_loan)") or self.copy)

    @property
    def borrower(self) -> str:
        """Return the card of somebody who has something at home, where there is anybody."""
        lent = "(SELECT patron FROM open_loan)"
        return str(self.one(f"SELECT value FROM identifier WHERE value LIKE 'C%' AND patron IN {lent}") or self.card)

    @property
    def copy(self) -> str:
        return f"L{self.random.randrange(COPIES)}"

    @property
    def branch(self) -> str:
        """Return the code of some branch."""
        return str(self.one("SELECT code FROM branch WHERE code IS NOT NULL"))

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(self.now_ms / 1000, UTC).date()

    def day(self, first: int, last: int) -> date:
        """Return a day from so many days from now to so many."""
        return self.today + timedelta(days=self.random.randint(first, last))

    def one(self, query: str) -> Any:
        """Return the first column of some row that a query finds; None where it finds none."""
        found = [row for (row,) in self.connection.execute(query)]
        return self.random.choice(found) if found else None

    @property
    def insists(self) -> dict[str, Any]:
        """Return how a librarian asks: half of them override what they may."""
        return {"override": EVERYTHING, "reason": "seen"} if self.random.random() < 0.5 else {}


class Kind(NamedTuple):
    """A kind of deed, how often it is tried beside the others, and how one is made."""

    name: str
    weight: float
    make: Callable[[Town], Deed]
