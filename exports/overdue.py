"""R-2, the overdue list: who has what for too long, and how to reach whoever answers for it."""

from __future__ import annotations

from app.db.queries.reports import overdue
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.days-overdue"), kind="number", width=11),
        Column(heading=words("column.patron-number"), width=15),
        Column(heading=words("column.name"), width=24),
        Column(heading=words("column.phone"), width=15),
        Column(heading=words("column.email"), width=27),
        Column(heading=words("column.guarantor"), width=22),
        Column(heading=words("column.guarantor-phone"), width=15),
        Column(heading=words("column.title"), width=34),
        Column(heading=words("column.barcode"), width=15),
        Column(heading=words("column.branch-lent"), width=22),
        Column(heading=words("column.due"), kind="day", width=13),
    )
    rows = [
        (
            one.days,
            one.number,
            one.name,
            one.phone,
            one.email,
            one.guarantor,
            one.guarantor_phone,
            one.title,
            one.barcode,
            one.branch,
            one.due_on,
        )
        for one in overdue(occasion.database, today=occasion.today, branch=occasion.branch)
    ]
    return table_sheet(occasion, "overdue", columns, rows, of_a_period=False)


REPORT = Report(name="overdue", rule="R-2", sheet=_sheet)
