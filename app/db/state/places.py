"""Where copies are that are neither on loan nor where they belong: on their way, or put down at another branch.

Of what happened to a copy the last thing tells where it is: a loan, a return, its being sent, its being received. A
copy that lies where it belongs has no row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from app.db.listing import listed

_LIVE = "NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = {0}.id)"


def _last(table: str, also: str = "") -> str:
    return (
        f"coalesce((SELECT x.id FROM {table} x WHERE x.item = touched.value AND {_LIVE.format('x')}{also}"
        " ORDER BY x.id DESC LIMIT 1), 0)"
    )


_PLACES = f"""
INSERT INTO copy_place (item, branch, transfer, to_branch, cause, hold, at_ms)
WITH last AS (
    SELECT touched.value AS item, {_last("loan")} AS loan, {_last("closing")} AS closing, {_last("transfer")} AS sent,
        {_last("transfer_end", " AND x.cause = 'received'")} AS received
    FROM json_each(?1) touched
)
SELECT l.item, t.branch, t.id, t.to_branch, t.cause, t.hold, t.at_ms FROM last l JOIN transfer t ON t.id = l.sent
WHERE l.sent > max(l.loan, l.closing)
AND NOT EXISTS (SELECT 1 FROM transfer_end e WHERE e.transfer = t.id AND {_LIVE.format("e")})
UNION ALL
SELECT l.item, coalesce(e.branch, c.branch), NULL, NULL, NULL, NULL, coalesce(e.at_ms, c.at_ms)
FROM last l LEFT JOIN closing c ON c.id = l.closing AND l.closing >= l.received
LEFT JOIN transfer_end e ON e.id = l.received AND l.received > l.closing
LEFT JOIN item i ON i.id = l.item
WHERE max(l.closing, l.received) > max(l.loan, l.sent) AND coalesce(e.branch, c.branch) <> i.home_branch
AND NOT EXISTS (SELECT 1 FROM open_loan o WHERE o.item = l.item)
"""
"""A copy that was sent and whose transfer has ended lies where it was received, or nobody knows where."""


def refresh(connection: sqlite3.Connection, items: Collection[int]) -> None:
    """Derive anew where these copies are."""
    if not items:
        return
    wanted = listed(sorted(items))
    connection.execute("DELETE FROM copy_place WHERE item IN (SELECT value FROM json_each(?))", (wanted,))
    connection.execute(_PLACES, (wanted,))
