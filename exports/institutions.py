"""R-29, institution cards: who speaks for each institution, class or group, what it has out, and what is late."""

from __future__ import annotations

from dataclasses import replace

from app.db.queries.institutions import InstitutionShown, institutions
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet, Value

NAME = "institutions"


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.patron-number"), width=16),
        Column(heading=words("column.name"), width=30),
        Column(heading=words("column.category"), width=16),
        Column(heading=words("column.contact-persons"), width=40),
        Column(heading=words("column.phone"), width=16),
        Column(heading=words("column.email"), width=28),
        Column(heading=words("column.loans-out"), kind="number", width=13),
        Column(heading=words("column.overdue-copies"), kind="number", width=13),
        Column(heading=words("column.next-due"), kind="day", width=14),
        Column(heading=words("column.branch"), width=24),
    )
    found = institutions(occasion.database, today=occasion.today, branch=occasion.branch)
    sheet = table_sheet(occasion, NAME, columns, [_row(one, occasion) for one in found], of_a_period=False)
    return replace(sheet, closing=(words("report.institutions.not-borrowing"),))


def _row(one: InstitutionShown, occasion: Occasion) -> tuple[Value, ...]:
    return (
        one.number,
        one.name,
        occasion.words(f"category.{one.category}"),
        "; ".join(one.contacts),
        one.phone,
        one.email,
        one.loans,
        one.overdue,
        one.next_due_on,
        one.branch,
    )


REPORT = Report(name=NAME, rule="R-29", sheet=_sheet)
