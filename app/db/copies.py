"""Fills the port `Copies`: how a copy stands, by its reports, loans and returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.db import finding, receipts, requests
from app.db.persons import LEAD
from app.db.state import turns
from app.db.state.turns import CAME_IN
from app.db.undone import LIVE
from app.desk.ids import FactId, ItemId, LoanId, PatronId
from app.desk.ports_copies import LastLoan, Receiptable, Request
from app.rules.copies import GOOD, CopyEvent, CopyStanding, Place, standing_of
from app.rules.receipts import receipt_of
from app.rules.turns import LOAN, Turn, in_order

_EVENTS = f"""
SELECT r.id, r.kind, r.on_day, r.note FROM copy_report r WHERE r.item = ?1 AND {LIVE.format("r")}
UNION ALL SELECT l.id, 'loan', NULL, NULL FROM loan l WHERE l.item = ?1 AND {LIVE.format("l")}
UNION ALL SELECT c.id, 'closing', NULL, NULL FROM closing c WHERE c.item = ?1 AND {CAME_IN} AND {LIVE.format("c")}
ORDER BY 1
"""

_LOAN = f"""
SELECT l.id, {LEAD.format("l.patron")}, p.given, p.family FROM loan l
LEFT JOIN patron p ON p.id = {LEAD.format("l.patron")}
WHERE l.id = ?
"""

_OPEN = "SELECT o.item FROM loan l JOIN open_loan o ON o.item = l.item AND o.loan = l.id WHERE l.id = ?"

_LAST_RENEWAL = f"SELECT max(id) FROM renewal r WHERE r.loan = ? AND {LIVE.format('r')}"

_SLIP = f"""
SELECT 1 FROM loan l WHERE l.slip = ?2 AND l.slip <> '' AND l.item = ?1 AND {LIVE.format("l")}
UNION ALL SELECT 1 FROM receipt_line n JOIN loan l ON l.id = n.fact
WHERE n.receipt = ?3 AND l.item = ?1 AND {LIVE.format("l")}
"""
_ENTERED = f"SELECT 1 FROM closing c WHERE c.item = ? AND c.on_day = ? AND c.cause = 'paper' AND {LIVE.format('c')}"

CLAIMED = f"""
coalesce((SELECT max(r.id) FROM copy_report r WHERE r.loan = {{0}} AND r.kind = 'claimed' AND {LIVE.format("r")}), 0) >
coalesce((SELECT max(r.id) FROM copy_report r WHERE r.loan = {{0}} AND r.kind IN ('lost', 'found')
    AND {LIVE.format("r")}), 0)
"""
"""Whether the borrower of an open loan says that the copy was returned."""


@dataclass(frozen=True, slots=True)
class KnownCopies:
    """Fills the port over one connection.

    Attributes:
        since_ms: When the day of the deed begins at its branch.
    """

    connection: sqlite3.Connection
    branch: int | None
    since_ms: int

    def of_today(self, patron: PatronId, kind: str) -> tuple[Receiptable, ...]:
        return receipts.of_today(self.connection, patron, kind, branch=self.branch, since_ms=self.since_ms)

    def receipt_with(self, facts: Collection[Receiptable], kind: str) -> FactId | None:
        return receipts.receipt_with(self.connection, facts, kind)

    def barcode(self, item: ItemId) -> str | None:
        found: str | None = finding.one(self.connection, "SELECT barcode FROM item WHERE id = ?", item)
        return found

    def request(self, fact: int) -> Request | None:
        return requests.request(self.connection, fact)

    def asks_already(self, loan: LoanId) -> bool:
        return requests.asks_already(self.connection, loan)

    def last_renewal(self, loan: LoanId) -> FactId | None:
        found = finding.one(self.connection, _LAST_RENEWAL, loan)
        return None if found is None else FactId(found)

    def turns(self, item: ItemId) -> tuple[Turn, ...]:
        return turns.turns(self.connection, item)

    def slip_entered(self, item: ItemId, slip: str) -> bool:
        known = self.connection.execute(_SLIP, (item, slip, receipt_of(slip))) if slip else None
        return known is not None and known.fetchone() is not None

    def return_entered(self, item: ItemId, on: date) -> bool:
        return finding.one(self.connection, _ENTERED, item, on.isoformat()) is not None

    def standing(self, item: ItemId) -> CopyStanding:
        return standing(self.connection, item)

    def last_loan(self, item: ItemId) -> LastLoan | None:
        last = next((turn.id for turn in reversed(in_order(self.turns(item))) if turn.kind == LOAN), None)
        row = self.connection.execute(_LOAN, (last,)).fetchone()
        if row is None or row[1] is None:
            return None
        loan, patron, given, family = row
        name = f"{given or ''} {family or ''}".strip()
        return LastLoan(loan=LoanId(loan), patron=PatronId(patron), patron_name=name)

    def lost_on_loan(self, loan: LoanId) -> ItemId | None:
        item = finding.one(self.connection, _OPEN, loan)
        is_lost = item is not None and standing(self.connection, item).place is Place.LOST
        return ItemId(item) if is_lost else None

    def price(self, item: ItemId) -> int | None:
        found: int | None = finding.one(self.connection, "SELECT price_minor FROM item WHERE id = ?", item)
        return found


def standing(connection: sqlite3.Connection, item: int) -> CopyStanding:
    """Return how a copy stands. Nothing was ever said of nearly all of them, and one seek in an index tells."""
    if finding.one(connection, "SELECT 1 FROM copy_report WHERE item = ? LIMIT 1", item) is None:
        return GOOD
    return standing_of(
        CopyEvent(kind=kind or "", on_day=finding.day_or_none(on_day), note=note or "")
        for _, kind, on_day, note in connection.execute(_EVENTS, (item,))
    )
