"""Reading the roster from the folder, a new entry at a time; what was read once is kept and never goes back."""

from __future__ import annotations

from app.sync.errors import FolderUnreachable, FormatTooNew, Malformed, OtherNetwork
from app.sync.keys import Keys
from app.sync.layout import ROSTER
from app.sync.ports import Folder, Store
from app.sync.roster import FILE_MAX, Roster, entry_file, entry_hash, outside_of_entry, read_roster


def extend_roster(known: Roster | None, store: Store, folder: Folder, keys: Keys) -> Roster:
    """Return the roster as kept, with the entries that have come to the folder since.

    Args:
        known: What an earlier call returned, to read nothing twice.

    Raises:
        FolderUnreachable: The folder has no roster at all.
        OtherNetwork: Its roster begins with another founding.
    """
    names = folder.names(ROSTER)
    if not names:
        raise FolderUnreachable
    if known is not None and entry_file(known.length + 1).rpartition("/")[2] not in names:
        return known
    kept = list(store.roster())
    if kept:
        check_network(folder, entry_hash(kept[0]))
    new = _following(folder, names, kept, keys)
    if new:
        store.add_to_roster(new)
    return read_roster([*kept, *new], keys.network_keys)


def check_network(folder: Folder, network: bytes) -> None:
    """Refuse a folder that belongs to another network.

    Raises:
        OtherNetwork: Its founding entry is not ours.
    """
    first = folder.read(entry_file(1), bytes_max=FILE_MAX)
    if first is not None and entry_hash(first) != network and _is_whole(first):
        raise OtherNetwork


def _is_whole(data: bytes) -> bool:
    """A torn copy of our own founding is no other network."""
    try:
        outside_of_entry(data)
    except (Malformed, FormatTooNew):
        return False
    return True


def _following(folder: Folder, names: list[str], kept: list[bytes], keys: Keys) -> list[bytes]:
    """Return the entries after those kept, as far as they are there and prove themselves."""
    new: list[bytes] = []
    while (path := entry_file(len(kept) + len(new) + 1)).rpartition("/")[2] in names:
        data = folder.read(path, bytes_max=FILE_MAX)
        try:
            read_roster([*kept, *new, data or b""], keys.network_keys)
        except Malformed:
            break  # Not there yet, or not ours: the chain so far stands.
        new.append(data or b"")
    return new


def read_entries(folder: Folder, length: int) -> list[bytes]:
    """Return the first `length` entries, or as many as are there."""
    entries = [folder.read(entry_file(number), bytes_max=FILE_MAX) for number in range(1, length + 1)]
    return [entry for entry in entries if entry is not None]
