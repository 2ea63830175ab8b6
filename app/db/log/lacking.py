"""What a received image holds and this desk lacks, as changes to merge like any others.

A row that the desk has not is born with the values it has in the image; every unit written since its birth follows with
its clock, so of two writings the greater tick wins, whatever this desk has written itself meanwhile. What was parked is
merged as it came. Tombstones come last: they take along what they find.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec

from app.db.declaration import TABLES
from app.db.log.merging import UNKNOWN
from app.sync.changes import Changes, Group, Kind
from app.sync.checkpoints import Manifest

_unpack = msgspec.msgpack.Decoder().decode

_PARKED = """
SELECT p.tbl, p.unit, p.why, p.row, p.tick, p.contents FROM image.parked p
WHERE NOT EXISTS (SELECT 1 FROM main.parked o WHERE (o.tbl, o.row, o.unit, o.tick) = (p.tbl, p.row, p.unit, p.tick))
ORDER BY p.tbl, p.unit, p.why
"""

_HELD = """
SELECT h.tbl, h.unit, h.row, h.tick, h.contents FROM image.held h
WHERE NOT EXISTS (SELECT 1 FROM main.held o WHERE (o.tbl, o.row, o.unit, o.tick) = (h.tbl, h.row, h.unit, h.tick))
"""

_TOMBSTONES = """
SELECT t.tbl, t.row, t.tick FROM image.tombstone t
LEFT JOIN main.tombstone o ON o.tbl = t.tbl AND o.row = t.row WHERE o.tick IS NULL OR o.tick > t.tick ORDER BY t.tbl
"""

_CLOCKS = """
SELECT c.row FROM image.clock c LEFT JOIN main.clock o ON o.tbl = c.tbl AND o.row = c.row AND o.unit = c.unit
WHERE c.tbl = ? AND c.unit = ? AND c.row > ? AND (o.tick IS NULL OR o.tick < c.tick) ORDER BY c.row LIMIT ?
"""


def lacking(connection: sqlite3.Connection, manifest: Manifest, rows_max: Callable[[], int]) -> Iterator[Changes]:
    """Yield the changes, over a connection to the desk's own file with the image attached as `image`."""
    units = _units(connection, manifest)
    for table, of_table in units.items():
        yield from _wrapped(manifest, _births(connection, table, of_table, rows_max))
    for table, of_table in units.items():
        for unit, columns in of_table.items():
            yield from _wrapped(manifest, _writings(connection, table, unit, columns, rows_max))
    yield from _wrapped(manifest, _parked(connection, units))
    yield from _wrapped(manifest, _held(connection))
    yield from _wrapped(manifest, _tombstones(connection, rows_max))


def _wrapped(manifest: Manifest, groups: Iterator[Group]) -> Iterator[Changes]:
    for group in groups:
        yield Changes(schema=manifest.schema, groups=(group,))


_Units = dict[str, dict[str, tuple[str, ...]]]


def _units(connection: sqlite3.Connection, manifest: Manifest) -> _Units:
    """Return the units of every table in the image, those of a newer version that this one does not know included.

    An older image was brought up to this version's tables before.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM image.sqlite_master WHERE type = 'table'")}
    found: _Units = defaultdict(dict)
    declared = [
        (table.name, unit.name, tuple(c.name for c in unit.columns)) for table in TABLES for unit in table.units
    ]
    for table, unit, columns in dict.fromkeys((*declared, *manifest.units)):
        present = {name for _, name, *_ in connection.execute("SELECT * FROM pragma_table_info(?, 'image')", (table,))}
        if table in tables and set(columns) <= present and all(map(_is_name, (table, *columns))):
            found[table][unit] = columns
    return found


def _is_name(text: str) -> bool:
    """Tell whether a name may stand in a query: manifests come from elsewhere."""
    return text.isascii() and text.isidentifier()


def declared_units() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return table, unit and columns of every unit that this version knows, as a manifest tells them."""
    return tuple(
        (table.name, unit.name, tuple(column.name for column in unit.columns))
        for table in TABLES
        for unit in table.units
    )


def _births(
    connection: sqlite3.Connection, table: str, units: dict[str, tuple[str, ...]], rows_max: Callable[[], int]
) -> Iterator[Group]:
    columns = tuple(column for names in units.values() for column in names)
    known = connection.execute(
        "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).fetchone()
    lacks = f"AND NOT EXISTS (SELECT 1 FROM main.{table} o WHERE o.id = i.id)" if known else ""
    query = f"SELECT id, id, {', '.join(columns)} FROM image.{table} i WHERE id > ? {lacks} ORDER BY id LIMIT ?"
    last = 0
    while rows := connection.execute(query, (last, max(1, rows_max()))).fetchall():
        last = rows[-1][0]
        yield _group(Kind.BIRTH, table, "", columns, rows)


def _writings(
    connection: sqlite3.Connection, table: str, unit: str, columns: tuple[str, ...], rows_max: Callable[[], int]
) -> Iterator[Group]:
    last = 0
    while rows := connection.execute(_CLOCKS, (table, unit, last, max(1, rows_max()))).fetchall():
        first, last = rows[0][0], rows[-1][0]
        written = connection.execute(
            f"SELECT i.id, c.tick, {', '.join(f'i.{column}' for column in columns)} FROM image.clock c"
            f" JOIN image.{table} i ON i.id = c.row WHERE c.tbl = ? AND c.unit = ? AND c.row BETWEEN ? AND ?",
            (table, unit, first, last),
        ).fetchall()
        if written:
            yield _group(Kind.WRITE, table, unit, columns, written)


def _parked(connection: sqlite3.Connection, units: _Units) -> Iterator[Group]:
    for table, unit, why, row, tick, contents in connection.execute(_PARKED).fetchall():
        if why == UNKNOWN:
            kind, names, values = _unpack(contents)
            yield _group(Kind(kind), table, unit, tuple(names), [(row, tick, *values)])
        elif unit in units.get(table, {}):
            yield _group(Kind.WRITE, table, unit, units[table][unit], [(row, tick, *_unpack(contents))])


def _held(connection: sqlite3.Connection) -> Iterator[Group]:
    """Yield what the image holds until its time comes: here it is held, or not, by this desk's own judgement."""
    if not connection.execute("SELECT 1 FROM image.sqlite_master WHERE name = 'held'").fetchone():
        return
    for table, unit, row, tick, contents in connection.execute(_HELD).fetchall():
        columns = _unpack(contents)
        yield _group(Kind.WRITE, table, unit, tuple(columns), [(row, tick, *columns.values())])


def _tombstones(connection: sqlite3.Connection, rows_max: Callable[[], int]) -> Iterator[Group]:
    for table, found in groupby(connection.execute(_TOMBSTONES).fetchall(), key=lambda row: row[0]):
        rows = [(row, tick) for _, row, tick in found]
        while rows:
            count = max(1, rows_max())
            yield _group(Kind.TOMBSTONE, table, "", (), rows[:count])
            rows = rows[count:]


def _group(kind: Kind, table: str, unit: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> Group:
    ids, ticks, *values = (list(column) for column in zip(*rows, strict=True))
    return Group(kind=kind, table=table, unit=unit, columns=columns, ids=ids, ticks=ticks, values=values)
