"""What stands on receipts, and what may."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from app.db import finding, money
from app.db.persons import RECORDS
from app.db.state.turns import CAME_IN
from app.db.undone import LIVE
from app.desk.ids import FactId
from app.desk.ports_copies import Receiptable
from app.rules.fees import LATE
from app.rules.receipts import LOAN, PAYMENT, RETURN

_OF_PERSON = RECORDS.format("?1")

_LENT = f"""
SELECT 'loan', l.id, o.due_on, NULL FROM open_loan o JOIN loan l ON l.id = o.loan
WHERE o.patron IN {_OF_PERSON} AND o.renewals = 0 AND l.branch IS ?2 AND l.at_ms >= ?3
UNION ALL SELECT 'renewal', r.id, o.due_on, NULL FROM open_loan o JOIN renewal r ON r.id = (
    SELECT max(n.id) FROM renewal n WHERE n.loan = o.loan AND {LIVE.format("n")})
WHERE o.patron IN {_OF_PERSON} AND r.branch IS ?2 AND r.at_ms >= ?3
ORDER BY 2
"""
_RETURNED = f"""
SELECT 'closing', c.id, NULL, NULL FROM loan l JOIN closing c ON c.loan = l.id
WHERE l.patron IN {_OF_PERSON} AND c.branch IS ?2 AND c.at_ms >= ?3 AND {CAME_IN} AND {LIVE.format("c")} ORDER BY 2
"""
_PAID = f"""
SELECT 'settlement', s.id, NULL, s.amount_minor FROM settlement s
WHERE s.patron IN {_OF_PERSON} AND s.branch IS ?2 AND s.at_ms >= ?3 AND {LIVE.format("s")} ORDER BY 2
"""
_OF_TODAY = {LOAN: _LENT, RETURN: _RETURNED, PAYMENT: _PAID}


def of_today(
    connection: sqlite3.Connection, patron: int, kind: str, *, branch: int | None, since_ms: int
) -> tuple[Receiptable, ...]:
    """Return what was done for somebody at a branch since an instant that a receipt of this kind lists."""
    rows = connection.execute(_OF_TODAY[kind], (patron, branch, since_ms)).fetchall()
    costs = _costs(connection, patron, [fact for _, fact, *_ in rows]) if kind == RETURN else {}
    return tuple(
        Receiptable(
            table=table,
            fact=FactId(fact),
            promised_on=finding.day_or_none(promised_on),
            amount_minor=costs.get(fact, amount_minor),
        )
        for table, fact, promised_on, amount_minor in rows
    )


_ENDED = "SELECT id, loan, on_day FROM closing WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"


def _costs(connection: sqlite3.Connection, patron: int, closings: Collection[int]) -> dict[int, int]:
    """Return what being late costs, by return; one fee for several copies stands with the first of them."""
    late = [fee for fee in money.account_of(connection, patron).fees if fee.kind == LATE and fee.amount_minor]
    costs, told = dict[int, int](), set[str]()
    for closing, loan, on_day in connection.execute(_ENDED, (json.dumps(list(closings)),)):
        fee = next((one for one in late if loan in one.loans and one.on_day.isoformat() == on_day), None)
        if fee is not None and fee.key not in told:
            told.add(fee.key)
            costs[closing] = fee.amount_minor
    return costs


_LISTING = """
SELECT receipt FROM receipt_line WHERE fact = ? AND promised_on IS ? AND amount_minor IS ?
AND receipt IN (SELECT id FROM receipt WHERE kind = ?) ORDER BY receipt DESC
"""
_LINES = "SELECT fact, promised_on, amount_minor FROM receipt_line WHERE receipt = ?"


def receipt_with(connection: sqlite3.Connection, facts: Collection[Receiptable], kind: str) -> FactId | None:
    """Return the last receipt that says just this: it is printed again, not given anew."""
    wanted = {(one.fact, one.promised_on and one.promised_on.isoformat(), one.amount_minor) for one in facts}
    for (receipt,) in connection.execute(_LISTING, (*next(iter(wanted)), kind)):
        if set(connection.execute(_LINES, (receipt,))) == wanted:
            return FactId(receipt)
    return None
