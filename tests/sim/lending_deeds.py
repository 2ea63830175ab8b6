"""What librarians do in a town that lends: every deed of circulation, with whoever and whatever comes to hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from app.db.work import DeskWork
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.items import add_item
from app.desk.outcome import Outcome
from app.desk.renew import renew
from app.desk.reports import report_copy
from app.desk.undo import undo
from app.rules.copies import REPORTS

Deed = Callable[[DeskWork], Outcome[Any]]

CARDS, COPIES, TITLES = 8, 10, 4
EVERYTHING = {
    "CARD_BLOCKED", "ON_LOAN", "LOANS_AT_LIMIT", "NOT_FOR_LOAN", "IDENTITY_UNVERIFIED", "GUARANTEE_MISSING",
    "HAS_OVERDUE", "RENEWALS_AT_LIMIT", "RENEWED_TODAY", "RENEWAL_GAINS_NOTHING",
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
    def copy(self) -> str:
        return f"L{self.random.randrange(COPIES)}"

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


def founding() -> Iterator[Deed]:
    """Yield what the town is founded with besides: several copies of a few titles."""
    for number in range(COPIES):
        barcode, title = f"L{number}", f"Lent {number % TITLES}"
        yield lambda work, b=barcode, t=title: add_item(work, barcode=b, title=t, price_minor=1250)


def _lend(town: Town) -> Deed:
    card, copy, insists = town.card, town.copy, town.insists
    return lambda work: check_out(work, patron=card, item=copy, **insists)


def _lend_until(town: Town) -> Deed:
    card, copy, due = town.card, town.copy, town.day(0, 40)
    return lambda work: check_out(work, patron=card, item=copy, due=due)


def _take_back(town: Town) -> Deed:
    copy = town.copy
    return lambda work: check_in(work, item=copy)


def _empty_the_box(town: Town) -> Deed:
    copy, day = town.copy, town.day(-3, 0)
    return lambda work: check_in(work, item=copy, on=day)


def _renew(town: Town) -> Deed:
    copy, insists = town.copy, town.insists
    return lambda work: renew(work, item=copy, **insists)


def _report(town: Town) -> Deed:
    copy, kind, price = town.copy, town.random.choice(REPORTS), town.random.choice((None, 700))
    return lambda work: report_copy(work, item=copy, kind=kind, price_minor=price, note="seen")


DEEDS = (
    Kind("lend", 12, _lend),
    Kind("lend by hand", 2, _lend_until),
    Kind("take back", 8, _take_back),
    Kind("book drop", 2, _empty_the_box),
    Kind("renew", 3, _renew),
    Kind("report", 4, _report),
    Kind("undo deed", 3, lambda _: undo),
)
