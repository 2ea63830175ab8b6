"""Changes: what a segment carries, grouped in columns, and the chain of hashes over them.

A change is a birth (a whole new row: every fact is one), a writing of one unit of a description, or a tombstone.
Changes of one kind to one table and unit stand together as a group, column by column; `order` tells the
sequence in which they stand in the log. The chain hash is taken change by change in that sequence, so it does not
depend on how a log is cut into files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Any

import msgspec

from app.sync.columns import decode_column, encode_column
from app.sync.errors import Malformed
from app.sync.ticks import all_drawn_by

CHANGES_MAX = 5_000
"""The most changes that one segment holds."""

HASH_BYTES = 16
NO_HASH = bytes(HASH_BYTES)
"""The chain hash before the first change of a log."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


class Kind(IntEnum):
    BIRTH = 0
    WRITE = 1
    TOMBSTONE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Changes of one kind to one table (and one unit of it), as columns of equal length.

    Attributes:
        table: The table's name.
        unit: The unit written; "" for a birth, which brings the whole row, and for a tombstone.
        columns: Names of the value columns; `values` holds one list for each.
        ids: The rows' ids.
        ticks: When each change was made; for a birth the id itself.
    """

    kind: Kind
    table: str
    unit: str
    columns: tuple[str, ...]
    ids: list[int]
    ticks: list[int]
    values: list[list[Any]]

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield (id, tick, *values) of each change."""
        return zip(self.ids, self.ticks, *self.values, strict=True)

    def part(self, start: int, stop: int) -> Group:
        if start == 0 and stop == len(self):
            return self
        return Group(
            kind=self.kind,
            table=self.table,
            unit=self.unit,
            columns=self.columns,
            ids=self.ids[start:stop],
            ticks=self.ticks[start:stop],
            values=[column[start:stop] for column in self.values],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Some consecutive changes of one log.

    Attributes:
        schema: The version of the tables at the desk that wrote them.
        groups: The changes in columns.
        order: For each change in sequence, the index of its group.
    """

    schema: int
    groups: tuple[Group, ...]
    order: list[int]

    def __len__(self) -> int:
        return len(self.order)

    def part(self, start: int, stop: int) -> Changes:
        """Return the changes from `start` up to `stop`, counted in sequence from 0."""
        if start == 0 and stop >= len(self):
            return self
        order = self.order[start:stop]
        before = _counts(self.order[:start], len(self.groups))
        within = _counts(order, len(self.groups))
        groups = tuple(
            group.part(skip, skip + take) for group, skip, take in zip(self.groups, before, within, strict=True)
        )
        return Changes(schema=self.schema, groups=groups, order=order)


def in_order_of_ticks(schema: int, groups: Sequence[Group]) -> Changes:
    """Put groups, each sorted by tick, in one sequence by tick: the order in which the changes were made."""
    merged = sorted((tick, index) for index, group in enumerate(groups) for tick in group.ticks)
    return Changes(schema=schema, groups=tuple(groups), order=[index for _, index in merged])


def _counts(order: list[int], groups: int) -> list[int]:
    return [order.count(index) for index in range(groups)]


def chain(before: bytes, changes: Changes) -> bytes:
    """Return the chain hash after `changes`, which follow the position whose hash is `before`."""
    link, pack, blake2b = before, _pack, hashlib.blake2b
    for prefix, row in _in_sequence(changes):
        link = blake2b(link + prefix + pack(row), digest_size=HASH_BYTES).digest()
    return link


def _in_sequence(changes: Changes) -> Iterator[tuple[bytes, tuple[Any, ...]]]:
    prefixes = [_pack((group.kind, group.table, group.unit, group.columns)) for group in changes.groups]
    rows = [group.rows() for group in changes.groups]
    if len(rows) == 1:
        prefix = prefixes[0]
        return ((prefix, row) for row in islice(rows[0], len(changes)))
    return ((prefixes[index], next(rows[index])) for index in changes.order)


def encode_changes(changes: Changes) -> bytes:
    """Return the body of a segment, before compression."""
    groups = [
        [
            group.kind,
            group.table,
            group.unit,
            group.columns,
            len(group),
            encode_column(group.ids),
            None if group.kind is Kind.BIRTH else encode_column(group.ticks),
            [encode_column(column) for column in group.values],
        ]
        for group in changes.groups
    ]
    return _pack([changes.schema, groups, encode_column(changes.order)])


def decode_changes(body: bytes, *, count: int, replica: int) -> Changes:
    """Return the `count` changes in the body of a segment signed by `replica`.

    Raises:
        Malformed: The bytes are no such body, or a tick in it does not bear the signer's number.
    """
    try:
        schema, groups, order = _unpack(body)
    except (msgspec.DecodeError, ValueError, TypeError) as error:
        raise Malformed(part="body") from error
    if type(schema) is not int or not isinstance(groups, list) or not 0 < count <= CHANGES_MAX:
        raise Malformed(part="body")
    changes = Changes(
        schema=schema,
        groups=tuple(_decode_group(group, replica) for group in groups),
        order=decode_column(order, count),
    )
    _check_order(changes)
    return changes


def _decode_group(coded: object, replica: int) -> Group:
    match coded:
        case [int() as kind, str() as table, str() as unit, [*names], int() as rows, ids, ticks, [*values]]:
            columns = _names(names, len(values))
        case _:
            raise Malformed(part="group")
    if kind not in set(Kind) or not 0 <= rows <= CHANGES_MAX:
        raise Malformed(part="group")
    decoded = decode_column(ids, rows)
    drawn = decoded if kind == Kind.BIRTH else decode_column(ticks, rows)
    _check_ticks(decoded, drawn, replica)
    return Group(
        kind=Kind(kind),
        table=table,
        unit=unit,
        columns=columns,
        ids=decoded,
        ticks=drawn,
        values=[decode_column(column, rows) for column in values],
    )


def _names(names: list[object], columns: int) -> tuple[str, ...]:
    texts = tuple(name for name in names if isinstance(name, str))
    if not len(set(texts)) == len(texts) == len(names) == columns:
        raise Malformed(part="group")
    return texts


def _check_ticks(ids: list[Any], ticks: list[Any], replica: int) -> None:
    """Nobody can write in another's name: every tick bears its signer's number."""
    if not set(map(type, ids)) <= {int} or not set(map(type, ticks)) <= {int}:
        raise Malformed(part="tick")
    if min(ids, default=1) <= 0 or not all_drawn_by(replica, ticks):
        raise Malformed(part="tick")


def _check_order(changes: Changes) -> None:
    indexes = range(len(changes.groups))
    if not all(type(index) is int and index in indexes for index in set(changes.order)):
        raise Malformed(part="order")
    if _counts(changes.order, len(changes.groups)) != [len(group) for group in changes.groups]:
        raise Malformed(part="order")
