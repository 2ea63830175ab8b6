"""What the library's site and the e-book library are told of accounts, as JSON files (docs/exports.md).

The first holds what proves a password, the second nothing by which anybody could be named. Neither holds a name, an
address, a number or a loan, nor why somebody is blocked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from app.db.database import Database
from app.db.queries.accounts import AccountShown, accounts
from app.db.queries.network import data_up_to
from app.files import write_whole

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When an export is made, of what: `now_ms` by this PC's clock, Unix milliseconds."""

    database: Database
    network: str
    today: date
    branch: int
    now_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file for somebody else, and how many accounts are in it."""

    path: Path
    count: int


def write_accounts(path: Path, moment: Moment) -> Exported:
    """Write what the library's site needs to let people sign in.

    Raises:
        FileNotWritten: The file cannot be written; the one before is as it was.
    """
    return _write(path, moment, "lete-accounts", "accounts", _account)


def write_status(path: Path, moment: Moment) -> Exported:
    """Write what the e-book library needs: who may use it, and who has something overdue.

    Raises:
        FileNotWritten: The file cannot be written; the one before is as it was.
    """
    return _write(path, moment, "lete-status", "members", _member)


def _write(
    path: Path, moment: Moment, name: str, listed: str, told: Callable[[AccountShown], dict[str, Any] | None]
) -> Exported:
    found = accounts(moment.database, today=moment.today, branch=moment.branch)
    rows = [row for row in map(told, found) if row is not None]
    document = {**_head(name, moment), listed: rows}
    write_whole(path, json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")
    return Exported(path=path, count=len(rows))


def _head(name: str, moment: Moment) -> Mapping[str, Any]:
    known = [one.unix_ms for one in data_up_to(moment.database, moment.now_ms)]
    complete = [unix_ms for unix_ms in known if unix_ms is not None]
    return {
        "format": name,
        "version": VERSION,
        "network": moment.network,
        "made_at": _instant(moment.now_ms),
        "complete_until": _instant(min(complete)) if complete and len(complete) == len(known) else None,
    }


def _account(one: AccountShown) -> dict[str, Any]:
    """Of an account that is closed nothing is told but that."""
    if not one.active:
        return {"username": one.username, "active": False}
    return {
        "username": one.username,
        "active": True,
        "verifier": one.verifier,
        "must_change": one.must_change,
        "issued_at": _instant(one.issued_ms),
        "blocked": one.blocked,
        "overdue": one.overdue,
    }


def _member(one: AccountShown) -> dict[str, Any] | None:
    """Who is not in the list may not use the e-book library; why is nobody's business there."""
    if not one.active or one.blocked:
        return None
    return {"key": member_key(one.username), "overdue": one.overdue}


def member_key(username: str) -> str:
    """Return under what the e-book library finds who signs in: a username holds the name, so it is not told."""
    return hashlib.sha256(f"lete-status-{VERSION}:{username}".encode()).hexdigest()


def _instant(unix_ms: int) -> str:
    return datetime.fromtimestamp(unix_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
