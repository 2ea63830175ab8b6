"""Who owes what, who was told that they will be excluded, and which payments wait for their person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.db import finding, money, relations, restrictions
from app.db.database import Database
from app.db.persons import FILLED, LEAD
from app.db.queries.people import guarantor_of
from app.db.undone import LIVE
from app.rules.exclusion import Excluded, Exclusion
from app.rules.fees import LATE, Account, Fee


class Step(StrEnum):
    """What is next with a debtor."""

    NONE = ""
    TO_NOTIFY = "to_notify"
    """The debt has reached the limit, and nobody has written."""
    NOTIFIED = "notified"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtorShown:
    """Somebody who owes, or is excluded.

    Attributes:
        late_minor, other_minor: Open fees for being late, and all others.
        oldest_on: The day of the oldest fee that is open.
        from_on: The first day of the exclusion that stands or is to begin.
        died: They have died: nobody chases what they owe.
    """

    patron: int
    number: str
    name: str
    branch: str
    guarantor: str
    balance_minor: int
    late_minor: int
    other_minor: int
    oldest_on: date | None
    step: Step
    from_on: date | None
    died: bool = False


_CANDIDATES = f"""
SELECT DISTINCT p.id, p.given, p.family, b.name, b.code, {FILLED.format("p", "died_on")} FROM (
    SELECT patron FROM owing UNION SELECT patron FROM charge UNION SELECT patron FROM settlement
    UNION SELECT patron FROM card_order WHERE price_minor > 0 UNION SELECT patron FROM restriction
) t JOIN patron p ON p.id = {LEAD.format("t.patron")} LEFT JOIN branch b ON b.id = p.home_branch
ORDER BY p.family, p.given, p.id
"""


def debtors(database: Database, *, today: date, branch: str = "") -> list[DebtorShown]:
    """Return all who owe something or are excluded, of one branch or all, by name."""
    connection, rules = database.connection, money.MoneyRules(database.connection)
    limit = finding.policy(connection, today, 0).number("debt_limit_minor")
    found = []
    for patron, given, family, branch_name, code, died_on in connection.execute(_CANDIDATES).fetchall():
        if branch and code != branch:
            continue
        account = money.account_of(connection, patron, rules)
        exclusions = restrictions.exclusions_of(connection, patron, today, rules)
        if account.balance_minor > 0 or exclusions:
            name = f"{given or ''} {family or ''}".strip()
            shown = _debtor(connection, patron, name, branch_name or "", account)
            found.append(replace(shown, died=True) if died_on else _with_step(shown, exclusions, limit))
    return found


def _debtor(connection: sqlite3.Connection, patron: int, name: str, branch: str, account: Account) -> DebtorShown:
    late = sum(fee.open_minor for fee in account.fees if fee.kind == LATE)
    return DebtorShown(
        patron=patron,
        number=finding.patron_number(connection, patron),
        name=name,
        branch=branch,
        guarantor=guarantor_of(relations.promises(connection, patron, finding.DEFAULT_ZONE)),
        balance_minor=account.balance_minor,
        late_minor=late,
        other_minor=sum(fee.open_minor for fee in account.fees) - late,
        oldest_on=min((fee.on_day for fee in account.open_fees), default=None),
        step=Step.NONE,
        from_on=None,
    )


def _with_step(shown: DebtorShown, exclusions: tuple[Exclusion, ...], limit: int) -> DebtorShown:
    in_force = next((one for one in exclusions if one.standing is Excluded.IN_FORCE), None)
    first = in_force or next(iter(exclusions), None)
    if first is not None:
        step = Step.EXCLUDED if first.standing is Excluded.IN_FORCE else Step.NOTIFIED
        return replace(shown, step=step, from_on=first.from_on)
    return replace(shown, step=Step.TO_NOTIFY) if 0 < limit <= shown.balance_minor else shown


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """A fee of somebody, with what became of it."""

    number: str
    name: str
    fee: Fee


def ledger(database: Database, first: date, last: date, *, branch: str = "") -> list[LedgerLine]:
    """Return the fees of some days, of people of one branch or all, the oldest first."""
    connection, rules = database.connection, money.MoneyRules(database.connection)
    found = []
    for patron, given, family, _, code, _ in connection.execute(_CANDIDATES).fetchall():
        fees = money.account_of(connection, patron, rules).fees if branch in {"", code} else ()
        of_days = [fee for fee in fees if first <= fee.on_day <= last]
        number = finding.patron_number(connection, patron) if of_days else ""
        name = f"{given or ''} {family or ''}".strip()
        found += [LedgerLine(number=number, name=name, fee=fee) for fee in of_days]
    return sorted(found, key=lambda one: (one.fee.on_day, one.name, one.fee.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentShown:
    """A payment that another system has taken. `number` is the patron's; "" where nobody was found."""

    payment: str
    reference: str
    on_day: date
    amount_minor: int
    number: str
    fees: tuple[str, ...]


_PAYMENTS = f"""
SELECT s.reference, s.reason, s.on_day, sum(s.amount_minor), {LEAD.format("s.patron")}, group_concat(s.fee, ' ')
FROM settlement s WHERE s.reference <> '' AND s.kind = 'payment' AND s.on_day BETWEEN ?1 AND ?2 AND {LIVE.format("s")}
AND (s.patron IS NOT NULL OR NOT EXISTS (SELECT 1 FROM settlement m WHERE m.reference = s.reference
    AND m.patron IS NOT NULL AND {LIVE.format("m")})) AND {money.FIRST_OF_REFERENCE}
GROUP BY s.reference, s.patron, s.at_ms ORDER BY s.on_day, s.reference
"""

EVER = (date(1900, 1, 1), date(9999, 12, 31))


def payments(database: Database, first: date, last: date) -> Iterator[PaymentShown]:
    """Yield the payments with a reference of some days, each once, however often it was read in."""
    connection, seen = database.connection, set[str]()
    rows = connection.execute(_PAYMENTS, (first.isoformat(), last.isoformat())).fetchall()
    for payment, reference, on_day, amount_minor, patron, fees in rows:
        if payment not in seen:
            seen.add(payment)
            yield PaymentShown(
                payment=payment,
                reference=reference or "",
                on_day=date.fromisoformat(on_day),
                amount_minor=amount_minor,
                number=finding.patron_number(connection, patron) if patron else "",
                fees=tuple((fees or "").split()),
            )


def unmatched_payments(database: Database) -> list[PaymentShown]:
    """Return the payments that nobody was found for."""
    return [one for one in payments(database, *EVER) if not one.number]
