"""Invitations that this desk has given, with their tokens: on its own disk alone, never replicated."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.database import Database, translated
from app.sync.invitations import Invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenInvitation:
    """An invitation that nobody has used yet."""

    id: bytes
    token: bytes
    number: int
    branch_code: str
    branch_name: str
    workstation: str
    expires_ms: int

    def __repr__(self) -> str:
        """Say nothing of the token."""
        return f"OpenInvitation({self.number})"


def keep_invitation(database: Database, invitation: Invitation, token: bytes) -> None:
    with translated(), database.writing() as connection:
        connection.execute(
            "INSERT INTO invitation VALUES (?, ?, ?, ?, ?, ?, ?, 'open')",
            (
                invitation.id,
                token,
                invitation.number,
                invitation.branch,
                invitation.branch_name,
                invitation.workstation,
                invitation.expires_ms,
            ),
        )


def open_invitations(database: Database) -> list[OpenInvitation]:
    rows = database.connection.execute(
        "SELECT id, token, number, branch_code, branch_name, workstation, expires_ms FROM invitation"
        " WHERE standing = 'open' ORDER BY expires_ms, number"
    )
    return [
        OpenInvitation(
            id=id_,
            token=token,
            number=number,
            branch_code=code,
            branch_name=name,
            workstation=workstation,
            expires_ms=expires_ms,
        )
        for id_, token, number, code, name, workstation, expires_ms in rows
    ]


def close_invitation(database: Database, invitation: OpenInvitation, standing: str) -> None:
    """Note that an invitation was used, has expired, or was voided by two requests; its token goes."""
    with translated(), database.writing() as connection:
        connection.execute("UPDATE invitation SET standing = ?, token = x'' WHERE id = ?", (standing, invitation.id))
