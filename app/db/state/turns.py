"""The turns of copies of which some were written on paper first: there a tick does not tell the order by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import UTC, date, datetime

from app.db.listing import listed
from app.db.persons import LEAD
from app.db.undone import LIVE
from app.rules.turns import Turn
from app.sync.ticks import EPOCH_MS, REPLICA_BITS, SEQUENCE_BITS, unix_ms_of

CAME_IN = "c.cause IS NOT 'lost'"
"""Whether a closing c is a return: the loan of a lost copy ends when its price is settled, and nothing has come."""

_BEGIN = f"(((CAST(strftime('%s', {{0}}) AS INTEGER) + {{1}}) * 1000 - {EPOCH_MS}) << {REPLICA_BITS + SEQUENCE_BITS})"

LENT_AT = "coalesce(min({0}.id, " + _BEGIN.format("{0}.lent_on", 86_400) + "), {0}.id)"
"""When a loan was made, as a tick: one that was on paper at the end of its day, like `app.rules.turns` has it."""

RETURNED_AT = (
    "CASE {0}.cause WHEN 'paper' THEN max(min({0}.id, " + _BEGIN.format("{0}.on_day", 0) + "), coalesce("
    "(SELECT n.id + 1 FROM loan n WHERE n.id = {0}.loan AND n.lent_on IS NULL), 0)) ELSE {0}.id END"
)
"""When a copy came back, as a tick: on paper when its day begins, but after the loan that it names."""

_PAPER = f"""
SELECT item, max(stands) FROM (
    SELECT item, {LIVE.format("l")} AS stands FROM loan l
    WHERE lent_on IS NOT NULL AND item IN (SELECT value FROM json_each(?1))
    UNION ALL SELECT item, {LIVE.format("c")} FROM closing c
    WHERE cause = 'paper' AND item IN (SELECT value FROM json_each(?1))
) GROUP BY item
"""
"""Partial indexes hold what was on paper: for nearly all copies this is a seek into nothing."""

_TURNS = f"""
SELECT l.id, 'loan', l.lent_on, NULL, {LEAD.format("l.patron")}, 0 FROM loan l WHERE l.item = ?1 AND {LIVE.format("l")}
UNION ALL SELECT c.id, 'closing', CASE c.cause WHEN 'paper' THEN c.on_day END, c.loan, NULL, NOT {CAME_IN}
FROM closing c WHERE c.item = ?1 AND {LIVE.format("c")} ORDER BY 1
"""


def on_paper(connection: sqlite3.Connection, items: Collection[int]) -> dict[int, bool]:
    """Return those of these copies of which a turn was ever written on paper first, and whether one stands."""
    return {item: bool(stands) for item, stands in connection.execute(_PAPER, (listed(items),))}


def turns(connection: sqlite3.Connection, item: int) -> tuple[Turn, ...]:
    """Return the turns of a copy, in the order in which they were entered.

    The day of one that was entered at once is that of its tick in UTC: no library is open when it changes.
    """
    return tuple(
        Turn(
            id=id_,
            kind=kind,
            day=datetime.fromtimestamp(unix_ms_of(id_) / 1000, UTC).date(),
            paper_on=_day(paper_on),
            names=names,
            patron=patron,
            of_lost=bool(of_lost),
        )
        for id_, kind, paper_on, names, patron, of_lost in connection.execute(_TURNS, (item,))
    )


def _day(text: str | None) -> date | None:
    """Return a day; None for none, or for what is none: rows of later versions are no reason to stop."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
