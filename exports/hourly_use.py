"""R-34, hourly use: how often the desk lent, and how many came, by weekday and hour."""

from __future__ import annotations

from app.db.queries.hours import hourly_use
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.weekday"), width=18),
        Column(heading=words("column.hour"), kind="number", width=12),
        Column(heading=words("column.loans"), kind="number", width=14, sums=True),
        Column(heading=words("column.visits"), kind="number", width=14, sums=True),
    )
    hours = hourly_use(occasion.database, first=occasion.first, last=occasion.last, branch=occasion.branch)
    rows = [(words.weekday(one.weekday), one.hour, one.loans, one.visits) for one in hours]
    return table_sheet(occasion, "hourly-use", columns, rows)


REPORT = Report(name="hourly-use", rule="R-34", sheet=_sheet)
