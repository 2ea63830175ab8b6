"""The roster: who is a member, as one chain of entries signed by one registrar at a time.

The fields of an entry in its envelope (magic `LROS`):

    offset  size  field
    44      4     number of the entry, from 1; its file is `roster/<number>.bin`
    48      4     term: one more whenever a recovery key appoints another registrar
    52      16    hash of the entry before (16 zero bytes in the first)

Its contents are a msgpack map whose `kind` tells what happened. The first entry founds the network and is signed
by the registrar that it names; every later one is signed by the registrar of the chain before it.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from app.sync.changes import HASH_BYTES, NO_HASH
from app.sync.envelope import Envelope, Writing, close, decrypt, open_contents, read_outside, verify
from app.sync.errors import Malformed
from app.sync.packing import NOT_UNPACKED
from app.sync.ticks import REPLICA_MAX

MAGIC = b"LROS"
FILE_MAX = 64 << 10

_FIELDS = struct.Struct(">II16s")


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A workstation as the roster knows it: its number for good, and its public keys."""

    number: int
    sign_key: bytes
    box_key: bytes


class Founded(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="found"):
    """The network begins.

    Attributes:
        name: Its name for people.
        profile: Which house rules it began with.
        training: A network for practice is marked on every screen and never joins a real one.
        registrar: The founder.
        recovery_sign: Public key whose holder may appoint another registrar.
        recovery_box: Public key that the network keys are sealed to.
        sealed_keys: The network key of each epoch, sealed for the recovery key.
    """

    name: str
    profile: str
    training: bool
    registrar: Member
    recovery_sign: bytes
    recovery_box: bytes
    sealed_keys: dict[int, bytes]


class Admitted(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="admit"):
    """A workstation becomes a member, on this invitation."""

    member: Member
    invitation: bytes


Entry = Founded | Admitted

_encode = msgspec.msgpack.Encoder().encode
_decode: Callable[[bytes], Entry] = msgspec.msgpack.Decoder(Entry).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The chain, read to its end.

    Attributes:
        length: How many entries it has.
        link: The hash of the last.
        links: The hashes of all, oldest first.
        registrar: The number that may sign the next.
        members: Every workstation ever admitted, by number.
    """

    length: int
    link: bytes
    links: tuple[bytes, ...]
    term: int
    founding: Founded
    registrar: int
    members: Mapping[int, Member]

    @property
    def network(self) -> bytes:
        """The network's name for machines: the hash of its founding entry."""
        return self.links[0]

    def verify_key(self, number: int) -> bytes:
        """Return the key that proves what this member wrote.

        Raises:
            Malformed: The roster knows no such member.
        """
        if number not in self.members:
            raise Malformed(part="member")
        return self.members[number].sign_key


def entry_file(number: int) -> str:
    return f"roster/{number:06d}.bin"


def entry_hash(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=HASH_BYTES).digest()


def outside_of_entry(data: bytes) -> Envelope:
    """Return what the header of an entry says.

    Raises:
        Malformed: It is no whole entry.
    """
    return read_outside(data, MAGIC, _FIELDS.size)


def write_entry(entry: Entry, *, after: Roster | None, writing: Writing) -> bytes:
    """Return the bytes of the entry that follows the roster `after` (None: the first)."""
    number, term, link = (after.length + 1, after.term, after.link) if after else (1, 1, NO_HASH)
    return close(MAGIC, _FIELDS.pack(number, term, link), _encode(entry), writing)


def read_roster(entries: Sequence[bytes], network_keys: Mapping[int, bytes]) -> Roster:
    """Return the roster that these files say, oldest first.

    Raises:
        Malformed: An entry is not whole, not signed by the registrar of its time, or does not follow the one before.
    """
    roster: Roster | None = None
    for data in entries:
        roster = _next(roster, data, network_keys)
    if roster is None:
        raise Malformed(part="roster")
    return roster


def _next(roster: Roster | None, data: bytes, network_keys: Mapping[int, bytes]) -> Roster:
    outside = outside_of_entry(data)
    number, term, link = _FIELDS.unpack(outside.fields)
    if roster is None:
        return _first(data, outside, network_keys)
    if (number, term, link, outside.replica) != (roster.length + 1, roster.term, roster.link, roster.registrar):
        raise Malformed(part="roster")
    verify_key = roster.verify_key(roster.registrar)
    entry = _entry(open_contents(data, outside, verify_key=verify_key, network_keys=network_keys))
    if isinstance(entry, Founded):
        raise Malformed(part="roster")
    return _admit(roster, entry, entry_hash(data))


def _first(data: bytes, outside: Envelope, network_keys: Mapping[int, bytes]) -> Roster:
    """Read the founding entry: it is signed by the key that it names, so the key is believed on sight.

    Whoever joins holds the hash of an entry from its invitation, and so notices a network founded by another.
    """
    number, term, link = _FIELDS.unpack(outside.fields)
    claimed = _entry(decrypt(data, outside, network_keys))
    if not isinstance(claimed, Founded) or (number, term, link) != (1, 1, NO_HASH):
        raise Malformed(part="roster")
    founder = claimed.registrar
    verify(data, founder.sign_key)
    if outside.replica != founder.number or not 0 < founder.number <= REPLICA_MAX:
        raise Malformed(part="roster")
    return Roster(
        length=1,
        link=entry_hash(data),
        links=(entry_hash(data),),
        term=1,
        founding=claimed,
        registrar=founder.number,
        members={founder.number: founder},
    )


def _admit(roster: Roster, entry: Admitted, link: bytes) -> Roster:
    number = entry.member.number
    if number in roster.members or not 0 < number <= REPLICA_MAX:
        raise Malformed(part="roster")
    return replace(
        roster,
        length=roster.length + 1,
        link=link,
        links=(*roster.links, link),
        members={**roster.members, number: entry.member},
    )


def _entry(contents: bytes) -> Entry:
    try:
        return _decode(contents)
    except NOT_UNPACKED as error:
        raise Malformed(part="roster") from error
