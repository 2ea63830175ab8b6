"""Verdicts on money: settled twice at two desks (C-8), lent to somebody excluded or banned elsewhere (C-5, C-6).

Only who has two settlements or a restriction can be concerned; who that is among the rows touched is found by indexes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from app.db import money, restrictions
from app.db.listing import listed
from app.db.persons import LEAD, RECORDS
from app.db.state.over_debt import lent_over_debt
from app.db.state.verdicts import forget_resting_on, keep
from app.rules.bans import PREMISES
from app.rules.blocks import Why
from app.rules.exclusion import Excluded, Restriction, bars_on, standing_of
from app.rules.fees import MoneyFacts, account, settled_twice
from app.rules.reconcile import Verdict, VerdictKind, lent_in_spite, settled_too_often

KINDS = (
    VerdictKind.SETTLED_TWICE,
    VerdictKind.LENT_WHILE_EXCLUDED,
    VerdictKind.LENT_OVER_DEBT,
    VerdictKind.LENT_WHILE_BANNED,
)

_IDS = "(SELECT value FROM json_each(?1))"

_OF = "SELECT DISTINCT patron FROM {0} WHERE id IN " + _IDS

_PATRONS: Mapping[str, str] = {
    "patron": "SELECT value FROM json_each(?1)",
    **{table: _OF.format(table) for table in ("charge", "restriction", "card_order", "loan")},
    "settlement": "SELECT coalesce(b.patron, s.patron) FROM settlement s LEFT JOIN settlement b"
    f" ON s.reference <> '' AND b.reference = s.reference WHERE s.id IN {_IDS}",
    "renewal": f"SELECT o.patron FROM renewal r JOIN owing o ON o.loan = r.loan WHERE r.id IN {_IDS}",
    **{
        table: f"SELECT r.patron FROM {table} e JOIN restriction r ON r.id = e.restriction WHERE e.id IN {_IDS}"
        for table in ("restriction_end", "restriction_place")
    },
    "card_step": f"SELECT o.patron FROM card_step s JOIN card_order o ON o.id = s.card_order WHERE s.id IN {_IDS}",
    "receipt_line": "SELECT o.patron FROM receipt_line r JOIN owing o ON o.fact = r.fact OR o.loan ="
    f" coalesce((SELECT w.loan FROM renewal w WHERE w.id = r.fact), r.fact) WHERE r.id IN {_IDS}",
}
"""The people whom a row of each table may concern, beside those of whom something is asked for its copy.

A receipt of a renewal tells when a loan was due; of payments with one reference the first alone counts, whosever it
is."""

_CHARGED = f"SELECT DISTINCT patron FROM charge WHERE item IN {_IDS}"
"""A charge for a lost copy ends when the copy comes back."""

_CONCERNED = f"""
SELECT DISTINCT {LEAD.format("t.value")},
    (SELECT count(*) FROM settlement s WHERE s.patron IN {RECORDS.format("t.value")}) > 1
    OR EXISTS (SELECT 1 FROM restriction r WHERE r.patron IN {RECORDS.format("t.value")})
    {{}}
FROM json_each(?) t
"""

_OWING = f"""
    OR EXISTS (SELECT 1 FROM owing o WHERE o.patron IN {RECORDS.format("t.value")})
    OR EXISTS (SELECT 1 FROM charge c WHERE c.patron IN {RECORDS.format("t.value")})
    OR EXISTS (SELECT 1 FROM card_order k WHERE k.patron IN {RECORDS.format("t.value")} AND k.price_minor > 0)
"""
"""Where there is a limit of debt, whoever owes anything may be concerned as well."""

_EVERYBODY = """
SELECT patron FROM settlement UNION SELECT patron FROM restriction UNION SELECT patron FROM owing
UNION SELECT patron FROM charge UNION SELECT patron FROM card_order WHERE price_minor > 0
"""

_FORGET = f"""
DELETE FROM verdict WHERE kind IN ({", ".join(f"'{kind}'" for kind in KINDS)}) AND coalesce((
    SELECT {LEAD.format("s.patron")} FROM settlement s WHERE s.id = json_extract(verdict.facts, '$[0]')), (
    SELECT {LEAD.format("l.patron")} FROM loan l WHERE l.id = CAST(verdict.subject AS INTEGER)), -1)
    IN (SELECT value FROM json_each(?) UNION SELECT -1)
"""


def refresh(
    connection: sqlite3.Connection,
    touched: Mapping[str, Collection[int]],
    items: Collection[int],
    people: Collection[int],
) -> list[Verdict]:
    """Derive anew what is to be told of the money of all whom these rows may concern; return the verdicts.

    Args:
        items: Copies whose possession was touched.
        people: Records of whom something else was derived anew: whose they are, what is asked for copies.
    """
    concerned = _people(connection, touched).union(people)
    if items:
        concerned |= _column(connection.execute(_CHARGED, (listed(items),)))
    if not concerned and not touched.get("loan"):  # Of a loan that is nobody's any more nothing is to be told.
        return []
    rules = money.MoneyRules(connection)
    concerning = _CONCERNED.format(_OWING if rules.has_limit else "")
    weighed = connection.execute(concerning, (listed(sorted(concerned)),)).fetchall()
    connection.execute(_FORGET, (listed(lead for lead, _ in weighed),))
    leads = [lead for lead, may_be in weighed if may_be]
    return keep(connection, [verdict for lead in leads for verdict in _verdicts(connection, lead, rules)])


def forget_redrawn(connection: sqlite3.Connection, ids: Collection[int]) -> None:
    """Take out verdicts that rest on ids that are no more."""
    forget_resting_on(connection, KINDS, ids)


def _people(connection: sqlite3.Connection, touched: Mapping[str, Collection[int]]) -> set[int]:
    if any(touched.get(table) for table in ("setting", "branch", "closed_day")):
        return _column(connection.execute(_EVERYBODY))
    undone: set[int] = set()
    if touched.get("undo"):
        query = f"SELECT fact FROM undo WHERE id IN {_IDS}"
        undone = _column(connection.execute(query, (listed(touched["undo"]),)))
    found: set[int] = set()
    for table, query in _PATRONS.items():
        if ids := {*touched.get(table, ()), *(undone if table != "patron" else ())}:
            found |= _column(connection.execute(query, (listed(ids),)))
    return found


def _column(rows: sqlite3.Cursor) -> set[int]:
    return {value for (value,) in rows if value is not None}


def _verdicts(connection: sqlite3.Connection, patron: int, rules: money.MoneyRules) -> Iterator[Verdict]:
    facts = money.money_facts(connection, patron, rules.tariff_on)
    if facts is not None:
        for fee in settled_twice(account(facts, rules.tariff_on).fees):
            yield settled_too_often(fee.settlements)
        yield from islice(lent_over_debt(connection, patron, facts, rules), 1)
    said = restrictions.restrictions_of(connection, patron)
    yield from islice(_lent_while_excluded(connection, patron, rules, facts, said), 1)
    yield from islice(_lent_while_banned(connection, patron, said), 1)


def _lent_while_excluded(
    connection: sqlite3.Connection,
    patron: int,
    rules: money.MoneyRules,
    facts: MoneyFacts | None,
    said: list[Restriction],
) -> Iterator[Verdict]:
    for one in (one for one in said if one.kind != PREMISES):
        for loan, day, _ in restrictions.loans_beside(connection, patron, one.fact, Why.LOAN_EXCLUSION):
            then = facts.until(day) if facts else None
            standing = standing_of(one, day, then, rules.tariff_on, rules.ends_below_minor(day))
            if standing is Excluded.IN_FORCE:
                yield lent_in_spite(VerdictKind.LENT_WHILE_EXCLUDED, loan, one.fact)


def _lent_while_banned(connection: sqlite3.Connection, patron: int, said: list[Restriction]) -> Iterator[Verdict]:
    for one in (one for one in said if one.kind == PREMISES):
        for loan, day, branch in restrictions.loans_beside(connection, patron, one.fact, Why.PREMISES_BAN):
            here = not one.places or branch in one.places
            if here and bars_on(one, day):
                yield lent_in_spite(VerdictKind.LENT_WHILE_BANNED, loan, one.fact)
