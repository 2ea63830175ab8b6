"""Units that were split: what older desks write to the old unit is written to the units that follow it, too.

A unit's columns are fixed for ever, so a unit is split by new units with new columns. Each is declared with the unit
that it `follows` and, for each of its columns, the old column that it is filled from. Until every active desk has
upgraded, deeds write both. A writing of the old unit is then also one of the new, with the same tick: when it is
merged, when it is made here, and when the rows of an older version are brought up. So it does not matter which desk
upgrades when.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlite_utils import Database as Tables

from app.db.declaration import BY_NAME, Table, Unit
from app.sync.changes import Group, Kind

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


def successors(table: Table, unit: str) -> Iterator[Unit]:
    """Yield the units that a unit was split into."""
    return (later for later in table.units if unit and later.follows == unit)


def with_successors(groups: Iterable[Group]) -> Iterator[Group]:
    """Yield groups, and what those of older desks say in the units of today."""
    for group in groups:
        table = BY_NAME.get(group.table)
        if table is None or not any(unit.follows for unit in table.units):
            yield group
        elif group.kind is Kind.BIRTH:
            yield _whole_birth(table, group)
        else:
            yield group
            later = successors(table, group.unit) if group.kind is Kind.WRITE else ()
            yield from (_filled(group, unit) for unit in later if set(unit.sources) <= set(group.columns))


def _whole_birth(table: Table, group: Group) -> Group:
    """Return a birth with the columns that its desk did not know, filled from those that it did."""
    filled = [
        (column.name, source)
        for unit in table.units
        for column, source in zip(unit.columns, unit.sources, strict=False)
        if column.name not in group.columns and source in group.columns
    ]
    if not filled:
        return group
    return Group(
        kind=group.kind,
        table=group.table,
        unit=group.unit,
        columns=(*group.columns, *(name for name, _ in filled)),
        ids=group.ids,
        ticks=group.ticks,
        values=[*group.values, *(group.values[group.columns.index(source)] for _, source in filled)],
    )


def _filled(group: Group, unit: Unit) -> Group:
    return Group(
        kind=group.kind,
        table=group.table,
        unit=unit.name,
        columns=tuple(column.name for column in unit.columns),
        ids=group.ids,
        ticks=group.ticks,
        values=[group.values[group.columns.index(source)] for source in unit.sources],
    )


def write_successors(connection: sqlite3.Connection) -> None:
    """Write what follows each unit that this transaction has written, unless it has written that itself."""
    for table in BY_NAME.values():
        for unit in table.units:
            if unit.follows:
                _write_successor(connection, table, unit)


def _write_successor(connection: sqlite3.Connection, table: Table, unit: Unit) -> None:
    rows = connection.execute(
        "SELECT DISTINCT row FROM outbox WHERE tick IS NULL AND tbl = ?1 AND unit = ?2 AND NOT EXISTS"
        " (SELECT 1 FROM outbox o WHERE o.tick IS NULL AND o.tbl = ?1 AND o.unit = ?3 AND o.row = outbox.row)",
        (table.name, unit.follows, unit.name),
    ).fetchall()
    connection.executemany(f"UPDATE {table.name} SET {_assignments(unit)} WHERE id = ?", rows)
    connection.executemany(  # Capture notes only what differs; the tick counts in any case.
        "INSERT INTO outbox (tbl, row, unit, tick) SELECT ?1, ?2, ?3, NULL WHERE NOT EXISTS"
        " (SELECT 1 FROM outbox WHERE tick IS NULL AND tbl = ?1 AND row = ?2 AND unit = ?3)",
        [(table.name, row, unit.name) for (row,) in rows],
    )


def _assignments(unit: Unit) -> str:
    return ", ".join(f"{column.name} = {source}" for column, source in zip(unit.columns, unit.sources, strict=True))


def split(db: Tables, table: str, old: Unit, new: Unit) -> None:
    """Bring the rows of an older version up, in a migration: values, clocks, and what is unsent, unborn or held."""
    for column in new.columns:
        db.execute(f"ALTER TABLE {table} ADD COLUMN {column.name} {column.type}")
    db.execute(f"UPDATE {table} SET {_assignments(new)}")
    key = (new.name, table, old.name)
    db.execute("INSERT INTO clock SELECT tbl, row, ?, tick FROM clock WHERE tbl = ? AND unit = ?", key)
    db.execute(
        "INSERT INTO outbox (tbl, row, unit, tick, seen)"
        " SELECT tbl, row, ?, tick, seen FROM outbox WHERE tbl = ? AND unit = ? ORDER BY n",
        key,
    )
    names = [column.name for column in old.columns]
    found = db.execute(
        "SELECT row, tick, why, contents FROM parked WHERE tbl = ? AND unit = ? AND why = 'unborn'", key[1:]
    ).fetchall()
    for row, tick, why, contents in found:
        values = _renamed(new, dict(zip(names, _unpack(contents), strict=True)))
        packed = _pack(list(values.values()))
        db.execute("INSERT INTO parked VALUES (?, ?, ?, ?, ?, ?)", (table, row, new.name, tick, why, packed))
    found = db.execute("SELECT row, tick, contents FROM held WHERE tbl = ? AND unit = ?", key[1:]).fetchall()
    for row, tick, contents in found:
        values = _renamed(new, _unpack(contents))
        db.execute("INSERT INTO held VALUES (?, ?, ?, ?, ?)", (table, row, new.name, tick, _pack(values)))


def _renamed(unit: Unit, values: dict[str, Any]) -> dict[str, Any]:
    return {column.name: values[source] for column, source in zip(unit.columns, unit.sources, strict=True)}
