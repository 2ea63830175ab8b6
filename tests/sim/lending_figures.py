"""What was counted: the network's figures are the sum of its branches', and what is past stays as it was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from app.db.database import Database
from app.db.erasing import erase_persons
from app.db.queries.hours import hourly_use
from app.db.queries.network import branches
from app.db.queries.reports import day_sheet

FIRST = date(2026, 9, 1)
"""Before any town begins."""


def check_figures(desks: Sequence[Database], today: date) -> None:
    """Every desk counts the same, and each fact once: at its branch, and in the network (I-9)."""
    first, *others = desks
    in_all = figures(first, today)
    for desk in others:
        assert figures(desk, today) == in_all, "desks count differently"
    codes = [one.code for one in branches(first)]
    by_branch = sum((figures(first, today, code) for code in codes), Counter[str]())
    assert by_branch == in_all, f"branches count {by_branch}, the network {in_all}"
    check_past(first, today)


def check_past(desk: Database, today: date) -> None:
    """Forgetting everybody changes nothing that was counted; nothing but another fact does (I-13)."""
    counted = figures(desk, today)
    now_ms = (today - date(1970, 1, 1)).days * 86_400_000
    with desk.peewee.atomic() as putting_back:
        everybody = [row for (row,) in desk.connection.execute("SELECT id FROM patron")]
        erase_persons(desk.connection, everybody, now_ms)
        forgotten = figures(desk, today)
        putting_back.rollback()
    assert forgotten == counted, "who was forgotten is not counted any more"


def figures(desk: Database, today: date, branch: str = "") -> Counter[str]:
    """Return what the day sheet and the hours count in all; visits that a desk has not written yet are its own."""
    last, found = today + timedelta(days=1), Counter[str]()
    for day in day_sheet(desk, first=FIRST, last=last, branch=branch):
        found["loans"] += day.loans
        found["renewals"] += day.renewals
        found["returns"] += day.returns
        found["registrations"] += day.registrations
        found["in house"] += day.in_house
    found["loans by hour"] = sum(one.loans for one in hourly_use(desk, first=FIRST, last=last, branch=branch))
    return found
