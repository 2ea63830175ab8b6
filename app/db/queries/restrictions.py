"""Restrictions in force: who may not borrow, or come in, since when, until when, where, and who said so (R-21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import starmap
from typing import NamedTuple

from app.db import finding
from app.db.database import Database
from app.db.money import MoneyRules
from app.db.persons import LEAD
from app.db.queries.bans import bans_of_person
from app.db.restrictions import exclusions_of
from app.rules.bans import PREMISES


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionShown:
    """A restriction that stands, or is to begin. Why is for few: it is not here.

    Attributes:
        until_on: The last day; None where it ends by a lifting, or once a debt is paid.
        places: Where a ban holds; none for everywhere.
    """

    number: str
    name: str
    kind: str
    from_on: date
    until_on: date | None
    places: tuple[str, ...]
    staff: str
    branch: str


_PEOPLE = f"""
SELECT DISTINCT p.id, p.given, p.family, b.name FROM restriction r JOIN patron p ON p.id = {LEAD.format("r.patron")}
LEFT JOIN branch b ON b.id = p.home_branch WHERE ?1 IN ('', b.code) ORDER BY p.family, p.given, p.id
"""
_SAID = "SELECT w.name FROM restriction r LEFT JOIN staff w ON w.id = r.staff WHERE r.id = ?"


def standing_restrictions(database: Database, *, today: date, branch: str = "") -> list[RestrictionShown]:
    """Return the restrictions of the people of a branch, or of all, by name."""
    people = starmap(_Person, database.connection.execute(_PEOPLE, (branch,)).fetchall())
    rules = MoneyRules(database.connection)
    return [one for person in people for one in _of_person(database, person, today, rules)]


class _Person(NamedTuple):
    """Somebody of whom a restriction was said, now or once."""

    patron: int
    given: str | None
    family: str | None
    home: str | None


def _of_person(database: Database, person: _Person, today: date, rules: MoneyRules) -> Iterator[RestrictionShown]:
    connection = database.connection
    shown = partial(
        RestrictionShown,
        number=finding.patron_number(connection, person.patron),
        name=" ".join(filter(None, (person.given, person.family))),
        branch=person.home or "",
    )
    for one in exclusions_of(connection, person.patron, today, rules):
        staff = connection.execute(_SAID, (one.fact,)).fetchone()[0] or ""
        yield shown(kind=one.kind, from_on=one.from_on, until_on=one.until_on, places=(), staff=staff)
    for said in bans_of_person(database, person.patron, today=today):
        ban = said.ban
        yield shown(kind=PREMISES, from_on=ban.from_on, until_on=ban.until_on, places=said.places, staff=said.staff)
