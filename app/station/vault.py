"""Where keys are kept: the system's keyring; else a file under a passphrase; else a file that only its owner may read.

They are named by network and replica, so two desks of one PC, or a desk that changed its network, do not mix them up.
"""

from __future__ import annotations

import base64
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec
from msgspec import structs
from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from app.sync.errors import KeysLocked, KeysMissing
from app.sync.keys import Secrets
from app.sync.ports import Random, Vault

LOG = logging.getLogger(__name__)

T = TypeVar("T")

SERVICE = "Lete"
LOCKED_MAGIC = b"LKEY\x00\x01"
PLAIN_MAGIC = b"LKEY\x00\x00"
SALT_BYTES = pwhash.argon2id.SALTBYTES

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[str, Secrets]).decode
_decode_passwords = msgspec.msgpack.Decoder(dict[str, str]).decode
_decode_part = msgspec.msgpack.Decoder(dict[int, bytes]).decode

PART_EPOCHS = 20


def _name(network: bytes, replica: int) -> str:
    return f"{network.hex()}/{replica}"


def _part(name: str, start: int) -> str:
    return f"{name}/roster/{start // PART_EPOCHS}"


class StationVault(Vault, Protocol):
    """A vault that keeps passwords of this desk's too, those of mail servers, by what they are for."""

    def password(self, network: bytes, replica: int, what: str) -> str:
        """Return a password; "" where none is kept."""

    def keep_password(self, network: bytes, replica: int, what: str, password: str) -> None:
        """Keep a password in place of any other for the same."""

    def forget_password(self, network: bytes, replica: int, what: str) -> None:
        """Keep none any more, whether one was kept or not."""


class Backend(Protocol):
    """What is used of a `keyring` backend."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class KeyringVault:
    """Keys in the keyring of the operating system: Windows' Credential Manager, a Linux desktop's Secret Service.

    Windows keeps at most 1,280 characters under one name. What opens the roster of former epochs grows with the years:
    it stands by itself, some epochs under each name, and is written first, so a crash in between loses nothing.
    """

    backend: Backend

    def load(self, network: bytes, replica: int) -> Secrets | None:
        name = _name(network, replica)
        kept = self.backend.get_password(SERVICE, name)
        if kept is None:
            return None
        secrets = msgspec.msgpack.decode(base64.b64decode(kept), type=Secrets)
        roster_keys: dict[int, bytes] = {}
        while (part := self.backend.get_password(SERVICE, _part(name, len(roster_keys)))) is not None:
            roster_keys |= _decode_part(base64.b64decode(part))
            if len(roster_keys) % PART_EPOCHS:
                break
        return structs.replace(secrets, roster_keys=roster_keys)

    def save(self, network: bytes, replica: int, secrets: Secrets) -> None:
        name, former = _name(network, replica), sorted(secrets.roster_keys.items())
        for start in range(0, len(former), PART_EPOCHS):
            self._put(_part(name, start), dict(former[start : start + PART_EPOCHS]))
        self._put(name, structs.replace(secrets, roster_keys={}))

    def password(self, network: bytes, replica: int, what: str) -> str:
        return self.backend.get_password(SERVICE, f"{_name(network, replica)}/{what}") or ""

    def keep_password(self, network: bytes, replica: int, what: str, password: str) -> None:
        self.backend.set_password(SERVICE, f"{_name(network, replica)}/{what}", password)

    def forget_password(self, network: bytes, replica: int, what: str) -> None:
        name = f"{_name(network, replica)}/{what}"
        if self.backend.get_password(SERVICE, name) is not None:  # To delete none is an error there.
            self.backend.delete_password(SERVICE, name)

    def _put(self, name: str, contents: object) -> None:
        self.backend.set_password(SERVICE, name, base64.b64encode(_encode(contents)).decode())


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVault:
    """Keys in a file: under a passphrase where one is given, else readable by its owner alone, which doctor reports."""

    path: Path
    random: Random
    passphrase: str = ""

    def load(self, network: bytes, replica: int) -> Secrets | None:
        return self._all().get(_name(network, replica))

    def save(self, network: bytes, replica: int, secrets: Secrets) -> None:
        self._write(self.path, {**self._all(), _name(network, replica): secrets})

    def password(self, network: bytes, replica: int, what: str) -> str:
        return self._passwords().get(f"{_name(network, replica)}/{what}", "")

    def keep_password(self, network: bytes, replica: int, what: str, password: str) -> None:
        kept = {**self._passwords(), f"{_name(network, replica)}/{what}": password}
        self._write(self._beside, kept)

    def forget_password(self, network: bytes, replica: int, what: str) -> None:
        kept, name = self._passwords(), f"{_name(network, replica)}/{what}"
        if name in kept:
            self._write(self._beside, {one: password for one, password in kept.items() if one != name})

    @property
    def _beside(self) -> Path:
        """A file of their own: what a desk lives by is not written anew for the password of a mailbox."""
        return self.path.with_name(f"{self.path.stem}-mail{self.path.suffix}")

    def _all(self) -> Mapping[str, Secrets]:
        return self._read(self.path, _decode)

    def _passwords(self) -> Mapping[str, str]:
        return self._read(self._beside, _decode_passwords)

    def _write(self, path: Path, contents: object) -> None:
        aside = path.with_suffix(".new")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(self._lock(_encode(contents)))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)

    def _read(self, path: Path, decode: Callable[[bytes], dict[str, T]]) -> Mapping[str, T]:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise KeysMissing(file=str(path)) from error
        try:
            return decode(self._unlock(data))
        except msgspec.DecodeError as error:
            raise KeysMissing(file=str(path)) from error

    def _lock(self, plain: bytes) -> bytes:
        if not self.passphrase:
            return PLAIN_MAGIC + plain
        salt = self.random(SALT_BYTES)
        return LOCKED_MAGIC + salt + bytes(self._box(salt).encrypt(plain, self.random(SecretBox.NONCE_SIZE)))

    def _unlock(self, data: bytes) -> bytes:
        if data.startswith(PLAIN_MAGIC):
            return data.removeprefix(PLAIN_MAGIC)
        salt, locked = data[len(LOCKED_MAGIC) :][:SALT_BYTES], data[len(LOCKED_MAGIC) + SALT_BYTES :]
        try:
            return self._box(salt).decrypt(locked)
        except (CryptoError, ValueError, TypeError) as error:
            raise KeysLocked(file=str(self.path)) from error

    def _box(self, salt: bytes) -> SecretBox:
        key = pwhash.argon2id.kdf(
            SecretBox.KEY_SIZE,
            self.passphrase.encode(),
            salt,
            opslimit=pwhash.argon2id.OPSLIMIT_INTERACTIVE,
            memlimit=pwhash.argon2id.MEMLIMIT_INTERACTIVE,
        )
        return SecretBox(key)


def is_open_to_others(path: Path) -> bool:
    """Tell whether keys lie in a file without a passphrase."""
    try:
        return path.read_bytes()[: len(PLAIN_MAGIC)] == PLAIN_MAGIC
    except OSError:
        return False


def choose_vault(path: Path, *, passphrase: str, random: Random, backend: Backend | None) -> StationVault:
    """Return the safest place there is; a file that is there already stays the place."""
    if backend is not None and not path.exists():
        return KeyringVault(backend)
    return FileVault(path=path, passphrase=passphrase, random=random)
