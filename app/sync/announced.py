"""Box keys that move on: what the members announce in their heads for the key of the next epoch to be sealed for.

A box key that never changed would open the keys of all epochs for ever, from the folder or from a kept copy of it. So
each epoch is sealed for a younger one, and a desk that destroys an epoch drops the box keys that opened it.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.sync.errors import FormatTooNew, Malformed
from app.sync.heads import FILE_MAX, SLOTS, Head, read_head
from app.sync.keys import Keys
from app.sync.layout import log_folder, parse_incarnation, replica_folder
from app.sync.ports import Folder
from app.sync.positions import LogId
from app.sync.roster import Roster


def announced_box_keys(folder: Folder, roster: Roster, keys: Keys) -> dict[int, bytes]:
    """Return the younger box keys that members which remain have announced.

    A head counts that knows the entry of the roster that named the member's present box key: what an older one
    announces may be that key itself, or one that its desk has dropped since.
    """
    return {
        number: head.box_key
        for number in sorted(roster.remaining)
        for head in _heads(folder, roster, number, keys)
        if head.box_key is not None and has_read(head, roster, roster.named[number].entry)
    }


def has_read(head: Head, roster: Roster, entry: int) -> bool:
    """Tell whether the writer of a head had read an entry of this very roster."""
    length, link = head.roster
    return entry <= length <= roster.length and roster.links[length - 1] == link


def _heads(folder: Folder, roster: Roster, number: int, keys: Keys) -> Iterator[Head]:
    """Yield the heads of a member; what a former key of it signed announces nothing."""
    sign_key = roster.members[number].sign_key
    for name in folder.names(replica_folder(number)):
        incarnation = parse_incarnation(name)
        for slot in SLOTS if incarnation is not None else ():
            log = LogId(number, incarnation or 0)
            data = folder.read(f"{log_folder(log)}/{slot}", bytes_max=FILE_MAX)
            try:
                yield read_head(data or b"", log, verify_key=sign_key, network_keys=keys.network_keys)
            except (Malformed, FormatTooNew):
                continue
