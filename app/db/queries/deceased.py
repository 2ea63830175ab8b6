"""Those who have died and are still in the books: what is to be fetched from their homes, and nothing else is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding, money
from app.db.database import Database
from app.db.persons import FILLED, IS_LEAD, RECORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class DeceasedShown:
    """Somebody who has died.

    Attributes:
        titles: What they still have.
        owes_minor: What is owed in their name: nobody is asked for it, and it may be waived.
    """

    patron: int
    number: str
    name: str
    died_on: date
    phone: str
    branch: str
    titles: tuple[str, ...]
    owes_minor: int


_DECEASED = f"""
SELECT * FROM (
    SELECT p.id, p.given, p.family, {FILLED.format("p", "died_on")} AS died_on, {FILLED.format("p", "phone")}, b.name
    FROM patron p LEFT JOIN branch b ON b.id = p.home_branch
    WHERE {IS_LEAD.format("p.id")} AND (?1 = '' OR b.code = ?1)
) WHERE died_on <> '' ORDER BY died_on, id
"""

_TITLES = f"""
SELECT t.title FROM open_loan o LEFT JOIN item i ON i.id = o.item LEFT JOIN title t ON t.id = i.title
WHERE o.patron IN {RECORDS.format("?1")} ORDER BY o.due_on, o.loan
"""


def deceased(database: Database, branch: str = "") -> list[DeceasedShown]:
    """Return who has died, those from whom something is to be fetched first."""
    connection, rules = database.connection, money.MoneyRules(database.connection)
    found = [
        DeceasedShown(
            patron=patron,
            number=finding.patron_number(connection, patron),
            name=" ".join(filter(None, (given, family))),
            died_on=date.fromisoformat(died_on),
            phone=phone or "",
            branch=place or "",
            titles=tuple(title or "" for (title,) in connection.execute(_TITLES, (patron,))),
            owes_minor=max(0, money.account_of(connection, patron, rules).balance_minor),
        )
        for patron, given, family, died_on, phone, place in connection.execute(_DECEASED, (branch,))
    ]
    return sorted(found, key=lambda one: not one.titles)
