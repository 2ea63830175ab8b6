"""A person as check-out finds one by a scan: SQL text, for the scan waits for it."""

from __future__ import annotations

import sqlite3
from datetime import date

from app.db import finding
from app.db.copies import CLAIMED
from app.db.persons import FILLED, RECORDS, lead_of
from app.db.relations import relation
from app.db.restrictions import owes_of
from app.desk.found import Borrower, LoansOfKind
from app.desk.ids import BranchId, IdentifierId, PatronId
from app.rules.identity import normal_number

_BORROWER = f"""
SELECT p.given, p.family, {FILLED.format("p", "birth_on")}, p.category, EXISTS (
    SELECT 1 FROM guarantee g WHERE g.patron IN {RECORDS.format("p.id")}
    AND NOT EXISTS (SELECT 1 FROM guarantee_end e WHERE e.guarantee = g.id AND e.on_day <= ?)
), ({finding.NUMBER_OF_PATRON.format("p.id")}) FROM patron p WHERE p.id = ?
"""

_LOANS = f"""
SELECT i.home_branch, coalesce(i.department, ''), coalesce(i.material, ''), count(*),
    sum(o.due_on < ?2 AND NOT ({CLAIMED.format("o.loan")}))
FROM open_loan o LEFT JOIN item i ON i.id = o.item WHERE o.patron IN {RECORDS.format("?1")} GROUP BY 1, 2, 3
"""


def borrower(connection: sqlite3.Connection, scan: str, today: date, zone: str) -> Borrower | None:
    """Return whom a scanned number calls, with what bears on lending today at a branch of this time zone."""
    patron, standing, valid_until, identifier = _who(connection, scan)
    row = connection.execute(_BORROWER, (today.isoformat(), patron)).fetchone()
    if row is None:
        return None
    given, family, birth_on, category, guaranteed, number = row
    return Borrower(
        patron=PatronId(patron),
        number=number or f"#{patron}",
        name=f"{given or ''} {family or ''}".strip(),
        birth_on=finding.day_or_none(birth_on),
        category=category or "",
        card_standing=standing,
        card_valid_until=finding.day_or_none(valid_until),
        identifier=None if identifier is None else IdentifierId(identifier),
        has_guarantee=bool(guaranteed),
        relation=relation(connection, patron, today, zone),
        loans=_loans(connection, patron, today),
        owes=owes_of(connection, patron, today),
    )


def _loans(connection: sqlite3.Connection, patron: int, today: date) -> tuple[LoansOfKind, ...]:
    return tuple(
        LoansOfKind(
            home_branch=None if branch is None else BranchId(branch),
            department=department,
            material=material,
            count=count,
            overdue=overdue,
        )
        for branch, department, material, count, overdue in connection.execute(_LOANS, (patron, today.isoformat()))
    )


def _who(connection: sqlite3.Connection, scan: str) -> tuple[int, str, str | None, int | None]:
    """Return whom a scan names, with the standing and the last day of that number, and its row."""
    if (row := finding.row_number(scan)) is not None:
        return lead_of(connection, row), "active", None, None
    found = connection.execute(finding.IDENTIFIER, (normal_number(scan),)).fetchone()
    return (0, "", None, None) if found is None else (found[1], found[2] or "active", found[3], found[0])
