"""Where copies are that are neither on loan nor where they belong: on their way, or put down at another branch.

Of what happened to a copy the last thing tells where it is: a loan, a return, its being sent, its being received. A
copy that lies where it belongs has no row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from app.db.listing import listed
from app.db.state import turns
from app.db.undone import LIVE


def _last(table: str, *, says: str = "x.id", by: str = "x.id", also: str = "") -> str:
    return (
        f"coalesce((SELECT {says} FROM {table} x WHERE x.item = touched.value AND {LIVE.format('x')}{also}"
        f" ORDER BY {by} DESC LIMIT 1), 0)"
    )


def _places(last: str) -> str:
    return f"""
INSERT INTO copy_place (item, branch, transfer, to_branch, cause, hold, at_ms)
WITH known AS (
    SELECT touched.value AS item, {last}, {_last("transfer")} AS sent,
        {_last("transfer_end", also=" AND x.cause = 'received'")} AS received
    FROM json_each(?1) touched
), last AS (SELECT item, lent, closing, coalesce(closed, closing) AS closed, sent, received FROM known)
SELECT l.item, t.branch, t.id, t.to_branch, t.cause, t.hold, t.at_ms FROM last l JOIN transfer t ON t.id = l.sent
WHERE l.sent > max(l.lent, l.closed, l.received)
AND NOT EXISTS (SELECT 1 FROM transfer_end e WHERE e.transfer = t.id AND {LIVE.format("e")})
UNION ALL
SELECT l.item, coalesce(e.branch, c.branch), NULL, NULL, NULL, NULL, coalesce(e.at_ms, c.at_ms)
FROM last l LEFT JOIN closing c ON c.id = l.closing AND l.closed >= l.received
LEFT JOIN transfer_end e ON e.id = l.received AND l.received > l.closed
LEFT JOIN item i ON i.id = l.item
WHERE max(l.closed, l.received) > max(l.lent, l.sent) AND coalesce(e.branch, c.branch) <> i.home_branch
AND NOT EXISTS (SELECT 1 FROM open_loan o WHERE o.item = l.item)
"""


_CAME = " AND x.cause IS NOT 'lost'"
_LENT, _CLOSED = turns.LENT_AT.format("x"), turns.RETURNED_AT.format("x")

_BY_TICK = _places(f"{_last('loan')} AS lent, {_last('closing', also=_CAME)} AS closing, NULL AS closed")
_BY_DAY = _places(
    f"{_last('loan', says=_LENT, by=_LENT)} AS lent, {_last('closing', by=_CLOSED, also=_CAME)} AS closing,"
    f" {_last('closing', says=_CLOSED, by=_CLOSED, also=_CAME)} AS closed"
)
"""A copy that was sent and whose transfer has ended lies where it was received, or nobody knows where.

Of copies that were on paper first, days tell what was last."""


def refresh(connection: sqlite3.Connection, items: Collection[int], by_day: Collection[int]) -> None:
    """Derive anew where these copies are.

    Args:
        by_day: Those of which some turn was on paper first.
    """
    if not items:
        return
    wanted = listed(sorted(items))
    connection.execute("DELETE FROM copy_place WHERE item IN (SELECT value FROM json_each(?))", (wanted,))
    by_tick = listed(item for item in sorted(items) if item not in by_day) if by_day else wanted
    connection.execute(_BY_TICK, (by_tick,))
    if by_day:
        connection.execute(_BY_DAY, (listed(sorted(by_day)),))
