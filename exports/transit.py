"""R-6, copies on their way: from where to where, why, since when, and which are late."""

from __future__ import annotations

from app.db.queries.transit import on_their_way
from exports.report import Occasion, Report, branch_id, rules_of, table_sheet
from exports.workbook import Column, Sheet

NAME = "transit"


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.from"), width=22),
        Column(heading=words("column.to"), width=22),
        Column(heading=words("column.title"), width=34),
        Column(heading=words("column.barcode"), width=15),
        Column(heading=words("column.cause"), width=18),
        Column(heading=words("column.sent"), kind="day", width=13),
        Column(heading=words("column.days"), kind="number", width=8),
        Column(heading=words("column.status"), width=14),
    )
    at = branch_id(occasion)
    rows = [
        (
            one.origin,
            one.to,
            one.title,
            one.barcode,
            words(f"transit.cause.{one.cause}"),
            one.sent_on,
            one.days,
            words("transit.late") if one.is_late else words("item.in_transit"),
        )
        for one in on_their_way(occasion.database, today=occasion.today, branch=rules_of(occasion))
        if at in {None, one.origin_id, one.to_id}
    ]
    return table_sheet(occasion, NAME, columns, rows, of_a_period=False)


REPORT = Report(name=NAME, rule="R-6", sheet=_sheet)
