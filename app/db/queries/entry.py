"""Who is registered here and not yet entered in the catalogue of the country (L-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.erasing import open_erasures
from app.db.models import Patron
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


_CODE = """
SELECT value FROM identifier WHERE patron = ? AND kind = 'personal_code' AND standing = 'active'
ORDER BY id DESC LIMIT 1
"""
_COUNTRY = "SELECT value FROM setting WHERE key = 'country' ORDER BY id DESC LIMIT 1"
_REGISTERED = """
SELECT r.at_ms, b.time_zone FROM registration r LEFT JOIN branch b ON b.id = r.branch WHERE r.patron = ?
ORDER BY r.id LIMIT 1
"""


def to_enter(database: Database, branch: str = "") -> list[ToEnter]:
    """Return who is not entered yet, in the order of registration: of one branch, or of all."""
    places = {one.branch: one for one in branches(database)}
    leaving = {one.patron for one in open_erasures(database.connection)}
    nothing = (Patron.external_id.is_null()) | (Patron.external_id == "")
    rows = Patron.select().where(nothing & Patron.died_on.is_null()).order_by(Patron.id)
    return [
        _shown(database, row, places[row.home_branch].name if row.home_branch in places else "")
        for row in rows.execute(database.peewee)
        if row.id not in leaving and (not branch or _code(places, row.home_branch) == branch)
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
