"""Where something of an erased person is left: in a database, ours or an image of one, and in changes of a log."""

from __future__ import annotations

import sqlite3

from app.db.declaration import BY_NAME, TABLES
from app.db.log.emptying import PATRON, without_erased
from app.sync.changes import Group, Kind

_ENGINE = {
    "outbox": "SELECT 1 FROM outbox WHERE tbl = 'patron' AND row = ? AND unit <> '†'",
    "parked": "SELECT 1 FROM parked WHERE tbl = 'patron' AND row = ?",
    "held": "SELECT 1 FROM held WHERE tbl = 'patron' AND row = ?",
    "clock": "SELECT 1 FROM clock WHERE tbl = 'patron' AND row = ?",
    "patron_search": "SELECT 1 FROM patron_search WHERE rowid = ?",
    "open_loan": "SELECT 1 FROM open_loan WHERE patron = ?",
    "owing": "SELECT 1 FROM owing WHERE patron = ?",
}


def is_erased(connection: sqlite3.Connection, patron: int) -> bool:
    found = connection.execute("SELECT 1 FROM tombstone WHERE tbl = ? AND row = ?", (PATRON, patron)).fetchone()
    return found is not None


def tables_with_traces(connection: sqlite3.Connection, patron: int) -> list[str]:
    """Return the tables, of this version that the database has, that say something about a person."""
    present = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    queries = {PATRON: "SELECT 1 FROM patron WHERE id = ?", **_ENGINE}
    for table in TABLES:
        if table.personal_names and len(table.person) == 1 and table.person != ("id",):
            says = " OR ".join(f"{name} IS NOT NULL" for name in table.personal_names)
            queries[table.name] = f"SELECT 1 FROM {table.name} WHERE {table.person[0]} = ? AND ({says})"
    return sorted(
        name
        for name, query in queries.items()
        if name in present and connection.execute(query, (patron,)).fetchone() is not None
    )


def holds_trace(connection: sqlite3.Connection, group: Group, patron: int) -> bool:
    """Tell whether changes say something about a person, by a desk's own knowledge of who was erased."""
    table = BY_NAME.get(group.table)
    if group.kind is Kind.TOMBSTONE:
        return False
    if table is None:
        return any(patron in column for column in group.values)
    if table.name == PATRON:
        return patron in group.ids
    left, leading = without_erased(connection, table, group)
    if not leading or left.values == group.values:
        return False
    return len(table.person) > 1 or patron in group.values[group.columns.index(table.person[0])]
