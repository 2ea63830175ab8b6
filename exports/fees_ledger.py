"""R-17, the ledger of fees: what was owed by whom and why, and what became of it."""

from __future__ import annotations

from app.db.queries.debtors import ledger
from exports.report import Occasion, Report, money, table_sheet
from exports.workbook import Column, Sheet


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.day"), kind="day", width=13),
        Column(heading=words("column.patron-number"), width=15),
        Column(heading=words("column.name"), width=24),
        Column(heading=words("column.fee"), width=26),
        Column(heading=words("column.due"), kind="day", width=13),
        Column(heading=words("column.copies"), kind="number", width=11),
        Column(heading=words("column.days-overdue"), kind="number", width=11),
        Column(heading=words("column.amount"), kind="amount", width=12, sums=True),
        Column(heading=words("column.waived"), kind="amount", width=12, sums=True),
        Column(heading=words("column.paid"), kind="amount", width=12, sums=True),
        Column(heading=words("column.open"), kind="amount", width=13, sums=True),
    )
    found = ledger(occasion.database, occasion.first, occasion.last, branch=occasion.branch)
    rows = [
        (
            one.fee.on_day,
            one.number,
            one.name,
            words(f"fee.{one.fee.kind}"),
            one.fee.due_on,
            len(one.fee.loans) or None,
            one.fee.days or None,
            money(one.fee.amount_minor),
            money(one.fee.forgiven_minor),
            money(one.fee.paid_minor + one.fee.credited_minor),
            money(one.fee.open_minor),
        )
        for one in found
    ]
    return table_sheet(occasion, "fees-ledger", columns, rows)


REPORT = Report(name="fees-ledger", rule="R-17", sheet=_sheet)
