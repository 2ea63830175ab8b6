"""Epochs of the network key: how a new key reaches those who are to have it, and what is written under it anew.

Whoever reads the roster opens the key of each epoch on the way, so a desk keeps no list of keys that could get lost
between two writes: until a key is destroyed, the entries that a desk keeps are the list.
"""

from __future__ import annotations

from collections.abc import Mapping

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from app.sync.entries import NewKey
from app.sync.errors import FormerEpoch, Malformed
from app.sync.keys import KEY_BYTES, Keys, key_name, roster_key, seal_for
from app.sync.layout import log_folder
from app.sync.ports import Folder, Random, Sealed, Store
from app.sync.segments import outside_of, read_segment, write_segment


def sealed_key(
    epoch: int, key: bytes, box_keys: Mapping[int, bytes], recovery_box: bytes, *, erased: int = 0
) -> NewKey:
    """Return the key of an epoch, sealed for each of these members and for the recovery key."""
    return NewKey(
        epoch=epoch,
        name=key_name(roster_key(key)),
        members={number: seal_for(box_key, key) for number, box_key in box_keys.items()},
        box_keys=dict(box_keys),
        recovery=seal_for(recovery_box, key) if recovery_box else b"",
        erased=erased,
    )


def opened_key(sealed: NewKey, recovery_box: bytes, keys: Keys) -> bytes | None:
    """Return the key of a new epoch, or None where it was not sealed for this reader, or not well.

    Such a desk reads of the expulsion all the same, and publishes nothing until it has the key.
    """
    known = keys.network_keys.get(sealed.epoch)
    if known is not None and key_name(roster_key(known)) == sealed.name:
        return known
    by_box_key = {sealed.box_keys[number]: data for number, data in sealed.members.items()}
    if recovery_box:
        by_box_key[recovery_box] = sealed.recovery
    box = keys.box_for(by_box_key)
    key = None if box is None else opened(by_box_key[bytes(box.public_key)], box)
    return key if key is not None and key_name(roster_key(key)) == sealed.name else None


def opened(data: bytes, box: PrivateKey) -> bytes | None:
    """Return the key in a sealed box, or None where there is none for this reader."""
    try:
        key: bytes = SealedBox(box).decrypt(data)
    except (CryptoError, ValueError, TypeError):
        return None
    return key if len(key) == KEY_BYTES else None


def renewed(sealed: Sealed, *, before: Keys, keys: Keys, random: Random) -> Sealed:
    """Return an own segment sealed anew under the present key: same changes, same sequences, same name."""
    opened = read_segment(
        sealed.data, sealed.name, sealed.log, verify_key=before.verify_key, network_keys=before.network_keys
    )
    changes = [sealing.changes for sealing in opened.sealings]
    writing = keys.writing(sealed.log.replica, random)
    name, data = write_segment(changes, log=sealed.log, before=opened.before, writing=writing)
    return Sealed(sealed.log, name, data)


def in_present_epoch(sealed: Sealed, *, store: Store, keys: Keys, random: Random) -> Sealed:
    """Return a segment that is about to go to the folder; where its epoch has ended, seal it anew first.

    Whoever was expelled meanwhile has the key of the epoch that it was sealed in.
    """
    if outside_of(sealed.data).epoch == keys.epoch:
        return sealed
    anew = renewed(sealed, before=keys, keys=keys, random=random)
    store.seal_anew(anew)
    return anew


def write_anew(sealed: Sealed, *, store: Store, folder: Folder, keys: Keys, random: Random) -> None:
    """Write an own segment that stands in the folder again, under the present key where it is of a former epoch.

    It counts as unwritten until it is there: after a crash the next round writes it before it tells of anything.
    """
    try:
        anew = in_present_epoch(sealed, store=store, keys=keys, random=random)
    except FormerEpoch:
        return  # Of a database that was restored from before its key was destroyed: nobody lacks it.
    folder.write_new(f"{log_folder(anew.log)}/{anew.name.file}", anew.data)
    if anew is not sealed:
        store.mark_written(anew.log, anew.name)


def renew_all(*, store: Store, before: Keys, keys: Keys, random: Random) -> None:
    """Seal anew every own segment under a key that the winning roster does not have, for the folder to get it again.

    Two rosters that disagree may each have started an epoch; what was written under the key of the one that lost,
    nobody else could ever read. Done twice, for a crash in between, it ends the same.
    """
    for log in store.own_logs():
        for sealed in store.own_segments(log, 0):
            epoch = outside_of(sealed.data).epoch
            if before.network_keys.get(epoch) != keys.network_keys.get(epoch) and _opens(sealed, before):
                store.seal_anew(renewed(sealed, before=before, keys=keys, random=random))


def _opens(sealed: Sealed, keys: Keys) -> bool:
    try:
        read_segment(sealed.data, sealed.name, sealed.log, verify_key=keys.verify_key, network_keys=keys.network_keys)
    except Malformed:
        return False
    return True
