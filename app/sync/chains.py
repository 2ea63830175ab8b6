"""Which chains of the roster the folder holds, and which of them wins.

Of valid chains the higher term wins, then the longer, then the smaller hash. A name of a file is only a hint: its
number tells where to look, and what an entry follows stands in its header, is signed, and is proved by its hash. So
two registrars that do not know of each other may write, a file synchroniser may keep both of their files, and every
desk still finds both chains and chooses the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from msgspec import structs

from app.sync.changes import NO_HASH
from app.sync.entries import Admitted, Entry, Member, Rejoined, decode_entry
from app.sync.envelope import decrypt
from app.sync.errors import FormatTooNew, Malformed
from app.sync.keys import Keys
from app.sync.layout import ROSTER
from app.sync.ports import Folder
from app.sync.roster import (
    FILE_MAX,
    Roster,
    entry_file,
    entry_hash,
    following,
    outside_of_entry,
    place_of,
    read_roster,
)

_NAME = re.compile(r"(\d{6}).*\.bin")


class Chain(NamedTuple):
    """Entries that follow each other, oldest first, and what they say."""

    entries: tuple[bytes, ...]
    roster: Roster


@dataclass(slots=True)
class Found:
    """Entries read from the folder, none of them proved.

    Attributes:
        names: The names of their files, by hash.
        torn: Whether some file was not whole: it is to be read again.
    """

    by_parent: dict[bytes, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    names: dict[bytes, str] = field(default_factory=dict)
    torn: bool = False

    def add(self, name: str, data: bytes) -> None:
        try:
            parent = place_of(data).link
        except Malformed:
            self.torn = True
            return
        if entry_hash(data) not in self.names:
            self.by_parent[parent].append(data)
            self.names[entry_hash(data)] = name


def number_of(name: str) -> int | None:
    """Return the number at the beginning of a file's name; None for a stranger's file."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else None


def read_found(folder: Folder, names: Sequence[str], kept: Sequence[bytes], *, doubt: bool = False) -> Found:
    """Read what may be new: the last entry kept, what lies beyond it, and whatever has not the name of an entry kept.

    Entries of later terms have names of their own; under the usual name of one lies what another chain had there. Where
    some file follows an entry that this desk does not know, everything is read.

    Args:
        doubt: Everything is read in any case: under the name of an entry that was missing another may stand by now.
    """
    found = Found()
    first_term = takewhile(lambda data: place_of(data).term == 1, kept[:-1])
    usual = {entry_file(place_of(data).number).rpartition("/")[2] for data in first_term}
    _read_into(found, folder, [name for name in names if name not in usual])
    known = {entry_hash(data) for data in kept} | set(found.names) | {NO_HASH}
    if doubt or not known.issuperset(found.by_parent):
        _read_into(found, folder, [name for name in names if name in usual])
    return found


def _read_into(found: Found, folder: Folder, names: Iterable[str]) -> None:
    for name in names:
        if number_of(name) is not None:
            found.add(name, folder.read(f"{ROSTER}/{name}", bytes_max=FILE_MAX) or b"")


def chains(kept: Chain | None, found: Found, keys: Keys, network: bytes) -> Iterator[Chain]:
    """Yield every valid chain of a network, the one kept among them, each as far as it goes.

    Raises:
        FormatTooNew: An entry that is rightly signed is of a kind that this version does not know.
    """
    if kept is None:
        starts = [data for data in found.by_parent[NO_HASH] if entry_hash(data) == network]
        yield from _onwards([Chain((data,), read_roster([data], keys)) for data in starts], found, keys)
        return
    yield from _onwards([kept], found, keys)
    links = kept.roster.links
    for place, parent in enumerate(links[:-1], start=1):
        others = [data for data in found.by_parent.get(parent, ()) if entry_hash(data) != links[place]]
        if others:
            entries = kept.entries[:place]
            before = Chain(entries, read_roster(entries, keys))
            branches = [chain for data in others if (chain := _longer(before, data, found, keys))]
            yield from _onwards(branches, found, keys)


def _onwards(pending: list[Chain], found: Found, keys: Keys) -> Iterator[Chain]:
    """Follow chains to their ends."""
    while pending:
        chain = pending.pop()
        nexts = found.by_parent.get(chain.roster.link, ())
        longer = [one for data in nexts if (one := _longer(chain, data, found, keys))]
        pending += longer
        if not longer:
            yield chain


def _longer(chain: Chain, data: bytes, found: Found, keys: Keys) -> Chain | None:
    try:
        roster = following(chain.roster, data, keys)
    except Malformed:
        found.torn = True  # Not ours, or of an epoch whose key has not come yet.
        return None
    return Chain((*chain.entries, data), roster)


def winner(candidates: Iterable[Chain]) -> Chain | None:
    """Return the chain that every desk chooses."""
    return max(candidates, key=lambda chain: chain.roster.rank, default=None)


class Lost(NamedTuple):
    """An entry of a chain that lost, whose effect the winning chain lacks."""

    number: int
    data: bytes
    entry: Entry | None


def lost_entries(winning: Chain, others: Iterable[Chain]) -> list[Lost]:
    """Return the entries of other chains that the winning one lacks; an admission signed again is no loss."""
    lost: dict[bytes, Lost] = {}
    for chain in others:
        for data, link in zip(chain.entries, chain.roster.links, strict=True):
            if link not in winning.roster.links and link not in lost:
                one = Lost(place_of(data).number, data, _read_entry(data, chain.roster))
                if not is_settled(one.entry, winning.roster):
                    lost[link] = one
    return sorted(lost.values(), key=lambda one: (one.number, one.data))


def _read_entry(data: bytes, roster: Roster) -> Entry | None:
    """Return what an entry says; of a member, with the box key that it had at the end of that chain."""
    try:
        entry = decode_entry(decrypt(data, outside_of_entry(data), roster.roster_keys))
    except (Malformed, FormatTooNew):
        return None
    if isinstance(entry, Admitted | Rejoined) and is_settled(entry, roster):
        return structs.replace(entry, member=roster.members[entry.member.number])
    return entry


def is_settled(entry: Entry | None, roster: Roster) -> bool:
    """Tell whether a roster says the same of a member as an entry that it lacks."""
    if not isinstance(entry, Admitted | Rejoined):
        return False
    member = roster.members.get(entry.member.number)
    return member is not None and member.sign_key == entry.member.sign_key


def lost_members(lost: Iterable[Lost], roster: Roster) -> list[Member]:
    """Return the members that a chain that lost had admitted, and whose numbers are free in the winning one."""
    entries = [one.entry for one in lost]
    found = {
        entry.member.number: entry.member
        for entry in entries
        if isinstance(entry, Admitted) and entry.member.number not in roster.members
    }
    return [found[number] for number in sorted(found)]
