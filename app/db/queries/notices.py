"""Messages and their templates, for an answer."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.database import Database
from app.db.notices import template_row


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTemplate:
    """A letter as the library has written it."""

    subject: str
    body: str


def own_template(database: Database, code: str, language: str) -> OwnTemplate | None:
    """Return the library's own letter; None where it uses the one that ships."""
    row = template_row(database.connection, code, language)
    found = database.connection.execute("SELECT subject, body FROM template WHERE id = ?", (row,)).fetchone()
    if found is None or not found[1]:
        return None
    return OwnTemplate(subject=found[0] or "", body=found[1])
