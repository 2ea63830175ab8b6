"""Destroying network keys of former epochs, once nothing live needs them.

After that, copies of the folder that somebody kept are dead: no desk has what would open them. Each desk decides for
itself. It looks at what stands in the folder, which plain headers tell: nothing of a former epoch by a member that is
waited for, no checkpoint, and none of its own segments. Files of members that are away are passed over; who comes back
has its keys still, reads what began since, and writes its own files anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec import structs

from app.sync.announced import has_read
from app.sync.envelope import START_BYTES, epoch_of
from app.sync.heads import Head
from app.sync.keys import Keys, Secrets
from app.sync.layout import log_folder, parse_incarnation, replica_folder
from app.sync.ports import Folder, Store, Vault
from app.sync.positions import LogId
from app.sync.roster import Roster
from app.sync.segments import parse_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroying:
    """Destroys what this desk has of former epochs.

    Attributes:
        keys: All that this desk's vault holds, and what the roster has brought.
        checkpoints: The epochs of the files in `checkpoints/`.
        present: The newest head of each other member that is waited for; None for one whose head cannot be read now.
    """

    store: Store
    folder: Folder
    vault: Vault
    keys: Keys
    roster: Roster
    checkpoints: Iterable[int]
    present: Mapping[int, Head | None]

    def has_former(self) -> bool:
        """Tell whether this desk has a network key of a former epoch."""
        return min(self.keys.network_keys) < self.roster.epoch in self.keys.network_keys

    def destroy(self) -> Keys | None:
        """Destroy the network keys of former epochs; return what is left, or None where something needs them."""
        if self._is_needed():
            return None
        left = self._left()
        standing = self.store.standing()
        self.vault.save(standing.network, standing.log.replica, left)
        return Keys(left, self.keys.former)

    def _is_needed(self) -> bool:
        epoch = self.roster.epoch
        return (
            any(of != epoch for of in self.checkpoints)
            or any(head is None or not has_read(head, self.roster, self.roster.began) for head in self.present.values())
            or bool(self.store.own_under_another(epoch))
            or any(of != epoch for of in self._epochs({self.store.standing().log.replica, *self.present}))
        )

    def _epochs(self, numbers: Collection[int]) -> Iterator[int]:
        """Yield the epoch of every segment of these members that stands in the folder."""
        for number in sorted(numbers):
            for name in self.folder.names(replica_folder(number)):
                path = log_folder(LogId(number, parse_incarnation(name) or 0))
                for file in self.folder.names(path):
                    if parse_name(file) is not None:
                        yield epoch_of(self.folder.read_start(f"{path}/{file}", START_BYTES))

    def _left(self) -> Secrets:
        """Return what this desk keeps: the present key, what opens the roster, and no box key from before."""
        epoch, own = self.roster.epoch, self.store.standing().log.replica
        box = self.keys.box_for((self.roster.members[own].box_key,))
        return structs.replace(
            self.keys.secrets,
            box_seed=self.keys.secrets.box_seed if box is None else bytes(box),
            network_keys={epoch: self.keys.network_keys[epoch]},
            roster_keys={of: key for of, key in self.roster.roster_keys.items() if of != epoch},
        )
