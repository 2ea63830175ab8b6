"""Segments: immutable files of consecutive changes.

The fields of a segment in its envelope (magic `LSEG`):

    offset  size  field
    44      8     incarnation
    52      8     sequence of the first change in it, counted from 1
    60      8     sequence of the last
    68      16    link before the first

Its contents are one sealing, or after repacking several that follow each other. Its name is
`<first>-<last>-<link>.seg`: both numbers with 12 digits, the link after the last in hexadecimal, so a listing is
sorted and a name tells what the file must prove.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.sync.changes import HASH_BYTES, Changes, decode_sealings, encode_sealings, link_after
from app.sync.envelope import Envelope, Writing, close, open_contents, read_outside
from app.sync.errors import Malformed
from app.sync.positions import LogId, Position

MAGIC = b"LSEG"
FILE_MAX = 2 << 20
"""No segment file is read that is longer; writers stop at 1 MiB."""
CONTENTS_MAX = 1 << 20

_FIELDS = struct.Struct(">QQQ16s")
_NAME = re.compile(r"([0-9]{12})-([0-9]{12})-([0-9a-f]{32})\.seg")


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


class Sealing(NamedTuple):
    """Changes that were sealed together, and the position that they end at."""

    changes: Changes
    end: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment that was proved whole: its log, where it begins, and what was sealed since."""

    log: LogId
    before: Position
    sealings: tuple[Sealing, ...]

    @property
    def end(self) -> Position:
        return self.sealings[-1].end

    def after(self, position: Position) -> tuple[Sealing, ...] | None:
        """Return the sealings after a position; None where the segment does not continue from it."""
        ends = [self.before, *(sealing.end for sealing in self.sealings)]
        return self.sealings[ends.index(position) :] if position in ends else None


def write_segment(
    sealings: Sequence[Changes], *, log: LogId, before: Position, writing: Writing
) -> tuple[SegmentName, bytes]:
    """Return the name and the bytes of the segment that carries sealings after `before`."""
    end = before
    for changes in sealings:
        end = Position(end.sequence + len(changes), link_after(end.link, changes))
    first = before.sequence + 1
    fields = _FIELDS.pack(log.incarnation, first, end.sequence, before.link)
    return SegmentName(first, *end), close(MAGIC, fields, encode_sealings(sealings), writing)


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
    decoded = decode_sealings(contents, count=last - first + 1, replica=log.replica)
    before = Position(first - 1, link)
    segment = Segment(log=log, before=before, sealings=tuple(_linked(before, decoded)))
    if segment.end.link != name.link:
        raise Malformed(part="chain")
    return segment


def _linked(before: Position, decoded: Iterable[Changes]) -> Iterator[Sealing]:
    for changes in decoded:
        before = Position(before.sequence + len(changes), link_after(before.link, changes))
        yield Sealing(changes, before)


assert _FIELDS.size == 24 + HASH_BYTES
