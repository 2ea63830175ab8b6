"""Heads: what a desk says of itself. Two slots, the older one is replaced, so one whole head always stands.

The fields of a head in its envelope (magic `LHED`):

    offset  size  field
    44      8     incarnation
    52      8     counter: one more with every head of this incarnation; even in slot a, odd in slot b

Its contents are a msgpack map; a reader passes over names that it does not know.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

import msgspec

from app.sync.envelope import Writing, close, open_contents, read_outside
from app.sync.errors import Malformed
from app.sync.packing import NOT_UNPACKED, Count, Link, PublicBytes
from app.sync.positions import LogId, Position
from app.sync.ranges import ToldRanges
from app.sync.segments import SegmentName

MAGIC = b"LHED"
FILE_MAX = 1 << 20
SEGMENTS_MAX = 64
"""A head lists this many of its last segments; older ones are found by listing the folder."""

SLOTS = ("head-a.bin", "head-b.bin")

_FIELDS = struct.Struct(">QQ")


class Received(msgspec.Struct, frozen=True, array_like=True):
    """A position of another log that the writer has merged and committed: an acknowledgement."""

    replica: Count
    incarnation: Count
    sequence: Count
    link: Link

    @property
    def log(self) -> LogId:
        return LogId(self.replica, self.incarnation)

    @property
    def position(self) -> Position:
        return Position(self.sequence, self.link)


class Listed(msgspec.Struct, frozen=True, array_like=True):
    """A segment of the writer that stands in the folder."""

    first: Count
    last: Count
    link: Link

    @property
    def name(self) -> SegmentName:
        return SegmentName(self.first, self.last, self.link)


class Damaged(msgspec.Struct, frozen=True, array_like=True):
    """A segment that the writer has tried to read again and again: its owner writes it once more."""

    replica: Count
    incarnation: Count
    first: Count
    last: Count


class Answered(msgspec.Struct, frozen=True, array_like=True):
    """What the writer says to the proposal of an erasure: `app.sync.ports.Answer`."""

    proposal: Count
    sequence: Count
    held: bool


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk says of itself, as of its writing.

    Attributes:
        incarnation: The log that the desk writes now.
        counter: How many heads it has written under this incarnation.
        wall_ms: Its wall clock, Unix milliseconds.
        sequence: Changes published in this incarnation.
        link: The chain hash there.
        segments: Its last segments in the folder, oldest first.
        received: What it has merged of every log.
        kept_from: The sequence of the first change whose segment still stands; those before are in a checkpoint.
        damaged: Segments of others that it cannot read.
        forks: Logs of which it has seen two contents at one position: (replica, incarnation).
        digest: A digest of all its replicated rows at these positions, where it has one.
        digests: The same by table and range; () where it has none.
        schema: The version of its tables.
        version: The version of its program.
        roster: How many entries of the roster it has read, and the hash of the last.
        erasures: What it says to proposals of erasures that are open.
        box_key: The public box key that the key of the next epoch is to be sealed for.
    """

    incarnation: Count
    counter: Count
    wall_ms: Count
    sequence: Count
    link: Link
    segments: tuple[Listed, ...] = ()
    kept_from: Count = 1
    received: tuple[Received, ...] = ()
    damaged: tuple[Damaged, ...] = ()
    forks: tuple[tuple[Count, Count], ...] = ()
    digest: bytes | None = None
    digests: tuple[ToldRanges, ...] = ()
    schema: Count = 0
    version: str = ""
    roster: tuple[Count, bytes] = (0, b"")
    erasures: tuple[Answered, ...] = ()
    box_key: PublicBytes | None = None

    @property
    def position(self) -> Position:
        return Position(self.sequence, self.link)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Head).decode


def slot_of(counter: int) -> str:
    return SLOTS[counter % 2]


def newest_heads(logs: Iterable[LogId], heads: Mapping[LogId, Head]) -> dict[int, Head | None]:
    """Return the newest head of each replica that writes one of these logs; None where none can be read."""
    found: dict[int, Head | None] = {}
    for log in logs:
        before, head = found.setdefault(log.replica, None), heads.get(log)
        if head is not None and (before is None or head.wall_ms > before.wall_ms):
            found[log.replica] = head
    return found


def write_head(head: Head, writing: Writing) -> bytes:
    """Return the bytes of a head."""
    return close(MAGIC, _FIELDS.pack(head.incarnation, head.counter), _encode(head), writing)


def read_head(data: bytes, log: LogId, *, verify_key: bytes, network_keys: Mapping[int, bytes]) -> Head:
    """Return the head in `data`, which was found in the folder of `log`.

    Raises:
        Malformed: It is not whole, or not that replica's.
    """
    outside = read_outside(data, MAGIC, _FIELDS.size)
    incarnation, counter = _FIELDS.unpack(outside.fields)
    if (outside.replica, incarnation) != log:
        raise Malformed(part="name")
    try:
        head = _decode(open_contents(data, outside, verify_key=verify_key, network_keys=network_keys))
    except NOT_UNPACKED as error:
        raise Malformed(part="head") from error
    if (head.incarnation, head.counter) != (incarnation, counter):
        raise Malformed(part="head")
    return head
