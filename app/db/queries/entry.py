"""Who is registered here and not yet entered in the catalogue of the country (L-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.erasing import open_erasures
from app.db.models import Patron
from app.db.persons import FILLED, IS_LEAD, RECORDS, columns_of
from app.db.queries.network import BranchShown, branches
from app.db.queries.people import address_of, guarantor_of
from app.db.relations import promises


@dataclass(frozen=True, slots=True, kw_only=True)
class ToEnter:
    """Somebody to be entered.

    Attributes:
        code: The personal code in full, for it is what the other system goes by; never for a screen.
        address: "" where it is protected.
    """

    patron: int
    number: str
    given: str
    family: str
    birth_on: date | None
    code: str
    phone: str
    email: str
    address: str
    school: str
    category: str
    guarantor: str
    branch: str
    registered_on: date | None


_CODE = f"""
SELECT value FROM identifier WHERE patron IN {RECORDS.format("?1")} AND kind = 'personal_code' AND standing = 'active'
ORDER BY id DESC LIMIT 1
"""
_PEOPLE = f"""
SELECT p.id FROM patron p WHERE {IS_LEAD.format("p.id")} AND {FILLED.format("p", "external_id")} IS NULL
AND {FILLED.format("p", "died_on")} IS NULL ORDER BY p.id
"""
_COUNTRY = "SELECT value FROM setting WHERE key = 'country' ORDER BY id DESC LIMIT 1"
_REGISTERED = f"""
SELECT r.at_ms, b.time_zone FROM registration r LEFT JOIN branch b ON b.id = r.branch
WHERE r.patron IN {RECORDS.format("?1")}
ORDER BY r.id LIMIT 1
"""


def to_enter(database: Database, branch: str = "") -> list[ToEnter]:
    """Return who is not entered yet, in the order of registration: of one branch, or of all."""
    places = {one.branch: one for one in branches(database)}
    leaving = {one.patron for one in open_erasures(database.connection)}
    people = [id_ for (id_,) in database.connection.execute(_PEOPLE)]
    rows = [Patron(id=id_, **columns_of(database.connection, id_)) for id_ in people if id_ not in leaving]
    return [
        _shown(database, row, places[row.home_branch].name if row.home_branch in places else "")
        for row in rows
        if (not branch or _code(places, row.home_branch) == branch)
    ]


def _code(places: dict[int, BranchShown], branch: int | None) -> str:
    return places[branch].code if branch in places else ""


def _shown(database: Database, row: Patron, branch: str) -> ToEnter:
    connection = database.connection
    registered = connection.execute(_REGISTERED, (row.id,)).fetchone()
    return ToEnter(
        patron=row.id,
        number=finding.patron_number(connection, row.id),
        given=row.given or "",
        family=row.family or "",
        birth_on=finding.day_or_none(row.birth_on),
        code=finding.one(connection, _CODE, row.id) or "",
        phone=row.phone or "",
        email=row.email or "",
        address=address_of(row, finding.one(connection, _COUNTRY) or ""),
        school=row.school or "",
        category=row.category or "",
        guarantor=guarantor_of(promises(connection, row.id, finding.DEFAULT_ZONE)),
        branch=branch,
        registered_on=finding.day_of(registered[0], registered[1] or finding.DEFAULT_ZONE) if registered else None,
    )
