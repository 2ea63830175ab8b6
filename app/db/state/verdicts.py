"""Verdicts: what reconciling finds in the rows touched. The candidates come by SQL, the meaning from `app.rules`."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import starmap
from typing import NamedTuple

from app.db.listing import listed
from app.db.numbers import ACT_NUMBER, NUMBER
from app.db.persons import LEAD
from app.db.state import turns
from app.db.undone import LIVE
from app.rules.notices import NoticeStanding, notice_standing
from app.rules.reconcile import Event, Verdict, VerdictKind, given_twice, lent_to_erased, lent_twice, sent_or_not
from app.rules.turns import in_order

_SUSPECTS = f"""
SELECT DISTINCT t.item FROM json_each(?) touched JOIN loan t ON t.id = touched.value
WHERE NOT EXISTS (
    SELECT 1 FROM closing c WHERE c.item = t.item AND c.id < t.id AND {LIVE.format("c")} AND c.id >
        (SELECT p.id FROM loan p WHERE p.item = t.item AND p.id < t.id AND {LIVE.format("p")}
         ORDER BY p.id DESC LIMIT 1))
    AND EXISTS (SELECT 1 FROM loan p WHERE p.item = t.item AND p.id < t.id AND {LIVE.format("p")})
OR NOT EXISTS (
    SELECT 1 FROM closing c WHERE c.item = t.item AND c.id > t.id AND {LIVE.format("c")} AND c.id <
        (SELECT n.id FROM loan n WHERE n.item = t.item AND n.id > t.id AND {LIVE.format("n")} ORDER BY n.id LIMIT 1))
    AND EXISTS (SELECT 1 FROM loan n WHERE n.item = t.item AND n.id > t.id AND {LIVE.format("n")})
"""
"""Copies of which a touched loan follows another, or is followed by one, with no return between.

It takes a few index seeks a loan, however long the copy's history is."""

_FORGET_KNOWN = """
DELETE FROM verdict WHERE kind = ? AND subject IN (SELECT CAST(value AS TEXT) FROM json_each(?)) RETURNING subject
"""


def refresh_loans(
    connection: sqlite3.Connection, items: Collection[int], loans: Collection[int], whole: Collection[int]
) -> list[Verdict]:
    """Derive anew which of these copies were lent twice; return the verdicts.

    Args:
        loans: The loans touched; only beside one of them can two have come together.
        whole: Copies whose whole history is looked at: something was undone, or was on paper first.
    """
    suspects = {item for (item,) in connection.execute(_SUSPECTS, (listed(loans),))}.union(whole)
    known = connection.execute(_FORGET_KNOWN, (VerdictKind.LENT_TWICE, listed(items))).fetchall()
    suspects |= {int(item) for (item,) in known}
    return keep(connection, [lent_twice(item, _events(connection, item)) for item in sorted(suspects)])


def _events(connection: sqlite3.Connection, item: int) -> list[Event]:
    ordered = in_order(turns.turns(connection, item))
    return [Event(id=turn.id, kind=turn.kind, patron=turn.patron) for turn in ordered]


def refresh_erased(connection: sqlite3.Connection, items: Collection[int]) -> list[Verdict]:
    """Derive anew which open loans have no person any more; return the verdicts on these copies.

    There are few of them on any day, and an index finds them, so all are looked at.
    """
    connection.execute("DELETE FROM verdict WHERE kind = ?", (VerdictKind.LOAN_OF_ERASED,))
    found = connection.execute("SELECT item, loan FROM open_loan WHERE patron IS NULL ORDER BY item")
    kept = keep(connection, [lent_to_erased(item, loan) for item, loan in found])
    return [verdict for verdict in kept if int(verdict.subject) in items]


class _Bearer(NamedTuple):
    """A kind of number that one thing alone should bear, where it stands, as it is compared, and which rows count."""

    kind: VerdictKind
    table: str
    column: str
    value: str
    owner: str
    counting: str


_BARCODES = _Bearer(VerdictKind.BARCODE_TWICE, "item", "barcode", NUMBER.format("barcode"), "id", "barcode <> ''")
_NUMBERS = _Bearer(
    VerdictKind.NUMBER_TWICE,
    "identifier",
    "value",
    NUMBER.format("value"),
    LEAD.format("identifier.patron"),
    "value <> '' AND patron IS NOT NULL AND standing IS NOT 'removed'",
)
_USERNAMES = _Bearer(
    VerdictKind.USERNAME_TWICE, "patron", "username", "username", LEAD.format("patron.id"), "username <> ''"
)


_ACTS = _Bearer(
    VerdictKind.ACT_NUMBER_TWICE,
    "stock_act",
    "number",
    ACT_NUMBER,
    "id",
    f"number <> '' AND {LIVE.format('stock_act')}",
)


def refresh_barcodes(connection: sqlite3.Connection, items: Collection[int]) -> list[Verdict]:
    """Derive anew which barcodes are given twice, among those of these copies and those in a verdict already."""
    return _judge(connection, _BARCODES, items)


def refresh_numbers(connection: sqlite3.Connection, identifiers: Collection[int]) -> list[Verdict]:
    """Derive anew which numbers belong to two people, among these identifiers and those in a verdict already."""
    return _judge(connection, _NUMBERS, identifiers)


def refresh_usernames(connection: sqlite3.Connection, patrons: Collection[int]) -> list[Verdict]:
    """Derive anew which usernames two people have, among those of these patrons and those in a verdict already."""
    return _judge(connection, _USERNAMES, patrons)


def refresh_acts(connection: sqlite3.Connection, acts: Collection[int], undone: Collection[int]) -> list[Verdict]:
    """Derive anew which numbers acts of the stock book share, among these, those undone and those in a verdict."""
    return _judge(connection, _ACTS, {*acts, *undone})


_UNSURE = """
SELECT n.id, s.step FROM notice n JOIN notice_step s ON s.notice = n.id WHERE n.patron IS NOT NULL AND n.id IN (
    SELECT CAST(subject AS INTEGER) FROM verdict WHERE kind = ?1
    UNION SELECT notice FROM notice_step WHERE id IN (SELECT value FROM json_each(?2))
    UNION SELECT value FROM json_each(?3)
) ORDER BY n.id, s.id
"""


def refresh_notices(connection: sqlite3.Connection, steps: Collection[int], notices: Collection[int]) -> list[Verdict]:
    """Derive anew of which messages nobody knows whether they were sent; return the verdicts on them."""
    if not steps and not notices:
        return []
    kind, by_notice = VerdictKind.NOTICE_UNSURE, defaultdict[int, list[str]](list)
    found = connection.execute(_UNSURE, (kind, json.dumps(list(steps)), json.dumps(list(notices))))
    for notice, step in found:
        by_notice[notice].append(step or "")
    connection.execute("DELETE FROM verdict WHERE kind = ?", (kind,))
    unsure = (one for one, taken in by_notice.items() if notice_standing(taken) is NoticeStanding.UNCERTAIN)
    return keep(connection, map(sent_or_not, unsure))


def _judge(connection: sqlite3.Connection, bearer: _Bearer, ids: Collection[int]) -> list[Verdict]:
    if not ids:
        return []
    kind, table, column, value, owner, counting = bearer
    found = connection.execute(
        # Joined, not IN, and below a +: else SQLite reads the whole table and leaves the index of the expression alone.
        f"SELECT {value}, {owner} FROM (SELECT {value} AS bears FROM {table}"
        f"  WHERE {column} <> '' AND id IN (SELECT value FROM json_each(?))"
        f"  UNION SELECT subject FROM verdict WHERE kind = ?) CROSS JOIN {table} ON {value} = bears WHERE {counting}",
        (json.dumps(list(ids)), kind),
    )
    rows_by_value: dict[str, list[int]] = defaultdict(list)
    for subject, row in found:
        rows_by_value[subject].append(row)
    connection.execute(
        "DELETE FROM verdict WHERE kind = ? AND (subject IN (SELECT value FROM json_each(?)) OR NOT EXISTS"
        f" (SELECT 1 FROM {table} WHERE {value} = +verdict.subject AND {counting}))",
        (kind, json.dumps(list(rows_by_value))),
    )
    return keep(connection, [given_twice(kind, subject, rows) for subject, rows in rows_by_value.items()])


def forget(connection: sqlite3.Connection, kind: VerdictKind, subjects: Iterable[str]) -> None:
    """Take out what was found about these subjects."""
    connection.execute(
        "DELETE FROM verdict WHERE kind = ? AND subject IN (SELECT value FROM json_each(?))",
        (kind, listed(subjects)),
    )


def forget_resting_on(connection: sqlite3.Connection, kinds: Collection[VerdictKind], facts: Collection[int]) -> None:
    """Take out verdicts of some kinds that rest on one of these facts."""
    query = "SELECT kind, subject, facts FROM verdict WHERE kind IN (SELECT value FROM json_each(?))"
    rows = connection.execute(query, (json.dumps(list(kinds)),)).fetchall()
    gone = [(kind, subject) for kind, subject, rests in rows if not set(facts).isdisjoint(json.loads(rests))]
    connection.executemany("DELETE FROM verdict WHERE kind = ? AND subject = ?", gone)


def keep(connection: sqlite3.Connection, verdicts: Iterable[Verdict | None]) -> list[Verdict]:
    """Keep verdicts, and return those that there are."""
    found = [verdict for verdict in verdicts if verdict is not None]
    if found:
        connection.executemany(
            "INSERT INTO verdict (kind, subject, facts) VALUES (?, ?, ?)",
            [(verdict.kind, verdict.subject, json.dumps(verdict.facts)) for verdict in found],
        )
    return found


def all_verdicts(connection: sqlite3.Connection) -> list[Verdict]:
    found = connection.execute("SELECT kind, subject, facts FROM verdict ORDER BY kind, subject")
    return list(starmap(_verdict, found))


def _verdict(kind: str, subject: str, facts: str) -> Verdict:
    return Verdict(kind=VerdictKind(kind), subject=subject, facts=tuple(json.loads(facts)))
