"""What deeds about accounts ask of the rows. Verifiers are written, and read by an export alone."""

from __future__ import annotations

import sqlite3

from app.db import finding
from app.desk.ids import PatronId
from app.desk.ports import HeldAccount

_ACCOUNT = "SELECT given, family, username, account_once, account_ms, pin_ms FROM patron WHERE id = ?"


def account(connection: sqlite3.Connection, patron: int) -> HeldAccount:
    given, family, username, once, account_ms, pin_ms = connection.execute(_ACCOUNT, (patron,)).fetchone()
    return HeldAccount(
        given=given or "",
        family=family or "",
        username=username or "",
        must_change=bool(once),
        account_ms=account_ms,
        pin_ms=pin_ms,
    )


def external_owner(connection: sqlite3.Connection, external_id: str) -> PatronId | None:
    found = finding.one(connection, "SELECT id FROM patron WHERE external_id = ? ORDER BY id LIMIT 1", external_id)
    return None if found is None else PatronId(found)


def username_owner(connection: sqlite3.Connection, username: str) -> PatronId | None:
    """Return who has a username; it is kept as it is compared."""
    found = finding.one(connection, "SELECT id FROM patron WHERE username = ? ORDER BY id LIMIT 1", username)
    return None if found is None else PatronId(found)
