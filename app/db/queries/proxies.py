"""Who may act for somebody, and for whom they may act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import borrowers, finding
from app.db.beyond import KnownBeyond
from app.db.database import Database
from app.desk.ids import PatronId
from app.desk.ports_beyond import HeldProxy

ProxyShown = HeldProxy
"""A permission is shown as a deed finds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxiesShown:
    """Permissions that hold today: those that somebody gave, and those under which they may act."""

    given: tuple[HeldProxy, ...] = ()
    held: tuple[HeldProxy, ...] = ()


NO_PROXIES = ProxiesShown()


def proxies_about(database: Database, scan: str, today: date) -> ProxiesShown | None:
    """Return the permissions about somebody by a scanned number; None for a number that nobody has."""
    found = borrowers.borrower(database.connection, scan, today, finding.DEFAULT_ZONE)
    return None if found is None else proxies_of(database, found.patron, today)


def proxies_of(database: Database, patron: int, today: date) -> ProxiesShown:
    """Return the permissions about somebody."""
    known = KnownBeyond(database.connection)
    return ProxiesShown(
        given=tuple(one for one in known.proxies_of(PatronId(patron)) if one.permission.holds(today)),
        held=tuple(one for one in known.proxies_held(PatronId(patron)) if one.permission.holds(today)),
    )
