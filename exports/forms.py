"""R-10, forms not destroyed: what is still to be looked at again and destroyed, the oldest at the top."""

from __future__ import annotations

from app.db.queries.forms import forms_not_destroyed
from exports.report import Occasion, Report, table_sheet
from exports.workbook import Column, Sheet

NAME = "forms-not-destroyed"


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.form"), width=22),
        Column(heading=words("column.standing"), width=20),
        Column(heading=words("column.patron-number"), width=18),
        Column(heading=words("column.patron"), width=26),
        Column(heading=words("column.received"), kind="day", width=13),
        Column(heading=words("column.entered-by"), width=20),
        Column(heading=words("column.second-look"), kind="day", width=13),
        Column(heading=words("column.days-open"), kind="number", width=11),
        Column(heading=words("column.branch"), width=22),
    )
    rows = [
        (
            words(f"form.kind.{one.kind}"),
            words(f"form.standing.{one.standing}"),
            one.number,
            one.name,
            one.received_on,
            one.entered_by,
            one.checked_on,
            one.days,
            one.branch,
        )
        for one in forms_not_destroyed(occasion.database, occasion.today, occasion.branch)
    ]
    return table_sheet(occasion, NAME, columns, rows, of_a_period=False)


REPORT = Report(name=NAME, rule="R-10", sheet=_sheet)
