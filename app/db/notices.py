"""What deeds about messages ask of the rows."""

from __future__ import annotations

import sqlite3

from app.db import finding

_TEMPLATE = "SELECT id FROM template WHERE code = ? AND language = ? ORDER BY id DESC LIMIT 1"
"""Two desks may have begun one at the same time: then the later row counts, on every desk."""


def template_row(connection: sqlite3.Connection, code: str, language: str) -> int | None:
    row: int | None = finding.one(connection, _TEMPLATE, code, language)
    return row
