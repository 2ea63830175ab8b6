"""Invitations, requests and welcomes: how a workstation joins, and the files that carry it.

An invitation is a file that a person carries. It holds no network key: only a token, locked with argon2id under a
passphrase that is spoken. It is used once and expires. The newcomer proves that it knows the token over its new
public keys; the registrar, once a person has compared the fingerprints, seals the network's keys for those.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from nacl import pwhash
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from app.sync.envelope import NONCE_BYTES, SIGNATURE_BYTES, verify
from app.sync.errors import InvitationUnusable, Malformed, PassphraseWrong
from app.sync.keys import Keys, seal_for
from app.sync.packing import NOT_UNPACKED, PublicBytes
from app.sync.ports import Random

INVITATION_MAGIC = b"LINV\x00\x01"
REQUEST_MAGIC = b"LREQ\x00\x01"
WELCOME_MAGIC = b"LWEL\x00\x01"
FILE_MAX = 64 << 10
TOKEN_BYTES = 32
SALT_BYTES = pwhash.argon2id.SALTBYTES

SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
"""Spoken alike in Latvian, Danish and English."""
PASSPHRASE_WORDS = 5
WORD_SYLLABLES = 2


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation says in the open.

    Attributes:
        id: Its random name, 16 bytes.
        network: The network's name for machines.
        name: Its name for people.
        number: The number that the newcomer will have.
        registrar: The number of the registrar, and its public key.
        roster: The hash of the last entry of the roster when it was written.
        expires_ms: Unix milliseconds.
    """

    id: bytes
    network: bytes
    name: str
    profile: str
    training: bool
    branch: str
    branch_name: str
    workstation: str
    number: int
    registrar: int
    registrar_key: bytes
    roster: bytes
    expires_ms: int


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What argon2id is asked to spend: passes, and bytes of memory."""

    ops: int
    memory_bytes: int


USUAL_COST = Cost(ops=pwhash.argon2id.OPSLIMIT_MODERATE, memory_bytes=pwhash.argon2id.MEMLIMIT_MODERATE)
COST_MEMORY_MAX = 1 << 30
COST_OPS_MAX = 16


class _Locked(msgspec.Struct, frozen=True, kw_only=True):
    invitation: bytes
    salt: bytes
    cost: Cost
    nonce: bytes
    token: bytes


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A newcomer's public keys, under the invitation that it answers."""

    invitation: bytes
    number: int
    sign_key: PublicBytes
    box_key: PublicBytes


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a newcomer needs.

    Attributes:
        network_keys: The network's keys still in use.
        roster_keys: What opens the roster of former epochs, whose network keys were destroyed.
        roster_length: How long the roster is with the newcomer in it.
    """

    network: bytes
    number: int
    registrar: int
    network_keys: dict[int, bytes]
    roster_length: int
    roster_keys: dict[int, bytes] = {}


_encode = msgspec.msgpack.Encoder().encode
_S = TypeVar("_S", Invitation, _Locked, Request, Welcome)


def _decode(kind: type[_S], data: bytes) -> _S:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except NOT_UNPACKED as error:
        raise Malformed(part=kind.__name__.lower()) from error


def new_passphrase(random: Random) -> str:
    """Return words to be spoken, 61 bits: `bako-rilu-fezo-tagi-mune` for example."""

    def word() -> str:
        return "".join(SYLLABLES[_below(len(SYLLABLES), random)] for _ in range(WORD_SYLLABLES))

    return "-".join(word() for _ in range(PASSPHRASE_WORDS))


def _below(count: int, random: Random) -> int:
    """Draw a number below `count` without favouring any."""
    while (drawn := random(1)[0]) >= 256 - 256 % count:
        pass
    return drawn % count


def _key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    spoken = "-".join(passphrase.casefold().replace("-", " ").split())
    return pwhash.argon2id.kdf(32, spoken.encode(), salt, opslimit=cost.ops, memlimit=cost.memory_bytes)


def write_invitation(
    invitation: Invitation, token: bytes, passphrase: str, random: Random, cost: Cost | None = None
) -> bytes:
    """Return the bytes of an invitation whose token only the passphrase opens."""
    cost = cost or USUAL_COST
    plain, salt, nonce = _encode(invitation), random(SALT_BYTES), random(NONCE_BYTES)
    key = _key(passphrase, salt, cost)
    locked = crypto_aead_xchacha20poly1305_ietf_encrypt(token, plain, nonce, key)
    return INVITATION_MAGIC + _encode(_Locked(invitation=plain, salt=salt, cost=cost, nonce=nonce, token=locked))


def read_invitation(data: bytes) -> Invitation:
    """Return what an invitation says in the open; nothing of it is proved yet.

    Raises:
        InvitationUnusable: It is not whole, or no invitation.
    """
    return _usable(lambda: _decode(Invitation, _locked(data).invitation))


def unlock_invitation(data: bytes, passphrase: str) -> tuple[Invitation, bytes]:
    """Return an invitation and its token; both come from somebody who knew the passphrase.

    Raises:
        InvitationUnusable: It is not whole, or no invitation.
        PassphraseWrong: The passphrase is another.
    """
    locked = _usable(lambda: _locked(data))
    invitation = read_invitation(data)
    key = _key(passphrase, locked.salt, locked.cost)
    try:
        token = crypto_aead_xchacha20poly1305_ietf_decrypt(locked.token, locked.invitation, locked.nonce, key)
    except CryptoError as error:
        raise PassphraseWrong from error
    return invitation, bytes(token)


def _locked(data: bytes) -> _Locked:
    if not data.startswith(INVITATION_MAGIC) or len(data) > FILE_MAX:
        raise Malformed(part="invitation")
    locked = _decode(_Locked, data.removeprefix(INVITATION_MAGIC))
    lengths = len(locked.salt), len(locked.nonce)
    dear = locked.cost.memory_bytes > COST_MEMORY_MAX or locked.cost.ops > COST_OPS_MAX
    if lengths != (SALT_BYTES, NONCE_BYTES) or dear or locked.cost.memory_bytes < 8192 or locked.cost.ops < 1:
        raise Malformed(part="invitation")
    return locked


_T = TypeVar("_T")


def _usable(read: Callable[[], _T]) -> _T:
    try:
        return read()
    except Malformed as error:
        raise InvitationUnusable(**error.figures) from error


def _proof(token: bytes, contents: bytes) -> bytes:
    return hashlib.blake2b(REQUEST_MAGIC + contents, key=token, digest_size=32).digest()


def write_request(request: Request, token: bytes) -> bytes:
    contents = _encode(request)
    return REQUEST_MAGIC + _proof(token, contents) + contents


def read_request(data: bytes, token: bytes) -> Request:
    """Return the request of somebody who knows the token.

    Raises:
        Malformed: It is not whole, or its writer does not know the token.
    """
    start = len(REQUEST_MAGIC)
    proof, contents = data[start : start + 32], data[start + 32 :]
    if not data.startswith(REQUEST_MAGIC) or not hmac.compare_digest(proof, _proof(token, contents)):
        raise Malformed(part="request")
    return _decode(Request, contents)


def write_welcome(welcome: Welcome, box_key: bytes, registrar: Keys) -> bytes:
    """Return a welcome that only the newcomer can open, signed by the registrar."""
    sealed = WELCOME_MAGIC + seal_for(box_key, _encode(welcome))
    return sealed + registrar.signing.sign(sealed).signature


def read_welcome(data: bytes, keys: Keys, registrar_key: bytes) -> Welcome:
    """Return the welcome for the holder of `keys`.

    Raises:
        Malformed: It is not whole, not ours, or not from that registrar.
    """
    verify(data, registrar_key)
    return open_welcome(data, keys.box)


def open_welcome(data: bytes, box: PrivateKey) -> Welcome:
    """Return the welcome for the holder of `box`; who wrote it is not proved yet.

    Raises:
        Malformed: It is not whole, or not ours.
    """
    if not data.startswith(WELCOME_MAGIC):
        raise Malformed(part="welcome")
    try:
        contents: Any = SealedBox(box).decrypt(data[len(WELCOME_MAGIC) : -SIGNATURE_BYTES])
    except (CryptoError, ValueError, TypeError) as error:
        raise Malformed(part="welcome") from error
    return _decode(Welcome, contents)
