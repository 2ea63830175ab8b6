"""Verdicts on holds and on copies on their way: what two desks did, each without knowing what the other had done."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator

from app.db.listing import listed
from app.db.state.verdicts import forget, keep
from app.db.undone import LIVE
from app.rules.reconcile import Verdict, VerdictKind, about_copy

_IN = "IN (SELECT value FROM json_each(?1))"
_TWICE, _LENT, _ON_ITS_WAY = VerdictKind.CAUGHT_TWICE, VerdictKind.LENT_WHILE_HELD, VerdictKind.LENT_ON_ITS_WAY
_AGAINST_QUEUE = VerdictKind.RENEWED_AGAINST_QUEUE

OF_COPIES = (_LENT, _ON_ITS_WAY, _AGAINST_QUEUE)
KINDS = (_TWICE, *OF_COPIES)
"""Their subjects are ids: of a hold for the first, else of a copy."""


_FORGET = f"""
DELETE FROM verdict WHERE kind IN ({", ".join(f"'{kind}'" for kind in OF_COPIES)})
AND subject IN (SELECT value FROM json_each(?))
"""

_ANY = f"""
SELECT EXISTS (SELECT 1 FROM transfer WHERE item {_IN}), EXISTS (SELECT 1 FROM hold_step WHERE item {_IN}),
    EXISTS (SELECT 1 FROM hold_standing WHERE copy IS NULL)
"""
"""Whether there is anything to be seen at all: nearly every scan is of a copy that was never held and never sent."""


def verdicts_on(connection: sqlite3.Connection, holds: Collection[int], items: Collection[int]) -> list[Verdict]:
    """Derive anew what people must see of these holds and copies; return the verdicts."""
    copies = set(items) | _copies_beside(connection, holds)
    if not copies and not holds:
        return []
    connection.execute(_FORGET, (listed(map(str, copies)),))
    if holds:
        forget(connection, _TWICE, map(str, holds))
    sent, held, waits = connection.execute(_ANY, (listed(copies),)).fetchone()
    found = [*_caught_twice(connection, holds)] if holds else []
    found += _lent(connection, copies) if sent or held else ()
    found += _against_queue(connection, copies) if waits else ()
    return keep(connection, found)


_BESIDE = f"""
SELECT s.item FROM hold_step s WHERE s.hold {_IN} AND s.item IS NOT NULL
UNION SELECT i.id FROM hold h JOIN item i ON i.title = h.title JOIN open_loan o ON o.item = i.id
WHERE h.id {_IN} AND o.renewals > 0
"""


def _copies_beside(connection: sqlite3.Connection, holds: Collection[int]) -> set[int]:
    """Return the copies that were caught for these holds, and those of their titles whose loans were renewed."""
    if not holds:
        return set()
    return {item for (item,) in connection.execute(_BESIDE, (listed(holds),))}


def _caught_twice(connection: sqlite3.Connection, holds: Collection[int]) -> Iterator[Verdict]:
    query = f"SELECT hold, caught, also FROM hold_standing WHERE hold {_IN} AND also IS NOT NULL"
    for hold, caught, also in connection.execute(query, (listed(holds),)).fetchall():
        yield about_copy(_TWICE, hold, (caught, *json.loads(also)))


_SENT = f"""
SELECT o.item, t.id, o.loan FROM open_loan o JOIN transfer t ON t.id = (
    SELECT t2.id FROM transfer t2 WHERE t2.item = o.item AND t2.id < o.loan AND {LIVE.format("t2")}
    ORDER BY t2.id DESC LIMIT 1)
WHERE o.item {_IN}
AND NOT EXISTS (SELECT 1 FROM transfer_end e WHERE e.transfer = t.id AND e.cause = 'received' AND {LIVE.format("e")})
AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.item = o.item AND c.id BETWEEN t.id AND o.loan
    AND c.cause IS NOT 'lent_on' AND {LIVE.format("c")})
AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.item = o.item AND l.id > t.id AND l.id < o.loan AND {LIVE.format("l")})
"""
"""Open loans of copies that had been sent to another branch and had not come there (C-16)."""

_HELD = f"""
SELECT o.item, s.id, o.loan FROM open_loan o JOIN hold_step s ON s.id = (
    SELECT s2.id FROM hold_step s2 WHERE s2.item = o.item AND s2.id < o.loan AND s2.step IN ('caught', 'ready')
    AND {LIVE.format("s2")} ORDER BY s2.id DESC LIMIT 1)
JOIN hold_standing h ON h.hold = s.hold AND h.copy IS NULL
WHERE o.item {_IN}
AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.item = o.item AND l.id > s.id AND l.id < o.loan AND {LIVE.format("l")})
AND NOT EXISTS (SELECT 1 FROM transfer t WHERE t.item = o.item AND t.cause = 'home' AND t.id > s.id AND t.id < o.loan
    AND {LIVE.format("t")})
AND NOT EXISTS (SELECT 1 FROM hold_step q WHERE q.hold = s.hold AND q.step = 'requeued' AND q.id > s.id
    AND q.id < o.loan AND (q.item IS NULL OR q.item = o.item) AND {LIVE.format("q")})
"""
"""Open loans of copies that were caught for somebody who waits again: whoever lent them did not know it (C-15)."""


def _lent(connection: sqlite3.Connection, items: Collection[int]) -> Iterator[Verdict]:
    """A copy that was lent on its way is told as that, not as held besides."""
    wanted = listed(items)
    sent = connection.execute(_SENT, (wanted,)).fetchall()
    told = {item for item, *_ in sent}
    yield from (about_copy(_ON_ITS_WAY, item, facts) for item, *facts in sent)
    held = connection.execute(_HELD, (wanted,)).fetchall()
    yield from (about_copy(_LENT, item, facts) for item, *facts in held if item not in told)


_RENEWED = f"""
SELECT o.item, min(h.hold), r.id FROM open_loan o
JOIN renewal r ON r.id = (
    SELECT r2.id FROM renewal r2 WHERE r2.loan = o.loan AND {LIVE.format("r2")} ORDER BY r2.id DESC LIMIT 1)
JOIN item i ON i.id = o.item JOIN hold_standing h ON h.title = i.title AND h.hold < r.id AND h.copy IS NULL
WHERE o.item {_IN} AND o.renewals > 0 AND (h.item = o.item OR (h.item IS NULL AND h.kind = 'queue'))
GROUP BY o.item
"""
"""Loans that were renewed while somebody waited for a copy that is out, and waits still (C-3)."""


def _against_queue(connection: sqlite3.Connection, items: Collection[int]) -> Iterator[Verdict]:
    found = connection.execute(_RENEWED, (listed(items),)).fetchall()
    yield from (about_copy(_AGAINST_QUEUE, item, facts) for item, *facts in found)
