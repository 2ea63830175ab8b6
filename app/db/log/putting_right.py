"""Rows brought to what this desk has sealed, before any of it is published again.

What goes out is read from the rows, so a cell that a failing disk has altered would go out as this desk's own word,
under a tick that others know with another value. The sealed bytes are kept and proved: where nothing was written since,
the row has their values again. What others have written since stays as it is; it wins everywhere.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from app.db.declaration import BY_NAME, Table, Unit
from app.db.log.capture import capture_off
from app.db.log.emptying import without_erased
from app.db.log.marking import mark
from app.db.log.merging import Touched, is_known
from app.db.log.splitting import with_successors
from app.sync.changes import Changes, Group, Kind


def put_right(connection: sqlite3.Connection, parts: Iterable[Changes]) -> Touched:
    """Give rows the values that were sealed, where those are still in force; return the rows of what differed.

    Rows that are gone stay gone, and nothing about an erased person comes back.
    """
    touched: Touched = defaultdict(list)
    with capture_off(connection):
        for group in (group for part in parts for group in with_successors(part.groups)):
            if group.kind is not Kind.TOMBSTONE and is_known(group):
                table = BY_NAME[group.table]
                sealed, _ = without_erased(connection, table, group)
                before = connection.total_changes
                for unit in _units(table, sealed):
                    _put_right(connection, table, unit, sealed)
                if connection.total_changes > before:
                    touched[table.name] += group.ids
    mark(connection, touched)
    return touched


def _units(table: Table, group: Group) -> list[Unit]:
    if group.kind is Kind.WRITE:
        return [unit for unit in table.units if unit.name == group.unit]
    return [unit for unit in table.units if all(column.name in group.columns for column in unit.columns)]


def _put_right(connection: sqlite3.Connection, table: Table, unit: Unit, group: Group) -> None:
    """Set a unit that differs, where its last writing is the sealed one: a birth, where it has no clock."""
    names = [column.name for column in unit.columns]
    values = zip(*(group.values[group.columns.index(name)] for name in names), strict=True)
    clock = "SELECT tick FROM clock WHERE tbl = ? AND row = ? AND unit = ?"
    connection.executemany(
        f"UPDATE {table.name} SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?"
        f" AND ({clock}) IS ? AND ({' OR '.join(f'{name} IS NOT ?' for name in names)})",
        [
            (*row, id_, table.name, id_, unit.name, None if group.kind is Kind.BIRTH else tick, *row)
            for id_, tick, row in zip(group.ids, group.ticks, values, strict=True)
        ],
    )
