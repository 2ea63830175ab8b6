"""The closed days of branches, and the day on which what was promised is due in the end (C-22)."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date
from functools import partial

from app.db.defaults import defaults
from app.db.remembered import once
from app.rules.calendar import Calendar, Since, Span, parse_weekdays
from app.rules.hours import OPENING

HOLIDAYS, MOVES = "holidays", "move_due_off_closed_days"
KEYS = (HOLIDAYS, MOVES, OPENING)
"""The house rules that bear on due days."""

_CLOSED = """
SELECT from_on, until_on, coalesce(yearly, 0) FROM closed_day
WHERE (until_on >= ?1 OR yearly = 1) AND (branch IS NULL OR branch = ?2) AND coalesce(cancelled, 0) = 0
AND from_on <= until_on
"""
_RULES = f"""
SELECT key, branch IS NOT NULL, coalesce(from_on, ''), id, coalesce(value, '') FROM setting
WHERE key IN {KEYS} AND (branch IS NULL OR branch = ?)
"""


def calendar(connection: sqlite3.Connection, since: date, branch: int | None) -> Calendar:
    """Return the closed days of a branch from a day on."""
    before = connection.execute(
        "SELECT closed_weekdays, coalesce(hours, '') FROM branch WHERE id = ?", (branch,)
    ).fetchone()
    weekdays, hours = before or ("", "")
    spans: dict[bool, list[Span]] = {True: [], False: []}
    for first, last, yearly in connection.execute(_CLOSED, (since.isoformat(), branch)):
        spans[bool(yearly)].append((date.fromisoformat(first), date.fromisoformat(last)))
    rules: dict[str, list[Since]] = defaultdict(list)
    usual = defaults(connection)
    for key in (HOLIDAYS, MOVES):
        rules[key].append(Since(own=False, from_on="", id=0, value=usual.get(key, "")))
    for key, own, from_on, id_, value in connection.execute(_RULES, (branch,)):
        rules[key].append(Since(own=bool(own), from_on=from_on, id=id_, value=value))
    return Calendar(
        weekdays=parse_weekdays(weekdays),
        opening=(Since(own=True, from_on="", id=0, value=hours), *rules[OPENING]),
        spans=tuple(spans[False]),
        yearly=tuple(spans[True]),
        holidays=tuple(rules[HOLIDAYS]),
        moves=tuple(rules[MOVES]),
    )


def closed_span(connection: sqlite3.Connection, row: int) -> Span | None:
    """Return the first and last of closed days that were not taken back."""
    found = connection.execute(
        "SELECT from_on, until_on FROM closed_day WHERE id = ? AND from_on <= until_on AND coalesce(cancelled, 0) = 0",
        (row,),
    ).fetchone()
    return None if found is None else (date.fromisoformat(found[0]), date.fromisoformat(found[1]))


LONG_AGO = date(2000, 1, 1)


class DueDays:
    """Moves promised days off closed ones; the calendar of each branch is read once."""

    def __init__(self, connection: sqlite3.Connection, since: date = LONG_AGO) -> None:
        self._connection, self._since = connection, date(since.year, 1, 1)
        self._calendars: dict[int | None, Calendar] = {}
        self._moved: dict[tuple[int | None, str], str] = {}

    def moved(self, branch: int | None, promised: str) -> str:
        """Return a day promised by a branch, or the first day after it on which that branch opens."""
        asked = (branch, promised)
        if asked not in self._moved:
            if branch not in self._calendars:
                made = partial(calendar, self._connection, self._since, branch)
                self._calendars[branch] = once(self._connection, ("due", self._since, branch), made)
            self._moved[asked] = self._calendars[branch].due(date.fromisoformat(promised)).isoformat()
        return self._moved[asked]

    def in_the_end(self, loan: int, promised: str) -> date:
        """Return when a loan was due that was promised, when lent or renewed, for a day: also of an ended loan.

        It is no earlier than what a receipt of it said, and never a day on which the lending branch was closed.
        """
        row = self._connection.execute(_TOLD, (loan, promised)).fetchone() or (None, None)
        return date.fromisoformat(self.moved(row[0], max(promised, row[1] or "")))


_TOLD = """
SELECT l.branch, (
    SELECT max(t.promised_on) FROM receipt_line t WHERE NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = t.id)
    AND t.fact IN (SELECT l.id UNION ALL SELECT r.id FROM renewal r WHERE r.loan = l.id AND r.due_on <= ?2
                   AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = r.id))
) FROM loan l WHERE l.id = ?1
"""
