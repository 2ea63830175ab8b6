"""Who may not borrow, or come in: what was said of somebody, over all of their records, and how it stands on a day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

from app.db import finding
from app.db.money import ANYTHING_OR_RESTRICTED, MoneyRules, account_of, day_of_fact, money_facts
from app.db.persons import RECORDS
from app.db.undone import LIVE
from app.rules.bans import PREMISES, Ban
from app.rules.blocks import Why
from app.rules.exclusion import OWES_NOTHING, Excluded, Exclusion, Owes, Restriction, bars_on, standing_of

_OF = RECORDS.format("?1")

_RESTRICTIONS = f"""
SELECT r.id, r.kind, r.at_ms, r.branch, r.from_on, r.until_on, (
    SELECT min(e.on_day) FROM restriction_end e WHERE e.restriction = r.id AND {LIVE.format("e")}
), (SELECT json_group_array(w.place) FROM restriction_place w
    WHERE w.restriction = r.id AND w.place IS NOT NULL AND {LIVE.format("w")})
FROM restriction r WHERE r.patron IN {_OF} AND r.from_on IS NOT NULL AND {LIVE.format("r")} ORDER BY r.id
"""


def owes_of(connection: sqlite3.Connection, patron: int, today: date) -> Owes:
    """Return what somebody's money, and what was said of them, have against lending today."""
    if connection.execute(ANYTHING_OR_RESTRICTED, (patron,)).fetchone() is None:
        return OWES_NOTHING
    rules, said = MoneyRules(connection), restrictions_of(connection, patron)
    return Owes(
        balance_minor=account_of(connection, patron, rules).balance_minor,
        exclusions=_exclusions(connection, patron, today, rules, said),
        bans=_bans(said, today),
    )


def exclusions_of(connection: sqlite3.Connection, patron: int, today: date, rules: MoneyRules) -> tuple[Exclusion, ...]:
    """Return the exclusions from borrowing of somebody that stand, or are to begin."""
    return _exclusions(connection, patron, today, rules, restrictions_of(connection, patron))


def _exclusions(
    connection: sqlite3.Connection, patron: int, today: date, rules: MoneyRules, said: list[Restriction]
) -> tuple[Exclusion, ...]:
    of_lending = [one for one in said if one.kind != PREMISES]
    if not of_lending:
        return ()
    facts = money_facts(connection, patron, rules.tariff_on)
    below = rules.ends_below_minor(today)
    stood = [(one, standing_of(one, today, facts, rules.tariff_on, below)) for one in of_lending]
    return tuple(
        Exclusion(fact=one.fact, kind=one.kind, from_on=one.from_on, until_on=one.until_on, standing=standing)
        for one, standing in stood
        if standing is not Excluded.ENDED
    )


def bans_of(connection: sqlite3.Connection, patron: int, today: date) -> tuple[Ban, ...]:
    """Return the bans from the premises of somebody that stand, wherever they hold."""
    return _bans(restrictions_of(connection, patron), today)


def _bans(said: list[Restriction], today: date) -> tuple[Ban, ...]:
    return tuple(
        Ban(fact=one.fact, from_on=one.from_on, until_on=one.until_on, places=one.places)
        for one in said
        if one.kind == PREMISES and bars_on(one, today)
    )


def restrictions_of(connection: sqlite3.Connection, patron: int) -> list[Restriction]:
    """Return the restrictions that were ever said of somebody and not undone, the oldest first."""
    rows = connection.execute(_RESTRICTIONS, (patron,)).fetchall()
    return [_restriction(connection, *row) for row in rows]


def _restriction(connection: sqlite3.Connection, fact: int, kind: str | None, *rest: Any) -> Restriction:
    at_ms, branch, from_on, until_on, lifted_on, places = rest
    return Restriction(
        fact=fact,
        kind=kind or "",
        told_on=day_of_fact(connection, None, at_ms, branch),
        from_on=date.fromisoformat(from_on),
        until_on=finding.day_or_none(until_on),
        lifted_on=finding.day_or_none(lifted_on),
        places=frozenset(json.loads(places)),
    )


_LOANS_BESIDE = f"""
SELECT l.id, l.at_ms, l.branch, l.lent_on FROM loan l WHERE l.patron IN {_OF} AND l.id > ?2 AND {LIVE.format("l")}
AND ' ' || coalesce(l.overrides, '') || ' ' NOT LIKE ?3 ORDER BY l.id
"""


def loans_beside(
    connection: sqlite3.Connection, patron: int, restriction: int, why: Why
) -> Iterator[tuple[int, date, int | None]]:
    """Yield the loans to somebody since they were restricted, but for those that knew of it, with day and branch."""
    rows = connection.execute(_LOANS_BESIDE, (patron, restriction, f"% {why.value} %")).fetchall()
    for loan, at_ms, branch, lent_on in rows:
        yield loan, day_of_fact(connection, lent_on, at_ms, branch), branch
