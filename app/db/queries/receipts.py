"""Receipts as they are listed, shown and printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.db import finding
from app.db.calendars import DueDays
from app.db.database import Database
from app.db.persons import LEAD, RECORDS
from app.db.queries.liable import liable_for_loan
from app.rules.calendar import days_late
from app.rules.fees import IN_KIND, REFUND, WAIVER
from app.rules.guarantees import AnswersAs
from app.rules.receipts import receipt_number, receipt_of

FORGIVEN = (WAIVER, IN_KIND)
"""It stands on a receipt, and nothing was paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLineShown:
    """One line: a copy with the day promised, or of its return and what being late costs; or an amount of money.

    Attributes:
        what: loan, renewal, closing or settlement.
        kind: Of a settlement: payment, waiver, refund or in_kind.
        undone: It was taken back since.
    """

    what: str
    title: str
    barcode: str
    promised_on: date | None
    returned_on: date | None
    days_late: int
    amount_minor: int | None
    kind: str
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptShown:
    """A receipt.

    Attributes:
        patron_name: "" for somebody who is forgotten.
        printed: How often.
        liable: Who answers for what was lent in the borrower's place (L-38, D-04); not told in lists.
    """

    receipt: int
    number: str
    kind: str
    patron_number: str
    patron_name: str
    branch: str
    staff: str
    at: datetime
    printed: int
    lines: tuple[ReceiptLineShown, ...]
    liable: tuple[str, ...] = ()

    @property
    def total_minor(self) -> int | None:
        """What was paid in all, less what was given back, or what being late costs; None where there is no sum."""
        counted = [one for one in self.lines if one.amount_minor is not None and one.kind not in FORGIVEN]
        amounts = [(-1 if one.kind == REFUND else 1) * (one.amount_minor or 0) for one in counted if not one.undone]
        return sum(amounts) if len(amounts) > 1 else None


_RECEIPT = f"""
SELECT r.id, r.kind, {LEAD.format("r.patron")}, p.given, p.family, b.name, b.time_zone, s.name, r.at_ms,
    (SELECT count(*) FROM receipt_step t WHERE t.receipt = r.id AND t.step = 'printed')
FROM receipt r LEFT JOIN patron p ON p.id = {LEAD.format("r.patron")}
LEFT JOIN branch b ON b.id = r.branch LEFT JOIN staff s ON s.id = r.staff
"""
_ONE = f"{_RECEIPT} WHERE r.id = ?"
_OF_PATRON = f"{_RECEIPT} WHERE r.patron IN {RECORDS.format('?1')} ORDER BY r.id DESC"
_LATEST = f"{_RECEIPT} ORDER BY r.id DESC LIMIT ?"

_LINES = """
SELECT n.fact_table, t.title, i.barcode, n.promised_on, c.on_day, l.id, max(l.due_on, coalesce((
    SELECT max(r.due_on) FROM renewal r WHERE r.loan = l.id AND r.id < c.id
    AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = r.id)), '')),
    n.amount_minor, s.kind, EXISTS (SELECT 1 FROM undo u WHERE u.fact = n.fact)
FROM receipt_line n
LEFT JOIN renewal w ON n.fact_table = 'renewal' AND w.id = n.fact
LEFT JOIN closing c ON n.fact_table = 'closing' AND c.id = n.fact
LEFT JOIN settlement s ON n.fact_table = 'settlement' AND s.id = n.fact
LEFT JOIN loan l ON l.id = CASE n.fact_table WHEN 'loan' THEN n.fact ELSE coalesce(w.loan, c.loan, s.loan) END
LEFT JOIN item i ON i.id = coalesce(l.item, c.item) LEFT JOIN title t ON t.id = i.title
WHERE n.receipt = ? ORDER BY n.id
"""

_LENT = """
SELECT coalesce(w.loan, n.fact) FROM receipt_line n LEFT JOIN renewal w ON w.id = n.fact
WHERE n.receipt = ? AND n.fact_table IN ('loan', 'renewal') ORDER BY n.id
"""
"""What somebody answers for from that moment on."""


def find_receipt(database: Database, number: str) -> ReceiptShown | None:
    """Return the receipt with a number, however it is written."""
    receipt = receipt_of(number)
    row = database.connection.execute(_ONE, (receipt,)).fetchone()
    if row is None:
        return None
    found = _shown(database, row, DueDays(database.connection))
    facts = database.connection.execute(_LENT, (receipt,)).fetchall()
    return replace(found, liable=tuple(dict.fromkeys(_liable(database, facts, found.at.date()))))


def receipts(database: Database, *, patron: int | None = None, most: int = 200) -> list[ReceiptShown]:
    """Return the receipts of somebody, or the last ones of all, the newest first."""
    asked = (_LATEST, (most,)) if patron is None else (_OF_PATRON, (patron,))
    days = DueDays(database.connection)
    return [_shown(database, row, days) for row in database.connection.execute(*asked).fetchall()]


def _shown(database: Database, row: tuple[Any, ...], days: DueDays) -> ReceiptShown:
    receipt, kind, patron, given, family, branch, zone, staff, at_ms, printed = row
    lines = database.connection.execute(_LINES, (receipt,)).fetchall()
    return ReceiptShown(
        receipt=receipt,
        number=receipt_number(receipt),
        kind=kind or "",
        patron_number=finding.patron_number(database.connection, patron) if patron else "",
        patron_name=f"{given or ''} {family or ''}".strip(),
        branch=branch or "",
        staff=staff or "",
        at=datetime.fromtimestamp((at_ms or 0) / 1000, ZoneInfo(zone or finding.DEFAULT_ZONE)),
        printed=printed,
        lines=tuple(_line(line, days) for line in lines),
    )


def _liable(database: Database, loans: Iterable[tuple[int]], on: date) -> Iterator[str]:
    for (loan,) in loans:
        found = liable_for_loan(database, loan, on)
        if found is not None and found.role is AnswersAs.GUARANTOR:
            yield found.name


def _line(row: tuple[Any, ...], days: DueDays) -> ReceiptLineShown:
    what, title, barcode, promised_on, returned_on, loan, due_on, amount_minor, kind, undone = row
    returned = finding.day_or_none(returned_on)
    due = days.in_the_end(loan, due_on) if returned and due_on else None
    return ReceiptLineShown(
        what=what or "",
        title=title or "",
        barcode=barcode or "",
        promised_on=finding.day_or_none(promised_on),
        returned_on=returned,
        days_late=days_late(due, returned) if due and returned else 0,
        amount_minor=amount_minor,
        kind=kind or "",
        undone=bool(undone),
    )
