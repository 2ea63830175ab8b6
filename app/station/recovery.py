"""The recovery key: written once, at founding, to be printed and kept in a safe.

Whoever holds it and its passphrase can appoint another registrar and open the network's keys.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec
from nacl import pwhash
from nacl.secret import SecretBox

from app.sync.invitations import new_passphrase
from app.sync.membership import Founding
from app.sync.ports import Random

OPS = pwhash.argon2id.OPSLIMIT_MODERATE
MEMORY_BYTES = pwhash.argon2id.MEMLIMIT_MODERATE
LINE = 8
GROUP = 4


class RecoveryKey(msgspec.Struct, frozen=True, kw_only=True):
    """What the sheet holds, locked."""

    network: bytes
    sign_seed: bytes
    box_seed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """The file that was written. `passphrase` is told once, where the program chose it; "" where a person did."""

    file: Path
    passphrase: str


def write_recovery(path: Path, founding: Founding, *, random: Random, passphrase: str = "") -> RecoverySheet:
    """Write the recovery key, locked under a passphrase, as text that can be printed and typed in again."""
    chosen = "" if passphrase else new_passphrase(random)
    key = RecoveryKey(
        network=founding.roster.network,
        sign_seed=founding.recovery.sign_seed,
        box_seed=founding.recovery.box_seed,
    )
    salt = random(pwhash.argon2id.SALTBYTES)
    secret = pwhash.argon2id.kdf(
        SecretBox.KEY_SIZE,
        (passphrase or chosen).encode(),
        salt,
        opslimit=OPS,
        memlimit=MEMORY_BYTES,
    )
    locked = salt + bytes(SecretBox(secret).encrypt(msgspec.msgpack.encode(key), random(SecretBox.NONCE_SIZE)))
    text = f"Lete recovery key 1\n{founding.roster.founding.name}\n\n{_typed(locked.hex().upper())}\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return RecoverySheet(file=path, passphrase=chosen)


def _typed(digits: str) -> str:
    """Return hexadecimal digits in groups and lines that a person can type without losing the place."""
    groups = [digits[i : i + GROUP] for i in range(0, len(digits), GROUP)]
    lines = [groups[i : i + LINE] for i in range(0, len(groups), LINE)]
    return "\n".join(f"{number:>2}  {' '.join(line)}" for number, line in enumerate(lines, start=1))
