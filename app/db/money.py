"""A person's money as deeds and screens ask for it: the facts about it, gathered over all of their records.

Somebody whom nothing was ever asked of, as nearly everybody, costs one query.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from app.db import finding
from app.db.calendars import DueDays
from app.db.defaults import defaults
from app.db.persons import FILLED, LEAD, RECORDS
from app.db.remembered import once
from app.db.state.owing import CAME_BACK
from app.db.undone import LIVE
from app.rules.blocks import Severity, Why, block
from app.rules.fees import CARD, Account, Claim, Ending, MoneyFacts, Settled, TariffOn, account, key_of
from app.rules.policy import Policy, Setting
from app.rules.tariffs import TARIFF_KEYS, Payer, Tariff, tariff_of
from app.sync.ticks import REPLICA_MAX, SEQUENCE_BITS, replica_of

EXCLUSION_ENDS_BELOW = "exclusion_ends_below_minor"
DEBT_LIMIT = "debt_limit_minor"
OVER_LIMIT = f"block.{Why.DEBT_OVER_LIMIT.value}"

_OF = RECORDS.format("?1")

_ANYTHING = f"""
SELECT 1 FROM {_OF} one WHERE EXISTS (SELECT 1 FROM owing x WHERE x.patron = one.record)
OR EXISTS (SELECT 1 FROM charge x WHERE x.patron = one.record)
OR EXISTS (SELECT 1 FROM settlement x WHERE x.patron = one.record)
OR EXISTS (SELECT 1 FROM card_order x WHERE x.patron = one.record AND x.price_minor > 0)
"""
ANYTHING_OR_RESTRICTED = f"{_ANYTHING} OR EXISTS (SELECT 1 FROM restriction x WHERE x.patron = one.record)"

_TOLD = f"""(SELECT min(t.amount_minor) FROM receipt_line t WHERE t.fact = o.fact AND t.amount_minor IS NOT NULL
    AND {LIVE.format("t")})"""

_OWING = f"""
SELECT o.fact, o.kind, o.loan, o.item, o.due_on, o.on_day, o.at_ms, o.branch, o.price_minor, o.cancelled, {_TOLD}
FROM owing o WHERE o.patron IN {_OF}
"""

_CHARGES = f"""
SELECT c.id, c.kind, c.on_day, c.amount_minor, c.loan, c.kind = 'lost' AND {CAME_BACK.format("c")}
FROM charge c WHERE c.patron IN {_OF} AND {LIVE.format("c")}
"""

_CARDS = f"""
SELECT o.id, o.price_minor, s.at_ms, s.branch, s.id FROM card_order o JOIN card_step s ON s.id = (
    SELECT min(h.id) FROM card_step h WHERE h.card_order = o.id AND h.step = 'handed_over' AND {LIVE.format("h")})
WHERE o.patron IN {_OF} AND o.price_minor > 0 AND {LIVE.format("o")}
"""

_DEED = f"(({{0}}.id >> {SEQUENCE_BITS}) & {REPLICA_MAX})"

FIRST_OF_REFERENCE = f"""NOT EXISTS (SELECT 1 FROM settlement f WHERE f.reference = s.reference AND f.id < s.id
    AND f.patron IS NOT NULL AND {LIVE.format("f")}
    AND (f.at_ms <> s.at_ms OR {_DEED.format("f")} <> {_DEED.format("s")}))"""
"""Whether a settlement is of the first deed that entered its reference: a payment read in twice counts once."""

_SETTLED = f"""
SELECT s.id, s.kind, s.amount_minor, s.on_day, s.fee, s.loan, s.charge, s.reference, s.at_ms
FROM settlement s WHERE s.patron IN {_OF} AND {LIVE.format("s")}
AND (s.reference IS NULL OR s.reference = '' OR {FIRST_OF_REFERENCE})
"""

_PAYER = f"SELECT {FILLED.format('p', 'birth_on')}, p.category FROM patron p WHERE p.id = {LEAD.format('?1')}"


class MoneyRules:
    """The rules of money on any day; the settings are read when one is first asked for, and once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._tariffs: dict[date, Tariff] = {}

    @cached_property
    def _rows(self) -> tuple[Setting, ...]:
        query = (
            "SELECT id, key, branch, from_on, value FROM setting"
            " WHERE branch IS NULL AND key IN (SELECT value FROM json_each(?))"
        )
        keys = json.dumps([*TARIFF_KEYS, EXCLUSION_ENDS_BELOW])
        return tuple(map(Setting._make, self._connection.execute(query, (keys,))))

    def _policy(self, day: date) -> Policy:
        return Policy.in_force(self._rows, today=day, branch=0, defaults=defaults(self._connection))

    def tariff_on(self, day: date) -> Tariff:
        if day not in self._tariffs:
            self._tariffs[day] = tariff_of(self._policy(day))
        return self._tariffs[day]

    @cached_property
    def _limits(self) -> tuple[Setting, ...]:
        """What stops lending for debt, at every branch: unlike a fee, it may be another at each."""
        query = "SELECT id, key, branch, from_on, value FROM setting WHERE key IN (?, ?)"
        return tuple(map(Setting._make, self._connection.execute(query, (DEBT_LIMIT, OVER_LIMIT))))

    @cached_property
    def has_limit(self) -> bool:
        """Whether anybody was ever kept from borrowing for what they owe."""
        return once(self._connection, DEBT_LIMIT, self._has_limit)

    def _has_limit(self) -> bool:
        values = [defaults(self._connection).get(DEBT_LIMIT, ""), *(row.value for row in self._limits)]
        return any(value.isdecimal() and int(value) for value in values)

    def limit_minor(self, day: date, branch: int) -> int:
        """Return who owes how much borrowed nothing on a day at a branch; 0 for no limit, or one that is only told."""
        policy = Policy.in_force(self._limits, today=day, branch=branch, defaults=defaults(self._connection))
        stops = policy.weigh(block(Why.DEBT_OVER_LIMIT)).severity is not Severity.INFORMATION
        return policy.number(DEBT_LIMIT) if stops else 0

    def ends_below_minor(self, day: date) -> int:
        """Return below which amount an exclusion for debt ends."""
        return self._policy(day).number(EXCLUSION_ENDS_BELOW)


def account_of(connection: sqlite3.Connection, patron: int, rules: MoneyRules | None = None) -> Account:
    """Return what somebody owes, over all of their records."""
    rules = rules or MoneyRules(connection)
    found = money_facts(connection, patron, rules.tariff_on)
    return Account() if found is None else account(found, rules.tariff_on)


def money_facts(connection: sqlite3.Connection, patron: int, tariff_on: TariffOn) -> MoneyFacts | None:
    """Return all that bears on somebody's money; None where there is nothing."""
    if connection.execute(_ANYTHING, (patron,)).fetchone() is None:
        return None
    owing = connection.execute(_OWING, (patron,)).fetchall()
    return MoneyFacts(
        payer=_payer(connection, patron),
        endings=tuple(_endings(connection, owing)),
        claims=(*_asked(owing), *_charges(connection, patron), *_cards(connection, patron)),
        settled=tuple(_settled(connection, patron, tariff_on)),
    )


def no_facts(connection: sqlite3.Connection, patron: int) -> MoneyFacts:
    """Return the facts of somebody of whom nothing was ever asked."""
    return MoneyFacts(payer=_payer(connection, patron))


def _payer(connection: sqlite3.Connection, patron: int) -> Payer:
    row = connection.execute(_PAYER, (patron,)).fetchone()
    return Payer() if row is None else Payer(finding.day_or_none(row[0]), row[1] or "")


def _endings(connection: sqlite3.Connection, owing: Collection[tuple[Any, ...]]) -> Iterator[Ending]:
    late = [row for row in owing if row[1] == "late"]
    if not late:
        return
    days = DueDays(connection, date.fromisoformat(min(row[4] for row in late)))
    for fact, _, loan, _, promised, on_day, at_ms, branch, _, _, told in late:
        due = days.in_the_end(loan, promised)
        ended_on = day_of_fact(connection, on_day, at_ms, branch)
        if ended_on > due:
            yield Ending(
                fact=fact,
                loan=loan,
                due_on=date.fromisoformat(promised),
                counted_from=due,
                ended_on=ended_on,
                told_minor=told,
            )


def day_of_fact(connection: sqlite3.Connection, on_day: str | None, at_ms: int | None, branch: int | None) -> date:
    """Return the day that a fact says, or else that of its instant at its branch."""
    zone = finding.time_zone(connection, branch or 0)
    return date.fromisoformat(on_day) if on_day else finding.day_of(at_ms or 0, zone)


def _asked(owing: Collection[tuple[Any, ...]]) -> Iterator[Claim]:
    for fact, kind, loan, _, _, on_day, _, _, price_minor, cancelled, _ in owing:
        if kind != "late" and on_day:
            yield Claim(
                fact=fact,
                kind=kind,
                on_day=date.fromisoformat(on_day),
                amount_minor=price_minor,
                loan=loan,
                cancelled=bool(cancelled),
            )


def _charges(connection: sqlite3.Connection, patron: int) -> Iterator[Claim]:
    for fact, kind, on_day, amount_minor, loan, cancelled in connection.execute(_CHARGES, (patron,)):
        if on_day and amount_minor is not None:
            yield Claim(
                fact=fact,
                kind=kind or "",
                on_day=date.fromisoformat(on_day),
                amount_minor=amount_minor,
                loan=loan,
                by_hand=True,
                cancelled=bool(cancelled),
            )


def _cards(connection: sqlite3.Connection, patron: int) -> Iterator[Claim]:
    for order, price_minor, at_ms, branch, since in connection.execute(_CARDS, (patron,)).fetchall():
        on_day = day_of_fact(connection, None, at_ms, branch)
        yield Claim(fact=order, kind=CARD, on_day=on_day, amount_minor=price_minor, since=since)


def _settled(connection: sqlite3.Connection, patron: int, tariff_on: TariffOn) -> Iterator[Settled]:
    for fact, kind, amount, on_day, what, loan, charge, reference, at_ms in connection.execute(_SETTLED, (patron,)):
        if on_day and amount is not None:
            yield Settled(
                fact=fact,
                kind=kind or "",
                amount_minor=amount,
                on_day=date.fromisoformat(on_day),
                key=key_of(what or "", loan, charge, tariff_on),
                reference=reference or "",
                deed=(replica_of(fact), at_ms or 0),
            )


_OWING_LOANS = "SELECT DISTINCT patron FROM owing WHERE patron IS NOT NULL AND loan IN (SELECT value FROM json_each(?))"


def unsettled_loans(connection: sqlite3.Connection, loans: Collection[int]) -> set[int]:
    """Return those of these loans of which a fee is not settled exactly: something is open, or was paid too much."""
    wanted, rules = set(loans), MoneyRules(connection)
    people = [patron for (patron,) in connection.execute(_OWING_LOANS, (json.dumps(list(wanted)),))]
    fees = (fee for patron in people for fee in account_of(connection, patron, rules).fees)
    return {
        loan
        for fee in fees
        if fee.over_minor or fee.amount_minor != fee.forgiven_minor + fee.paid_minor
        for loan in fee.loans
        if loan in wanted
    }
