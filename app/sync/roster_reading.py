"""Reading the roster from the folder; what was read once is kept, and gives way only to a chain that wins over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.sync.chains import Chain, Found, Lost, chains, lost_entries, read_found, winner
from app.sync.epochs import renew_all
from app.sync.errors import FolderUnreachable, FormatTooNew, Malformed, NotAdmitted, OtherNetwork
from app.sync.keys import Keys
from app.sync.layout import ROSTER
from app.sync.ports import Folder, Random, Store
from app.sync.problems import ROSTER_ROLLED_BACK, ROSTERS_DIFFER, Problem
from app.sync.roster import FILE_MAX, Roster, entry_file, entry_hash, outside_of_entry, place_of, read_roster

MISSED_LOOKS = 3
"""A listing may omit a file for once; so many times in a row, the folder is older than what this desk has seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at the roster found.

    Attributes:
        chain: The chain that wins: what this desk goes by.
        names: The files that were there.
        lost: Entries of other chains that the winning one lacks.
        others: The names of their files.
        missed: How many looks in a row did not find the last entry that this desk has seen.
        torn: Some file was not whole, or not proved.
    """

    chain: Chain
    names: tuple[str, ...]
    lost: tuple[Lost, ...] = ()
    others: tuple[str, ...] = ()
    missed: int = 0
    torn: bool = False

    @property
    def roster(self) -> Roster:
        return self.chain.roster

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person is to know of it."""
        differing = [Problem(code=ROSTERS_DIFFER, detail=f"{ROSTER}/{name}") for name in self.others]
        gone = self.missed >= MISSED_LOOKS
        return (*differing, *([Problem(code=ROSTER_ROLLED_BACK, detail=ROSTER)] if gone else ()))


def look_at_roster(
    known: Looked | None,
    store: Store,
    folder: Folder,
    keys: Keys,
    random: Random,
    *,
    once: bool = False,
    writes: bool = False,
) -> Looked:
    """Read what is new in the roster, choose the chain that wins, and keep it.

    Args:
        known: What an earlier look found, to prove nothing twice.
        once: Nobody looks again soon: what is missing now counts as missing.
        writes: Something is about to be written: the folder is proved to be this network's, whatever its names.

    Raises:
        FolderUnreachable: The folder has no roster at all.
        OtherNetwork: Its roster begins with another founding.
        NotAdmitted: No chain of this network can be read.
        FormatTooNew: A newer version of the program changed the roster in a way that this one does not know.
    """
    names = folder.names(ROSTER)
    if not names:
        raise FolderUnreachable
    network, changed = store.standing().network, known is None or tuple(names) != known.names
    if writes:
        prove_network(folder, store)
    elif changed:
        check_network(folder, network)
    if known is not None and not (changed or known.torn or known.missed):
        return known
    kept = _kept(known, store, keys)
    found = read_found(folder, names, kept.entries if kept else (), doubt=known is not None and known.missed > 0)
    candidates = list(chains(kept, found, keys, network))
    best = winner(candidates)
    if best is None:
        raise NotAdmitted
    _adopt(best, kept, store, keys, random)
    lost = lost_entries(best, candidates)
    return Looked(
        chain=best,
        names=tuple(names),
        lost=tuple(lost),
        others=tuple(found.names.get(entry_hash(one.data), f"{one.number:06d}") for one in lost),
        missed=_missed(known, kept, names, found, once=once),
        torn=found.torn,
    )


def _kept(known: Looked | None, store: Store, keys: Keys) -> Chain | None:
    entries = tuple(store.roster())
    if not entries:
        return None
    if known is not None and known.roster.link == entry_hash(entries[-1]):
        return known.chain
    return Chain(entries, read_roster(entries, keys))


def _adopt(best: Chain, kept: Chain | None, store: Store, keys: Keys, random: Random) -> None:
    """Keep the winning chain. Where another is given up, nothing of this desk stays under a key that went with it.

    After a restart that key is known from the entries which are given up, and from nowhere else.
    """
    if kept is None or best.entries[: len(kept.entries)] == kept.entries:
        known = len(kept.entries) if kept else 0
        if len(best.entries) > known:
            store.add_to_roster(best.entries[known:])
        return
    if best.roster.network_keys:
        before = keys.and_knowing(kept.roster.network_keys, kept.roster.roster_keys, keys.former)
        present = keys.knowing(best.roster.network_keys, best.roster.roster_keys, keys.former)
        renew_all(store=store, before=before, keys=present, random=random)
    store.replace_roster(best.entries)


def _missed(known: Looked | None, kept: Chain | None, names: Sequence[str], found: Found, *, once: bool) -> int:
    """Count on where an entry is missing: the last, or one before it, for a folder that went back may have gone on.

    One under its usual name is not read each time. Where that name was read, it is another chain's.
    """
    if kept is None:
        return 0
    unread = set(names).difference(found.names.values())
    is_whole = all(
        link in found.names or entry_file(number).rpartition("/")[2] in unread
        for number, link in enumerate(kept.roster.links, start=1)
    )
    if is_whole and kept.roster.link in found.names:
        return 0
    return MISSED_LOOKS if once else (known.missed if known else 0) + 1


def extend_roster(store: Store, folder: Folder, keys: Keys, random: Random) -> Roster:
    """Return the roster as it is now, to whoever is about to sign something; raises as `look_at_roster` does."""
    return look_at_roster(None, store, folder, keys, random, once=True, writes=True).roster


def check_network(folder: Folder, network: bytes) -> bool:
    """Refuse a folder that belongs to another network; return whether its founding entry was there to prove it.

    Raises:
        OtherNetwork: Its founding entry is not ours.
    """
    first = folder.read(entry_file(1), bytes_max=FILE_MAX)
    if first is not None and entry_hash(first) != network and _is_whole(first):
        raise OtherNetwork
    return first is not None and entry_hash(first) == network


def prove_network(folder: Folder, store: Store) -> None:
    """Make sure, before anything is written, that this is the network's folder: some entry of its roster is there.

    Raises:
        OtherNetwork: It is another's.
        FolderUnreachable: No entry that this desk knows can be read just now.
    """
    if check_network(folder, store.standing().network):
        return
    known = {entry_hash(data) for data in store.roster()}
    for name in folder.names(ROSTER):
        if entry_hash(folder.read(f"{ROSTER}/{name}", bytes_max=FILE_MAX) or b"") in known:
            return
    raise FolderUnreachable


def _is_whole(data: bytes) -> bool:
    """A torn copy of our own founding is no other network."""
    try:
        outside_of_entry(data)
    except (Malformed, FormatTooNew):
        return False
    return True


def read_winner(folder: Folder, keys: Keys, network: bytes) -> Chain | None:
    """Return the winning chain of a network as the folder has it, for a desk that has none yet."""
    found = read_found(folder, folder.names(ROSTER), ())
    return winner(chains(None, found, keys, network))


def restore_entries(looked: Looked, folder: Folder, own: int) -> Looked:
    """Write again what the folder has lost of the roster; done twice, it ends the same.

    Every member that remains does: the registrar may be one that was appointed last and has not read that it is, or one
    whose disk was copied, and whose copy signed what is missing. The bytes and the names are the same, whoever writes.
    """
    if looked.missed < MISSED_LOOKS or own not in looked.roster.remaining:
        return looked
    present = {entry_hash(folder.read(f"{ROSTER}/{name}", bytes_max=FILE_MAX) or b"") for name in looked.names}
    is_lost = entry_file(1).rpartition("/")[2] not in looked.names
    if looked.roster.network not in present and not (is_lost and present.intersection(looked.roster.links)):
        return looked  # No entry of ours can be read just now: this may be another network's folder.
    lacking = [data for data in looked.chain.entries if entry_hash(data) not in present]
    for data in lacking:
        folder.write_new(file_for(folder, data), data)
    return replace(looked, names=()) if lacking else looked


def file_for(folder: Folder, data: bytes) -> str:
    """Return where an entry goes: its usual name, or one of its own where another chain may take that name.

    A registrar who does not know yet that a recovery key has appointed another goes on with the usual names. The file
    is read and not listed, for a listing that leaves it out would cost an entry.
    """
    number, term, _ = place_of(data)
    usual = entry_file(number)
    if term == 1 and folder.read(usual, bytes_max=FILE_MAX) in (None, data):
        return usual
    return f"{usual.removesuffix('.bin')}-{entry_hash(data).hex()[:16]}.bin"
