"""Accounts as the library's site and the e-book library need them: may they be used, and nothing of who it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.accounts import account
from app.db.borrowers import borrower
from app.db.database import Database
from app.db.erasing import open_erasures
from app.db.persons import FILLED, LEAD, RECORDS
from app.db.queries.people import blocks_of
from app.desk.found import HeldAccount
from app.rules.blocks import Severity, Why
from app.rules.policy import Policy

NO_BLOCK_OF_AN_ACCOUNT = frozenset({Why.HAS_OVERDUE, Why.LOANS_AT_LIMIT})
"""These stand between somebody and the next loan, not between them and the account; what is overdue is told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShown:
    """An account.

    Attributes:
        verifier: Proves the password; "" for an account that is not active.
        active: False for somebody who has died, wishes to stop, or is to be forgotten.
        blocked: Something stands between the person and any loan; never what.
    """

    username: str
    verifier: str
    must_change: bool
    issued_ms: int
    active: bool
    blocked: bool
    overdue: bool


_ACCOUNTS = f"""
SELECT p.id, p.username, p.account_verifier, p.account_once, p.account_ms, {FILLED.format("lead", "died_on")},
    EXISTS (SELECT 1 FROM end_of_use e WHERE e.patron IN {RECORDS.format("p.id")}
        AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = e.id))
FROM patron p JOIN patron lead ON lead.id = {LEAD.format("p.id")} WHERE p.username <> '' AND NOT EXISTS (
    SELECT 1 FROM patron before WHERE before.id IN {RECORDS.format("p.id")} AND before.id < p.id
        AND before.username <> ''
) ORDER BY p.username, p.id
"""
"""One account a person: of several records that have one, the oldest one's."""


def accounts(database: Database, *, today: date, branch: int) -> list[AccountShown]:
    """Return all accounts by username, with what a desk at this branch would say of each today."""
    connection = database.connection
    policy, leaving = finding.policy(connection, today, branch), {one.patron for one in open_erasures(connection)}
    zone = finding.time_zone(connection, branch)
    found = []
    for patron, username, verifier, once, issued_ms, died_on, ended in connection.execute(_ACCOUNTS).fetchall():
        active = not (died_on or ended or patron in leaving)
        blocked, overdue = _standing(database, patron, policy, (today, zone)) if active else (False, False)
        found.append(
            AccountShown(
                username=username,
                verifier=(verifier or "") if active else "",
                must_change=bool(once),
                issued_ms=issued_ms or 0,
                active=active,
                blocked=blocked,
                overdue=overdue,
            )
        )
    return found


def _standing(database: Database, patron: int, policy: Policy, when: tuple[date, str]) -> tuple[bool, bool]:
    today, zone = when
    found = borrower(database.connection, f"#{patron}", today, zone)
    assert found is not None  # The row was read a moment ago.
    stopping = (one for one in blocks_of(found, policy, today, None) if one.severity is not Severity.INFORMATION)
    return any(one.why not in NO_BLOCK_OF_AN_ACCOUNT for one in stopping), found.loans_overdue > 0


def held_account(database: Database, patron: int) -> HeldAccount:
    """Return what somebody signs in with; never a verifier."""
    return account(database.connection, patron)
