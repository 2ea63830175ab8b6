"""Fills the port `Money`: what a deed asks about somebody's money, on the connection of its transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from app.db import finding, money, restrictions
from app.db.undone import LIVE
from app.desk.found import OpenLoan
from app.desk.ids import BranchId, FactId, PatronId
from app.desk.ports_money import HeldEntry
from app.rules.bans import Ban
from app.rules.exclusion import Exclusion
from app.rules.fees import Account, Ending, account
from app.sync.ticks import REPLICA_MAX, SEQUENCE_BITS, replica_of

_CHARGE = f"""
SELECT c.id, c.kind, c.patron, c.amount_minor, c.on_day, '', '', c.branch FROM charge c
WHERE c.id = ? AND {LIVE.format("c")}
"""

_SETTLEMENT = f"""
SELECT s.id, s.kind, s.patron, s.amount_minor, s.on_day, s.means, s.reference, s.branch
FROM settlement t JOIN settlement s ON s.patron IS t.patron AND s.at_ms IS t.at_ms AND s.kind = t.kind
    AND s.reference IS t.reference AND (s.id >> {SEQUENCE_BITS}) & {REPLICA_MAX} = ?2
WHERE t.id = ?1 AND {LIVE.format("s")} AND {LIVE.format("t")} ORDER BY s.id
"""

_REFERENCE = f"""
SELECT 1 FROM settlement s WHERE s.reference = ? AND s.patron IS NOT NULL AND {LIVE.format("s")}
"""


_PROMISED = f"""
SELECT max(l.due_on, coalesce((SELECT max(r.due_on) FROM renewal r WHERE r.loan = l.id AND {LIVE.format("r")}), ''))
FROM loan l WHERE l.id = ?
"""

_UNMATCHED = f"""
SELECT s.id FROM settlement s WHERE s.reference = ? AND s.patron IS NULL AND {LIVE.format("s")} ORDER BY s.id LIMIT 1
"""


@dataclass(frozen=True)
class DeskMoney:
    """Somebody's money, as one deed sees it."""

    connection: sqlite3.Connection
    today: date

    @cached_property
    def rules(self) -> money.MoneyRules:
        return money.MoneyRules(self.connection)

    def account(self, patron: PatronId) -> Account:
        return money.account_of(self.connection, patron, self.rules)

    def late_cost(self, loan: OpenLoan, ended_on: date) -> int:
        if ended_on <= loan.due_on or not loan.patron:
            return 0
        promised = finding.one(self.connection, _PROMISED, loan.loan)
        ending = Ending(
            fact=0,
            loan=loan.loan,
            due_on=date.fromisoformat(promised),
            counted_from=loan.due_on,
            ended_on=ended_on,
        )
        tariff_on = self.rules.tariff_on
        facts = money.money_facts(self.connection, loan.patron, tariff_on) or money.no_facts(
            self.connection, loan.patron
        )
        after = replace(facts, endings=(*facts.endings, ending))
        return sum(fee.amount_minor for fee in account(after, tariff_on).fees) - sum(
            fee.amount_minor for fee in account(facts, tariff_on).fees
        )

    def restrictions_of(self, patron: PatronId) -> tuple[Exclusion, ...]:
        return restrictions.exclusions_of(self.connection, patron, self.today, self.rules)

    def bans_of(self, patron: PatronId) -> tuple[Ban, ...]:
        return restrictions.bans_of(self.connection, patron, self.today)

    def entry(self, fact: FactId) -> HeldEntry | None:
        table = "charge"
        rows = self.connection.execute(_CHARGE, (fact,)).fetchall()
        if not rows:
            table, rows = "settlement", self.connection.execute(_SETTLEMENT, (fact, replica_of(fact))).fetchall()
        if not rows:
            return None
        _, kind, patron, _, on_day, means, reference, branch = rows[0]
        return HeldEntry(
            table=table,
            kind=kind or "",
            patron=None if patron is None else PatronId(patron),
            amount_minor=sum(row[3] or 0 for row in rows),
            on_day=date.fromisoformat(on_day),
            means=means or "",
            reference=reference or "",
            facts=tuple(FactId(row[0]) for row in rows),
            branch=None if branch is None else BranchId(branch),
        )

    def unmatched(self, reference: str) -> HeldEntry | None:
        found = finding.one(self.connection, _UNMATCHED, reference)
        return None if found is None else self.entry(FactId(found))

    def has_payment(self, reference: str) -> bool:
        return finding.one(self.connection, _REFERENCE, reference) is not None
