"""The issues of a periodical at a branch, and which of them are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.rules.periodicals import Rhythm, rhythm_of


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueShown:
    """An issue. `due_on` is when it comes back; None for one that is not lent."""

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
SELECT i.barcode, i.id, i.issue, i.issued_on, b.name, o.due_on FROM item i
LEFT JOIN branch b ON b.id = i.home_branch LEFT JOIN open_loan o ON o.item = i.id
WHERE i.title = (SELECT title FROM item WHERE id = ?1) AND i.issued_on <> '' AND i.home_branch IS ?2
ORDER BY i.issued_on DESC, i.id DESC
"""


def show_periodical(database: Database, scan: str, *, branch: int, today: date) -> PeriodicalShown | None:
    """Return the periodical of which a scanned copy is an issue, as a branch has it."""
    connection = database.connection
    copy = finding.copy(connection, scan, finding.DEFAULT_ZONE)
    if copy is None:
        return None
    issues = tuple(
        IssueShown(
            barcode=barcode or f"#{item}",
            issue=issue or "",
            issued_on=date.fromisoformat(issued_on),
            branch=place or "",
            due_on=finding.day_or_none(due_on),
        )
        for barcode, item, issue, issued_on, place, due_on in connection.execute(_ISSUES, (copy.item, branch))
    )
    rhythm = rhythm_of([one.issued_on for one in issues], today)
    return PeriodicalShown(title=copy.title, issues=issues, rhythm=rhythm)
