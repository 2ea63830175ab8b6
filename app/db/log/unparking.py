"""After an upgrade: what an older version could not place is merged now, as if it had come today.

A birth whose row was born without some columns fills them, where their unit was not written since; all else goes
through the merge itself, births first, so that an upgraded desk holds what it would hold had it been upgraded before.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

import msgspec

from app.db.declaration import BY_NAME, Table
from app.db.log.capture import capture_off
from app.db.log.merging import UNKNOWN, Touched, is_known, merge_groups
from app.sync.changes import Group, Kind
from app.sync.ticks import TICK_MAX

_unpack = msgspec.msgpack.Decoder().decode

_Rows = list[tuple[int, int, list[Any]]]
"""(id, tick, values) of each."""


def unpark(connection: sqlite3.Connection) -> Touched:
    """Merge what is parked as unknown and is known by now; return the rows it touched."""
    groups = [group for group in _parked(connection) if is_known(group) and _has_news(group)]
    for group in groups:
        connection.executemany(
            "DELETE FROM parked WHERE tbl = ? AND row = ? AND unit = ? AND tick = ? AND why = ?",
            [(group.table, row, group.unit, tick, UNKNOWN) for row, tick in zip(group.ids, group.ticks, strict=True)],
        )
    with capture_off(connection):
        touched, _ = merge_groups(connection, groups, TICK_MAX)  # What was to be held was held when it came.
        for group in groups:
            if group.kind is Kind.BIRTH:
                _fill(connection, BY_NAME[group.table], group)
    return touched


def _parked(connection: sqlite3.Connection) -> list[Group]:
    rows_of: dict[tuple[int, str, str, tuple[str, ...]], _Rows] = defaultdict(list)
    for table, row, unit, tick, contents in connection.execute(
        "SELECT tbl, row, unit, tick, contents FROM parked WHERE why = ? ORDER BY tick", (UNKNOWN,)
    ):
        kind, names, values = _unpack(contents)
        rows_of[kind, table, unit, tuple(names)].append((row, tick, values))
    return [
        Group(
            kind=Kind(kind),
            table=table,
            unit=unit,
            columns=names,
            ids=[id_ for id_, _, _ in rows],
            ticks=[tick for _, tick, _ in rows],
            values=[list(column) for column in zip(*(values for _, _, values in rows), strict=True)],
        )
        for (kind, table, unit, names), rows in rows_of.items()
    ]


def _has_news(group: Group) -> bool:
    """Tell whether a birth brings a column that this version knows; others are known or not as a whole."""
    known = BY_NAME[group.table].column_names
    return group.kind is not Kind.BIRTH or any(name in known for name in group.columns)


def _fill(connection: sqlite3.Connection, table: Table, group: Group) -> None:
    """Give rows that were born without these columns what their births said: at tick zero, where no clock stands."""
    for unit in table.units:
        names = [column.name for column in unit.columns if column.name in group.columns]
        if names:
            values = [group.values[group.columns.index(name)] for name in names]
            connection.executemany(
                f"UPDATE {table.name} SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?"
                " AND NOT EXISTS (SELECT 1 FROM clock WHERE tbl = ? AND row = ? AND unit = ?)",
                [
                    (*row, id_, table.name, id_, unit.name)
                    for id_, row in zip(group.ids, zip(*values, strict=True), strict=True)
                ],
            )
