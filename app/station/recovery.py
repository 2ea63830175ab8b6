"""The recovery key: written once, at founding, to be printed and kept in a safe.

Whoever holds it and its passphrase can appoint another registrar and open the network's keys.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import msgspec
from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from app.sync.errors import PassphraseWrong, RecoveryUnusable
from app.sync.invitations import new_passphrase
from app.sync.keys import Keys, Secrets, roster_key
from app.sync.membership import Founding
from app.sync.ports import Random

OPS = pwhash.argon2id.OPSLIMIT_MODERATE
MEMORY_BYTES = pwhash.argon2id.MEMLIMIT_MODERATE
LINE = 8
GROUP = 4

_LINE = re.compile(r"\d{1,2}\s+((?:[0-9A-F]{1,4}\s*)+)")


class RecoveryKey(msgspec.Struct, frozen=True, kw_only=True):
    """What the sheet holds, locked.

    Attributes:
        roster_key: What opens the roster in the first epoch. The roster brings the network keys, sealed for this one;
            sheets of version 0.1 do not have it.
    """

    network: bytes
    sign_seed: bytes
    box_seed: bytes
    roster_key: bytes = b""

    def __repr__(self) -> str:
        """Say nothing: a log or a traceback must not tell a key."""
        return "RecoveryKey(…)"

    def keys(self, kept: Secrets | None) -> Keys:
        """Return the keys of the sheet in working form, with those of the network that a desk knows besides."""
        first = {1: self.roster_key} if self.roster_key else {}
        return Keys(
            Secrets(
                sign_seed=self.sign_seed,
                box_seed=self.box_seed,
                network_keys=dict(kept.network_keys) if kept else {},
                roster_keys={**first, **(kept.roster_keys if kept else {})},
            )
        )


_decode = msgspec.msgpack.Decoder(RecoveryKey).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """The file that was written. `passphrase` is told once, where the program chose it; "" where a person did.

    Attributes:
        lines: The locked key as it stands on the sheet, to be printed.
    """

    file: Path
    passphrase: str
    lines: tuple[str, ...] = ()


def write_recovery(path: Path, founding: Founding, *, random: Random, passphrase: str = "") -> RecoverySheet:
    """Write the recovery key, locked under a passphrase, as text that can be printed and typed in again."""
    chosen = "" if passphrase else new_passphrase(random)
    key = RecoveryKey(
        network=founding.roster.network,
        sign_seed=founding.recovery.sign_seed,
        box_seed=founding.recovery.box_seed,
        roster_key=roster_key(founding.secrets.network_keys[1]),
    )
    salt = random(pwhash.argon2id.SALTBYTES)
    box = _box(passphrase or chosen, salt)
    locked = salt + bytes(box.encrypt(msgspec.msgpack.encode(key), random(SecretBox.NONCE_SIZE)))
    typed = _typed(locked.hex().upper())
    text = f"Lete recovery key 1\n{founding.roster.name}\n\n{typed}\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return RecoverySheet(file=path, passphrase=chosen, lines=tuple(typed.splitlines()))


def read_recovery(text: str, passphrase: str) -> RecoveryKey:
    """Return the key of a sheet, as its file has it or as somebody typed it in again.

    Raises:
        RecoveryUnusable: Digits are missing, or there is no key.
        PassphraseWrong: The passphrase is another, or a digit was misread.
    """
    try:
        locked = bytes.fromhex("".join(_digits(line) for line in text.splitlines()))
    except ValueError as error:
        raise RecoveryUnusable(part="digits") from error
    salt, sealed = locked[: pwhash.argon2id.SALTBYTES], locked[pwhash.argon2id.SALTBYTES :]
    if len(sealed) <= SecretBox.NONCE_SIZE + SecretBox.MACBYTES:
        raise RecoveryUnusable(part="digits")
    try:
        return _decode(_box(passphrase, salt).decrypt(sealed))
    except CryptoError as error:
        raise PassphraseWrong from error
    except msgspec.DecodeError as error:
        raise RecoveryUnusable(part="contents") from error


def _box(passphrase: str, salt: bytes) -> SecretBox:
    secret = pwhash.argon2id.kdf(SecretBox.KEY_SIZE, passphrase.encode(), salt, opslimit=OPS, memlimit=MEMORY_BYTES)
    return SecretBox(secret)


def _digits(line: str) -> str:
    """Return the digits of a line: those behind its number; "" for one that holds none."""
    match = _LINE.fullmatch(line.strip().upper())
    return match[1].replace(" ", "") if match else ""


def _typed(digits: str) -> str:
    """Return hexadecimal digits in groups and lines that a person can type without losing the place."""
    groups = [digits[i : i + GROUP] for i in range(0, len(digits), GROUP)]
    lines = [groups[i : i + LINE] for i in range(0, len(groups), LINE)]
    return "\n".join(f"{number:>2}  {' '.join(line)}" for number, line in enumerate(lines, start=1))
