"""R-21, restrictions in force: who may not borrow, or come in, until when and where; never why."""

from __future__ import annotations

from app.db.queries.restrictions import RestrictionShown, standing_restrictions
from app.rules.bans import PREMISES
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet, Value

NAME = "restrictions"


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.patron-number"), width=16),
        Column(heading=words("column.name"), width=28),
        Column(heading=words("column.restriction"), width=26),
        Column(heading=words("column.from"), kind="day", width=13),
        Column(heading=words("column.until"), kind="day", width=13),
        Column(heading=words("column.scope"), width=34),
        Column(heading=words("column.decided-by"), width=22),
        Column(heading=words("column.branch"), width=24),
    )
    found = standing_restrictions(occasion.database, today=occasion.today, branch=occasion.branch)
    return table_sheet(occasion, NAME, columns, [_row(one, occasion) for one in found], of_a_period=False)


def _row(one: RestrictionShown, occasion: Occasion) -> tuple[Value, ...]:
    words = occasion.words
    scope = (", ".join(one.places) or words("ban.everywhere")) if one.kind == PREMISES else words("ban.everywhere")
    kind = words(f"restriction.{one.kind}")
    return one.number, one.name, kind, one.from_on, one.until_on, scope, one.staff, one.branch


REPORT = Report(name=NAME, rule="R-21", sheet=_sheet)
