"""House rules as they hold."""

from __future__ import annotations

from datetime import date

from app.db import finding
from app.db.database import Database
from app.rules.policy import Policy


def policy_in_force(database: Database, today: date, branch: int) -> Policy:
    return finding.policy(database.connection, today, branch)


def settings_in_force(database: Database, today: date, branch: int) -> dict[str, str]:
    """Return every rule that holds today at a branch, by key."""
    return dict(sorted(policy_in_force(database, today, branch).values.items()))
