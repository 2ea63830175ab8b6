"""Emptying: what is about an erased person loses its personal units, in whatever order things arrive.

The patron's own row goes with its tombstone. Of the rows about the patron the personal units become nothing, on every
desk alike: those that are there when the tombstone comes, and those that come after it. The declaration names each
table's path to a person. A path of two steps ends where the row between them has been emptied.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from app.db.declaration import BY_NAME, TABLES, Table
from app.db.log import cleaning
from app.db.log.capture import capture_off
from app.db.log.fitting import chosen
from app.db.log.marking import mark
from app.db.log.standing import get, put
from app.db.migrations import SCHEMA
from app.sync.changes import Group, Kind

PATRON = "patron"

DROPPED = "unknown-dropped"
"""Noted with the schema of the version that could not tell what of something unknown is about an erased person.

Until the desk is rebuilt by a newer version, its rows may be less than what its positions stand for.
"""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


def has_erased(connection: sqlite3.Connection) -> bool:
    """Tell whether anybody was ever erased."""
    return connection.execute("SELECT 1 FROM tombstone WHERE tbl = ? LIMIT 1", (PATRON,)).fetchone() is not None


def leads_on(table: Table) -> bool:
    """Tell whether rows of a table are about a person by way of another row, and say something personal.

    Such a row is nobody's as soon as the row between is emptied, which may come before its tombstone: in a checkpoint,
    or in what another desk has sealed anew.
    """
    return len(table.person) > 1 and bool(table.personal_names)


def without_erased(connection: sqlite3.Connection, table: Table, group: Group) -> tuple[Group, list[int]]:
    """Return a group as it is to be merged, and the ids of its rows that lead to an erased person.

    Args:
        group: Births or writings of a table that this version knows.
    """
    if group.kind is Kind.TOMBSTONE or not _may_lead(table) or table.person[0] not in group.columns:
        return group, []
    steps = group.values[group.columns.index(table.person[0])]
    ends = _leading(connection, table, {step for step in steps if isinstance(step, int)})
    if not ends:
        return group, []
    leads = [step in ends for step in steps]
    values = [
        [None if lead else value for value, lead in zip(column, leads, strict=True)]
        if name in table.personal_names or name not in table.column_names
        else column
        for name, column in zip(group.columns, group.values, strict=True)
    ]
    if any(name not in table.column_names for name in group.columns):
        note_dropped(connection)
    return replace(group, values=values), [id_ for id_, lead in zip(group.ids, leads, strict=True) if lead]


def without_naming(connection: sqlite3.Connection, group: Group) -> Group:
    """Return a group that this version cannot place without the rows that hold the id of an erased person."""
    rows = list(zip(*group.values, strict=True)) or [()] * len(group)
    said = {value for row in rows for value in row if isinstance(value, int)}
    query = "SELECT row FROM tombstone WHERE tbl = 'patron' AND row IN (SELECT value FROM json_each(?))"
    gone = {row for (row,) in connection.execute(query, (json.dumps(list(said)),))}
    if not gone:
        return group
    note_dropped(connection)
    return chosen(group, [gone.isdisjoint(row) for row in rows])


def came_emptied(table: Table, group: Group) -> list[int]:
    """Return the rows that are born without their person: in a checkpoint, another desk has emptied them before."""
    if group.kind is not Kind.BIRTH or not _may_lead(table) or len(table.person) > 1:
        return []
    steps = group.values[group.columns.index(table.person[0])] if table.person[0] in group.columns else ()
    return [id_ for id_, step in zip(group.ids, steps, strict=False) if step is None] if None in steps else []


def _may_lead(table: Table) -> bool:
    return table.person not in {(), ("id",)}


def _leading(connection: sqlite3.Connection, table: Table, steps: Collection[int]) -> set[int]:
    """Return those ids, of the first column of a table's path, from which it ends at an erased person."""
    if len(table.person) == 1:
        query = "SELECT row FROM tombstone WHERE tbl = 'patron' AND row IN (SELECT value FROM json_each(?))"
    else:
        query = (
            f"SELECT id FROM {_between(table)} WHERE {table.person[1]} IS NULL"
            " AND id IN (SELECT value FROM json_each(?))"
        )
    return {id_ for (id_,) in connection.execute(query, (json.dumps(list(steps)),))}


def _between(table: Table) -> str:
    """Return the table that the first column of a path leads to."""
    return next(column.refers_to for column in table.columns if column.name == table.person[0])


def empty_about(connection: sqlite3.Connection, persons: Collection[int]) -> dict[str, list[int]]:
    """Empty all that is about persons erased just now; return the rows that changed, by table.

    Capture is off while this runs: every desk does it for itself.
    """
    touched: dict[str, list[int]] = defaultdict(list)
    for table in TABLES:
        if _may_lead(table) and len(table.person) == 1:
            ids = _rows(connection, table, persons)
            empty_rows(connection, table, ids)
            touched[table.name] += ids
            for name, below in empty_below(connection, table, ids).items():
                touched[name] += below
    _empty_parked(connection, set(persons))
    _empty_held(connection, set(persons))
    cleaning.want(connection)
    return {name: ids for name, ids in touched.items() if ids}


def empty_touched(connection: sqlite3.Connection, touched: Mapping[str, Collection[int]]) -> None:
    """Empty what a deed has just written about an erased person: the renewal of a loan that lost its person."""
    for table in (BY_NAME[name] for name in touched if _may_lead(BY_NAME[name])):
        query = f"SELECT id, {table.person[0]} FROM {table.name} WHERE id IN (SELECT value FROM json_each(?))"
        steps = dict(connection.execute(query, (json.dumps(list(touched[table.name])),)))
        ends = _leading(connection, table, {step for step in steps.values() if step is not None})
        if ends:
            with capture_off(connection):
                empty_rows(connection, table, [id_ for id_, step in steps.items() if step in ends])


def empty_below(connection: sqlite3.Connection, between: Table, ids: Collection[int]) -> dict[str, list[int]]:
    """Empty the rows whose path leads on from rows that were emptied; return them, by table."""
    touched: dict[str, list[int]] = {}
    for table in TABLES if ids else ():
        if _may_lead(table) and len(table.person) > 1 and _between(table) == between.name:
            touched[table.name] = _rows(connection, table, ids)
            empty_rows(connection, table, touched[table.name])
    return touched


def _rows(connection: sqlite3.Connection, table: Table, steps: Collection[int]) -> list[int]:
    query = f"SELECT id FROM {table.name} WHERE {table.person[0]} IN (SELECT value FROM json_each(?))"
    return [id_ for (id_,) in connection.execute(query, (json.dumps(list(steps)),))]


def empty_rows(connection: sqlite3.Connection, table: Table, ids: Iterable[int]) -> None:
    if names := table.personal_names:
        nothing = ", ".join(f"{name} = NULL" for name in names)
        connection.executemany(f"UPDATE {table.name} SET {nothing} WHERE id = ?", [(id_,) for id_ in ids])


def _empty_parked(connection: sqlite3.Connection, persons: Collection[int]) -> None:
    """Empty what waits for its row's birth; let go of what this version cannot read and holds the person's id."""
    found = connection.execute("SELECT tbl, row, unit, tick, why, contents FROM parked").fetchall()
    for name, row, unit, tick, why, packed in found:
        contents = _unpack(packed)
        key = (name, row, unit, tick)
        if why == "unknown":
            if _mentions(contents, persons) or _is_about(connection, name, row, persons):
                connection.execute("DELETE FROM parked WHERE (tbl, row, unit, tick) = (?, ?, ?, ?)", key)
                note_dropped(connection)
        elif _leads(name, unit, contents, persons):
            nothing = _pack([None] * len(contents))
            connection.execute(
                "UPDATE parked SET contents = ? WHERE (tbl, row, unit, tick) = (?, ?, ?, ?)", (nothing, *key)
            )
            mark(connection, {name: (row,)})


def _leads(name: str, unit: str, values: list[Any], persons: Collection[int]) -> bool:
    """Tell whether the values of a personal unit say that they are about one of these persons."""
    table = BY_NAME[name]
    declared = table.unit(unit)
    if declared is None or not declared.personal or not _may_lead(table):
        return False
    said = dict(zip((column.name for column in declared.columns), values, strict=True))
    return said.get(table.person[0]) in persons


def _is_about(connection: sqlite3.Connection, name: str, row: int, persons: Collection[int]) -> bool:
    """Tell whether columns that this version does not know belong to a row that was emptied just now."""
    table = BY_NAME.get(name)
    if table is None or not _may_lead(table):
        return name == PATRON and row in persons
    query = f"SELECT 1 FROM {name} WHERE id = ? AND {table.person[0]} IS NULL"
    return connection.execute(query, (row,)).fetchone() is not None


def _mentions(contents: Any, persons: Collection[int]) -> bool:
    if isinstance(contents, list):
        return any(_mentions(one, persons) for one in contents)
    return isinstance(contents, int) and contents in persons


def _empty_held(connection: sqlite3.Connection, persons: Collection[int]) -> None:
    """Empty what is held until its time: then it comes in as nothing, as it does on desks that held it not."""
    found = connection.execute("SELECT tbl, row, unit, tick, contents FROM held").fetchall()
    for name, row, unit, tick, packed in found:
        contents = _unpack(packed)
        if name in BY_NAME and any(step in persons for step in _steps(BY_NAME[name], contents)):
            nothing = _pack(dict.fromkeys(contents))
            connection.execute(
                "UPDATE held SET contents = ? WHERE (tbl, row, unit, tick) = (?, ?, ?, ?)",
                (nothing, name, row, unit, tick),
            )


def _steps(table: Table, contents: dict[str, Any]) -> Iterator[Any]:
    if _may_lead(table) and table.person[0] in contents:
        yield contents[table.person[0]]


def has_dropped(connection: sqlite3.Connection) -> bool:
    """Tell whether this desk lacks something that a newer version would have kept in part."""
    return get(connection, DROPPED) is not None


def note_dropped(connection: sqlite3.Connection) -> None:
    """Note that this version lets go of something that a newer one might have kept in part."""
    put(connection, DROPPED, SCHEMA)
