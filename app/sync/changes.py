"""Changes: what a segment carries, grouped in columns, and the chain of hashes over them.

A change is a birth (a whole new row: every fact is one), a writing of one unit of a description, or a tombstone.
Changes of one kind to one table and unit stand together as a group, column by column. Changes that a desk seals
together are a *sealing*; its groups stand in the order of kind, table, unit and columns. A sealing has one link in
the chain, taken over its rows and not over the bytes of a file: how a log is cut into files does not change the chain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate
from typing import Any

import msgspec

from app.sync.columns import decode_column, encode_column, unfolded_bytes
from app.sync.envelope import PLAIN_MAX
from app.sync.errors import Malformed
from app.sync.packing import NOT_UNPACKED
from app.sync.ticks import all_drawn_by

CHANGES_MAX = 5_000
"""The most changes that one segment holds."""

UNFOLDED_MAX = 16 << 20
"""The most characters that a segment may grow by when its columns are decoded; without a limit 8 MiB become 40 GiB."""

HASH_BYTES = 16
NO_HASH = bytes(HASH_BYTES)
"""The link before the first sealing of a log."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder().decode


class TooLong(ValueError):
    """So many changes do not go into one segment: its writer takes fewer."""


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
    """The changes of one sealing, or some consecutive ones of it, in the sequence of the log: group by group.

    Attributes:
        schema: The version of the tables at the desk that wrote them.
    """

    schema: int
    groups: tuple[Group, ...]

    def __len__(self) -> int:
        return sum(map(len, self.groups))

    def part(self, start: int, stop: int) -> Changes:
        """Return the changes from `start` up to `stop`, counted in sequence from 0."""
        if start == 0 and stop >= len(self):
            return self
        ends = accumulate(map(len, self.groups))
        parts = (
            group.part(max(0, start - end + len(group)), max(0, min(len(group), stop - end + len(group))))
            for group, end in zip(self.groups, ends, strict=True)
        )
        return Changes(schema=self.schema, groups=tuple(group for group in parts if len(group)))


def link_after(before: bytes, changes: Changes) -> bytes:
    """Return the link of a whole sealing, which follows the one whose link is `before`."""
    digest = hashlib.blake2b(before, digest_size=HASH_BYTES)
    for group in sorted(changes.groups, key=_key):
        digest.update(_pack((group.kind, group.table, group.unit, group.columns, list(group.rows()))))
    return digest.digest()


def encode_sealings(sealings: Sequence[Changes]) -> bytes:
    """Return the body of a segment, before compression: sealings of one schema, their like groups laid together.

    Raises:
        TooLong: No reader would take a segment of that size.
    """
    keys = sorted({_key(group) for changes in sealings for group in changes.groups})
    groups = [_encode_group([_of_key(changes, key) for changes in sealings]) for key in keys]
    lengths = encode_column([len(changes) for changes in sealings])
    body = _pack([sealings[0].schema, len(sealings), lengths, groups])
    rows = sum(map(len, sealings))
    if len(body) > PLAIN_MAX or _unfolded(groups, rows) > UNFOLDED_MAX:
        raise TooLong
    return body


def _unfolded(groups: Iterable[object], rows: int) -> int:
    """Return how much groups of so many rows at most grow when they are decoded."""
    columns = (values for group in groups if isinstance(group, list) and group for values in [group[-1]])
    return sum(unfolded_bytes(column, rows) for values in columns if isinstance(values, list) for column in values)


_Key = tuple[Kind, str, str, tuple[str, ...]]


def _key(group: Group) -> _Key:
    return group.kind, group.table, group.unit, group.columns


def _of_key(changes: Changes, key: _Key) -> Group:
    """Return the group of a sealing with this key; an empty one where it has none."""
    for group in changes.groups:
        if _key(group) == key:
            return group
    kind, table, unit, columns = key
    return Group(kind=kind, table=table, unit=unit, columns=columns, ids=[], ticks=[], values=[[] for _ in columns])


def _encode_group(parts: Sequence[Group]) -> list[Any]:
    first = parts[0]
    ids = [id_ for part in parts for id_ in part.ids]
    ticks = [tick for part in parts for tick in part.ticks]
    columns = [[value for part in parts for value in part.values[place]] for place in range(len(first.columns))]
    return [
        first.kind,
        first.table,
        first.unit,
        first.columns,
        encode_column([len(part) for part in parts]),
        encode_column(ids),
        None if first.kind is Kind.BIRTH else encode_column(ticks),
        [encode_column(column) for column in columns],
    ]


def decode_sealings(body: bytes, *, count: int, replica: int) -> list[Changes]:
    """Return the sealings in the body of a segment of `count` changes signed by `replica`.

    Raises:
        Malformed: The bytes are no such body, or a tick in it does not bear the signer's number.
    """
    match _unpacked(body):
        case [int() as schema, int() as number, lengths, [*groups]] if 0 < number <= count <= CHANGES_MAX:
            sizes = _lengths(lengths, number)
        case _:
            raise Malformed(part="body")
    if _unfolded(groups, count) > UNFOLDED_MAX:
        raise Malformed(part="body")
    shared = [_decode_group(group, replica, number) for group in groups]
    keys = [_key(parts[0]) for parts in shared]
    sealings = [
        Changes(schema=schema, groups=tuple(group for group in parts if len(group)))
        for parts in zip(*shared, strict=True)
    ]
    whole = [len(changes) for changes in sealings] == sizes and sum(sizes) == count and 0 not in sizes
    if not whole or keys != sorted(set(keys)):
        raise Malformed(part="body")
    return sealings


def _unpacked(body: bytes) -> object:
    try:
        return _unpack(body)
    except NOT_UNPACKED as error:
        raise Malformed(part="body") from error


def _lengths(coded: object, number: int) -> list[int]:
    lengths = decode_column(coded, number)
    if not all(type(length) is int and 0 <= length <= CHANGES_MAX for length in lengths):
        raise Malformed(part="body")
    return lengths


def _decode_group(coded: object, replica: int, number: int) -> list[Group]:
    """Return a group's share of each of so many sealings."""
    match coded:
        case [int() as kind, str() as table, str() as unit, [*names], shares, ids, ticks, [*values]]:
            columns, lengths = _names(names, len(values)), _lengths(shares, number)
        case _:
            raise Malformed(part="group")
    rows = sum(lengths)
    if kind not in set(Kind) or rows > CHANGES_MAX:
        raise Malformed(part="group")
    decoded = decode_column(ids, rows)
    drawn = decoded if kind == Kind.BIRTH else decode_column(ticks, rows)
    _check_ticks(decoded, drawn, replica)
    whole = Group(
        kind=Kind(kind),
        table=table,
        unit=unit,
        columns=columns,
        ids=decoded,
        ticks=drawn,
        values=[decode_column(column, rows) for column in values],
    )
    ends = list(accumulate(lengths))
    return [whole.part(end - length, end) for end, length in zip(ends, lengths, strict=True)]


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
