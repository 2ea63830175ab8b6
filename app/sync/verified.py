"""A second member's word that a checkpoint holds what it says.

The file `checkpoints/<tick>.<replica>.ok` is an envelope (magic `LCOK`), signed by the member that loaded the
checkpoint aside, merged the log up to its own positions and found its own rows. Its fields: tick (8), hash of the
checkpoint's front and chunks (32). Its contents are the checkpoint's manifest, so that everybody knows from small files
what the large ones cover.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from app.sync.checkpoints import HASH_BYTES, Manifest, Vector
from app.sync.envelope import Writing, close, open_contents, read_outside
from app.sync.errors import Malformed
from app.sync.packing import NOT_UNPACKED
from app.sync.positions import START, LogId
from app.sync.ticks import is_tick, replica_of

MAGIC = b"LCOK"
FILE_MAX = 1 << 20

_FIELDS = struct.Struct(f">Q{HASH_BYTES}s")
_CHECKPOINT = re.compile(r"(\d{19})\.ckpt")
_OK = re.compile(r"(\d{19})\.(\d{4})\.ok")

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Manifest).decode


class OkName(NamedTuple):
    """What the name of a verification says."""

    tick: int
    verifier: int

    @property
    def file(self) -> str:
        return f"{self.tick:019d}.{self.verifier:04d}.ok"


def checkpoint_file(tick: int) -> str:
    return f"{tick:019d}.ckpt"


def parse_checkpoint(file: str) -> int | None:
    """Return the tick in the name of a checkpoint; None for a stranger's file."""
    match = _CHECKPOINT.fullmatch(file)
    return int(match[1]) if match and is_tick(int(match[1])) else None


def parse_ok(file: str) -> OkName | None:
    match = _OK.fullmatch(file)
    return OkName(int(match[1]), int(match[2])) if match and is_tick(int(match[1])) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A checkpoint that counts.

    Attributes:
        hash: Of front and chunks, as its verifier read them.
    """

    tick: int
    hash: bytes
    manifest: Manifest

    @property
    def author(self) -> int:
        return replica_of(self.tick)

    def dominates(self, tick: int, vector: Vector) -> bool:
        """Tell whether this one makes another checkpoint superfluous; of two with equal vectors the later does."""
        mine = self.manifest.positions()
        if mine == dict(vector):
            return self.tick > tick
        return covers(mine, vector)


def covers(mine: Vector, other: Vector) -> bool:
    """Tell whether one vector holds all that another does; with two contents at one position neither does."""
    return all(
        log in mine and (mine[log].sequence > position.sequence or mine[log] == position)
        for log, position in other.items()
        if position.sequence
    )


def covered_until(log: LogId, verified: Iterable[Verified]) -> int:
    """Return up to which sequence some verified checkpoint holds a log."""
    return max((one.manifest.positions().get(log, START).sequence for one in verified), default=0)


def write_ok(verified: Verified, writing: Writing) -> bytes:
    return close(MAGIC, _FIELDS.pack(verified.tick, verified.hash), _encode(verified.manifest), writing)


def read_ok(data: bytes, name: OkName, verify_keys: Mapping[int, bytes], network_keys: Mapping[int, bytes]) -> Verified:
    """Return what a member verified.

    Raises:
        Malformed: The file is not whole, not a member's, or its writer vouches for a checkpoint of its own.
        FormatTooNew: A newer version of the program wrote it.
    """
    outside = read_outside(data, MAGIC, _FIELDS.size)
    tick, digest = _FIELDS.unpack(outside.fields)
    if (tick, outside.replica) != name or replica_of(tick) == outside.replica or outside.replica not in verify_keys:
        raise Malformed(part="name")
    contents = open_contents(data, outside, verify_key=verify_keys[outside.replica], network_keys=network_keys)
    try:
        return Verified(tick=tick, hash=digest, manifest=_decode(contents))
    except NOT_UNPACKED as error:
        raise Malformed(part="manifest") from error
