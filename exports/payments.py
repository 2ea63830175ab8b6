"""R-19, the payments that came from outside: which fee each has settled, and which wait for their person."""

from __future__ import annotations

from app.db.queries.debtors import payments
from exports.report import Occasion, Report, money, table_sheet
from exports.workbook import Column, Sheet


def _sheet(occasion: Occasion) -> Sheet:
    words = occasion.words
    columns = (
        Column(heading=words("column.payment"), width=22),
        Column(heading=words("column.day"), kind="day", width=13),
        Column(heading=words("column.amount"), kind="amount", width=13, sums=True),
        Column(heading=words("column.reference"), width=28),
        Column(heading=words("column.patron-number"), width=16),
        Column(heading=words("column.standing"), width=24),
    )
    rows = [
        (
            one.payment,
            one.on_day,
            money(one.amount_minor),
            one.reference,
            one.number,
            words("payments.standing.matched" if one.number else "payments.standing.unmatched"),
        )
        for one in payments(occasion.database, occasion.first, occasion.last)
    ]
    return table_sheet(occasion, "payments-to-reconcile", columns, rows)


REPORT = Report(name="payments-to-reconcile", rule="R-19", sheet=_sheet)
