"""The envelope of every file in the folder: a plain header, encrypted contents, the writer's signature.

    offset  size  field
    0       4     magic: what kind of file
    4       2     format, 1
    6       2     replica that wrote and signed it
    8       4     epoch of the network key
    12      4     length of the contents before encryption and compression, in bytes
    16      4     length of the contents as they stand here, in bytes
    20      24    nonce, random
    44      e     fields of the kind, fixed length
    44+e    n     XChaCha20-Poly1305 of the zstd-compressed contents; all before it is associated data
    44+e+n  64    Ed25519 signature over all before it

Integers are big-endian. A file is believed only whole: magic, lengths, signature, key, contents.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import zstandard
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.signing import SigningKey, VerifyKey

from app.sync.errors import FormatTooNew, FormerEpoch, Malformed

FORMAT = 1
NONCE_BYTES = 24
SIGNATURE_BYTES = 64
VERIFY_KEY_BYTES = 32
TAG_BYTES = 16
START_BYTES = 12
"""So many first bytes of a file tell its epoch."""
PLAIN_MAX = 8 << 20
"""No contents are longer than this before compression: a bomb is refused by its header."""

_COMMON = struct.Struct(">4sHHIII24s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What the outside of a file says; `fields` are the bytes that its kind defines."""

    magic: bytes
    replica: int
    epoch: int
    fields: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What it takes to write: the network key of the present epoch, one's own signature, and nonces."""

    replica: int
    epoch: int
    network_key: bytes
    signing_key: SigningKey
    nonce: Callable[[int], bytes]


def close(magic: bytes, fields: bytes, contents: bytes, writing: Writing) -> bytes:
    """Return the file for these contents."""
    packed = zstandard.ZstdCompressor(level=9, write_content_size=False).compress(contents)
    nonce = writing.nonce(NONCE_BYTES)
    lengths = len(contents), len(packed) + TAG_BYTES
    header = _COMMON.pack(magic, FORMAT, writing.replica, writing.epoch, *lengths, nonce) + fields
    body = crypto_aead_xchacha20poly1305_ietf_encrypt(packed, header, nonce, writing.network_key)
    return header + body + writing.signing_key.sign(header + body).signature


def read_outside(data: bytes, magic: bytes, fields_bytes: int) -> Envelope:
    """Return what the header says, with nothing proved yet.

    Raises:
        Malformed: The file is not of this kind, or not whole.
        FormatTooNew: A newer version of the program wrote it.
    """
    if len(data) < _COMMON.size + fields_bytes + TAG_BYTES + SIGNATURE_BYTES or data[:4] != magic:
        raise Malformed(part="header")
    _, version, replica, epoch, plain, body, _ = _COMMON.unpack_from(data)
    if version > FORMAT:
        raise FormatTooNew(version=version)
    whole = _COMMON.size + fields_bytes + body + SIGNATURE_BYTES
    if version != FORMAT or not 0 < plain <= PLAIN_MAX or len(data) != whole:
        raise Malformed(part="header")
    fields = data[_COMMON.size : _COMMON.size + fields_bytes]
    return Envelope(magic=magic, replica=replica, epoch=epoch, fields=fields)


def epoch_of(start: bytes) -> int:
    """Return the epoch in the first bytes of a file, with nothing proved; 0 where there are too few."""
    return int.from_bytes(start[8:START_BYTES], "big") if len(start) >= START_BYTES else 0


def open_contents(data: bytes, outside: Envelope, *, verify_key: bytes, network_keys: Mapping[int, bytes]) -> bytes:
    """Return the contents of a file whose writer's public key is `verify_key`.

    Raises:
        Malformed: The signature, the key or the contents do not fit.
    """
    verify(data, verify_key)
    return decrypt(data, outside, network_keys)


def verify(data: bytes, verify_key: bytes) -> None:
    """Prove the signature at the end of a file.

    Args:
        verify_key: The writer's public key. One that lost its key and rejoined has several, written one behind the
            other, the present one first; any of them proves.

    Raises:
        Malformed: It is none of theirs.
    """
    keys = [verify_key[start : start + VERIFY_KEY_BYTES] for start in range(0, len(verify_key), VERIFY_KEY_BYTES)]
    if not any(_is_signed(data, key) for key in keys):
        raise Malformed(part="signature")


def _is_signed(data: bytes, key: bytes) -> bool:
    try:
        VerifyKey(key).verify(data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:])
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


def verify_hash(digest: bytes, signature: bytes, verify_key: bytes) -> None:
    """Prove a signature over a hash, for files that are read as a stream.

    Raises:
        Malformed: It is not this key's.
    """
    try:
        VerifyKey(verify_key).verify(digest, signature)
    except (BadSignatureError, ValueError, TypeError) as error:
        raise Malformed(part="signature") from error


def whole_bytes(header: bytes, fields_bytes: int) -> int:
    """Return how long the envelope is that begins so; of no bytes, how long its shortest is."""
    body = _COMMON.unpack_from(header)[5] if header else TAG_BYTES
    return int(_COMMON.size + fields_bytes + body + SIGNATURE_BYTES)


def decrypt(data: bytes, outside: Envelope, network_keys: Mapping[int, bytes]) -> bytes:
    """Return the contents of a file, proved to come from a holder of the network key and no more.

    Raises:
        Malformed: The key of that epoch is not ours, or the contents are not whole.
    """
    key = network_keys.get(outside.epoch)
    if key is None and network_keys and outside.epoch < min(network_keys):
        raise FormerEpoch(part="epoch")
    if key is None:
        raise Malformed(part="epoch")
    start = _COMMON.size + len(outside.fields)
    *_, plain, _, nonce = _COMMON.unpack_from(data)
    try:
        packed = crypto_aead_xchacha20poly1305_ietf_decrypt(data[start:-SIGNATURE_BYTES], data[:start], nonce, key)
        # Read as a stream: `decompress` would believe a size in the frame's own header and reserve it at once.
        contents = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=False).read(plain + 1)
    except (CryptoError, zstandard.ZstdError) as error:
        raise Malformed(part="contents") from error
    if len(contents) != plain:
        raise Malformed(part="contents")
    return bytes(contents)
