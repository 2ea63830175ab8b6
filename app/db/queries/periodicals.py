"""The periodicals of a branch, their issues there, and which of them are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from app.db import finding
from app.db.database import Database
from app.rules.periodicals import Rhythm, rhythm_of


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueShown:
    """An issue. `due_on` is when it comes back; None for one that is not lent."""

    item: int
    barcode: str
    issue: str
    issued_on: date
    branch: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicalShown:
    """A periodical at a branch: its issues, the newest first, and how they come."""

    title: str
    issues: tuple[IssueShown, ...]
    rhythm: Rhythm


_ISSUES = """
SELECT i.id, i.barcode, i.issue, i.issued_on, b.name, o.due_on, t.title, i.title, i.home_branch FROM item i
LEFT JOIN title t ON t.id = i.title LEFT JOIN branch b ON b.id = i.home_branch LEFT JOIN open_loan o ON o.item = i.id
WHERE i.issued_on <> '' AND i.title IS NOT NULL AND {}
ORDER BY t.title, i.title, b.name, i.home_branch, i.issued_on DESC, i.id DESC
"""
_OF_COPY = _ISSUES.format("i.title = (SELECT title FROM item WHERE id = ?1) AND i.home_branch IS ?2")
_WITH_ISSUE = _ISSUES.format(
    "(i.title, coalesce(i.home_branch, 0)) IN (SELECT title, coalesce(home_branch, 0) FROM item WHERE id = ?1)"
)
_OF_BRANCH = _ISSUES.format("(?1 = '' OR b.code = ?1)")


def show_periodical(database: Database, scan: str, *, branch: int, today: date) -> PeriodicalShown | None:
    """Return the periodical of which a scanned copy is an issue, as a branch has it."""
    connection = database.connection
    copy = finding.copy(connection, scan, finding.DEFAULT_ZONE)
    if copy is None:
        return None
    return _periodical(copy.title, connection.execute(_OF_COPY, (copy.item, branch)).fetchall(), today)


def periodicals(database: Database, *, today: date, branch: str = "") -> list[PeriodicalShown]:
    """Return the periodicals of one branch, by its code, or of all, each branch's for itself; by title."""
    rows = database.connection.execute(_OF_BRANCH, (branch,))
    groups = groupby(rows, key=lambda row: (row[7], row[8]))
    known = [(list(of_title)) for _, of_title in groups]
    return [_periodical(issues[0][6] or "", issues, today) for issues in known]


def periodical_with(database: Database, issue: int, *, today: date) -> PeriodicalShown | None:
    """Return the periodical of which a copy is an issue, as the branch has it to which the copy belongs."""
    rows = database.connection.execute(_WITH_ISSUE, (issue,)).fetchall()
    return _periodical(rows[0][6] or "", rows, today) if rows else None


def _periodical(title: str, rows: list[tuple[Any, ...]], today: date) -> PeriodicalShown:
    issues = tuple(
        IssueShown(
            item=item,
            barcode=barcode or f"#{item}",
            issue=issue or "",
            issued_on=date.fromisoformat(issued_on),
            branch=place or "",
            due_on=finding.day_or_none(due_on),
        )
        for item, barcode, issue, issued_on, place, due_on, *_ in rows
    )
    return PeriodicalShown(title=title, issues=issues, rhythm=rhythm_of([one.issued_on for one in issues], today))
