"""What is done at which hour of which weekday (R-34); hours are those on the clock of the branch."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.db.counts import counted
from app.db.database import Database
from app.db.queries.network import branches
from app.desk.counting import VISITS


@dataclass(frozen=True, slots=True, kw_only=True)
class HourShown:
    """One hour of a weekday, 1 for Monday, over a whole period."""

    weekday: int
    hour: int
    loans: int
    visits: int


_LENT = """
SELECT l.branch, l.at_ms FROM loan l WHERE l.at_ms >= ? AND l.at_ms < ? AND l.lent_on IS NULL
AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = l.id)
"""


def hourly_use(database: Database, *, first: date, last: date, branch: str = "") -> list[HourShown]:
    """Return the hours in which anything was done, at one branch (its code) or at all.

    Visits in the account are not visits of an hour.
    """
    zones = {one.branch: ZoneInfo(one.time_zone) for one in branches(database) if branch in {"", one.code}}
    loans: Counter[tuple[int, int]] = Counter()
    begin = int(datetime.combine(first - timedelta(days=1), datetime.min.time(), UTC).timestamp() * 1000)
    end = int(datetime.combine(last + timedelta(days=2), datetime.min.time(), UTC).timestamp() * 1000)
    for place, at_ms in database.connection.execute(_LENT, (begin, end)):
        if place in zones:
            at = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zones[place])
            if first <= at.date() <= last:
                loans[at.isoweekday(), at.hour] += 1
    visits: Counter[tuple[int, int]] = Counter()
    for kind, on_day, hour, place, count in counted(database.connection, first, last):
        if kind in VISITS and kind != "visit_virtual" and place in zones:
            visits[on_day.isoweekday(), hour] += count
    return [
        HourShown(weekday=weekday, hour=hour, loans=loans[weekday, hour], visits=visits[weekday, hour])
        for weekday, hour in sorted({*loans, *visits})
    ]
