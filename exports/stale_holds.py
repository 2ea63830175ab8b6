"""R-7, stale holds: who has waited for longer than is usual, and why (B-10)."""

from __future__ import annotations

from app.db.queries.holds import stale_holds
from exports.report import Occasion, Report, branch_id, rules_of, table_sheet
from exports.workbook import Column, Sheet

NAME = "stale-holds"


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.hold"), width=21),
        Column(heading=words("column.title"), width=34),
        Column(heading=words("column.placed"), kind="day", width=13),
        Column(heading=words("column.days"), kind="number", width=8),
        Column(heading=words("column.pickup"), width=22),
        Column(heading=words("column.place"), kind="number", width=8),
        Column(heading=words("column.copies"), kind="number", width=11),
        Column(heading=words("column.unfilled"), width=34),
    )
    at = branch_id(occasion)
    rows = [
        (
            f"#{one.hold.hold}",
            one.hold.title,
            one.hold.placed_on,
            one.days,
            one.hold.pickup,
            one.hold.position or None,
            one.copies,
            words(f"hold.unfilled.{one.why}"),
        )
        for one in stale_holds(occasion.database, today=occasion.today, branch=rules_of(occasion))
        if at in {None, one.hold.pickup_id}
    ]
    return table_sheet(occasion, NAME, columns, rows, of_a_period=False)


REPORT = Report(name=NAME, rule="R-7", sheet=_sheet)
