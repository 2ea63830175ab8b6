"""Fills the port `Counts`, and reads what was counted: facts of all desks, and what this one has not written yet."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from app.desk.ports_counts import Counted, HeldEvent


@dataclass(frozen=True, slots=True)
class DeskCounts:
    """What is being counted, over one connection."""

    connection: sqlite3.Connection
    branch: int
    now: datetime

    @classmethod
    def at(cls, connection: sqlite3.Connection, branch: int, now_ms: int, zone: str) -> DeskCounts:
        return cls(connection, branch, datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(zone)))

    @property
    def hour(self) -> int:
        return self.now.hour

    def add(self, kind: str, number: int) -> int:
        row = (kind, self.now.date().isoformat(), self.now.hour, self.branch)
        self.connection.execute(
            "INSERT INTO counting (kind, on_day, hour, branch, count) VALUES (?, ?, ?, ?, max(0, ?))"
            " ON CONFLICT DO UPDATE SET count = max(0, count + ?)",
            (*row, number, number),
        )
        found = self.connection.execute(
            "SELECT count FROM counting WHERE kind = ? AND on_day = ? AND hour = ? AND branch = ?", row
        )
        count: int = found.fetchone()[0]
        return count

    def take(self, *, until_now: bool) -> list[Counted]:
        past = "branch = ?1 AND (?2 OR (on_day, hour) < (?3, ?4))"
        values = (self.branch, until_now, self.now.date().isoformat(), self.now.hour)
        query = f"SELECT kind, on_day, hour, count FROM counting WHERE {past} AND count > 0 ORDER BY on_day, hour, kind"
        found = self.connection.execute(query, values).fetchall()
        self.connection.execute(f"DELETE FROM counting WHERE {past}", values)
        return [Counted(kind, date.fromisoformat(on_day), hour, count) for kind, on_day, hour, count in found]

    def by_hour(self, kind: str, on_day: date) -> Mapping[int, int]:
        found: Counter[int] = Counter()
        for one, _, hour, branch, count in counted(self.connection, on_day, on_day):
            if (one, branch) == (kind, self.branch):
                found[hour] += count
        return found

    def event(self, event: int) -> HeldEvent | None:
        return next(iter(events(self.connection, "e.id = ?", event)), None)


_COUNTED = """
SELECT kind, on_day, hour, branch, count FROM tally t WHERE on_day BETWEEN ?1 AND ?2
AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = t.id)
UNION ALL SELECT kind, on_day, hour, branch, count FROM counting WHERE on_day BETWEEN ?1 AND ?2
"""


def counted(connection: sqlite3.Connection, first: date, last: date) -> list[tuple[str, date, int, int, int]]:
    """Return all that was counted in a period: kind, day, hour, branch and how often."""
    rows = connection.execute(_COUNTED, (first.isoformat(), last.isoformat()))
    return [(kind, date.fromisoformat(on_day), hour, branch or 0, count) for kind, on_day, hour, branch, count in rows]


def counting_now(connection: sqlite3.Connection, on_day: date) -> dict[str, int]:
    """Return by kind how often it was counted at this desk's branch on a day, written or not."""
    found: dict[str, int] = {}
    branches = {branch for (branch,) in connection.execute("SELECT branch FROM counting")}
    for kind, _, _, branch, count in counted(connection, on_day, on_day):
        if not branches or branch in branches:
            found[kind] = found.get(kind, 0) + count
    return found


_EVENTS = """
SELECT e.id, coalesce(e.branch, 0), e.kind, e.name, e.on_day, e.adults, e.children FROM event e
WHERE NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = e.id) AND {} ORDER BY e.on_day DESC, e.id DESC
"""


def events(connection: sqlite3.Connection, condition: str, *values: object) -> list[HeldEvent]:
    """Return the events that fit and were not taken back, the last first."""
    return [
        HeldEvent(
            event=id_,
            branch=branch,
            kind=kind or "",
            name=name or "",
            on_day=date.fromisoformat(on_day),
            adults=adults or 0,
            children=children or 0,
        )
        for id_, branch, kind, name, on_day, adults, children in connection.execute(_EVENTS.format(condition), values)
    ]
