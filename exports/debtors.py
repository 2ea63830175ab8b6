"""R-18, the debtors: who owes how much, since when, and whether they may still borrow."""

from __future__ import annotations

from app.db.queries.debtors import debtors
from exports.report import Occasion, Report, money, table_sheet
from exports.workbook import Column, Sheet


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.patron-number"), width=15),
        Column(heading=words("column.name"), width=26),
        Column(heading=words("column.guarantor"), width=24),
        Column(heading=words("column.late-fees"), kind="amount", width=14, sums=True),
        Column(heading=words("column.other-fees"), kind="amount", width=14, sums=True),
        Column(heading=words("column.balance"), kind="amount", width=13, sums=True),
        Column(heading=words("column.oldest"), kind="day", width=13),
        Column(heading=words("column.standing"), width=20),
        Column(heading=words("column.excluded-from"), kind="day", width=14),
        Column(heading=words("column.branch"), width=26),
    )
    rows = [
        (
            one.number,
            one.name,
            one.guarantor,
            money(one.late_minor),
            money(one.other_minor),
            money(one.balance_minor),
            one.oldest_on,
            words(f"debtor.{one.step}") if one.step else "",
            one.from_on,
            one.branch,
        )
        for one in debtors(occasion.database, today=occasion.today, branch=occasion.branch)
    ]
    return table_sheet(occasion, "debtors", columns, rows, of_a_period=False)


REPORT = Report(name="debtors", rule="R-18", sheet=_sheet)
