"""The living holds: whose copy lies ready or is on its way, and who waits; derived from holds, their steps and loans.

`hold_standing` has a row for every hold that has not come to its end and whose person is known. What depends on the day
or on the house rules (suspended until, the order of the queue) is asked of these rows and not kept in them.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from app.db.listing import listed
from app.db.state.holds_seen import verdicts_on
from app.db.state.turns import LENT_AT
from app.db.undone import LIVE
from app.rules.holds import CATCHES, Standing, Step, standing_of
from app.rules.reconcile import Verdict

Touched = Mapping[str, Collection[int]]

_IN = "IN (SELECT value FROM json_each(?1))"

GONE = "('lost', 'missing', 'unusable', 'withdrawn')"


def refresh(connection: sqlite3.Connection, touched: Touched, items: Collection[int]) -> list[Verdict]:
    """Derive anew the holds that these rows concern; return the verdicts on them.

    Args:
        items: Copies whose possession was touched, and what `items_of` says of these rows.
    """
    holds = _holds(connection, touched, items)
    if holds:
        _refresh(connection, holds)
    return verdicts_on(connection, holds, {*items, *touched.get("item", ())})


def items_of(connection: sqlite3.Connection, touched: Touched) -> set[int]:
    """Return the copies that these rows caught, sent, received or reported."""
    facts = _undone(connection, touched)
    found: set[int] = set()
    for table in ("hold_step", "transfer", "transfer_end", "copy_report"):
        found |= _values(connection, table, "item", [*touched.get(table, ()), *facts])
    return found


def _undone(connection: sqlite3.Connection, touched: Touched) -> set[int]:
    return _values(connection, "undo", "fact", touched.get("undo", ()))


def _holds(connection: sqlite3.Connection, touched: Touched, items: Collection[int]) -> set[int]:
    facts = _undone(connection, touched)
    found = set(touched.get("hold", ())) | _values(connection, "hold", "id", facts)
    found |= _values(connection, "hold_step", "hold", [*touched.get("hold_step", ()), *facts])
    if items:
        wanted = listed(items)
        found |= {hold for (hold,) in connection.execute(f"SELECT hold FROM hold_step WHERE item {_IN}", (wanted,))}
    return found - {None}


def _values(connection: sqlite3.Connection, table: str, column: str, ids: Collection[int]) -> set[int]:
    if not ids:
        return set()
    found = connection.execute(f"SELECT {column} FROM {table} WHERE id {_IN}", (listed(ids),))
    return {value for (value,) in found if value is not None}


_LIVING = f"""
SELECT h.id, h.title, h.item, h.patron, h.kind, h.pickup, h.until_on, h.branch, h.at_ms FROM hold h
WHERE h.id {_IN} AND h.patron IS NOT NULL AND {LIVE.format("h")}
"""

_STEPS = f"""
SELECT s.hold, s.id, s.step, s.item, s.to_branch, s.until_on, s.branch, s.staff, s.at_ms FROM hold_step s
WHERE s.hold {_IN} AND {LIVE.format("s")} ORDER BY s.id
"""

_TAKEN = f"""
SELECT max(id) FROM (
    SELECT {LENT_AT.format("l")} AS id FROM loan l WHERE l.item = ?1 AND {LIVE.format("l")}
    UNION ALL SELECT t.id FROM transfer t WHERE t.item = ?1 AND t.cause = 'home' AND {LIVE.format("t")}
    UNION ALL SELECT r.id FROM copy_report r WHERE r.item = ?1 AND r.kind IN {GONE} AND {LIVE.format("r")}
    UNION ALL SELECT s.id FROM hold_step s WHERE s.item = ?1 AND s.hold <> ?2 AND s.step IN ('caught', 'ready')
        AND {LIVE.format("s")}
)
"""

_KEEP = f"INSERT INTO hold_standing VALUES ({', '.join('?' * 19)})"


def _refresh(connection: sqlite3.Connection, holds: Collection[int]) -> None:
    wanted = listed(holds)
    connection.execute(f"DELETE FROM hold_standing WHERE hold {_IN}", (wanted,))
    steps = steps_of(connection, wanted)
    for row in connection.execute(_LIVING, (wanted,)).fetchall():
        hold, title, item, patron, kind, pickup, until_on, branch, at_ms = row
        found = standing_of(pickup, steps[hold], taken(connection, hold, steps[hold]))
        if found is not None:
            kept = (hold, title, item, patron, kind, found.pickup, until_on, branch, at_ms, *_columns(found))
            connection.execute(_KEEP, kept)


def steps_of(connection: sqlite3.Connection, wanted: str) -> dict[int, list[Step]]:
    """Return the steps of these holds (ids as JSON), oldest first."""
    found: dict[int, list[Step]] = defaultdict(list)
    for hold, id_, step, item, to_branch, until_on, branch, staff, at_ms in connection.execute(_STEPS, (wanted,)):
        found[hold].append(
            Step(
                id=id_,
                step=step or "",
                item=item,
                to_branch=to_branch,
                until_on=_day(until_on),
                branch=branch,
                staff=staff,
                at_ms=at_ms or 0,
            )
        )
    return found


def taken(connection: sqlite3.Connection, hold: int, steps: Iterable[Step]) -> dict[int, int]:
    """Return of each copy that was caught for a hold when it last went elsewhere."""
    copies = {one.item for one in steps if one.step in CATCHES and one.item is not None}
    found = {copy: connection.execute(_TAKEN, (copy, hold)).fetchone()[0] for copy in copies}
    return {copy: tick for copy, tick in found.items() if tick is not None}


def _columns(found: Standing) -> Iterator[str | int | None]:
    yield found.suspended_until.isoformat() if found.suspended_until else None
    yield found.copy
    yield found.caught.id if found.caught else None
    yield found.caught.at_ms if found.caught else None
    yield found.ready.branch if found.ready else None
    yield found.ready.at_ms if found.ready else None
    yield found.ready.until_on.isoformat() if found.ready and found.ready.until_on else None
    yield found.fetching.staff if found.fetching else None
    yield found.fetching.at_ms if found.fetching else None
    yield json.dumps([one.id for one in found.also]) if found.also else None


def _day(text: str | None) -> date | None:
    """A day that cannot be read, from a program gone wrong, is none: it must not stop the merge."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
