"""What somebody had at home, and until which day the library has forgotten whose the loans were (L-25, O-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.log.history import ENDS
from app.db.persons import RECORDS
from app.db.state.turns import CAME_IN
from app.db.undone import LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLoan:
    """A loan that has ended. `returned_on` is None where the copy went on to another without coming back."""

    loan: int
    barcode: str
    title: str
    author: str
    lent_on: date
    due_on: date
    returned_on: date | None
    branch: str


_PAST = f"""
SELECT l.id, i.barcode, t.title, t.author, l.lent_on, l.at_ms, l.due_on, b.name, b.time_zone, (
    SELECT c.on_day FROM closing c WHERE c.item = l.item AND c.id > l.id AND {CAME_IN} AND {ENDS}
    AND {LIVE.format("c")} AND (c.cause = 'paper' OR NOT EXISTS (
        SELECT 1 FROM loan n WHERE n.item = l.item AND n.id > l.id AND n.id < c.id AND n.lent_on IS NULL
        AND {LIVE.format("n")}))
    ORDER BY c.on_day, c.id LIMIT 1
) FROM loan l LEFT JOIN item i ON i.id = l.item LEFT JOIN title t ON t.id = i.title
LEFT JOIN branch b ON b.id = l.branch
WHERE l.patron IN {RECORDS.format("?1")} AND {LIVE.format("l")}
AND NOT EXISTS (SELECT 1 FROM open_loan o WHERE o.loan = l.id) ORDER BY l.id DESC
"""


def past_loans(database: Database, patron: int) -> list[PastLoan]:
    """Return the loans of somebody that have ended and are still known to be theirs, by any record, the last first."""
    rows = database.connection.execute(_PAST, (patron,)).fetchall()
    return [
        PastLoan(
            loan=loan,
            barcode=barcode or "",
            title=title or "",
            author=author or "",
            lent_on=finding.day_or_none(lent_on) or finding.day_of(at_ms or 0, zone or finding.DEFAULT_ZONE),
            due_on=date.fromisoformat(due_on),
            returned_on=finding.day_or_none(returned_on),
            branch=branch or "",
        )
        for loan, barcode, title, author, lent_on, at_ms, due_on, branch, zone, returned_on in rows
    ]


def history_cut_until(database: Database) -> date | None:
    """Return until which day the loans that ended are nobody's any more."""
    return finding.day_or_none(finding.one(database.connection, "SELECT max(until_on) FROM history_cut"))
