"""What is owed for copies: loans that ended or were renewed late, and prices asked, kept so that a debt is cheap.

Only what may cost something is kept. An instant stands where a fact has no day of its own: a renewal, or a loan that
ended because its copy was lent on; a day more is kept than any time zone needs, and whoever reads looks closer. A loan
whose person the history has forgotten is theirs still who has settled something of it: the fee does not come up again
as a credit. Of a copy that was on paper first, days tell what ended a loan (`app.rules.turns`); of all others, ticks.

What a late ending costs rests on the loan that it ended, the renewals of that, and the person. By ticks these are facts
before it: so where facts are touched, endings are derived anew from the first of them on, and not the copy's history.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from itertools import pairwise

from app.db.listing import listed
from app.db.state import turns
from app.db.state.turns import CAME_IN
from app.db.undone import LIVE
from app.rules.turns import LOAN, in_order

_PATRON = (
    "coalesce(l.patron, (SELECT s.patron FROM settlement s WHERE s.loan = l.id AND s.patron IS NOT NULL"
    " ORDER BY s.id LIMIT 1))"
)

_BEFORE = f"""(SELECT p.id FROM loan p WHERE p.item = {{0}}.item AND p.id < {{0}}.id AND {LIVE.format("p")}
    ORDER BY p.id DESC LIMIT 1)"""
"""The last loan of the copy before a fact."""

_NOT_ENDED_BEFORE = f"""NOT EXISTS (
    SELECT 1 FROM closing x WHERE x.item = l.item AND x.id > l.id AND x.id < {{0}}.id AND {LIVE.format("x")}
    AND x.cause IS NOT 'lost' AND (x.cause IS NOT 'paper' OR x.loan = l.id))"""
"""Whether a copy was still out at a fact. That its price is settled brings no lost copy back: it is late until then."""

_DUE = f"""max(l.due_on, coalesce((SELECT max(d.due_on) FROM renewal d WHERE d.loan = l.id AND d.id > l.id
    AND d.id < {{0}}.id AND {LIVE.format("d")}), ''))"""
"""The latest day that was promised before a fact, as the open loan had it: two desks may have renewed."""

_LAST_DAY = "date({0}.at_ms / 1000 + 14 * 3600, 'unixepoch')"
"""The day of an instant in the time zone that is furthest ahead."""

_RETURNED = f"""
SELECT c.id, 'late', {_PATRON}, l.id, l.item, {_DUE.format("c")} AS due, c.on_day, c.at_ms, c.branch, NULL, 0
FROM json_each(?1) t CROSS JOIN closing c ON c.item = t.value AND c.id >= ?2
CROSS JOIN loan l ON l.id = {_BEFORE.format("c")}
WHERE c.on_day > l.due_on AND c.on_day > due AND {CAME_IN} AND {LIVE.format("c")} AND {_NOT_ENDED_BEFORE.format("c")}
"""

_LENT_ON = f"""
SELECT n.id, 'late', {_PATRON}, l.id, l.item, {_DUE.format("n")} AS due, NULL, n.at_ms, n.branch, NULL, 0
FROM json_each(?1) t CROSS JOIN loan n ON n.item = t.value AND n.id >= ?2
CROSS JOIN loan l ON l.id = {_BEFORE.format("n")}
WHERE {_LAST_DAY.format("n")} > l.due_on AND {_LAST_DAY.format("n")} > due
AND {LIVE.format("n")} AND {_NOT_ENDED_BEFORE.format("n")}
"""

_RENEWED = f"""
SELECT r.id, 'late', {_PATRON}, l.id, l.item, {_DUE.format("r")} AS due, NULL, r.at_ms, r.branch, NULL, 0
FROM json_each(?1) t CROSS JOIN loan l ON l.item = t.value CROSS JOIN renewal r ON r.loan = l.id AND r.item = l.item
WHERE r.id > l.id AND r.id >= ?2 AND {_LAST_DAY.format("r")} > due AND {LIVE.format("l")} AND {LIVE.format("r")}
AND {_NOT_ENDED_BEFORE.format("r")}
AND NOT EXISTS (SELECT 1 FROM loan y WHERE y.item = l.item AND y.id > l.id AND y.id < r.id AND y.lent_on IS NULL
    AND {LIVE.format("y")})
"""

_ENDED_BY_DAY = f"""
SELECT n.id, 'late', {_PATRON}, l.id, l.item, {_DUE.format("n")} AS due, n.on_day, n.at_ms, n.branch, NULL, 0
FROM loan l CROSS JOIN (
    SELECT id, on_day, at_ms, branch FROM closing WHERE id = ?2
    UNION ALL SELECT id, lent_on, at_ms, branch FROM loan WHERE id = ?2
) n WHERE l.id = ?1 AND coalesce(n.on_day, {_LAST_DAY.format("n")}) > due
"""
"""What a loan owes for its end by a return or by the next loan, whichever ticks they bear."""

CAME_BACK = f"""(
    EXISTS (SELECT 1 FROM copy_report f WHERE f.item = {{0}}.item AND f.id > {{0}}.id AND f.kind = 'found'
        AND {LIVE.format("f")})
    OR EXISTS (SELECT 1 FROM loan f WHERE f.item = {{0}}.item AND f.id > {{0}}.id AND {LIVE.format("f")})
    OR EXISTS (SELECT 1 FROM closing f WHERE f.item = {{0}}.item AND f.id > {{0}}.id AND f.cause IS NOT 'lost'
        AND {LIVE.format("f")}))"""
"""Whether a copy was found, or came back, after a fact about it (C-17)."""

_ASKED = f"""
SELECT r.id, CASE r.kind WHEN 'unusable' THEN 'damaged' ELSE r.kind END,
    {_PATRON}, l.id, r.item, NULL, r.on_day, r.at_ms, r.branch, r.price_minor,
    r.kind = 'lost' AND {CAME_BACK.format("r")}
FROM json_each(?1) t CROSS JOIN copy_report r ON r.item = t.value CROSS JOIN loan l ON l.id = r.loan AND l.item = r.item
WHERE r.kind IN ('lost', 'damaged', 'unusable') AND r.price_minor IS NOT NULL AND {LIVE.format("r")}
AND {LIVE.format("l")}
"""

_OF_ITEM = ("loan", "renewal", "closing", "copy_report")

_INSERT = """
INSERT INTO owing (fact, kind, patron, loan, item, due_on, on_day, at_ms, branch, price_minor, cancelled)
"""

_DERIVE = f"""
{_INSERT} {_RETURNED} UNION ALL {_LENT_ON} UNION ALL {_RENEWED} UNION ALL {_ASKED} RETURNING patron
"""

_DERIVE_BESIDE = f"{_INSERT} {_RENEWED} UNION ALL {_ASKED} RETURNING patron"
_DERIVE_BY_DAY = f"{_INSERT} {_ENDED_BY_DAY} RETURNING patron"

_FORGET = """
DELETE FROM owing WHERE item IN (SELECT value FROM json_each(?1)) AND (fact >= ?2 OR kind <> 'late') RETURNING patron
"""


def refresh(
    connection: sqlite3.Connection,
    touched: Mapping[str, Collection[int]],
    items: Collection[int],
    paper: Mapping[int, bool],
) -> set[int]:
    """Derive anew what is owed for copies; return the people of whom something was, or is, asked.

    Args:
        items: The copies that these rows concern.
        paper: Those of them of which a turn was on paper first, and whether one stands: that is not told by ticks.
    """
    facts = _facts(connection, touched)
    if not (facts and items):
        return set()
    people = _derive(connection, [item for item in items if item not in paper], min(facts))
    if paper:
        people |= _derive(connection, [item for item, stands in paper.items() if not stands], 0)
        people |= _derive_by_day(connection, [item for item, stands in paper.items() if stands])
    return people - {None}


def _derive(connection: sqlite3.Connection, items: list[int], since: int) -> set[int]:
    wanted = (listed(items), since)
    gone = connection.execute(_FORGET, wanted).fetchall()
    return {patron for (patron,) in (*gone, *connection.execute(_DERIVE, wanted).fetchall())}


def _derive_by_day(connection: sqlite3.Connection, items: list[int]) -> set[int]:
    wanted = (listed(items), 0)
    found = connection.execute(_FORGET, wanted).fetchall()
    found += connection.execute(_DERIVE_BESIDE, wanted).fetchall()
    for item in items:
        ordered = [turn for turn in in_order(turns.turns(connection, item)) if not turn.of_lost]
        for ends in ((one.id, then.id) for one, then in pairwise(ordered) if one.kind == LOAN):
            found += connection.execute(_DERIVE_BY_DAY, ends).fetchall()
    return {patron for (patron,) in found}


def _facts(connection: sqlite3.Connection, touched: Mapping[str, Collection[int]]) -> set[int]:
    """Return the facts from which on something else may be owed."""
    undone = _values(connection, "SELECT fact FROM undo", touched.get("undo", ()))
    settled = _values(connection, "SELECT loan FROM settlement", touched.get("settlement", ()))
    return {*undone, *settled, *(row for table in _OF_ITEM for row in touched.get(table, ()))}


def forget(connection: sqlite3.Connection, ids: Collection[int]) -> None:
    """Take out what was derived under ids that are no more."""
    gone = "(SELECT value FROM json_each(?1))"
    connection.execute(
        f"DELETE FROM owing WHERE fact IN {gone} OR loan IN {gone} OR item IN {gone} OR patron IN {gone}",
        (listed(ids),),
    )


def _values(connection: sqlite3.Connection, query: str, ids: Collection[int]) -> set[int]:
    if not ids:
        return set()
    found = connection.execute(f"{query} WHERE id IN (SELECT value FROM json_each(?))", (listed(ids),))
    return {value for (value,) in found if value is not None}
