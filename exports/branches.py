"""The list of branches with their addresses (L-46): to hang up beside the door, or to hand out."""

from __future__ import annotations

from app.db.queries.network import branches
from app.rules.hours import read_hours, together
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
        (one.name, one.address, _hours(occasion, one.hours), ", ".join(map(words.weekday, sorted(one.closed_weekdays))))
        for one in branches(occasion.database)
        if occasion.branch in {"", one.code}
    ]
    return table_sheet(occasion, "branches", columns, rows, of_a_period=False)


def _hours(occasion: Occasion, text: str) -> str:
    said = []
    for days, spans in together(read_hours(text) or {}):
        first, last = occasion.words.weekday(days[0]), occasion.words.weekday(days[-1])
        said.append(f"{first if len(days) == 1 else f'{first}–{last}'} {', '.join(spans)}")
    return "; ".join(said)


REPORT = Report(name="branches", rule="L-46", sheet=_sheet)
