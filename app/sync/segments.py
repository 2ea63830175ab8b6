"""Segments: immutable files of consecutive changes.

The fields of a segment in its envelope (magic `LSEG`):

    offset  size  field
    44      8     incarnation
    52      8     sequence of the first change in it, counted from 1
    60      8     sequence of the last
    68      16    chain hash before the first

Its name is `<first>-<last>-<link>.seg`: both numbers with 12 digits, the chain hash after the last in hexadecimal,
so a listing is sorted and a name tells what the file must prove.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.sync.changes import HASH_BYTES, Changes, chain, decode_changes, encode_changes
from app.sync.envelope import Envelope, Writing, close, open_contents, read_outside
from app.sync.errors import Malformed
from app.sync.positions import LogId, Position

MAGIC = b"LSEG"
FILE_MAX = 2 << 20
"""No segment file is read that is longer; writers stop at 1 MiB."""
CONTENTS_MAX = 1 << 20

_FIELDS = struct.Struct(">QQQ16s")
_NAME = re.compile(r"(\d{12})-(\d{12})-([0-9a-f]{32})\.seg")


class SegmentName(NamedTuple):
    """What a file's name says of it."""

    first: int
    last: int
    link: bytes

    @property
    def file(self) -> str:
        return f"{self.first:012d}-{self.last:012d}-{self.link.hex()}.seg"

    @property
    def end(self) -> Position:
        return Position(self.last, self.link)

    def covers(self, sequence: int) -> bool:
        return self.first <= sequence <= self.last


def parse_name(file: str) -> SegmentName | None:
    """Return what a file name says, or None where it is no segment's: conflict copies, temporary files, strangers."""
    match = _NAME.fullmatch(file)
    if match is None:
        return None
    name = SegmentName(int(match[1]), int(match[2]), bytes.fromhex(match[3]))
    return name if 0 < name.first <= name.last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment that was proved whole: its log, where it begins and ends, and its changes."""

    log: LogId
    before: Position
    end: Position
    changes: Changes


def write_segment(changes: Changes, *, log: LogId, before: Position, writing: Writing) -> tuple[SegmentName, bytes]:
    """Return the name and the bytes of the segment that carries `changes` after `before`."""
    first, last = before.sequence + 1, before.sequence + len(changes)
    fields = _FIELDS.pack(log.incarnation, first, last, before.link)
    name = SegmentName(first, last, chain(before.link, changes))
    return name, close(MAGIC, fields, encode_changes(changes), writing)


def outside_of(data: bytes) -> Envelope:
    return read_outside(data, MAGIC, _FIELDS.size)


def read_segment(
    data: bytes, name: SegmentName, log: LogId, *, verify_key: bytes, network_keys: Mapping[int, bytes]
) -> Segment:
    """Return the segment in `data`, which was found under `name` in the folder of `log`.

    Raises:
        Malformed: It is not whole, not signed by that replica, or not what its name says.
    """
    outside = outside_of(data)
    incarnation, first, last, link = _FIELDS.unpack(outside.fields)
    if (outside.replica, incarnation, first, last) != (*log, name.first, name.last):
        raise Malformed(part="name")
    contents = open_contents(data, outside, verify_key=verify_key, network_keys=network_keys)
    changes = decode_changes(contents, count=last - first + 1, replica=log.replica)
    if chain(link, changes) != name.link:
        raise Malformed(part="chain")
    return Segment(log=log, before=Position(first - 1, link), end=name.end, changes=changes)


assert _FIELDS.size == 24 + HASH_BYTES
