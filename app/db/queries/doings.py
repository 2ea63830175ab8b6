"""What undo would undo."""

from __future__ import annotations

from dataclasses import dataclass

from app.db import finding
from app.db.database import Database
from app.db.log.standing import REPLICA, get


@dataclass(frozen=True, slots=True, kw_only=True)
class DoingShown:
    """A deed of lending that was done at this workstation.

    Attributes:
        deed: What it was: loan, renewal or closing.
    """

    deed: str
    title: str
    patron_name: str


def last_doing(database: Database, since_ms: int) -> DoingShown | None:
    """Return the last deed of lending at this workstation that is not undone and not older than `since_ms`."""
    doings = finding.last_doings(database.connection, get(database.connection, REPLICA), since_ms)
    if not doings:
        return None
    return DoingShown(deed=doings[0].table, title=doings[0].title, patron_name=doings[0].patron_name)
