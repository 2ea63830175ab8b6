"""R-36, loans between libraries: what happened to requests in some days, and how many came in and went out."""

from __future__ import annotations

from dataclasses import replace

from app.db.queries.interlibrary import IllShown, ill_counts, ill_list
from app.rules.interlibrary import RECEIVED, RETURNED
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet, Value

NAME = "interlibrary"


def _sheet(occasion: Occasion) -> Sheet:
    words, first, last = occasion.words, occasion.first, occasion.last
    columns = (
        Column(heading=words("ill.asked-on"), kind="day", width=13),
        Column(heading=words("column.title"), width=34),
        Column(heading=words("ill.scope"), width=16),
        Column(heading=words("ill.partner"), width=26),
        Column(heading=words("ill.number"), width=16),
        Column(heading=words("ill.received-on"), kind="day", width=13),
        Column(heading=words("column.due"), kind="day", width=13),
        Column(heading=words("ill.returned-on"), kind="day", width=13),
        Column(heading=words("column.status"), width=18),
        Column(heading=words("column.branch"), width=22),
    )
    found = [one for one in ill_list(occasion.database, occasion.branch, ended=True) if _is_of(one, occasion)]
    counts = ill_counts(occasion.database, first=first, last=last, branch=occasion.branch)
    closing = (
        words("ill.count.domestic", count=counts.domestic),
        words("ill.count.international", count=counts.international),
        words("ill.count.out", count=counts.out),
    )
    sheet = table_sheet(occasion, NAME, columns, [_row(one, occasion) for one in found])
    return replace(sheet, closing=closing)


def _is_of(one: IllShown, occasion: Occasion) -> bool:
    days = (one.asked_on, *one.days.values())
    return any(occasion.first <= day <= occasion.last for day in days)


def _row(one: IllShown, occasion: Occasion) -> tuple[Value, ...]:
    words = occasion.words
    return (
        one.asked_on,
        one.title,
        words(f"ill.scope.{one.scope}"),
        one.partner,
        one.number,
        one.days.get(RECEIVED),
        one.due_on,
        one.days.get(RETURNED),
        words(f"ill.standing.{one.standing}"),
        one.branch,
    )


REPORT = Report(name=NAME, rule="R-36", sheet=_sheet)
