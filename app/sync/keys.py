"""The keys of one desk: who it is, and what the network shares."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass

import msgspec
from msgspec import structs
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey

from app.sync.envelope import Writing

KEY_BYTES = 32
NAME_BYTES = 16

_ROSTER, _NAME, _NEXT = b"lete roster", b"lete key name", b"lete next box"
"""What a hash is for, so that none made for one purpose is of use for another."""


BOXES_MAX = 256
"""So many epochs may have begun since the secrets of a desk were written down."""


class Secrets(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk keeps to itself.

    Attributes:
        sign_seed: The private seed of its signature.
        box_seed: The private seed of the oldest box key that it still needs; every younger one follows from it.
        network_keys: The network's key of every epoch still in use.
        roster_keys: What opens the roster of former epochs, whose network keys were destroyed.
    """

    sign_seed: bytes
    box_seed: bytes
    network_keys: dict[int, bytes]
    roster_keys: dict[int, bytes] = {}

    def __repr__(self) -> str:
        """Say nothing: a log or a traceback must not tell a key."""
        return "Secrets(…)"


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets in working form.

    Attributes:
        former: Public signing keys that this desk had before it rejoined: its earlier segments bear their signatures.
    """

    secrets: Secrets
    former: bytes = b""

    @property
    def signing(self) -> SigningKey:
        return SigningKey(self.secrets.sign_seed)

    @property
    def box(self) -> PrivateKey:
        return PrivateKey(self.secrets.box_seed)

    @property
    def sign_key(self) -> bytes:
        return bytes(self.signing.verify_key)

    @property
    def verify_key(self) -> bytes:
        """What proves this desk's own files, the earlier ones as well."""
        return self.sign_key + self.former

    @property
    def box_key(self) -> bytes:
        return bytes(self.box.public_key)

    def box_for(self, box_keys: Container[bytes]) -> PrivateKey | None:
        """Return the private half of one of these box keys; None where none of them is of this desk, or still."""
        boxes = map(PrivateKey, self._box_seeds())
        return next((box for box in boxes if bytes(box.public_key) in box_keys), None)

    def box_key_after(self, box_key: bytes) -> bytes | None:
        """Return the public box key that follows one of this desk; None where it is not of this desk, or no longer."""
        box = self.box_for((box_key,))
        return None if box is None else bytes(PrivateKey(next_seed(bytes(box))).public_key)

    def box_keys(self) -> Iterator[bytes]:
        """Yield the public box keys that somebody may have sealed something for, oldest first."""
        return (bytes(PrivateKey(seed).public_key) for seed in self._box_seeds())

    def _box_seeds(self) -> Iterator[bytes]:
        seed = self.secrets.box_seed
        for _ in range(BOXES_MAX):
            yield seed
            seed = next_seed(seed)

    @property
    def network_keys(self) -> Mapping[int, bytes]:
        return self.secrets.network_keys

    @property
    def roster_keys(self) -> dict[int, bytes]:
        """What opens the roster: of each epoch whose network key is known, and of those whose key is gone."""
        return {**self.secrets.roster_keys, **{epoch: roster_key(key) for epoch, key in self.network_keys.items()}}

    @property
    def epoch(self) -> int:
        return max(self.secrets.network_keys)

    def knowing(self, network_keys: Mapping[int, bytes], roster_keys: Mapping[int, bytes], former: bytes = b"") -> Keys:
        """Return the same desk's keys with what the roster tells: the network's keys, and its own former ones."""
        return Keys(
            structs.replace(self.secrets, network_keys=dict(network_keys), roster_keys=dict(roster_keys)), former
        )

    def and_knowing(
        self, network_keys: Mapping[int, bytes], roster_keys: Mapping[int, bytes], former: bytes = b""
    ) -> Keys:
        """Return the same with what was known already: a roster read from an older copy does not know it all."""
        known = self.secrets
        return self.knowing({**known.network_keys, **network_keys}, {**known.roster_keys, **roster_keys}, former)

    def writing(self, replica: int, nonce: Callable[[int], bytes]) -> Writing:
        """Return what it takes to write files of `replica` in the present epoch."""
        return Writing(
            replica=replica,
            epoch=self.epoch,
            network_key=self.network_keys[self.epoch],
            signing_key=self.signing,
            nonce=nonce,
        )


def new_secrets(random: Callable[[int], bytes], network_keys: dict[int, bytes] | None = None) -> Secrets:
    """Draw the secrets of a new desk."""
    return Secrets(sign_seed=random(KEY_BYTES), box_seed=random(KEY_BYTES), network_keys=network_keys or {})


def next_seed(box_seed: bytes) -> bytes:
    """Return the box seed that follows another; it does not lead back."""
    return hashlib.blake2b(key=box_seed, person=_NEXT, digest_size=KEY_BYTES).digest()


def roster_key(network_key: bytes) -> bytes:
    """Return what the roster entries of an epoch are encrypted under; it does not lead back to the network key."""
    return hashlib.blake2b(key=network_key, person=_ROSTER, digest_size=KEY_BYTES).digest()


def key_name(of_roster: bytes) -> bytes:
    """Return the name by which an epoch's keys are known as the right ones, from the key of its roster."""
    return hashlib.blake2b(key=of_roster, person=_NAME, digest_size=NAME_BYTES).digest()


def fingerprint(sign_key: bytes, box_key: bytes) -> str:
    """Return what two people read to each other: 64 bits as four groups, `4F2A-91C0-77DE-0B1C` for example."""
    digits = hashlib.blake2b(sign_key + box_key, digest_size=8).hexdigest().upper()
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def seal_for(box_key: bytes, contents: bytes) -> bytes:
    """Encrypt `contents` for the holder of one box key (an anonymous sealed box)."""
    return SealedBox(PublicKey(box_key)).encrypt(contents)
