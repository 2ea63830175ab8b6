"""The roster: who is a member, as one chain of entries signed by one registrar at a time.

The fields of an entry in its envelope (magic `LROS`):

    offset  size  field
    44      4     number of the entry, from 1; the name of its file begins with it: `roster/<number>.bin`
    48      4     term: one more whenever the recovery key appoints another registrar
    52      16    hash of the entry before (16 zero bytes in the first)

Its contents stand in `app.sync.entries`. The first entry founds the network and is signed by the registrar that it
names; every later one by the registrar of the chain before it, but for the one that begins a new term: the recovery
key signs it, and its envelope names replica 0. An entry is encrypted under a key that is derived from the network key
of the epoch before it, so whoever is expelled can read that, and nothing after it; and whoever has destroyed the
network keys of former epochs can read the roster still.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from msgspec import structs

from app.sync.changes import HASH_BYTES, NO_HASH
from app.sync.entries import (
    Admitted,
    Entry,
    Expelled,
    Founded,
    HandedOver,
    Keeping,
    Member,
    NewKey,
    Recovered,
    Rejoined,
    Rekeyed,
    Renamed,
    Retired,
    decode_entry,
    encode_entry,
)
from app.sync.envelope import Envelope, Writing, close, decrypt, open_contents, read_outside, verify
from app.sync.epochs import opened, opened_key, sealed_key
from app.sync.errors import Malformed
from app.sync.keys import Keys, key_name, roster_key
from app.sync.ticks import REPLICA_MAX

__all__ = ["Admitted", "Entry", "Founded", "Member"]

MAGIC = b"LROS"
FILE_MAX = 512 << 10
"""An expulsion holds a sealed key for each of at most 4,095 members."""

RECOVERY_KEY = 0
"""Stands for the recovery key where an envelope names who wrote it."""

NONE_ANNOUNCED: Mapping[int, bytes] = MappingProxyType({})

_FIELDS = struct.Struct(">II16s")


class Named(NamedTuple):
    """When the roster named a member's present box key: in which entry, and which epoch was the first sealed for it."""

    entry: int
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """The chain, read to its end.

    Attributes:
        length: How many entries it has.
        link: The hash of the last.
        links: The hashes of all, oldest first.
        term: One more than recoveries.
        registrar: The number that may sign the next.
        members: Every workstation ever admitted, by number.
        name: The network's name for people.
        former: The signing keys that members had before they rejoined, latest first.
        named: When it named the box key that each member has now.
        welcomed: The box key that each member came with: its welcome was sealed for that one.
        keepers: Who writes checkpoints and tidies the folder.
        retired: Members that nobody waits for any more.
        expelled: Members that were stolen: of their logs only what others acknowledge is taken.
        epoch: The present epoch of the network key.
        began: The number of the entry that began it.
        erased: How many persons were erased when each epoch began.
        network_keys: The network keys that the reader knows, by epoch, none beyond the present.
        roster_keys: What opens the roster's entries, by epoch, as far as the reader knows it.
    """

    length: int
    link: bytes
    links: tuple[bytes, ...]
    term: int
    founding: Founded
    registrar: int
    members: Mapping[int, Member]
    name: str
    former: Mapping[int, bytes] = field(default_factory=dict)
    named: Mapping[int, Named] = field(default_factory=dict)
    welcomed: Mapping[int, bytes] = field(default_factory=dict)
    keepers: frozenset[int] = frozenset()
    retired: frozenset[int] = frozenset()
    expelled: frozenset[int] = frozenset()
    epoch: int = 1
    began: int = 1
    erased: Mapping[int, int] = field(default_factory=lambda: {1: 0})
    network_keys: Mapping[int, bytes] = field(default_factory=dict)
    roster_keys: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def network(self) -> bytes:
        """The network's name for machines: the hash of its founding entry."""
        return self.links[0]

    @property
    def remaining(self) -> frozenset[int]:
        """Who is waited for, and has the key of a new epoch."""
        return frozenset(self.members) - self.retired - self.expelled

    @property
    def former_roster_keys(self) -> dict[int, bytes]:
        """What opens the roster of those epochs whose network keys the reader does not have."""
        return {epoch: key for epoch, key in self.roster_keys.items() if epoch not in self.network_keys}

    @property
    def rank(self) -> tuple[int, int, bytes]:
        """Of two valid chains the greater wins: the higher term, then the longer, then the smaller hash."""
        return self.term, self.length, bytes(255 - byte for byte in self.link)

    def verify_key(self, number: int) -> bytes:
        """Return the key that proves what this member wrote; after a rejoining, the former ones behind it.

        Raises:
            Malformed: The roster knows no such member.
        """
        if number not in self.members:
            raise Malformed(part="member")
        return self.members[number].sign_key + self.former.get(number, b"")


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


class Place(NamedTuple):
    """Where an entry claims to stand: its number, its term, and the hash of the entry before."""

    number: int
    term: int
    link: bytes


def place_of(data: bytes) -> Place:
    """Return where an entry claims to stand.

    Raises:
        Malformed: It is no whole entry.
    """
    return Place._make(_FIELDS.unpack(outside_of_entry(data).fields))


def write_entry(entry: Entry, *, after: Roster | None, writing: Writing) -> bytes:
    """Return the bytes of the entry that follows the roster `after` (None: the first)."""
    number, term, link = (after.length + 1, after.term, after.link) if after else (1, 1, NO_HASH)
    if isinstance(entry, Recovered):
        term += 1
    return close(MAGIC, _FIELDS.pack(number, term, link), encode_entry(entry), in_roster(writing))


def in_roster(writing: Writing) -> Writing:
    """Return what it takes to write into the roster where `writing` is what it takes to write anything else."""
    return replace(writing, network_key=roster_key(writing.network_key))


def read_roster(entries: Sequence[bytes], keys: Keys) -> Roster:
    """Return the roster that these files say, oldest first.

    Args:
        keys: The reader's: they open the entries, and the network keys of later epochs.

    Raises:
        Malformed: An entry is not whole, not signed by the registrar of its time, or does not follow the one before.
        FormatTooNew: An entry is of a kind that this version does not know.
    """
    roster: Roster | None = None
    for data in entries:
        roster = following(roster, data, keys)
    if roster is None:
        raise Malformed(part="roster")
    return roster


def following(roster: Roster | None, data: bytes, keys: Keys) -> Roster:
    """Return the roster after one more entry; raises as `read_roster` does."""
    outside = outside_of_entry(data)
    if roster is None:
        return _first(data, outside, keys)
    entry = _proved(roster, data, outside)
    link = entry_hash(data)
    after = replace(roster, length=roster.length + 1, link=link, links=(*roster.links, link))
    if isinstance(entry, Expelled | Rekeyed):
        after = _in_new_epoch(after, entry, keys)
    return _applied(after, entry)


def _proved(roster: Roster, data: bytes, outside: Envelope) -> Entry:
    """Return what an entry says, once it is proved to follow and to come from who may say so."""
    number, term, link = _FIELDS.unpack(outside.fields)
    by_recovery = outside.replica == RECOVERY_KEY
    said = (number, term, link, outside.replica)
    due = (roster.length + 1, roster.term + by_recovery, roster.link, RECOVERY_KEY if by_recovery else roster.registrar)
    if said != due:
        raise Malformed(part="roster")
    signer = roster.founding.recovery_sign if by_recovery else roster.members[roster.registrar].sign_key
    entry = decode_entry(open_contents(data, outside, verify_key=signer, network_keys=roster.roster_keys))
    if isinstance(entry, Recovered) != by_recovery:
        raise Malformed(part="roster")
    return entry


def _first(data: bytes, outside: Envelope, keys: Keys) -> Roster:
    """Read the founding entry: it is signed by the key that it names, so the key is believed on sight.

    Whoever joins holds the hash of an entry from its invitation, and so notices a network founded by another.
    """
    number, term, link = _FIELDS.unpack(outside.fields)
    claimed = decode_entry(decrypt(data, outside, keys.roster_keys))
    if not isinstance(claimed, Founded) or (number, term, link, outside.epoch) != (1, 1, NO_HASH, 1):
        raise Malformed(part="roster")
    founder = claimed.registrar
    verify(data, founder.sign_key)
    _check(outside.replica == founder.number and 0 < founder.number <= REPLICA_MAX)
    key = _first_key(claimed, keys)
    return Roster(
        length=1,
        link=entry_hash(data),
        links=(entry_hash(data),),
        term=1,
        founding=claimed,
        registrar=founder.number,
        members={founder.number: founder},
        name=claimed.name,
        named={founder.number: Named(1, 1)},
        keepers=frozenset({founder.number}),
        network_keys={1: key} if key is not None else {},
        roster_keys={1: keys.roster_keys[1]},
    )


def _first_key(founded: Founded, keys: Keys) -> bytes | None:
    """Return the network key of the first epoch: the founder drew it, and the recovery key opens it."""
    if 1 in keys.network_keys or founded.recovery_box != keys.box_key:
        return keys.network_keys.get(1)
    key = opened(founded.sealed_keys.get(1, b""), keys.box)
    return key if key is not None and roster_key(key) == keys.roster_keys[1] else None


def _in_new_epoch(roster: Roster, entry: Expelled | Rekeyed, keys: Keys) -> Roster:
    """Open the key of a new epoch, where it was sealed for the reader or the reader was given it with a welcome."""
    _check(entry.key.epoch == roster.epoch + 1)
    leaving = {entry.number} if isinstance(entry, Expelled) else set()
    _check(set(entry.key.members) == set(entry.key.box_keys) == roster.remaining - leaving)
    key = opened_key(entry.key, roster.founding.recovery_box, keys)
    kept = roster_key(key) if key is not None else keys.roster_keys.get(entry.key.epoch)
    is_right = kept is not None and key_name(kept) == entry.key.name
    return replace(
        _with_box_keys(roster, entry.key),
        epoch=entry.key.epoch,
        began=roster.length,
        erased={**roster.erased, entry.key.epoch: entry.key.erased},
        network_keys={**roster.network_keys, **({entry.key.epoch: key} if key is not None else {})},
        roster_keys={**roster.roster_keys, **({entry.key.epoch: kept} if is_right and kept else {})},
    )


def _with_box_keys(roster: Roster, key: NewKey) -> Roster:
    """Move members on to the box keys that the key of a new epoch was sealed for."""
    moved = {n: box_key for n, box_key in key.box_keys.items() if roster.members[n].box_key != box_key}
    members = {n: structs.replace(roster.members[n], box_key=box_key) for n, box_key in moved.items()}
    named = dict.fromkeys(moved, Named(roster.length, key.epoch))
    return replace(roster, members={**roster.members, **members}, named={**roster.named, **named})


def _applied(roster: Roster, entry: Entry) -> Roster:
    """Return the roster with what an entry says; a wrong entry is refused though its signature is right."""
    match entry:
        case Admitted(member=member):
            _check(member.number not in roster.members and 0 < member.number <= REPLICA_MAX)
            return _with_new_keys(roster, member)
        case Rejoined(member=member):
            _check(member.number in roster.members and member.number not in roster.expelled)
            _check(member.number != roster.registrar)
            return _with_new_keys(roster, member)
        case Expelled(number=number):
            _check(number in roster.members and number not in roster.expelled and number != roster.registrar)
            return replace(roster, expelled=roster.expelled | {number}, keepers=roster.keepers - {number})
        case Retired(number=number):
            _check(number in roster.remaining and number != roster.registrar)
            return replace(roster, retired=roster.retired | {number}, keepers=roster.keepers - {number})
    return _with_role(roster, entry)


def _with_role(roster: Roster, entry: Entry) -> Roster:
    match entry:
        case HandedOver(registrar=number):
            _check(number in roster.remaining)
            return replace(roster, registrar=number)
        case Recovered(registrar=member):
            _check(0 < member.number <= REPLICA_MAX and member.number not in roster.expelled)
            return replace(_with_new_keys(roster, member), term=roster.term + 1, registrar=member.number)
        case Renamed(name=name):
            return replace(roster, name=name)
        case Keeping(number=number, keeper=keeper):
            _check(number in roster.remaining)
            return replace(roster, keepers=roster.keepers | {number} if keeper else roster.keepers - {number})
        case Rekeyed():
            return roster
    raise Malformed(part="roster")  # A network is founded once.


def _with_new_keys(roster: Roster, member: Member) -> Roster:
    """Give a number its present keys; those that it had before go on proving what it wrote before."""
    before = roster.members.get(member.number)
    former, welcomed = dict(roster.former), dict(roster.welcomed)
    if before is None or before.sign_key != member.sign_key:
        welcomed[member.number] = member.box_key
    if before is not None and before.sign_key != member.sign_key:
        former[member.number] = before.sign_key + former.get(member.number, b"")
    is_named = before is not None and before.box_key == member.box_key
    named = roster.named if is_named else {**roster.named, member.number: Named(roster.length, roster.epoch)}
    return replace(
        roster,
        members={**roster.members, member.number: member},
        named=named,
        welcomed=welcomed,
        former=former,
        retired=roster.retired - {member.number},
    )


def _check(true: bool) -> None:  # noqa: FBT001 - the condition that an entry must meet
    if not true:
        raise Malformed(part="roster")


def new_key_for(
    roster: Roster,
    key: bytes,
    announced: Mapping[int, bytes] = NONE_ANNOUNCED,
    *,
    without: int = 0,
    erased: int | None = None,
) -> NewKey:
    """Return the next epoch's key, sealed for all that remain and for the recovery key.

    Args:
        announced: The younger box keys that members have announced (`app.sync.announced`).
        erased: How many persons are erased everywhere; None for as many as when the epoch before began.
    """
    erased = roster.erased[roster.epoch] if erased is None else erased
    staying = sorted(roster.remaining - {without})
    box_keys = {number: announced.get(number, roster.members[number].box_key) for number in staying}
    return sealed_key(roster.epoch + 1, key, box_keys, roster.founding.recovery_box, erased=erased)
