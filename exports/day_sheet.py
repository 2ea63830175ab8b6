"""R-1, the day sheet: what was done on each day at each branch."""

from __future__ import annotations

from datetime import date

from app.db.queries.reports import day_sheet
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.day"), kind="day", width=14),
        Column(heading=words("column.branch"), width=32),
        Column(heading=words("column.loans"), kind="number", width=14, sums=True),
        Column(heading=words("column.renewals"), kind="number", width=14, sums=True),
        Column(heading=words("column.returns"), kind="number", width=14, sums=True),
        Column(heading=words("column.registrations"), kind="number", width=14, sums=True),
        Column(heading=words("column.in-house"), kind="number", width=14, sums=True),
        Column(heading=words("column.visits.adult"), kind="number", width=14, sums=True),
        Column(heading=words("column.visits.child"), kind="number", width=14, sums=True),
        Column(heading=words("column.visits.virtual"), kind="number", width=14, sums=True),
    )
    days = day_sheet(occasion.database, first=occasion.first, last=occasion.last, branch=occasion.branch)
    rows: list[tuple[str | int | date, ...]] = [
        (day.on, day.branch, day.loans, day.renewals, day.returns, day.registrations, day.in_house, *day.visits)
        for day in days
    ]
    return table_sheet(occasion, "day-sheet", columns, rows)


REPORT = Report(name="day-sheet", rule="R-1", sheet=_sheet)
