"""Bans from the premises that stand: of whom, until when, where, by whom (R-21)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.persons import LEAD
from app.db.restrictions import bans_of
from app.rules.bans import PREMISES, Ban


@dataclass(frozen=True, slots=True, kw_only=True)
class BanShown:
    """A ban that stands.

    Attributes:
        places: Names of the branches where it holds; none for all.
        staff: Who said it; "" for nobody who is known.
    """

    ban: Ban
    patron: int
    number: str
    name: str
    places: tuple[str, ...]
    staff: str
    reason: str


_PEOPLE = f"""
SELECT DISTINCT p.id, p.given, p.family FROM restriction r JOIN patron p ON p.id = {LEAD.format("r.patron")}
WHERE r.kind = '{PREMISES}' ORDER BY p.family, p.given, p.id
"""

_SAID = "SELECT w.name, r.reason FROM restriction r LEFT JOIN staff w ON w.id = r.staff WHERE r.id = ?"
_PLACES = "SELECT name FROM branch WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name"


def standing_bans(database: Database, *, today: date, branch: int | None = None) -> list[BanShown]:
    """Return the bans that stand, by name: those that hold at a branch, or all."""
    people = database.connection.execute(_PEOPLE).fetchall()
    found = (
        one for patron, *name in people for one in _of_person(database, patron, " ".join(filter(None, name)), today)
    )
    return [one for one in found if branch is None or one.ban.holds_at(branch)]


def bans_of_person(database: Database, patron: int, *, today: date) -> list[BanShown]:
    """Return the bans of somebody that stand, the oldest first."""
    return list(_of_person(database, patron, "", today))


def _of_person(database: Database, patron: int, name: str, today: date) -> Iterator[BanShown]:
    connection = database.connection
    for one in bans_of(connection, patron, today):
        staff, reason = connection.execute(_SAID, (one.fact,)).fetchone()
        yield BanShown(
            ban=one,
            patron=patron,
            number=finding.patron_number(connection, patron),
            name=name,
            places=tuple(place or "" for (place,) in connection.execute(_PLACES, (json.dumps(sorted(one.places)),))),
            staff=staff or "",
            reason=reason or "",
        )
