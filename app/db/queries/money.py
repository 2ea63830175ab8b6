"""Somebody's money for screens, commands and reports: each fee with what it is for, and each entry with who made it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from app.db import finding, money
from app.db.database import Database
from app.db.persons import RECORDS, lead_of
from app.db.undone import LIVE
from app.rules.fees import Account, Fee
from app.sync.ticks import REPLICA_MAX, SEQUENCE_BITS


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeShown:
    """A fee as people see it. `titles` are of what it is for; `kind` says what of a charge by hand."""

    fee: Fee
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShown:
    """A charge or a settlement that stands, as people see it.

    Attributes:
        entry: The number of its first row.
        kind: payment, waiver, refund, in_kind; or charge.
        why: The reason, or the note.
    """

    entry: int
    kind: str
    means: str
    amount_minor: int
    on_day: date
    branch: str
    staff: str
    reference: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShown:
    """What somebody owes."""

    patron: int
    number: str
    name: str
    currency: str
    account: Account
    fees: tuple[FeeShown, ...]
    entries: tuple[EntryShown, ...]


def show_account(database: Database, scan: str, *, today: date) -> AccountShown | None:
    """Return the money of whomever a scan calls; None for nobody."""
    connection = database.connection
    by_id = finding.row_number(scan)
    patron = finding.number_owner(connection, scan) if by_id is None else lead_of(connection, by_id)
    known = patron is not None and finding.one(connection, "SELECT 1 FROM patron WHERE id = ?", patron) is not None
    return money_of(database, patron, today=today) if patron is not None and known else None


def money_of(database: Database, patron: int, *, today: date) -> AccountShown:
    """Return the money of somebody by the record that leads."""
    connection = database.connection
    row = connection.execute("SELECT given, family FROM patron WHERE id = ?", (patron,)).fetchone() or ("", "")
    account = money.account_of(connection, patron)
    return AccountShown(
        patron=patron,
        number=finding.patron_number(connection, patron),
        name=f"{row[0] or ''} {row[1] or ''}".strip(),
        currency=finding.policy(connection, today, 0).text("currency"),
        account=account,
        fees=shown_fees(connection, account.fees),
        entries=tuple(entries_of(connection, patron)),
    )


_TITLES = """
SELECT l.id, t.title FROM loan l JOIN item i ON i.id = l.item JOIN title t ON t.id = i.title
WHERE l.id IN (SELECT value FROM json_each(?))
"""

_CHARGED = """
SELECT c.id, c.kind, t.title FROM charge c LEFT JOIN item i ON i.id = c.item LEFT JOIN title t ON t.id = i.title
WHERE c.id IN (SELECT value FROM json_each(?))
"""


def shown_fees(connection: sqlite3.Connection, fees: Collection[Fee]) -> tuple[FeeShown, ...]:
    """Put titles to fees."""
    loans = json.dumps([loan for fee in fees for loan in fee.loans])
    titles = dict(connection.execute(_TITLES, (loans,)).fetchall())
    charges = json.dumps([int(fee.key.rpartition(":")[2]) for fee in fees if fee.key.startswith("charge:")])
    charged = {f"charge:{fact}": title for fact, _, title in connection.execute(_CHARGED, (charges,))}
    return tuple(
        FeeShown(
            fee=fee,
            titles=tuple(filter(None, (*(titles.get(loan) for loan in fee.loans), charged.get(fee.key)))),
        )
        for fee in fees
    )


_ENTRIES = f"""
SELECT min(s.id), s.kind, s.means, sum(s.amount_minor), s.on_day, b.name, w.name, s.reference, s.reason
FROM settlement s LEFT JOIN branch b ON b.id = s.branch LEFT JOIN staff w ON w.id = s.staff
WHERE s.patron IN {RECORDS.format("?1")} AND {LIVE.format("s")} AND s.on_day IS NOT NULL
GROUP BY s.kind, s.reference, s.at_ms, (s.id >> {SEQUENCE_BITS}) & {REPLICA_MAX}
UNION ALL
SELECT c.id, 'charge', '', c.amount_minor, c.on_day, b.name, w.name, '', c.note
FROM charge c LEFT JOIN branch b ON b.id = c.branch LEFT JOIN staff w ON w.id = c.staff
WHERE c.patron IN {RECORDS.format("?1")} AND {LIVE.format("c")} AND c.on_day IS NOT NULL
ORDER BY 1 DESC
"""


def entries_of(connection: sqlite3.Connection, patron: int) -> Iterator[EntryShown]:
    """Yield what was entered about somebody's money, the newest first."""
    for entry, kind, means, amount, on_day, branch, staff, reference, why in connection.execute(_ENTRIES, (patron,)):
        yield EntryShown(
            entry=entry,
            kind=kind or "",
            means=means or "",
            amount_minor=amount or 0,
            on_day=date.fromisoformat(on_day),
            branch=branch or "",
            staff=staff or "",
            reference=reference or "",
            why=why or "",
        )
