"""Staff passwords: only an argon2id verifier is kept, and it travels with the other rows, encrypted."""

from __future__ import annotations

from nacl import pwhash
from nacl.exceptions import CryptoError

BYTES_MAX = 1024
OPS = pwhash.argon2id.OPSLIMIT_INTERACTIVE
MEMORY_BYTES = pwhash.argon2id.MEMLIMIT_INTERACTIVE


def verifier_of(password: str) -> str:
    """Return what proves this password and cannot be turned back into it."""
    said = pwhash.argon2id.str(
        password.encode()[:BYTES_MAX],
        opslimit=OPS,
        memlimit=MEMORY_BYTES,
    )
    return bytes(said).decode()


def proves(verifier: str, password: str) -> bool:
    """Tell whether this is the password that the verifier was made of."""
    try:
        return bool(pwhash.verify(verifier.encode(), password.encode()[:BYTES_MAX]))
    except (CryptoError, ValueError):
        return False
