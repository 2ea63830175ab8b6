"""L-10, the entry list: who is registered here and not yet entered in the catalogue of the country."""

from __future__ import annotations

from app.db.queries.entry import to_enter
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.patron-number"), width=18),
        Column(heading=words("column.family"), width=20),
        Column(heading=words("column.given"), width=18),
        Column(heading=words("column.birth"), kind="day", width=13),
        Column(heading=words("column.code"), width=15),
        Column(heading=words("column.address"), width=42),
        Column(heading=words("column.phone"), width=15),
        Column(heading=words("column.email"), width=27),
        Column(heading=words("column.school"), width=20),
        Column(heading=words("column.category"), width=12),
        Column(heading=words("column.guarantor"), width=22),
        Column(heading=words("column.branch"), width=22),
        Column(heading=words("column.registered"), kind="day", width=13),
    )
    rows = [
        (
            one.number,
            one.family,
            one.given,
            one.birth_on,
            one.code,
            one.address,
            one.phone,
            one.email,
            one.school,
            words(f"category.{one.category}") if one.category else "",
            one.guarantor,
            one.branch,
            one.registered_on,
        )
        for one in to_enter(occasion.database, occasion.branch)
    ]
    return table_sheet(occasion, "not-entered", columns, rows, of_a_period=False)


REPORT = Report(name="not-entered", rule="L-10", sheet=_sheet)
