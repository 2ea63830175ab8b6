"""What undo would undo."""

from __future__ import annotations

from dataclasses import dataclass

from app.db import deeds
from app.db.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class DoingShown:
    """A deed of lending that was done at this workstation.

    Attributes:
        deed: What it was, of `app.desk.undo.UNDONE`.
    """

    deed: str
    title: str
    patron_name: str


def last_doing(database: Database, since_ms: int) -> DoingShown | None:
    """Return the last deed of lending at this workstation that is not undone and not older than `since_ms`."""
    doings = deeds.last_doings(database.connection, since_ms)
    if not doings:
        return None
    return DoingShown(deed=doings[0].table, title=doings[0].title, patron_name=doings[0].patron_name)
