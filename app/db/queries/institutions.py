"""Institutions, classes and groups that borrow: who speaks for each, and what it has (D-11, R-29)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.persons import IS_LEAD, RECORDS
from app.db.queries.relations import contacts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionShown:
    """An institution.

    Attributes:
        contacts: Who can be reached of those who speak for it, each with duty and phone; an asterisk after who may not
            borrow for it. The members of a class or group stand in a list of their own (`app.db.queries.members`).
        loans, overdue: How many copies it has, and how many of them are late.
        next_due_on: The day by which the first is due; None for none.
    """

    patron: int
    number: str
    name: str
    category: str
    contacts: tuple[str, ...]
    phone: str
    email: str
    loans: int
    overdue: int
    next_due_on: date | None
    branch: str


_INSTITUTIONS = f"""
SELECT p.id, p.given, p.family, p.category, p.phone, p.email, b.name, count(o.loan), coalesce(sum(o.due_on < ?2), 0),
    min(o.due_on)
FROM patron p LEFT JOIN branch b ON b.id = p.home_branch
LEFT JOIN open_loan o ON o.patron IN {RECORDS.format("p.id")}
WHERE {IS_LEAD.format("p.id")} AND p.category IN (SELECT value FROM json_each(?1)) AND ?3 IN ('', b.code)
GROUP BY p.id ORDER BY b.name, p.family, p.given, p.id
"""


def institutions(database: Database, *, today: date, branch: str = "") -> list[InstitutionShown]:
    """Return the institutions of a branch, or all, by branch and name."""
    connection = database.connection
    categories = json.dumps(finding.policy(connection, today, 0).institutions)
    rows = connection.execute(_INSTITUTIONS, (categories, today.isoformat(), branch)).fetchall()
    return [
        InstitutionShown(
            patron=patron,
            number=finding.patron_number(connection, patron),
            name=" ".join(filter(None, (given, family))),
            category=category or "",
            contacts=_contacts(database, patron),
            phone=phone or "",
            email=email or "",
            loans=loans,
            overdue=overdue,
            next_due_on=finding.day_or_none(next_due_on),
            branch=place or "",
        )
        for patron, given, family, category, phone, email, place, loans, overdue, next_due_on in rows
    ]


def _contacts(database: Database, patron: int) -> tuple[str, ...]:
    everybody = contacts_of(database, patron)
    found = [one for one in everybody if one.phone or one.email] or everybody[:1]
    said = (", ".join(filter(None, (one.name, one.duty, one.phone))) for one in found)
    return tuple(f"{text}{'' if one.may_borrow else ' *'}" for one, text in zip(found, said, strict=True))
