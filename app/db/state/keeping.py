"""Bringing state up to date for the rows that a deed or a merge touched, and rebuilding all of it.

There is one implementation: a deed, a merge and `lete doctor` go through the same functions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping

from app.db.listing import listed
from app.db.state import (
    blocked_cards,
    holds,
    likenesses,
    money_verdicts,
    open_loans,
    owing,
    persons,
    places,
    search,
    turns,
    verdicts,
)
from app.rules.reconcile import Verdict

Touched = Mapping[str, Collection[int]]


def keep_state(connection: sqlite3.Connection, touched: Touched) -> list[Verdict]:
    """Bring what is derived from these rows, ids by table, up to date; return the verdicts on them."""
    found: list[Verdict] = []
    joined = persons.refresh(connection, touched)
    touched = _with_their_rows(connection, touched, joined) if joined else touched
    undone = _undone_items(connection, touched.get("undo", ()))
    items = _items(connection, touched) | undone
    moved = items | holds.items_of(connection, touched)
    lying = moved.union(touched.get("item", ()))
    on_paper = turns.on_paper(connection, lying) if lying else {}
    paper = {item: stands for item, stands in on_paper.items() if item in items}
    if items:
        by_day = {item for item, stands in paper.items() if stands}
        open_loans.refresh(connection, sorted(items), by_day)
        found += verdicts.refresh_loans(connection, items, touched.get("loan", ()), undone | by_day)
        found += verdicts.refresh_erased(connection, items)
    open_loans.refresh_due_days(connection, touched)
    asked = owing.refresh(connection, touched, items, paper) if items else set()
    found += holds.refresh(connection, touched, moved)
    places.refresh(connection, lying, [item for item, stands in on_paper.items() if stands])
    search.refresh_patrons(connection, _patrons(connection, touched))
    search.refresh_titles(connection, touched.get("title", ()))
    found += verdicts.refresh_barcodes(connection, touched.get("item", ()))
    found += verdicts.refresh_acts(connection, touched.get("stock_act", ()), _undone_facts(connection, touched))
    found += verdicts.refresh_numbers(connection, touched.get("identifier", ()))
    found += verdicts.refresh_usernames(connection, touched.get("patron", ()))
    found += verdicts.refresh_notices(connection, touched.get("notice_step", ()), touched.get("notice", ()))
    found += likenesses.refresh(connection, touched, joined)
    found += money_verdicts.refresh(connection, touched, items, joined | asked)
    found += blocked_cards.refresh(connection, touched)
    return found


def _with_their_rows(connection: sqlite3.Connection, touched: Touched, joined: Collection[int]) -> Touched:
    """Add to what was touched all that depends on whose records these are."""
    wanted = listed(joined)
    added = {table: set(touched.get(table, ())) for table in ("patron", "loan", "identifier")}
    added["patron"] |= set(joined)
    for table in ("loan", "identifier"):
        query = f"SELECT id FROM {table} WHERE patron IN (SELECT value FROM json_each(?))"
        added[table] |= {id_ for (id_,) in connection.execute(query, (wanted,))}
    return {**touched, **added}


LENDING = ("loan", "renewal", "closing", "copy_report")


def _items(connection: sqlite3.Connection, touched: Touched) -> set[int]:
    """Return the copies whose possession, or what is owed for them, these rows may change."""
    settled = _column(connection, "settlement", "loan", touched.get("settlement", ()))
    found = _column(connection, "loan", "item", settled)
    for table in LENDING:
        found |= _column(connection, table, "item", touched.get(table, ()))
    return found | _promised(connection, touched.get("receipt_line", ()))


def _promised(connection: sqlite3.Connection, lines: Collection[int]) -> set[int]:
    """Return the copies for whose loans a day was promised on a receipt."""
    facts = _column(connection, "receipt_line", "fact", lines)
    return _column(connection, "loan", "item", facts) | _column(connection, "renewal", "item", facts)


def _undone_items(connection: sqlite3.Connection, undos: Collection[int]) -> set[int]:
    found: set[int] = set()
    if facts := _column(connection, "undo", "fact", undos):
        for table in LENDING:
            found |= _column(connection, table, "item", facts)
        found |= _promised(connection, facts)
    return found


def _undone_facts(connection: sqlite3.Connection, touched: Touched) -> set[int]:
    return _column(connection, "undo", "fact", touched.get("undo", ()))


def _patrons(connection: sqlite3.Connection, touched: Touched) -> set[int]:
    found = set(touched.get("patron", ()))
    for table in ("identifier", "name_change"):
        found |= _column(connection, table, "patron", touched.get(table, ()))
    return found | _column(connection, "name_change", "patron", _undone_facts(connection, touched))


def _column(connection: sqlite3.Connection, table: str, column: str, ids: Collection[int]) -> set[int]:
    if not ids:
        return set()
    rows = f"{table} WHERE id IN (SELECT value FROM json_each(?)) AND {column} IS NOT NULL"
    return {value for (value,) in connection.execute(f"SELECT DISTINCT {column} FROM {rows}", (listed(ids),))}


SEARCHES = ("patron_search", "title_search")
STATE_TABLES = ("person", "open_loan", "owing", "hold_standing", "copy_place", "verdict", *SEARCHES)


def rebuild_state(connection: sqlite3.Connection) -> None:
    """Throw all state away and derive it anew."""
    for table in STATE_TABLES:
        connection.execute(f"DELETE FROM {table}")
    everything = {
        table: [id_ for (id_,) in connection.execute(f"SELECT id FROM {table}")]
        for table in (
            "loan",
            "patron",
            "title",
            "item",
            "identifier",
            "notice",
            "same_person",
            "other_person",
            "copy_report",
            "hold",
            "transfer",
            "settlement",
            "stock_act",
        )
    }
    keep_state(connection, everything)


def compare_state(connection: sqlite3.Connection) -> list[str]:
    """Rebuild state and return the tables in which it was not what it should have been."""
    before = {table: _contents(connection, table) for table in STATE_TABLES}
    rebuild_state(connection)
    return [table for table in STATE_TABLES if _contents(connection, table) != before[table]]


def _contents(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    rowid = "rowid, " if table.endswith("_search") else ""
    return sorted(connection.execute(f"SELECT {rowid}* FROM {table}"), key=repr)
