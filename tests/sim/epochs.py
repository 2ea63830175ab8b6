"""Network keys in a town: epochs begin after erasures, and each desk destroys the keys of those before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.sync.keys import Keys
from app.sync.roster import read_roster
from tests.sim.branch import Branch

if TYPE_CHECKING:
    from tests.sim.world import World


def check_epochs(world: World) -> None:
    """Hold all desks to one epoch, and each that destroyed keys to having none that leads back behind it."""
    epochs = {branch.replica.keys.epoch for branch in world.branches}
    assert len(epochs) == 1, f"desks write in several epochs: {epochs}"
    world.deeds["epoch begun"] += max(epochs) - 1
    for branch in world.branches:
        world.deeds["keys destroyed"] += _leads_not_back(branch)


def _leads_not_back(branch: Branch) -> bool:
    """Read the roster with what is left of a desk's keys: they open no epoch that they are said not to."""
    left = branch.vault.kept
    if left is None:
        return False
    entries, keys, kept = branch.store.roster(), Keys(left), min(left.network_keys)
    since = min(_named_since(entries, keys, branch.number, kept), kept)
    assert min(read_roster(entries, keys).network_keys) >= since, (
        f"{branch.number} can open an epoch whose key it has destroyed"
    )
    return True


def _named_since(entries: Sequence[bytes], keys: Keys, number: int, epoch: int) -> int:
    """Return since which epoch a desk had the box key that was its own when an epoch ended: it may have moved on since."""
    rosters = (read_roster(entries[:length], keys) for length in range(len(entries), 0, -1))
    return next(roster.named[number].epoch for roster in rosters if roster.epoch <= epoch)
