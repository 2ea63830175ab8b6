"""The open loan of each copy: the last thing that happened to it, where that was a loan; and when it is due.

A copy is in one pair of hands: of its loans and closings that were not undone, the one with the greatest tick tells
where it is, whatever order they arrived in. So there is at most one open loan of a copy on every desk (I-1). Where
one of them was written on paper first, days tell as well (`app.rules.turns`).

What was promised, by the loan, a renewal or a receipt, is kept: the latest of these days. Where the lending branch is
closed on it, the loan is due when the branch opens next, also where that was said afterwards (C-22).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from app.db.calendars import KEYS, LONG_AGO, DueDays
from app.db.listing import listed
from app.db.state import turns
from app.db.undone import LIVE
from app.rules.turns import open_turn

_RENEWALS = f"SELECT {{}} FROM renewal r WHERE r.loan = l.id AND {LIVE.format('r')}"

_PROMISED = f"""max(l.due_on, coalesce(({_RENEWALS.format("max(r.due_on)")}), ''), coalesce((
    SELECT max(t.promised_on) FROM receipt_line t WHERE {LIVE.format("t")}
    AND t.fact IN (SELECT l.id UNION ALL {_RENEWALS.format("r.id")})
), ''))"""

_LENT_MS = "coalesce((CAST(strftime('%s', l.lent_on) AS INTEGER) + 43200) * 1000, l.at_ms)"
"""When a copy went home: of a loan that was written on paper first, noon of its day."""

_OPEN = f"""
SELECT l.branch, {_PROMISED}, l.item, l.id, l.patron, {_LENT_MS},
    ({_RENEWALS.format("count(*)")}), ({_RENEWALS.format("max(r.at_ms)")})
"""
_OPEN_BY_TICK = f"""{_OPEN} FROM json_each(?) touched
JOIN loan l ON l.id = (SELECT max(l2.id) FROM loan l2 WHERE l2.item = touched.value AND {LIVE.format("l2")})
WHERE NOT EXISTS (SELECT 1 FROM closing c WHERE c.item = touched.value AND c.id > l.id AND {LIVE.format("c")})
"""
_OPEN_BY_DAY = f"{_OPEN} FROM json_each(?) known JOIN loan l ON l.id = known.value"

_KEEP = """
INSERT INTO open_loan (due_on, branch, promised_on, item, loan, patron, lent_ms, renewals, renewed_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_DUE = "SELECT item, branch, promised_on, due_on FROM open_loan WHERE promised_on IS NOT NULL"

_BEARING = f"SELECT 1 FROM setting WHERE key IN {KEYS} AND id IN (SELECT value FROM json_each(?)) LIMIT 1"


def refresh(connection: sqlite3.Connection, items: Collection[int], by_day: Collection[int]) -> None:
    """Derive the open loans of these copies anew.

    Args:
        by_day: Those of them of which some turn was on paper first.
    """
    connection.execute("DELETE FROM open_loan WHERE item IN (SELECT value FROM json_each(?))", (listed(items),))
    by_tick = [item for item in items if item not in by_day]
    loans = connection.execute(_OPEN_BY_TICK, (listed(by_tick),)).fetchall()
    if by_day:
        found = (open_turn(turns.turns(connection, item)) for item in sorted(by_day))
        loans += connection.execute(_OPEN_BY_DAY, (listed(turn.id for turn in found if turn is not None),)).fetchall()
    _keep(connection, loans)


def _keep(connection: sqlite3.Connection, loans: list[tuple[Any, ...]]) -> None:
    """Keep loans, each given as branch, promised day and the rest, with the day on which they are due."""
    first = min((promised for _, promised, *_ in loans if promised is not None), default=LONG_AGO.isoformat())
    days = DueDays(connection, date.fromisoformat(first))
    due = [promised and days.moved(branch, promised) for branch, promised, *_ in loans]
    connection.executemany(_KEEP, [(day, *loan) for day, loan in zip(due, loans, strict=True)])


def refresh_due_days(connection: sqlite3.Connection, touched: Mapping[str, Collection[int]]) -> None:
    """Move the due days of all open loans, where closed days or the rules about them were touched."""
    if touched.get("closed_day") or touched.get("branch") or _bear_on_due_days(connection, touched.get("setting", ())):
        move_all(connection)


def _bear_on_due_days(connection: sqlite3.Connection, settings: Collection[int]) -> bool:
    """Tell whether one of these settings is about closed days; a scan, which touches none, asks nobody."""
    return bool(settings) and connection.execute(_BEARING, (listed(settings),)).fetchone() is not None


def move_all(connection: sqlite3.Connection) -> None:
    """Move the due days of all open loans, as closed days and the rules about them are known now."""
    _move(connection, connection.execute(_DUE).fetchall())


def _move(connection: sqlite3.Connection, loans: list[tuple[int, int | None, str, str]]) -> None:
    if not loans:
        return
    days = DueDays(connection, date.fromisoformat(min(promised for _, _, promised, _ in loans)))
    due = [(days.moved(branch, promised), item, due_on) for item, branch, promised, due_on in loans]
    connection.executemany(
        "UPDATE open_loan SET due_on = ? WHERE item = ?", [(day, item) for day, item, before in due if day != before]
    )
