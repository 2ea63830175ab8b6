"""To whom the library comes: where they live, what they have, and what lies ready for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.holds import StoredHolds
from app.db.models import Patron
from app.db.persons import FILLED, IS_LEAD, columns_of
from app.db.queries.people import address_of, loans_of
from app.desk.ids import PatronId


@dataclass(frozen=True, slots=True, kw_only=True)
class StopShown:
    """One stop of the route.

    Attributes:
        address: "" where it is protected: then it is asked for at the desk, and written on no list.
        loans: What they have, with the day it is due.
        ready: What lies on a hold shelf for them.
    """

    patron: int
    number: str
    name: str
    address: str
    address_protected: bool
    phone: str
    note: str
    branch: str
    loans: tuple[tuple[str, date], ...]
    ready: tuple[str, ...]


_SERVED = f"""
SELECT p.id, b.name FROM patron p LEFT JOIN branch b ON b.id = p.home_branch
WHERE {IS_LEAD.format("p.id")} AND (?1 = '' OR b.code = ?1)
AND {FILLED.format("p", "home_service")} > 0 AND coalesce({FILLED.format("p", "died_on")}, '') = ''
"""


def home_service(database: Database, *, country: str, branch: str = "") -> list[StopShown]:
    """Return to whom the library comes, by branch and address: the order in which one goes."""
    found = [
        _stop(database, patron, place or "", country)
        for patron, place in database.connection.execute(_SERVED, (branch,)).fetchall()
    ]
    return sorted(found, key=lambda one: (one.branch, one.address.casefold(), one.name.casefold(), one.patron))


def _stop(database: Database, patron: int, branch: str, country: str) -> StopShown:
    row = Patron(**columns_of(database.connection, patron))
    holds = StoredHolds(database.connection).of_patron(PatronId(patron))
    return StopShown(
        patron=patron,
        number=finding.patron_number(database.connection, patron),
        name=" ".join(filter(None, (row.given, row.family))),
        address=address_of(row, country),
        address_protected=bool(row.address_protected),
        phone=row.phone or "",
        note=row.home_service_note or "",
        branch=branch,
        loans=tuple((loan.title, loan.due_on) for loan in loans_of(database, patron)),
        ready=tuple(one.title_name for one in holds if one.ready_at is not None),
    )
