"""The outbox: what this desk has changed and not sealed yet."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from itertools import starmap
from typing import Any, NamedTuple

from app.db.declaration import BY_NAME, Table
from app.db.log.marking import mark_sealed
from app.db.log.splitting import with_successors, write_successors
from app.db.log.standing import Ticks
from app.sync.changes import Changes, Group, Kind

TOMBSTONE_UNIT = "†"
"""Stands in the outbox for the deletion of a row."""


def stamp(connection: sqlite3.Connection, ticks: Ticks) -> None:
    """Give every unit written in this transaction its tick, greater than the ids of all rows born in it."""
    unstamped = "SELECT n, tbl, row, unit FROM outbox WHERE tick IS NULL ORDER BY n"
    if not connection.execute(unstamped).fetchall():
        return
    write_successors(connection)
    written = sorted(connection.execute(unstamped).fetchall(), key=_follows)  # What follows a unit wins against it.
    stamped = [(ticks.draw(), *entry) for entry in written]
    connection.executemany("UPDATE outbox SET tick = ? WHERE n = ?", [(tick, n) for tick, n, *_ in stamped])
    connection.executemany(
        "INSERT INTO clock (tbl, row, unit, tick) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (tbl, row, unit) DO UPDATE SET tick = excluded.tick",
        [(tbl, row, unit, tick) for tick, _, tbl, row, unit in stamped],
    )


def _follows(entry: tuple[int, str, int, str]) -> bool:
    _, table, _, unit = entry
    declared = BY_NAME[table].unit(unit)
    return declared is not None and declared.follows != ""


class _Entry(NamedTuple):
    n: int
    tbl: str
    row: int
    unit: str
    tick: int


def collect(connection: sqlite3.Connection, count: int, schema: int) -> tuple[Changes, int]:
    """Return the oldest changes of the outbox, at most `count`, and the number of the last entry they cover.

    The values are those that stand in the rows now. A unit written twice goes out once, with its last tick; one that
    another desk's later writing has overtaken does not go out at all: it has lost everywhere.
    """
    found = connection.execute("SELECT n, tbl, row, unit, tick FROM outbox ORDER BY n LIMIT ?", (count,))
    entries = list(starmap(_Entry, found))
    by_group: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for entry in entries:
        # The greatest tick, not the last entry: what an earlier log put back stands behind what is newer.
        tick_by_row = by_group[entry.tbl, entry.unit]
        tick_by_row[entry.row] = max(entry.tick, tick_by_row.get(entry.row, 0))
    groups = [_group(connection, BY_NAME[tbl], unit, ticks) for (tbl, unit), ticks in by_group.items()]
    last = entries[-1].n if entries else 0
    return Changes(schema=schema, groups=tuple(group for group in groups if len(group))), last


def forget(connection: sqlite3.Connection, last: int) -> None:
    """Take sealed entries out of the outbox; from now on others may know what they changed."""
    mark_sealed(connection, last)
    connection.execute("DELETE FROM outbox WHERE n <= ?", (last,))


def _group(connection: sqlite3.Connection, table: Table, unit: str, tick_by_row: Mapping[int, int]) -> Group:
    if unit == TOMBSTONE_UNIT:
        rows = [(row, tick) for row, tick in tick_by_row.items()]
        return _columns(Kind.TOMBSTONE, table.name, "", (), sorted(rows, key=lambda pair: pair[1]))
    if unit == "":
        return _births(connection, table, tick_by_row)
    return _writings(connection, table, unit, tick_by_row)


def _births(connection: sqlite3.Connection, table: Table, tick_by_row: Mapping[int, int]) -> Group:
    names = table.column_names
    rows = connection.execute(
        f"SELECT id, id, {', '.join(names)} FROM {table.name} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(tick_by_row)),),
    ).fetchall()
    return _columns(Kind.BIRTH, table.name, "", names, rows)


def _writings(connection: sqlite3.Connection, table: Table, unit: str, tick_by_row: Mapping[int, int]) -> Group:
    declared = table.unit(unit)
    names = tuple(column.name for column in declared.columns) if declared else ()
    rows = connection.execute(
        f"SELECT t.id, c.tick, {', '.join(f't.{name}' for name in names)} FROM {table.name} t"
        " JOIN clock c ON c.tbl = ? AND c.row = t.id AND c.unit = ?"
        " WHERE t.id IN (SELECT value FROM json_each(?)) ORDER BY c.tick",
        (table.name, unit, json.dumps(list(tick_by_row))),
    ).fetchall()
    still_ours = [row for row in rows if row[1] == tick_by_row[row[0]]]
    return _columns(Kind.WRITE, table.name, unit, names, still_ours)


def _columns(kind: Kind, table: str, unit: str, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Group:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(2 + len(names))]
    return Group(kind=kind, table=table, unit=unit, columns=names, ids=columns[0], ticks=columns[1], values=columns[2:])


def put_back(connection: sqlite3.Connection, changes: Changes) -> None:
    """Return sealed changes to the outbox, ticks unchanged: some desk may never have seen them."""
    for group in with_successors(changes.groups):
        if group.table in BY_NAME:
            unit = TOMBSTONE_UNIT if group.kind is Kind.TOMBSTONE else group.unit
            rows = [(group.table, row, unit, tick) for row, tick in zip(group.ids, group.ticks, strict=True)]
            connection.executemany("INSERT INTO outbox (tbl, row, unit, tick, seen) VALUES (?, ?, ?, ?, 1)", rows)
