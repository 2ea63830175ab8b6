"""Loans between libraries for screens and reports, and how many there were in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.interlibrary import requests
from app.db.persons import LEAD
from app.desk.ports_beyond import HeldIll
from app.rules.interlibrary import DOMESTIC, INTERNATIONAL, RECEIVED

IllShown = HeldIll
"""A request as it is shown is what a deed finds of it."""

LIBRARY = "library"
"""The category of patrons that are other libraries: what is lent to them is lent out between libraries."""


def ill_list(database: Database, branch: str = "", *, ended: bool = False) -> list[HeldIll]:
    """Return the requests of one branch, by its code, or of all: what has to be back soonest first, then the oldest.

    Args:
        ended: Also those that were cancelled or given back.
    """
    found = [one for one in requests(database.connection) if branch in {"", one.branch_code}]
    shown = [one for one in found if ended or one.standing.is_open]
    return sorted(shown, key=lambda one: (one.due_on or date.max, one.request))


@dataclass(frozen=True, slots=True, kw_only=True)
class IllCounts:
    """How many things other libraries have lent to us, from this country and from abroad, and we to them."""

    domestic: int
    international: int
    out: int


_OUT = f"""
SELECT l.at_ms, b.time_zone FROM loan l JOIN patron p ON p.id = {LEAD.format("l.patron")}
LEFT JOIN branch b ON b.id = l.branch WHERE p.category = ?1 AND (?2 = '' OR b.code = ?2)
AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = l.id)
"""


def ill_counts(database: Database, *, first: date, last: date, branch: str = "") -> IllCounts:
    """Count what was received, and lent out, from one day to another."""
    scopes = [
        one.scope
        for one in requests(database.connection)
        if branch in {"", one.branch_code} and RECEIVED in one.days and first <= one.days[RECEIVED] <= last
    ]
    lent = (
        finding.day_of(at_ms or 0, zone or finding.DEFAULT_ZONE)
        for at_ms, zone in database.connection.execute(_OUT, (LIBRARY, branch))
    )
    return IllCounts(
        domestic=scopes.count(DOMESTIC),
        international=scopes.count(INTERNATIONAL),
        out=sum(first <= day <= last for day in lent),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LentOut:
    """A copy of ours that another library has."""

    loan: int
    item: int
    barcode: str
    title: str
    library: int
    library_name: str
    lent_on: date
    due_on: date
    branch: str


_LENT_OUT = f"""
SELECT o.loan, o.item, i.barcode, t.title, p.id, p.given, p.family, l.at_ms, b.time_zone, o.due_on, b.name
FROM open_loan o JOIN patron p ON p.id = {LEAD.format("o.patron")} JOIN loan l ON l.id = o.loan
LEFT JOIN item i ON i.id = o.item LEFT JOIN title t ON t.id = i.title LEFT JOIN branch b ON b.id = o.branch
WHERE p.category = ?1 AND (?2 = '' OR b.code = ?2) ORDER BY o.due_on, o.loan
"""


def lent_out(database: Database, branch: str = "") -> list[LentOut]:
    """Return what other libraries have from one branch, by its code, or from all: what is due soonest first."""
    return [
        LentOut(
            loan=loan,
            item=item,
            barcode=barcode or f"#{item}",
            title=title or "",
            library=library,
            library_name=" ".join(filter(None, (given, family))),
            lent_on=finding.day_of(at_ms or 0, zone or finding.DEFAULT_ZONE),
            due_on=date.fromisoformat(due_on),
            branch=name or "",
        )
        for loan, item, barcode, title, library, given, family, at_ms, zone, due_on, name in (
            database.connection.execute(_LENT_OUT, (LIBRARY, branch))
        )
    ]
