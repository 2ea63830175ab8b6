"""Requests for more time: those that wait are of an open loan, unanswered, and not overtaken by a renewal."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

from app.db import finding
from app.db.persons import LEAD
from app.db.undone import LIVE
from app.desk.ids import FactId, ItemId, LoanId
from app.desk.ports_copies import Request

_WAITING = f"""
SELECT q.id, o.loan, o.item, i.barcode, t.title, {LEAD.format("o.patron")}, p.given, p.family, o.due_on, o.branch,
    b.name, b.time_zone, q.at_ms, q.channel, o.renewals
FROM renewal_request q JOIN open_loan o ON o.loan = q.loan LEFT JOIN item i ON i.id = o.item
LEFT JOIN title t ON t.id = i.title LEFT JOIN patron p ON p.id = {LEAD.format("o.patron")}
LEFT JOIN branch b ON b.id = o.branch
WHERE {LIVE.format("q")}
AND NOT EXISTS (SELECT 1 FROM renewal_answer a WHERE a.renewal_request = q.id AND {LIVE.format("a")})
AND NOT EXISTS (SELECT 1 FROM renewal r WHERE r.loan = q.loan AND r.id > q.id AND {LIVE.format("r")})
AND {{}} ORDER BY q.id
"""
_ONE = _WAITING.format("q.id = ?1")
_OF_LOAN = _WAITING.format("q.loan = ?1")
_AT_BRANCH = _WAITING.format("(?1 IS NULL OR o.branch = ?1)")


def waiting(connection: sqlite3.Connection, *, branch: int | None = None) -> list[Request]:
    """Return the requests that wait, for the loans of a branch or of all, the oldest first."""
    return [_request(connection, row) for row in connection.execute(_AT_BRANCH, (branch,)).fetchall()]


def request(connection: sqlite3.Connection, fact: int) -> Request | None:
    """Return a request that waits."""
    row = connection.execute(_ONE, (fact,)).fetchone()
    return None if row is None else _request(connection, row)


def asks_already(connection: sqlite3.Connection, loan: int) -> bool:
    """Tell whether a request waits for this loan."""
    return connection.execute(_OF_LOAN, (loan,)).fetchone() is not None


def _request(connection: sqlite3.Connection, row: tuple[Any, ...]) -> Request:
    fact, loan, item, barcode, title, patron, given, family, due_on, branch, branch_name, zone, *rest = row
    at_ms, channel, renewals = rest
    return Request(
        request=FactId(fact),
        loan=LoanId(loan),
        item=ItemId(item),
        barcode=barcode or f"#{item}",
        title=title or "",
        patron_number=finding.patron_number(connection, patron) if patron else "",
        patron_name=f"{given or ''} {family or ''}".strip(),
        due_on=date.fromisoformat(due_on),
        branch=branch,
        branch_name=branch_name or "",
        asked_on=finding.day_of(at_ms or 0, zone or finding.DEFAULT_ZONE),
        channel=channel or "",
        renewals=renewals,
    )
