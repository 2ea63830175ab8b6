"""Loans to people who owed the limit or more for what had happened at another desk (C-5)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from app.db import money, restrictions
from app.rules.blocks import Why
from app.rules.fees import MoneyFacts, account
from app.rules.reconcile import Verdict, VerdictKind, lent_in_spite
from app.sync.ticks import replica_of


def lent_over_debt(
    connection: sqlite3.Connection, patron: int, facts: MoneyFacts, rules: money.MoneyRules
) -> Iterator[Verdict]:
    """Yield the verdicts on somebody's loans; each with the last fact of another desk by which something was asked.

    Where all of the debt was made at the desk that lent, it knew: nobody has to be told.
    """
    asked = facts.asked_by
    if not asked or not rules.has_limit:
        return
    for loan, day, branch in restrictions.loans_beside(connection, patron, asked[0], Why.DEBT_OVER_LIMIT):
        elsewhere = [fact for fact in asked if fact < loan and replica_of(fact) != replica_of(loan)]
        limit = rules.limit_minor(day, branch or 0) if elsewhere else 0
        if limit and account(facts.before(loan).until(day), rules.tariff_on).balance_minor >= limit:
            yield lent_in_spite(VerdictKind.LENT_OVER_DEBT, loan, elsewhere[-1])
