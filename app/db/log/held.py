"""Held writings: units written by a clock ahead of everybody, kept aside until their time comes or a manager decides.

Facts are merged at once, whatever their tick: they are a union. The writing of a unit from ten years ahead would win
against every correction for ten years. A manager's decision is a fact that names the writing; it voids it everywhere,
whichever of the two arrives first, and is followed by a writing of the unit anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from app.db.declaration import BY_NAME
from app.db.log.fitting import parted
from app.db.log.marking import mark
from app.db.log.standing import put
from app.rules.reconcile import Verdict, VerdictKind, task_name
from app.sync.changes import Group, Kind
from app.sync.rereading import READ_AGAIN

ACCEPTED, REFUSED = "accepted", "refused"

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


class Held(NamedTuple):
    """A writing that is held."""

    table: str
    row: int
    unit: str
    tick: int
    columns: Mapping[str, Any]

    @property
    def verdict(self) -> Verdict:
        return _verdict(self.table, self.row, self.unit, self.tick)


def _verdict(table: str, row: int, unit: str, tick: int) -> Verdict:
    return Verdict(kind=VerdictKind.HELD_CHANGE, subject=f"{table} {row} {unit}", facts=(tick,))


def hold_beyond(connection: sqlite3.Connection, group: Group, limit: int) -> Group:
    """Put aside what was written beyond `limit`; return the rest."""
    rows = list(group.rows())
    connection.executemany(
        "INSERT INTO held SELECT ?1, ?2, ?3, ?4, ?5"
        " WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE tbl = ?1 AND row = ?2) ON CONFLICT DO NOTHING",
        [
            (group.table, id_, group.unit, tick, _pack(dict(zip(group.columns, values, strict=True))))
            for id_, tick, *values in rows
            if tick > limit
        ],
    )
    return _group(group.table, group.unit, group.columns, [row for row in rows if row[1] <= limit])


def _group(table: str, unit: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Group:
    parts = [list(part) for part in zip(*rows, strict=True)] or [[] for _ in range(2 + len(columns))]
    return Group(
        kind=Kind.WRITE, table=table, unit=unit, columns=columns, ids=parts[0], ticks=parts[1], values=parts[2:]
    )


def take_until(connection: sqlite3.Connection, limit: int) -> list[Group]:
    """Take out what was held until this tick, as groups to merge."""
    found = connection.execute(
        "DELETE FROM held WHERE tick <= ? RETURNING tbl, row, unit, tick, contents", (limit,)
    ).fetchall()
    by_unit: dict[tuple[str, str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
    for table, row, unit, tick, contents in found:
        columns = _unpack(contents)
        by_unit.setdefault((table, unit, tuple(columns)), []).append((row, tick, *columns.values()))
    return [_group(table, unit, columns, rows) for (table, unit, columns), rows in by_unit.items()]


def held_writings(connection: sqlite3.Connection) -> list[Held]:
    """Return what is held of rows that are born here, in the order of their ticks.

    What this version cannot place waits for its time, or for a manager at a desk that can.
    """
    found = connection.execute("SELECT tbl, row, unit, tick, contents FROM held ORDER BY tick").fetchall()
    held = [Held(table, row, unit, tick, _unpack(contents)) for table, row, unit, tick, contents in found]
    return [
        one
        for one in held
        if _is_placeable(one) and connection.execute(f"SELECT 1 FROM {one.table} WHERE id = ?", (one.row,)).fetchone()
    ]


def _is_placeable(held: Held) -> bool:
    table = BY_NAME.get(held.table)
    unit = table.unit(held.unit) if table else None
    if table is None or unit is None or [column.name for column in unit.columns] != list(held.columns):
        return False
    row = (held.row, held.tick, *held.columns.values())
    return parted(table, _group(held.table, held.unit, tuple(held.columns), [row]))[1] is None


# Decisions.


def decided(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the names of all writings that some manager has decided about."""
    found = connection.execute("SELECT task FROM decision WHERE choice IN ('accepted', 'refused')")
    return frozenset(task for (task,) in found)


def without_decided(group: Group, names: Collection[str]) -> Group:
    """Leave out writings that a decision has voided."""
    if not names:
        return group
    rows = [row for row in group.rows() if task_name(_verdict(group.table, row[0], group.unit, row[1])) not in names]
    return group if len(rows) == len(group) else _group(group.table, group.unit, group.columns, rows)


def void(connection: sqlite3.Connection, decisions: Iterable[int]) -> None:
    """Let go of the writings that these decisions name, held, parked or merged: what is written anew afterwards wins.

    A writing decided about was beyond the tick of its decision, so only such clocks need be looked at. Where one stood
    in a row, or in the place of an earlier one that waits for its row, what lost against it is to be read again.
    """
    ids = sorted(decisions)
    names = decided(connection)
    if not ids or not names:
        return
    for table in ("held", "parked", "clock"):
        found = connection.execute(f"SELECT tbl, row, unit, tick FROM {table} WHERE tick > ?", (ids[0],)).fetchall()
        voided = [key for key in found if task_name(_verdict(*key)) in names]
        connection.executemany(f"DELETE FROM {table} WHERE tbl = ? AND row = ? AND unit = ? AND tick = ?", voided)
        if voided and table != "held":
            put(connection, READ_AGAIN, ids[0])
        for name, row, *_ in voided:
            if name in BY_NAME:
                mark(connection, {name: (row,)})


def settle(connection: sqlite3.Connection, task: str, choice: str) -> tuple[str, int] | None:
    """Write the unit of a held writing anew, as it says or as it stood; return the row, None where no task is this.

    To be called in the transaction of the deed, after its decision was added.
    """
    held = next((one for one in held_writings(connection) if task_name(one.verdict) == task), None)
    if held is None:
        return None
    if choice == ACCEPTED:
        changes = ", ".join(f"{name} = ?" for name in held.columns)
        connection.execute(f"UPDATE {held.table} SET {changes} WHERE id = ?", (*held.columns.values(), held.row))
    key = (held.table, held.row, held.unit)
    connection.execute(  # Capture notes only what differs; this is written in any case.
        "INSERT INTO outbox (tbl, row, unit, tick) SELECT ?1, ?2, ?3, NULL WHERE NOT EXISTS"
        " (SELECT 1 FROM outbox WHERE tbl = ?1 AND row = ?2 AND unit = ?3 AND tick IS NULL)",
        key,
    )
    connection.execute("DELETE FROM held WHERE tbl = ? AND row = ? AND unit = ? AND tick = ?", (*key, held.tick))
    return held.table, held.row
