"""What being late costs, told at the moment of the return or of the renewal (D-15)."""

from __future__ import annotations

from datetime import date

from app.desk.found import OpenLoan
from app.desk.ports import Work
from app.rules.blocks import Block, Why, told


def late_notice(work: Work, loan: OpenLoan, ended_on: date) -> tuple[Block, ...]:
    """Return what the end of a loan adds to what is owed, to be told; it is asked before the end is written."""
    amount_minor = work.money.late_cost(loan, ended_on)
    if amount_minor <= 0:
        return ()
    return (told(Why.LATE_FEE, amount_minor=amount_minor, currency=work.policy.text("currency")),)
