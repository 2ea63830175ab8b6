"""Staff, and what their roles permit."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAccount:
    """An account as signing in needs it. `verifier` proves a password; it is never shown."""

    staff: int
    login: str
    name: str
    verifier: str
    permissions: frozenset[str]


_ACCOUNT = "SELECT id, login, name, verifier, roles FROM staff WHERE active = 1 AND {} ORDER BY id LIMIT 1"


def account(database: Database, login: str) -> StaffAccount | None:
    """Return the active account with this login; upper and lower case do not matter."""
    row = database.connection.execute(_ACCOUNT.format("lower(login) = lower(?)"), (login.strip(),)).fetchone()
    if row is None:
        return None
    staff, name_of_login, name, verifier, roles = row
    return StaffAccount(
        staff=staff,
        login=name_of_login,
        name=name or name_of_login,
        verifier=verifier or "",
        permissions=_permissions(database, (roles or "").split()),
    )


def _permissions(database: Database, roles: list[str]) -> frozenset[str]:
    rows = database.connection.execute("SELECT code, permissions FROM role")
    return frozenset(word for code, permissions in rows if code in roles for word in (permissions or "").split())


def logins(database: Database) -> list[tuple[str, str]]:
    """Return login and name of every active account, by name."""
    rows = database.connection.execute("SELECT login, name FROM staff WHERE active = 1 ORDER BY name, login")
    return [(login or "", name or login or "") for login, name in rows]
