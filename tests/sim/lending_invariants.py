"""What must be true of a town that lends, once everybody has read everything (docs/rules.md, invariants)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime

from app.db.amendments import KnownAmendments
from app.db.database import Database
from app.db.money import account_of
from app.db.persons import lead_of
from app.db.queries.stock_book import stock_over
from app.db.state.keeping import STATE_TABLES
from app.sync.ticks import unix_ms_of
from tests.sim.branch import Branch
from tests.sim.lending_figures import check_figures
from tests.sim.lending_standings import check_people

LIVE = "NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = {0}.id)"


def check_lending(branches: Sequence[Branch], today: date) -> None:
    """Hold a town to what must be true of lending."""
    check_alike(branches)
    check_accounts([branch.database.connection for branch in branches])
    check_phones([branch.database.connection for branch in branches])
    for branch in branches:
        check_people(branch.database.connection, today)
        check_places(branch.database.connection)
        check_partners_days(branch.database.connection)
    check_stock_books([branch.database for branch in branches])
    check_figures([branch.database for branch in branches], today)


def check_alike(branches: Sequence[Branch]) -> None:
    """Every desk derives the same from the same facts: queues, whereabouts, what is owed."""
    for table in STATE_TABLES:
        found = [sorted(branch.database.connection.execute(f"SELECT * FROM {table}"), key=repr) for branch in branches]
        assert all(rows == found[0] for rows in found), f"{table}: desks do not agree"


def check_accounts(desks: Sequence[sqlite3.Connection]) -> None:
    """Everybody owes the same at every desk: what fees come to, less what was forgiven, less what was paid (I-7)."""
    first = desks[0]
    people = {lead_of(first, row) for (row,) in first.execute("SELECT id FROM patron")}
    for person in sorted(people):
        accounts = [account_of(desk, person) for desk in desks]
        assert all(one == accounts[0] for one in accounts), f"{person} owes this here and that there: {accounts}"
        owed = sum(fee.amount_minor - fee.forgiven_minor for fee in accounts[0].fees)
        assert accounts[0].balance_minor == owed - _paid(first, person), f"{person}: money was lost or made"
        assert all(0 <= fee.open_minor <= fee.amount_minor for fee in accounts[0].fees), f"{person}: {accounts[0]}"


def check_phones(desks: Sequence[sqlite3.Connection]) -> None:
    """What gave way to another writing is asked about at every desk alike, and nothing is that somebody answered."""
    for (person,) in desks[0].execute("SELECT DISTINCT patron FROM amendment WHERE patron IS NOT NULL").fetchall():
        given_up = [KnownAmendments(desk).given_up(person) for desk in desks]
        assert all(one == given_up[0] for one in given_up), f"{person}: desks ask for other phones: {given_up}"
        answered = {row for (row,) in desks[0].execute("SELECT amendment FROM amendment_seen")}
        assert not answered & {one.leaf.fact for one in given_up[0]}, f"{person} is asked again"


def _paid(connection: sqlite3.Connection, person: int) -> int:
    """Return what came in from somebody, less what was given back; of several deeds with one reference, the first's."""
    rows = connection.execute(
        "SELECT s.id, s.kind, s.amount_minor, s.reference, s.at_ms, (s.id >> 10) & 4095 FROM settlement s"
        " WHERE (s.patron = ?1 OR s.patron IN (SELECT record FROM person WHERE lead = ?1))"
        f" AND s.kind IN ('payment', 'refund') AND {LIVE.format('s')} ORDER BY s.id",
        (person,),
    ).fetchall()
    everybody = connection.execute(
        "SELECT s.reference, s.at_ms, (s.id >> 10) & 4095 FROM settlement s WHERE s.reference <> ''"
        f" AND s.patron IS NOT NULL AND {LIVE.format('s')} ORDER BY s.id DESC"
    )
    first = {reference: deed for reference, *deed in everybody}
    counted = [row for row in rows if not row[3] or first[row[3]] == [row[4], row[5]]]
    return sum(amount if kind == "payment" else -amount for _, kind, amount, *_ in counted)


def check_places(connection: sqlite3.Connection) -> None:
    """A copy that was lent on its way is on its way no longer, and no copy is held for two (I-2).

    One that was sent by a desk that had not heard of its loan is on its way: it lay there. Its receipt ends the loan.
    So is one that was sent after the day of a loan on paper, which was entered later still.
    """
    both = connection.execute(
        "SELECT o.item, p.transfer, l.lent_on FROM open_loan o JOIN loan l ON l.id = o.loan"
        " JOIN copy_place p ON p.item = o.item WHERE p.transfer < o.loan"
    ).fetchall()
    wrong = [item for item, sent, lent_on in both if lent_on is None or _day(sent) <= lent_on]
    assert wrong == [], f"lent, and on their way: {wrong}"
    twice = connection.execute(
        "SELECT copy FROM hold_standing WHERE copy IS NOT NULL GROUP BY copy HAVING count(*) > 1"
    ).fetchall()
    assert twice == [], f"held for two: {twice}"


def _day(tick: int) -> str:
    """Return the day of a tick, as text."""
    return datetime.fromtimestamp(unix_ms_of(tick) / 1000, UTC).date().isoformat()


def check_partners_days(connection: sqlite3.Connection) -> None:
    """What another library has lent to us is promised until its day, or the day of the loan where that was late already.

    A closed day that somebody adds afterwards moves it on all the same: nobody can bring it back then (C-22).
    """
    found = connection.execute(
        "SELECT o.loan, coalesce(r.due_on, l.due_on) AS promised, s.due_on AS partners FROM open_loan o"
        " JOIN loan l ON l.id = o.loan JOIN interlibrary_step s ON s.item = o.item LEFT JOIN renewal r ON r.id ="
        f" (SELECT max(x.id) FROM renewal x WHERE x.loan = o.loan AND {LIVE.format('x')})"
        " WHERE promised > partners"
        " AND promised > date(max(o.lent_ms, coalesce(o.renewed_ms, 0)) / 1000, 'unixepoch', '+1 day')"
    ).fetchall()
    assert found == [], f"due after the partner's day: {found}"


def check_stock_books(desks: Sequence[Database]) -> None:
    """The stock book says the same at every desk, and no stock is less than nothing."""
    every = {"first": date(2020, 1, 1), "last": date(2090, 1, 1), "zone": "Europe/Riga"}
    books = [stock_over(desk, **every) for desk in desks]
    assert all(one == books[0] for one in books), f"stock books differ: {books}"
    assert books[0].end.count >= 0, books[0]
