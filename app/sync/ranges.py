"""Digests by table and range, as heads carry them: four bytes each, so that a head stays small whatever the history.

An id without its lowest 53 bits names its range, of about 24 days; there are 1,024 of them until the ticks end, so a
table never takes more than four kilobytes of a head. A difference hides behind equal short digests once in four
thousand million; and the whole digest of a head, of 16 bytes, is compared with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import groupby
from typing import NamedTuple

import msgspec

from app.sync.packing import Count
from app.sync.ticks import unix_ms_of

RANGE_BITS = 53
RANGES_MAX = 1 << (63 - RANGE_BITS)
SHORT_BYTES = 4
UNSAID = bytes(SHORT_BYTES)
"""Stands for a range of which the writer knows no digest just now."""

NOTHING = b""
"""The digest of a range that has had rows and has none."""

_NOTHING_SHORT = hashlib.blake2b(digest_size=16).digest()[:SHORT_BYTES]


class Key(NamedTuple):
    """A table and a range of its ids."""

    table: str
    number: int

    @property
    def ids(self) -> tuple[int, int]:
        """The first and the last id that may lie in it."""
        return self.number << RANGE_BITS, ((self.number + 1) << RANGE_BITS) - 1


class ToldRanges(msgspec.Struct, frozen=True, array_like=True):
    """The ranges of a table, from its first on. A range that lies outside has no rows."""

    table: str
    first: Count
    digests: bytes


def told(ranges: Mapping[Key, bytes | None]) -> tuple[ToldRanges, ...]:
    """Return digests as a head carries them; None stands for one that is not known just now."""
    return tuple(
        _told(table, {key.number: ranges[key] for key in found})
        for table, found in groupby(sorted(ranges), key=lambda key: key.table)
    )


def _told(table: str, of_table: Mapping[int, bytes | None]) -> ToldRanges:
    first, last = min(of_table), max(of_table)
    digests = b"".join(short(of_table.get(number, NOTHING)) for number in range(first, last + 1))
    return ToldRanges(table, first, digests)


def short(digest: bytes | None) -> bytes:
    """Return the bytes that stand for a digest in a head."""
    if digest is None:
        return UNSAID
    return digest[:SHORT_BYTES] if digest else _NOTHING_SHORT


def read_told(found: tuple[ToldRanges, ...]) -> dict[Key, bytes]:
    """Return the short digest of every range that a head says something about."""
    return {
        Key(one.table, one.first + place): one.digests[place * SHORT_BYTES : (place + 1) * SHORT_BYTES]
        for one in found
        for place in range(min(len(one.digests) // SHORT_BYTES, RANGES_MAX - one.first))
    }


def days_of(first: int, last: int) -> tuple[date, date]:
    """Return the days, in UTC, on which ids from `first` to `last` are drawn."""
    return _day(first), _day(last)


def _day(id_: int) -> date:
    return datetime.fromtimestamp(unix_ms_of(id_) / 1000, UTC).date()
