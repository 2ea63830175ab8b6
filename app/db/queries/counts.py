"""What was counted at a branch, and the events that it held."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from app.db.counts import counted, events
from app.db.database import Database
from app.desk.ports_counts import HeldEvent


def counts_of_day(database: Database, branch: int, day: date) -> Mapping[str, Mapping[int, int]]:
    """Return by kind how often it was counted in each hour of a day at a branch, written or not."""
    found: dict[str, Counter[int]] = defaultdict(Counter)
    for kind, _, hour, place, count in counted(database.connection, day, day):
        if place == branch:
            found[kind][hour] += count
    return found


def events_of(database: Database, branch: int, first: date, last: date) -> list[HeldEvent]:
    """Return the events of a branch in a period, the last first."""
    condition = "e.branch = ? AND e.on_day BETWEEN ? AND ?"
    return events(database.connection, condition, branch, first.isoformat(), last.isoformat())
