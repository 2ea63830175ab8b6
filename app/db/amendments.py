"""What was written anew about somebody at desks that did not know of each other, read from the facts (C-11)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from app.db import finding
from app.db.persons import RECORDS
from app.db.undone import LIVE
from app.desk.ids import PatronId
from app.rules.amendments import UNITS, GivenUp, Leaf, given_up, read_written

_LEAVES = f"""
SELECT a.id, a.patron, a.unit, a.said, b.name, b.time_zone, a.at_ms, EXISTS (
    SELECT 1 FROM amendment_seen s WHERE s.amendment = a.id AND {LIVE.format("s")})
FROM amendment a LEFT JOIN branch b ON b.id = a.branch
WHERE a.patron IN {RECORDS.format("?1")} AND {LIVE.format("a")} AND NOT EXISTS (
    SELECT 1 FROM amendment n WHERE n.replaces = a.id AND {LIVE.format("n")}) ORDER BY a.id
"""
_COLUMNS = tuple(dict.fromkeys(column for columns in UNITS.values() for column in columns))
_RECORD = f"SELECT {', '.join(_COLUMNS)} FROM patron WHERE id = ?"


@dataclass(frozen=True, slots=True)
class KnownAmendments:
    """Fills the port `Amendments`; a screen asks it, too."""

    connection: sqlite3.Connection

    def leaves(self, patron: PatronId) -> tuple[Leaf, ...]:
        found = self.connection.execute(_LEAVES, (patron,)).fetchall()
        return tuple(
            Leaf(
                fact=fact,
                record=record,
                unit=unit,
                said=said,
                branch=branch or "",
                on=finding.day_of(at_ms or 0, zone or finding.DEFAULT_ZONE),
                seen=bool(seen),
            )
            for fact, record, unit, text, branch, zone, at_ms, seen in found
            if unit in UNITS and (said := read_written(text or "")) is not None
        )

    def given_up(self, patron: PatronId) -> tuple[GivenUp, ...]:
        leaves = self.leaves(patron)
        if len(leaves) < 2:
            return ()
        return tuple(given_up(leaves, {record: self._columns(record) for record in {one.record for one in leaves}}))

    def _columns(self, record: int) -> dict[str, str | None]:
        row = self.connection.execute(_RECORD, (record,)).fetchone()
        return dict(zip(_COLUMNS, row or (), strict=False))
