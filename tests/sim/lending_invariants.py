"""What must be true of a town that lends, once everybody has read everything (docs/rules.md, invariants)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from app.db.state.keeping import STATE_TABLES
from tests.sim.branch import Branch

LIVE = "NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = {0}.id)"


def check_lending(branches: Sequence[Branch]) -> None:
    """Hold a town to what must be true of lending."""
    check_alike(branches)
    for branch in branches:
        check_promises(branch.database.connection)


def check_alike(branches: Sequence[Branch]) -> None:
    """Every desk derives the same from the same facts: queues, whereabouts, what is owed."""
    for table in STATE_TABLES:
        found = [sorted(branch.database.connection.execute(f"SELECT * FROM {table}"), key=repr) for branch in branches]
        assert all(rows == found[0] for rows in found), f"{table}: desks do not agree"


def check_promises(connection: sqlite3.Connection) -> None:
    """Nobody without a promise for them has a loan that needed one, but where somebody went on knowing it (I-11)."""
    found = connection.execute(
        "SELECT l.id FROM open_loan o JOIN loan l ON l.id = o.loan JOIN patron p ON p.id = l.patron"
        " WHERE p.birth_on IS NOT NULL AND date(p.birth_on, '+18 years') > date(l.at_ms / 1000, 'unixepoch')"
        " AND coalesce(l.overrides, '') NOT LIKE '%GUARANTEE_MISSING%'"
        " AND NOT EXISTS (SELECT 1 FROM guarantee g WHERE g.patron = p.id)"
    ).fetchall()
    assert found == [], f"lent to minors for whom nobody answers: {found}"
