"""What a librarian of a town that lends sees from the desk, and how a kind of deed is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any, NamedTuple, TypeVar

from app.db.holds import ON_SHELF
from app.db.money import MoneyRules, account_of
from app.db.persons import lead_of
from app.db.work import DeskWork
from app.desk.outcome import Outcome
from app.rules.fees import Account

Deed = Callable[[DeskWork], Outcome[Any]]
Thing = TypeVar("Thing")

CARDS, COPIES, TITLES = 8, 10, 4
EVERYTHING = {
    "CARD_BLOCKED", "ON_LOAN", "LOANS_AT_LIMIT", "NOT_FOR_LOAN", "IDENTITY_UNVERIFIED", "GUARANTEE_MISSING",
    "HAS_OVERDUE", "RENEWALS_AT_LIMIT", "RENEWED_TODAY", "RENEWAL_GAINS_NOTHING", "HELD_FOR_ANOTHER", "IN_TRANSIT",
    "DEBT_OVER_LIMIT", "LOAN_EXCLUSION", "QUEUE_WAITING", "MISSING", "LOST", "AGE_LIMIT", "HOLDS_AT_LIMIT",
    "NOT_RESERVABLE", "PREMISES_BAN", "LOAN_DAYS_MISSING",
}  # fmt: skip
"""Some librarians go on in spite of everything that they may."""

SENSE = 0.7
"""So often a librarian looks first whether a deed can be done with what is taken up."""

YEARS = 18
"""Until this birthday somebody else answers for what is lent, in either network."""

HOUR_MS = 3_600_000
LIVE = "NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = {0}.id)"


@dataclass(frozen=True)
class Town:
    """What a librarian sees from the desk: chance, the rows, what day it is about, and which branch this is."""

    random: Random
    connection: sqlite3.Connection
    now_ms: int
    here: int

    @property
    def card(self) -> str:
        """Return the card of somebody, whom nearly always this desk knows."""
        known = self.one("SELECT value FROM identifier WHERE value LIKE 'C%' AND patron IS NOT NULL")
        return known if known and self.random.random() < 0.95 else f"C{self.random.randrange(CARDS)}"

    @property
    def minor(self) -> str | None:
        """Return the card of somebody for whom another answers, where there is anybody."""
        since = (self.today - timedelta(days=YEARS * 365)).isoformat()
        query = (
            "SELECT n.value FROM identifier n JOIN patron p ON p.id = n.patron WHERE p.birth_on > ? AND n.value > 'C'"
        )
        return self.one(query, since)

    @cached_property
    def accounts(self) -> list[tuple[str, Account]]:
        """Return the card of everybody of whom something was ever asked, each with the account."""
        rules = MoneyRules(self.connection)
        cards = self.connection.execute(
            "SELECT value, patron FROM identifier WHERE value LIKE 'C%' AND patron IS NOT NULL"
            " GROUP BY value ORDER BY value"
        ).fetchall()
        found = [(card, account_of(self.connection, lead_of(self.connection, patron), rules)) for card, patron in cards]
        return [(card, account) for card, account in found if account.fees or account.balance_minor]

    @property
    def owing(self) -> tuple[str, Account] | None:
        """Return somebody who owes something, where there is anybody."""
        return self.some([one for one in self.accounts if one[1].balance_minor > 0 and one[1].open_fees])

    @property
    def debtor(self) -> str:
        """Return the card of somebody who owes something, where there is anybody."""
        found = self.owing
        return found[0] if found else self.card

    @property
    def at_home(self) -> str | None:
        """Return the barcode of a copy that is lent, where there is any."""
        return self.barcode("id IN (SELECT item FROM open_loan)")

    @property
    def lent(self) -> str:
        """Return the barcode of a copy, and of one that is lent where there is any."""
        return self.at_home or self.copy

    @property
    def copy(self) -> str:
        return f"L{self.random.randrange(COPIES)}"

    @property
    def shelved(self) -> str:
        """Return the barcode of a copy, and mostly one that can be taken from a shelf."""
        found = self.barcode(ON_SHELF) if self.random.random() < SENSE else None
        return found or self.copy

    def barcode(self, standing: str) -> str | None:
        """Return the barcode of some copy, alias i, that stands so."""
        found = self.one(f"SELECT i.barcode FROM item i WHERE i.barcode <> '' AND ({standing})")
        return None if found is None else str(found)

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

    def one(self, query: str, *values: Any) -> Any:
        """Return the first column of some row that a query finds; None where it finds none."""
        return self.some([row for (row,) in self.connection.execute(query, values)])

    def some(self, found: Iterable[Thing]) -> Thing | None:
        """Return one of what was found; None where that is nothing."""
        found = list(found)
        return self.random.choice(found) if found else None

    @property
    def insists(self) -> dict[str, Any]:
        """Return how a librarian asks: half of them override what they may."""
        return {"override": EVERYTHING, "reason": "seen"} if self.random.random() < 0.5 else {}


class Kind(NamedTuple):
    """A kind of deed, how often it is tried beside the others, and how one is made: None where there is no occasion."""

    name: str
    weight: float
    make: Callable[[Town], Deed | None]
