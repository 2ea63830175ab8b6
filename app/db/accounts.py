"""What deeds about accounts ask of the rows. Verifiers are written, and read by an export alone."""

from __future__ import annotations

import sqlite3

from app.db import finding
from app.db.persons import columns_of, lead_of
from app.desk.found import HeldAccount
from app.desk.ids import PatronId


def account(connection: sqlite3.Connection, patron: int) -> HeldAccount:
    row = columns_of(connection, patron)
    return HeldAccount(
        given=str(row["given"] or ""),
        family=str(row["family"] or ""),
        username=str(row["username"] or ""),
        must_change=bool(row["account_once"]),
        account_ms=_instant(row["account_ms"]),
        pin_ms=_instant(row["pin_ms"]),
    )


def _instant(value: str | int | None) -> int | None:
    return None if value is None else int(value)


def external_owner(connection: sqlite3.Connection, external_id: str) -> PatronId | None:
    found = finding.one(connection, "SELECT id FROM patron WHERE external_id = ? ORDER BY id LIMIT 1", external_id)
    return None if found is None else lead_of(connection, found)


def username_owner(connection: sqlite3.Connection, username: str) -> PatronId | None:
    """Return who has a username; it is kept as it is compared."""
    found = finding.one(connection, "SELECT id FROM patron WHERE username = ? ORDER BY id LIMIT 1", username)
    return None if found is None else lead_of(connection, found)
