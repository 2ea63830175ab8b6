"""Every case, in the order of the areas."""

from __future__ import annotations

from tests.circulation import rows_due, rows_holds, rows_loans, rows_money

ROWS = (*rows_money.ROWS, *rows_due.ROWS, *rows_loans.ROWS, *rows_holds.ROWS)
CASES = 141
"""So many cases there are: none is left out without a word."""

AREAS = {
    "fine": "Late fees",
    "grace": "Days of grace",
    "restriction": "Restrictions",
    "return": "Lost copies that come back",
    "due-date": "Due days",
    "closed-days": "Closed days",
    "renewal": "Renewals",
    "limits": "How many",
    "loan-checks": "What stops a loan",
    "guarantor": "Guarantors",
    "age": "Age",
    "holds": "Holds",
}
