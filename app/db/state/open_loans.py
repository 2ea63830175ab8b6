"""The open loan of each copy: the last thing that happened to it, where that was a loan.

A copy is in one pair of hands: of its loans and closings that were not undone, the one with the greatest tick tells
where it is, whatever order they arrived in. So there is at most one open loan of a copy on every desk (I-1).
"""

from __future__ import annotations

import sqlite3

_LIVE = "NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = {0}.id)"

_OPEN = f"""
INSERT INTO open_loan (item, loan, patron, due_on, branch, lent_ms, renewals, renewed_ms)
SELECT l.item, l.id, l.patron,
    coalesce((SELECT r.due_on FROM renewal r WHERE r.loan = l.id AND {_LIVE.format("r")}
              ORDER BY r.id DESC LIMIT 1), l.due_on),
    l.branch, l.at_ms,
    (SELECT count(*) FROM renewal r WHERE r.loan = l.id AND {_LIVE.format("r")}),
    (SELECT max(r.at_ms) FROM renewal r WHERE r.loan = l.id AND {_LIVE.format("r")})
FROM json_each(?) touched
JOIN loan l ON l.id = (SELECT max(l2.id) FROM loan l2 WHERE l2.item = touched.value AND {_LIVE.format("l2")})
WHERE NOT EXISTS (SELECT 1 FROM closing c WHERE c.item = touched.value AND c.id > l.id AND {_LIVE.format("c")})
"""


def refresh(connection: sqlite3.Connection, items: str) -> None:
    """Derive the open loans of these copies (ids as JSON) anew."""
    connection.execute("DELETE FROM open_loan WHERE item IN (SELECT value FROM json_each(?))", (items,))
    connection.execute(_OPEN, (items,))
