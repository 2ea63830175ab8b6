"""R-4, the pick list: what is to be fetched from the shelves, for whom it is by the number of the hold alone."""

from __future__ import annotations

from app.db.queries.holds import pick_list
from exports.report import Occasion, Report, branch_id, rules_of, table_sheet
from exports.workbook import Column, Sheet

NAME = "pick-list"


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.branch"), width=22),
        Column(heading=words("column.department"), width=16),
        Column(heading=words("column.call-number"), width=14),
        Column(heading=words("column.title"), width=34),
        Column(heading=words("column.barcode"), width=15),
        Column(heading=words("column.hold"), width=21),
        Column(heading=words("column.waiting"), kind="number", width=10),
        Column(heading=words("column.pickup"), width=22),
        Column(heading=words("column.category"), width=14),
        Column(heading=words("column.fetched-by"), width=20),
    )
    at = branch_id(occasion)
    rows = [
        (
            one.branch,
            one.department,
            one.call_number,
            one.hold.title,
            one.barcode,
            f"#{one.hold.hold}",
            one.hold.waiting,
            one.hold.pickup,
            words(f"category.{one.hold.category}") if one.hold.category else "",
            one.hold.fetched_by,
        )
        for one in pick_list(occasion.database, today=occasion.today, branch=rules_of(occasion), at=at)
    ]
    return table_sheet(occasion, NAME, columns, rows, of_a_period=False)


REPORT = Report(name=NAME, rule="R-4", sheet=_sheet)
