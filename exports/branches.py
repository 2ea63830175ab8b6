"""The list of branches with their addresses (L-46): to hang up beside the door, or to hand out."""

from __future__ import annotations

from app.db.queries.calendar import hours_from
from app.db.queries.network import branches
from app.rules.hours import closed_weekdays
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.branch"), width=40),
        Column(heading=words("column.address"), width=52),
        Column(heading=words("column.hours"), width=44),
        Column(heading=words("column.closed-on"), width=22),
    )
    rows = [
        (one.name, one.address, words.hours(hours), ", ".join(map(words.weekday, sorted(closed_weekdays(hours)))))
        for one in branches(occasion.database)
        if occasion.branch in {"", one.code}
        for hours in (hours_from(occasion.database, one.branch, occasion.today)[0].hours,)
    ]
    return table_sheet(occasion, "branches", columns, rows, of_a_period=False)


REPORT = Report(name="branches", rule="L-46", sheet=_sheet)
