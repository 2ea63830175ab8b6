"""Verdicts on loans with a card that had been reported lost, stolen or blocked at a desk not heard of yet (C-4).

Who went on knowing it has overridden the block, and nobody is told. A loan says which number was shown; what counts is
the last report of that number before it, by their ticks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

from app.db.listing import listed
from app.db.state.verdicts import forget, forget_resting_on, keep
from app.db.undone import LIVE
from app.rules.reconcile import Verdict, VerdictKind, lent_after_block

KIND = VerdictKind.LENT_AFTER_BLOCK

_IDS = "(SELECT value FROM json_each(?1))"

_CONCERNED = f"""
SELECT l.id FROM loan l WHERE l.id IN {_IDS} AND EXISTS (SELECT 1 FROM card_report r WHERE r.identifier = l.identifier)
UNION SELECT l.id FROM verdict v JOIN loan l ON l.id = CAST(v.subject AS INTEGER)
    WHERE v.kind = '{KIND}' AND l.id IN {_IDS}
UNION SELECT l.id FROM card_report r JOIN loan l ON l.identifier = r.identifier AND l.id > r.id WHERE r.id IN {_IDS}
"""
"""Loans touched that show a number of which there is a report, and those after a report touched of their number."""

_AFTER = f"""
SELECT l.id, r.id FROM loan l JOIN card_report r ON r.id = (
    SELECT max(b.id) FROM card_report b WHERE b.identifier = l.identifier AND b.id < l.id AND {LIVE.format("b")})
WHERE l.id IN {_IDS} AND {LIVE.format("l")} AND r.standing <> 'active'
AND instr(coalesce(l.overrides, ''), 'CARD_BLOCKED') = 0
"""


def refresh(connection: sqlite3.Connection, touched: Mapping[str, Collection[int]]) -> list[Verdict]:
    """Derive anew which loans were made after a report of their card, among those that these rows may concern."""
    facts = {*touched.get("loan", ()), *touched.get("card_report", ())}
    if touched.get("undo"):
        query = "SELECT fact FROM undo WHERE id IN (SELECT value FROM json_each(?))"
        undone = connection.execute(query, (listed(touched["undo"]),))
        facts |= {fact for (fact,) in undone if fact is not None}
    if not facts:
        return []
    found = connection.execute(_CONCERNED, (listed(facts),))
    loans = [loan for (loan,) in found]
    if not loans:
        return []
    forget(connection, KIND, map(str, loans))
    after = connection.execute(_AFTER, (listed(loans),)).fetchall()
    return keep(connection, [lent_after_block(loan, report) for loan, report in after])


def forget_redrawn(connection: sqlite3.Connection, ids: Collection[int]) -> None:
    """Take out verdicts that rest on ids that are no more."""
    forget_resting_on(connection, (KIND,), ids)
