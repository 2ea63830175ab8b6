"""Unlinking: of loans that ended long ago it is forgotten whose they were (O-7), on every desk alike.

A cut is a fact. It says until which day, what its author had heard of by then, and which loans it spares because they
looked ended and were not: the return had been undone. A loan is unlinked where some cut that does not spare it covers a
return of its copy after it, or its undoing: of that day or earlier, and among what the author had heard of. More facts
never link a loan again, so whatever order they arrive in, all desks end alike (docs/decisions/0017).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from app.db.declaration import BY_NAME, Table
from app.db.log.emptying import empty_below, empty_rows
from app.sync.ticks import EPOCH_MS, REPLICA_BITS, REPLICA_MAX, SEQUENCE_BITS

OTHERS = "0"
"""Stands for the replicas that a cut does not name; no replica has this number."""

_REPLICA = f"(({{0}} >> {SEQUENCE_BITS}) & {REPLICA_MAX})"
_HEARD = (
    "max(coalesce(json_extract(h.value, '$.known.\"0\"'), 0),"
    f" coalesce(json_extract(h.value, '$.known.\"' || {_REPLICA} || '\"'), 0))"
)
_DAY = f"date((({{0}} >> {REPLICA_BITS + SEQUENCE_BITS}) + {EPOCH_MS}) / 1000, 'unixepoch')"

ENDS = f"""(c.cause IS NOT 'paper' OR c.loan = l.id
    OR (c.loan IS NULL AND c.on_day > coalesce(l.lent_on, {_DAY.format("l.id")})))"""
"""Whether a return c of the copy, later by its tick, can be the end of a loan l. One that was on paper bears the tick
of its entering: it ends what it names, or else what was lent before its day, never a later loan that is open."""

_COVERED = f"""
SELECT l.id FROM loan l WHERE l.patron IS NOT NULL AND {{0}} AND EXISTS (
    SELECT 1 FROM json_each(?2) h WHERE l.id NOT IN (SELECT s.value FROM json_each(h.value, '$.spared') s) AND (
        EXISTS (SELECT 1 FROM closing c WHERE c.item = l.item AND c.id > l.id AND {ENDS}
            AND c.on_day <= json_extract(h.value, '$.until') AND c.id <= {_HEARD.format("c.id")})
        OR EXISTS (SELECT 1 FROM undo u WHERE u.fact = l.id
            AND {_DAY.format("u.id")} <= json_extract(h.value, '$.until') AND u.id <= {_HEARD.format("u.id")})
    )
)
"""
_EVERY = "?1 IS NOT NULL"
_SOME = "l.id IN (SELECT value FROM json_each(?1))"

_TOUCHED = """
SELECT value FROM json_each(?1)
UNION SELECT l.id FROM closing c JOIN loan l ON l.item = c.item AND l.id < c.id AND l.patron IS NOT NULL
    WHERE c.id IN (SELECT value FROM json_each(?2))
UNION SELECT u.fact FROM undo u WHERE u.id IN (SELECT value FROM json_each(?3))
"""

_FIRST_DAY = f"""
SELECT min(day) FROM (
    SELECT min(c.on_day) AS day FROM loan l JOIN closing c ON c.item = l.item AND c.id > l.id
    WHERE l.id IN (SELECT value FROM json_each(?1))
    UNION ALL SELECT min({_DAY.format("u.id")}) FROM undo u WHERE u.fact IN (SELECT value FROM json_each(?1))
)
"""


def unlink(connection: sqlite3.Connection, touched: Mapping[str, Collection[int]]) -> dict[str, list[int]]:
    """Unlink the loans that a cut covers, among those that these rows touch; return the rows emptied, by table.

    Capture is off while this runs: every desk does it for itself.
    """
    if connection.execute("SELECT 1 FROM history_cut LIMIT 1").fetchone() is None:
        return {}
    found: set[int] = set()
    if new := list(touched.get("history_cut", ())):
        cuts = _cuts(connection, "id IN (SELECT value FROM json_each(?))", json.dumps(new))
        found |= _covered(connection, None, cuts)
    if loans := _touched_loans(connection, touched):
        (first,) = connection.execute(_FIRST_DAY, (json.dumps(loans),)).fetchone()
        if first is not None:
            found |= _covered(connection, loans, _cuts(connection, "until_on >= ?", first))
    emptied = _emptied(connection, sorted(found)) if found else {}
    for table in _WORDED:
        if late := _late(connection, table, touched.get(table.name, ())):
            emptied[table.name] = [*emptied.get(table.name, ()), *late]
    if receipts := _receipts(connection, touched, sorted(found)):
        emptied["receipt"] = receipts
    return emptied


_TOLD = """
SELECT id FROM receipt_line WHERE id IN (SELECT value FROM json_each(?1))
UNION SELECT id FROM receipt_line WHERE receipt IN (SELECT value FROM json_each(?2))
UNION SELECT id FROM receipt_line WHERE fact IN (SELECT value FROM json_each(?3)
    UNION SELECT id FROM renewal WHERE loan IN (SELECT value FROM json_each(?3))
    UNION SELECT id FROM closing WHERE loan IN (SELECT value FROM json_each(?3)))
"""
_NAMING = """
SELECT DISTINCT r.id FROM {} CROSS JOIN loan l ON l.id = coalesce(
    (SELECT w.loan FROM renewal w WHERE w.id = n.fact), (SELECT c.loan FROM closing c WHERE c.id = n.fact), n.fact)
WHERE r.patron IS NOT NULL AND l.patron IS NULL
"""
_OF_ALL = _NAMING.format("receipt r CROSS JOIN receipt_line n ON n.receipt = r.id")
_OF_SOME = _NAMING.format(
    f"({_TOLD}) t CROSS JOIN receipt_line n ON n.id = t.id CROSS JOIN receipt r ON r.id = n.receipt"
)
"""Joined in this order: a cut looks at the receipts that are somebody's still, a merge at the lines that it brought."""


def _receipts(
    connection: sqlite3.Connection, touched: Mapping[str, Collection[int]], unlinked: Collection[int]
) -> list[int]:
    """Empty the receipts that would tell whose a loan was that was unlinked; return them.

    One loan on it is enough: what stands on a receipt may come later, and nothing that was emptied is filled again.
    """
    query, values = _OF_ALL, tuple[str, ...]()
    if not touched.get("history_cut"):
        facts = [*unlinked, *(id_ for name in ("loan", "renewal", "closing") for id_ in touched.get(name, ()))]
        about = (touched.get("receipt_line", ()), touched.get("receipt", ()), facts)
        query, values = _OF_SOME, tuple(json.dumps(list(ids)) for ids in about)
    found = [id_ for (id_,) in connection.execute(query, values)]
    empty_rows(connection, BY_NAME["receipt"], found)
    return found


_WORDED = tuple(table for table in BY_NAME.values() if table.person[:1] == ("loan",) and table.personal_names)
"""What bears somebody's words about a loan, and with it about whoever had the copy."""


def _late(connection: sqlite3.Connection, table: Table, rows: Collection[int]) -> list[int]:
    """Empty the rows that come after their loan was unlinked; return them."""
    if not rows:
        return []
    worded = " OR ".join(f"r.{name} IS NOT NULL" for name in table.personal_names)
    query = (
        f"SELECT r.id FROM {table.name} r JOIN loan l ON l.id = r.loan"
        f" WHERE r.id IN (SELECT value FROM json_each(?)) AND l.patron IS NULL AND ({worded})"
    )
    late = [id_ for (id_,) in connection.execute(query, (json.dumps(list(rows)),))]
    empty_rows(connection, table, late)
    return late


def _touched_loans(connection: sqlite3.Connection, touched: Mapping[str, Collection[int]]) -> list[int]:
    ids = [json.dumps(list(touched.get(table, ()))) for table in ("loan", "closing", "undo")]
    return [id_ for (id_,) in connection.execute(_TOUCHED, ids)]


def _cuts(connection: sqlite3.Connection, where: str, value: Any) -> list[dict[str, Any]]:
    """Return cuts as one parameter of a query has them; one that cannot be read covers nothing."""
    rows = connection.execute(f"SELECT until_on, known, spared FROM history_cut WHERE {where}", (value,)).fetchall()
    read = (_read(until_on, known, spared) for until_on, known, spared in rows)
    return [cut for cut in read if cut is not None]


def _read(until_on: str | None, known: str | None, spared: str | None) -> dict[str, Any] | None:
    try:
        heard, left = json.loads(known or ""), json.loads(spared or "[]")
        date.fromisoformat(until_on or "")
    except ValueError:
        return None
    if not (isinstance(heard, dict) and isinstance(left, list) and _are_ids((*heard.values(), *left))):
        return None
    return {"until": until_on, "known": heard, "spared": left}


def _are_ids(values: Iterable[object]) -> bool:
    return all(isinstance(value, int) and 0 <= value < 1 << 63 for value in values)


def _covered(connection: sqlite3.Connection, loans: list[int] | None, cuts: list[dict[str, Any]]) -> set[int]:
    """Return the loans that some of these cuts cover, among some or all (None)."""
    if not cuts:
        return set()
    query = _COVERED.format(_EVERY if loans is None else _SOME)
    return {id_ for (id_,) in connection.execute(query, (json.dumps(loans or []), json.dumps(cuts)))}


def _emptied(connection: sqlite3.Connection, loans: list[int]) -> dict[str, list[int]]:
    table = BY_NAME["loan"]
    empty_rows(connection, table, loans)
    return {"loan": loans, **empty_below(connection, table, loans)}


# Before a cut: what its author knows.

_HEARD_OF = f"""
SELECT {_REPLICA.format("id")} AS replica, max(id) FROM (
    SELECT id FROM loan WHERE id >= ?1 UNION ALL SELECT id FROM closing WHERE id >= ?1
    UNION ALL SELECT id FROM renewal WHERE id >= ?1 UNION ALL SELECT id FROM undo WHERE id >= ?1
    UNION ALL SELECT id FROM visit WHERE id >= ?1
) GROUP BY replica
"""

_ENDED = f"""
SELECT 1 FROM closing c WHERE c.item = l.item AND c.id > l.id AND {ENDS} AND c.on_day <= ?2
AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = c.id)
UNION ALL SELECT 1 FROM undo u WHERE u.fact = l.id
"""


def heard_of(connection: sqlite3.Connection, since: int) -> dict[str, int]:
    """Return of each replica that was heard of since the tick `since` the last tick of lending that is known of it."""
    return {str(replica): last for replica, last in connection.execute(_HEARD_OF, (since,))}


Unsettled = Callable[[sqlite3.Connection, Collection[int]], set[int]]
"""Tells which of these loans have a fee that is not settled, neither too little nor too much."""


def to_unlink(
    connection: sqlite3.Connection, until_on: date, known: Mapping[str, int], unsettled: Unsettled
) -> tuple[int, list[int]]:
    """Return how many loans such a cut would unlink, and which it is to spare.

    Their return was undone, or there is a fee of theirs that waits for somebody: it must not become nobody's.
    """
    cut = [{"until": until_on.isoformat(), "known": dict(known), "spared": []}]
    covered = _covered(connection, None, cut)
    query = f"SELECT l.id FROM loan l WHERE l.id IN (SELECT value FROM json_each(?1)) AND NOT EXISTS ({_ENDED})"
    rows = connection.execute(f"{query} ORDER BY l.id", (json.dumps(sorted(covered)), until_on.isoformat()))
    spared = sorted({id_ for (id_,) in rows} | unsettled(connection, covered))
    return len(covered) - len(spared), spared
