"""Checkpoints: everything that a desk held at some positions of all logs, in one file that is read as a stream.

The file `checkpoints/<tick>.ckpt`:

    part     what it is
    front    an envelope (magic `LCKP`) signed by the author; its fields: tick (8), bytes of the image (8), chunks (4);
             its contents: the manifest, a msgpack map
    chunks   of each: length of what follows (4), nonce (24), XChaCha20-Poly1305 of up to 4 MiB of the image,
             compressed with zstd; associated data: hash of the front (32), number of the chunk from 0 (4)
    end      the author's Ed25519 signature (64) over the hash (BLAKE2b, 32 bytes) of front and chunks

The image is a database: facts, descriptions, clocks, tombstones, what is parked, and what was derived of them. No chunk
can be left out, exchanged or taken from another checkpoint: its number and the front stand in each, and the
front says how many there are. Nothing of it is believed before the signature at the end has been proved, and it counts
for nothing before a second member has verified it (`app.sync.verified`).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec
import zstandard
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError

from app.sync.envelope import (
    NONCE_BYTES,
    SIGNATURE_BYTES,
    TAG_BYTES,
    Envelope,
    Writing,
    close,
    decrypt,
    read_outside,
    verify,
    verify_hash,
    whole_bytes,
)
from app.sync.errors import Malformed
from app.sync.heads import Received
from app.sync.packing import NOT_UNPACKED, Count
from app.sync.positions import LogId, Position
from app.sync.ticks import is_tick, replica_of

MAGIC = b"LCKP"
CHUNK_BYTES = 4 << 20
IMAGE_MAX = 1 << 36
"""No image is longer, 64 GiB: what a header promises is refused before anything is reserved for it."""

FRONT_MAX = 1 << 20
LEVEL = 3
"""A higher level of compression costs the author minutes and saves a tenth."""

HASH_BYTES = 32

_FIELDS = struct.Struct(">QQI")
_LENGTH = struct.Struct(">I")
_NUMBER = struct.Struct(">I")
_CHUNK_MAX = CHUNK_BYTES + (CHUNK_BYTES >> 7) + 1_024 + NONCE_BYTES + TAG_BYTES

Vector = Mapping[LogId, Position]
"""How far each log is held."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a checkpoint says of itself.

    Attributes:
        vector: The position of every log, the author's own included, up to which its image holds all changes.
        wall_ms: The author's wall clock, Unix milliseconds.
        schema: The version of the image's tables.
        version: The version of the author's program: state in the image is what that version derives.
        units: The columns of every unit of every table, for a reader that knows fewer: table, unit, columns.
    """

    vector: tuple[Received, ...]
    wall_ms: Count
    schema: Count
    version: str = ""
    units: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    def positions(self) -> dict[LogId, Position]:
        return {entry.log: entry.position for entry in self.vector}


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The beginning of a checkpoint, proved to be its author's."""

    tick: int
    author: int
    image_bytes: int
    chunks: int
    manifest: Manifest
    outside: Envelope
    hash: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Manifest).decode


def chunks_of(image_bytes: int) -> int:
    return -(-image_bytes // CHUNK_BYTES)


def write_checkpoint(
    manifest: Manifest, image: Iterable[bytes], *, tick: int, image_bytes: int, writing: Writing
) -> Iterator[bytes]:
    """Yield the parts of the file.

    Args:
        image: The image in pieces of `CHUNK_BYTES`, the last one shorter.
    """
    fields = _FIELDS.pack(tick, image_bytes, chunks_of(image_bytes))
    front = close(MAGIC, fields, _encode(manifest), writing)
    yield front
    over, front_hash = _hash(front), _hash(front).digest()
    compressor = zstandard.ZstdCompressor(level=LEVEL, write_content_size=False)
    for number, piece in enumerate(image):
        nonce, data = writing.nonce(NONCE_BYTES), front_hash + _NUMBER.pack(number)
        body = crypto_aead_xchacha20poly1305_ietf_encrypt(compressor.compress(piece), data, nonce, writing.network_key)
        part = _LENGTH.pack(len(nonce) + len(body)) + nonce + body
        over.update(part)
        yield part
    yield writing.signing_key.sign(over.digest()).signature


def _hash(data: bytes = b"") -> hashlib.blake2b:
    return hashlib.blake2b(data, digest_size=HASH_BYTES)


def read_front(
    parts: Iterable[bytes], tick: int, verify_keys: Mapping[int, bytes], network_keys: Mapping[int, bytes]
) -> Front:
    """Return the front of the checkpoint that was found under the name of `tick`.

    Args:
        parts: The file, or as much of its beginning as holds the front.
        verify_keys: The public keys of the members, by number.

    Raises:
        Malformed: It is not whole, or not a member's.
        FormatTooNew: A newer version of the program wrote it.
    """
    return _front(_Parts(parts), tick, verify_keys, network_keys)


def _front(stream: _Parts, tick: int, verify_keys: Mapping[int, bytes], network_keys: Mapping[int, bytes]) -> Front:
    data = stream.take_front()
    outside = read_outside(data, MAGIC, _FIELDS.size)
    said, image_bytes, chunks = _FIELDS.unpack(outside.fields)
    if said != tick or not is_tick(tick) or replica_of(tick) != outside.replica:
        raise Malformed(part="name")
    if not 0 < image_bytes <= IMAGE_MAX or chunks != chunks_of(image_bytes) or outside.replica not in verify_keys:
        raise Malformed(part="header")
    verify(data, verify_keys[outside.replica])
    try:
        manifest = _decode(decrypt(data, outside, network_keys))
    except NOT_UNPACKED as error:
        raise Malformed(part="manifest") from error
    return Front(
        tick=tick,
        author=outside.replica,
        image_bytes=image_bytes,
        chunks=chunks,
        manifest=manifest,
        outside=outside,
        hash=_hash(data).digest(),
    )


@dataclass(slots=True)
class CheckpointReading:
    """Reads one checkpoint, a chunk at a time, in the memory of a few chunks.

    Attributes:
        front: What the file says of itself.
        hash: The hash of all before the last signature, once everything was read.
    """

    front: Front
    hash: bytes
    _stream: _Parts
    _verify_key: bytes
    _key: bytes

    @classmethod
    def begin(
        cls, parts: Iterable[bytes], tick: int, verify_keys: Mapping[int, bytes], network_keys: Mapping[int, bytes]
    ) -> CheckpointReading:
        """Read the front.

        Raises:
            Malformed: As `read_front`.
            FormatTooNew: As `read_front`.
        """
        stream = _Parts(parts)
        front = _front(stream, tick, verify_keys, network_keys)
        return cls(front, b"", stream, verify_keys[front.author], network_keys[front.outside.epoch])

    def image(self) -> Iterator[bytes]:
        """Yield the pieces of the image; they are proved only when the last has been taken without an error.

        Raises:
            Malformed: The file is not whole, or not what its author signed.
        """
        left = self.front.image_bytes
        for number in range(self.front.chunks):
            piece = self._chunk(number, min(left, CHUNK_BYTES))
            left -= len(piece)
            yield piece
        self.hash = self._stream.hash()
        verify_hash(self.hash, self._stream.take(SIGNATURE_BYTES), self._verify_key)
        if not self._stream.is_empty():
            raise Malformed(part="length")

    def _chunk(self, number: int, plain: int) -> bytes:
        (length,) = _LENGTH.unpack(self._stream.take(_LENGTH.size))
        if not NONCE_BYTES + TAG_BYTES < length <= _CHUNK_MAX:
            raise Malformed(part="chunk")
        coded = self._stream.take(length)
        data = self.front.hash + _NUMBER.pack(number)
        try:
            packed = crypto_aead_xchacha20poly1305_ietf_decrypt(
                coded[NONCE_BYTES:], data, coded[:NONCE_BYTES], self._key
            )
            piece = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=False).read(plain + 1)
        except (CryptoError, zstandard.ZstdError) as error:
            raise Malformed(part="chunk") from error
        if len(piece) != plain:
            raise Malformed(part="chunk")
        return bytes(piece)


class _Parts:
    """Bytes out of a stream of parts, hashed as they are taken; never more than is asked for is kept together."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)
        self._kept = bytearray()
        self._over = _hash()

    def take(self, count: int) -> bytes:
        self._fill(count)
        taken = bytes(memoryview(self._kept)[:count])
        del self._kept[:count]
        self._over.update(taken)
        return taken

    def take_front(self) -> bytes:
        """Return the envelope at the beginning; its own header tells how long it is."""
        self._fill(whole_bytes(b"", _FIELDS.size))
        length = whole_bytes(bytes(self._kept[: whole_bytes(b"", _FIELDS.size)]), _FIELDS.size)
        if length > FRONT_MAX:
            raise Malformed(part="header")
        return self.take(length)

    def hash(self) -> bytes:
        return self._over.copy().digest()

    def is_empty(self) -> bool:
        return not self._kept and next(self._parts, None) is None

    def _fill(self, count: int) -> None:
        while len(self._kept) < count:
            part = next(self._parts, None)
            if part is None:
                raise Malformed(part="length")
            self._kept += part
