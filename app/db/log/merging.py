"""Merging: changes of other desks into the tables, set by set, never a query a row.

Facts and births are a set union. Of two writings of a unit the greater tick wins; a birth counts as tick zero, so it
never overwrites anything. A writing whose row is not born yet is parked until it is. What this version does not know
is parked as received. What is about an erased person loses its personal units, see `app.db.log.emptying`. Nothing here
depends on the order of arrival, and doing it twice changes nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, repeat
from typing import Any

import msgspec

from app.db.declaration import BY_NAME, Table
from app.db.log import held
from app.db.log.emptying import (
    PATRON,
    came_emptied,
    empty_about,
    empty_below,
    has_erased,
    leads_on,
    without_erased,
    without_naming,
)
from app.db.log.fitting import parted
from app.db.log.history import unlink
from app.db.log.marking import mark
from app.db.log.outbox import TOMBSTONE_UNIT
from app.db.log.splitting import with_successors
from app.sync.changes import Changes, Group, Kind

UNBORN = "unborn"
UNKNOWN = "unknown"

Touched = dict[str, list[int]]
"""Ids of the rows that changed, by table."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


def merge_changes(connection: sqlite3.Connection, parts: Iterable[Changes], limit: int) -> tuple[Touched, int]:
    """Merge changes; return which rows they touched, and the greatest tick among them.

    Args:
        limit: A writing of a unit beyond this tick is held, and does not count.
    """
    return merge_groups(connection, [group for part in parts for group in part.groups if len(group)], limit)


def merge_groups(connection: sqlite3.Connection, groups: Iterable[Group], limit: int) -> tuple[Touched, int]:
    """Merge groups: births first, then writings, then tombstones."""
    touched: Touched = defaultdict(list)
    greatest = 0
    groups = sorted(with_successors(groups), key=_kind)
    by_kind = {kind: list(of_kind) for kind, of_kind in groupby(groups, key=_kind)}
    empties = has_erased(connection)
    for kind, found in by_kind.items():
        for group in _in_force(connection, found, limit) if kind is Kind.WRITE else found:
            greatest = max(greatest, *group.ticks, group.ticks[0])
            fitting = _fitting(connection, group, empties=empties)
            if fitting is not None:
                _merge_group(connection, fitting, touched, empties=empties)
    for name, ids in unlink(connection, touched).items():
        touched[name] += ids
    mark(connection, touched)
    return touched, greatest


def _merge_group(connection: sqlite3.Connection, group: Group, touched: Touched, *, empties: bool) -> None:
    """Merge a group that fits, without what it says about the erased; note what that touches."""
    table = BY_NAME[group.table]
    found: Mapping[str, list[int]] = {}
    seals = empties or leads_on(table)
    left, leading = without_erased(connection, table, group) if seals else (group, [])
    _MERGE[group.kind](connection, table, left)
    leading += came_emptied(table, group)
    if leading:
        found = empty_below(connection, table, leading)
    if group.kind is Kind.TOMBSTONE and table.name == PATRON:
        found = empty_about(connection, group.ids)
    for name, ids in ((table.name, group.ids), *found.items()):
        touched[name] += ids


def _fitting(connection: sqlite3.Connection, group: Group, *, empties: bool) -> Group | None:
    """Park what this version cannot place, unless it names an erased person; return the rest, None for nothing."""
    known = is_known(group)
    fitting, strange = parted(BY_NAME[group.table], group) if known else (None, group)
    if strange is not None:
        left = without_naming(connection, strange) if empties else strange
        _park_unknown(connection, left, range(len(group.columns)))
    if fitting is None:
        return None
    return fitting if len(fitting) else None


def _kind(group: Group) -> Kind:
    return group.kind


def _in_force(connection: sqlite3.Connection, groups: Iterable[Group], limit: int) -> Iterator[Group]:
    """Yield writings without those that a manager's decision has voided, and those that are held from now on."""
    settled = held.decided(connection)
    for group in groups:
        left = held.without_decided(group, settled)
        left = held.hold_beyond(connection, left, limit) if max(left.ticks, default=0) > limit else left
        if len(left):
            yield left


def is_known(group: Group) -> bool:
    """Tell whether this version has the group's table and, for a writing, the unit with these very columns."""
    table = BY_NAME.get(group.table)
    if table is None:
        return False
    if group.kind is Kind.WRITE:
        unit = table.unit(group.unit)
        return unit is not None and tuple(column.name for column in unit.columns) == group.columns
    return True


def _merge_births(connection: sqlite3.Connection, table: Table, group: Group) -> None:
    known = [index for index, name in enumerate(group.columns) if name in table.column_names]
    names = [group.columns[index] for index in known]
    connection.executemany(
        f"INSERT INTO {table.name} (id{''.join(f', {name}' for name in names)})"
        f" VALUES (?{', ?' * len(names)}) ON CONFLICT (id) DO NOTHING",
        zip(group.ids, *(group.values[index] for index in known), strict=True),
    )
    if len(known) < len(group.columns):
        _park_unknown(connection, group, [index for index in range(len(group.columns)) if index not in known])
    if table.kind == "description":
        _fill_the_born(connection, table, group.ids)
    if table.name == "decision":
        held.void(connection, group.ids)


def _fill_the_born(connection: sqlite3.Connection, table: Table, ids: list[int]) -> None:
    """Give rows that are born now the writings that came before them."""
    parked = connection.execute(
        "SELECT row, unit, tick, contents FROM parked WHERE tbl = ? AND why = ? ORDER BY tick", (table.name, UNBORN)
    ).fetchall()
    born = set(ids) if parked else set()
    for row, unit, tick, contents in parked:
        if row in born:
            _write(connection, table, unit, [(row, tick, *_unpack(contents))])
    connection.executemany(
        "DELETE FROM parked WHERE tbl = ? AND row = ? AND why = ?",
        [(table.name, row, UNBORN) for row, *_ in parked if row in born],
    )


def _merge_writings(connection: sqlite3.Connection, table: Table, group: Group) -> None:
    latest: dict[int, tuple[Any, ...]] = {}
    for row in group.rows():
        if row[0] not in latest or row[1] > latest[row[0]][1]:
            latest[row[0]] = row
    ids = json.dumps(list(latest))
    clocks = dict(
        connection.execute(
            "SELECT row, tick FROM clock WHERE tbl = ? AND unit = ? AND row IN (SELECT value FROM json_each(?))",
            (table.name, group.unit, ids),
        )
    )
    born = {
        id_
        for (id_,) in connection.execute(
            f"SELECT id FROM {table.name} WHERE id IN (SELECT value FROM json_each(?))", (ids,)
        )
    }
    winners = [row for id_, row in latest.items() if id_ in born and row[1] > clocks.get(id_, 0)]
    _write(connection, table, group.unit, winners)
    _park_unborn(connection, table, group.unit, [row for id_, row in latest.items() if id_ not in born])


def _write(connection: sqlite3.Connection, table: Table, unit: str, rows: list[tuple[Any, ...]]) -> None:
    """Write a unit of some rows, each given as (id, tick, *values), and their clocks."""
    declared = table.unit(unit)
    if declared is None or not rows:
        return
    connection.executemany(
        f"UPDATE {table.name} SET {', '.join(f'{column.name} = ?' for column in declared.columns)} WHERE id = ?",
        [(*values, id_) for id_, _, *values in rows],
    )
    connection.executemany(
        "INSERT INTO clock (tbl, row, unit, tick) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (tbl, row, unit) DO UPDATE SET tick = excluded.tick",
        [(table.name, id_, unit, tick) for id_, tick, *_ in rows],
    )


def _park_unborn(connection: sqlite3.Connection, table: Table, unit: str, rows: list[tuple[Any, ...]]) -> None:
    """Keep the latest writing of each row that is not born yet, unless the row is erased."""
    for id_, tick, *values in rows:
        key = (table.name, id_, unit)
        connection.execute(
            "INSERT INTO parked SELECT ?, ?, ?, ?, ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE tbl = ? AND row = ?)"
            " AND NOT EXISTS (SELECT 1 FROM parked WHERE tbl = ? AND row = ? AND unit = ? AND tick >= ?)",
            (*key, tick, UNBORN, _pack(values), table.name, id_, *key, tick),
        )
        connection.execute(
            "DELETE FROM parked WHERE tbl = ? AND row = ? AND unit = ? AND tick < ? AND why = ?", (*key, tick, UNBORN)
        )


def _merge_tombstones(connection: sqlite3.Connection, table: Table, group: Group) -> None:
    rows = [(table.name, row) for row in group.ids]
    connection.executemany(
        "INSERT INTO tombstone (tbl, row, tick) VALUES (?, ?, ?)"
        " ON CONFLICT (tbl, row) DO UPDATE SET tick = min(tick, excluded.tick)",
        zip(repeat(table.name), group.ids, group.ticks),
    )
    connection.executemany(f"DELETE FROM {table.name} WHERE id = ?", [(row,) for row in group.ids])
    for kept in ("clock", "parked", "held"):
        connection.executemany(f"DELETE FROM {kept} WHERE tbl = ? AND row = ?", rows)
    # A tombstone of one's own goes out all the same: it may be the one with the smallest tick.
    unsent = "DELETE FROM outbox WHERE tbl = ? AND row = ? AND unit <> ?"
    connection.executemany(unsent, [(*key, TOMBSTONE_UNIT) for key in rows])


def _park_unknown(connection: sqlite3.Connection, group: Group, indexes: Iterable[int]) -> None:
    """Keep as received what this version cannot place: it is merged after the upgrade, never dropped."""
    names = [group.columns[index] for index in indexes]
    columns = [group.values[group.columns.index(name)] for name in names]
    connection.executemany(
        "INSERT INTO parked SELECT ?, ?, ?, ?, ?, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE tbl = ? AND row = ?) ON CONFLICT DO NOTHING",
        [
            (group.table, id_, group.unit, tick, UNKNOWN, _pack([int(group.kind), names, values]), group.table, id_)
            for id_, tick, values in zip(group.ids, group.ticks, _rows(columns, len(group)), strict=True)
        ],
    )


def _rows(columns: list[list[Any]], count: int) -> Iterator[tuple[Any, ...]]:
    return zip(*columns, strict=True) if columns else iter([()] * count)


_MERGE: Mapping[Kind, Any] = {
    Kind.BIRTH: _merge_births,
    Kind.WRITE: _merge_writings,
    Kind.TOMBSTONE: _merge_tombstones,
}
