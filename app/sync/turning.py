"""One epoch of the network key begins, and those before it end: what a desk does for it in a round."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.sync.destroying import Destroying
from app.sync.heads import Head
from app.sync.keys import Keys
from app.sync.ports import Folder, Random, Store, Vault
from app.sync.positions import LogId
from app.sync.rekeying import Rekeying
from app.sync.roster import Roster
from app.sync.survey import Survey

WANTED = "checkpoint-wanted"
"""Noted by whoever wants a checkpoint soon; forgotten when one is written."""
LOOKED = "looked-for-former-epochs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """Begins and ends epochs.

    Attributes:
        vault: Where this desk's keys are kept; None where they cannot be changed.
        present: The newest head of each other member that is waited for; None for one whose head cannot be read now.
    """

    store: Store
    folder: Folder
    keys: Keys
    random: Random
    vault: Vault | None
    survey: Survey
    roster: Roster
    present: Mapping[int, Head | None]

    def begin(self, forked: Collection[LogId], now_ms: int) -> bool:
        """Begin an epoch, as the registrar, once persons are erased everywhere; tell whether one has begun."""
        rekeying = Rekeying(
            store=self.store,
            folder=self.folder,
            keys=self.keys,
            random=self.random,
            roster=self.roster,
            present=self.present,
            forked=forked,
        )
        if self.store.standing().log.replica != self.roster.registrar or not rekeying.is_wanted():
            return False
        if rekeying.is_seen_first():
            self.store.noted_ms(WANTED, now_ms)
            return False
        return rekeying.begin(self.survey.verified())

    def end(self, now_ms: int, every_ms: int) -> Keys | None:
        """Destroy the keys of former epochs once nothing live is under them; return what is left, None for all."""
        if self.vault is None or now_ms - self.store.noted_ms(LOOKED, now_ms) < every_ms:
            return None
        destroying = Destroying(
            store=self.store,
            folder=self.folder,
            vault=self.vault,
            keys=self.keys,
            roster=self.roster,
            checkpoints=self.survey.epochs.values(),
            present=self.present,
        )
        if not destroying.has_former():
            return None
        self.store.forget_note(LOOKED)
        return destroying.destroy()
