"""What lies on the hold shelves: copies for whom they wait, and those that nobody waits for any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from app.db import finding
from app.db.database import Database
from app.db.queries.holds import HoldShown, all_holds
from app.db.state.holds import GONE
from app.db.state.turns import LENT_AT, RETURNED_AT
from app.db.undone import LIVE
from app.rules.holds import CAUGHT, READY, Stage
from app.sync.ticks import make_tick

TO_CLEAR = frozenset({Stage.UNCOLLECTED, Stage.OVER})
"""What lies on a hold shelf and is to be taken off: scanned as a return, it goes where it is wanted next."""


def hold_shelf(database: Database, *, today: date, branch: int, at: int | None = None) -> list[HoldShown]:
    """Return what lies on the hold shelf of a branch, or of all, what is to be cleared first."""
    found = [one for one in all_holds(database, today=today, branch=branch) if one.ready_at is not None]
    found += _left_lying(database, today, finding.time_zone(database.connection, branch))
    shown = [one for one in found if at in {None, one.ready_at}]
    return sorted(shown, key=lambda one: (one.stage not in TO_CLEAR, one.ready_until or date.max, one.hold))


_LIES = f"""
SELECT h.id, t.title, t.author, h.patron, p.given, p.family, p.category, h.kind, h.at_ms, b.name, s.branch, i.id,
    i.barcode, s.at_ms, s.until_on
FROM (
    SELECT max(x.id) AS id FROM hold_step x
    WHERE x.id > ? AND x.step IN ('{CAUGHT}', '{READY}') AND x.item IS NOT NULL AND {LIVE.format("x")} GROUP BY x.item
) last JOIN hold_step s ON s.id = last.id JOIN hold h ON h.id = s.hold JOIN item i ON i.id = s.item
LEFT JOIN title t ON t.id = h.title LEFT JOIN patron p ON p.id = h.patron LEFT JOIN branch b ON b.id = s.branch
WHERE s.step = '{READY}' AND NOT EXISTS (SELECT 1 FROM hold_standing o WHERE o.copy = s.item)
AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.item = s.item AND {LENT_AT.format("l")} > s.id AND {LIVE.format("l")})
AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.item = s.item AND {RETURNED_AT.format("c")} > s.id
    AND {LIVE.format("c")})
AND NOT EXISTS (SELECT 1 FROM transfer f WHERE f.item = s.item AND f.id > s.id AND {LIVE.format("f")})
AND NOT EXISTS (SELECT 1 FROM copy_report g WHERE g.item = s.item AND g.id > s.id AND g.kind IN {GONE}
    AND {LIVE.format("g")})
"""
"""Copies that were laid ready for a hold that wants them no more, and to which nothing has happened since."""

LYING_DAYS = 400
"""A copy that lay longer on a hold shelf is found by taking stock; of older holds nothing is read."""


def _left_lying(database: Database, today: date, zone: str) -> Iterator[HoldShown]:
    since = make_tick(_begins_ms(today - timedelta(days=LYING_DAYS)), 0)
    for row in database.connection.execute(_LIES, (since,)):
        (hold, title, author, patron, given, family, category, kind, placed_ms, place, where, item, barcode, *ready) = (
            row
        )
        ready_ms, until = ready
        yield HoldShown(
            hold=hold,
            title=title or "",
            author=author or "",
            copy_wanted="",
            patron=patron or 0,
            patron_number="",
            patron_name=" ".join(filter(None, (given, family))),
            category=category or "",
            kind=kind or "",
            stage=Stage.OVER,
            position=0,
            waiting=0,
            placed_on=_day(placed_ms, zone),
            until_on=None,
            suspended_until=None,
            pickup=place or "",
            pickup_id=where,
            barcode=barcode or f"#{item}",
            lies_at=place or "",
            is_on_its_way=False,
            ready_at=where,
            ready_on=_day(ready_ms, zone),
            ready_ms=ready_ms or 0,
            ready_until=finding.day_or_none(until),
            fetched_by="",
        )


def _begins_ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _day(at_ms: int | None, zone: str) -> date | None:
    return None if not at_ms else finding.day_of(at_ms, zone)
