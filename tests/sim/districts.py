"""Districts that are cut off: they work among themselves for hours, and their time server may be wrong meanwhile."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tests.sim.branch import HOUR_MS, Branch

if TYPE_CHECKING:
    from tests.sim.world import Steps, World

DAY_MS = 24 * HOUR_MS


@dataclass
class Districts:
    """What happens to the line between two parts of the town.

    Attributes:
        clocks_lie: Whether the clocks of a district may all be wrong by the same, so that none contradicts another.
    """

    random: Random
    world: World
    faults: Counter[str]
    clocks_lie: bool

    def steps(self) -> Steps:
        """Return what may happen, each with its weight."""
        return {self._cut_off: 1}

    def _cut_off(self, _: Branch) -> str:
        """Cut off fewer than half of the branches: what one side writes reaches the other when the line is back."""
        share, branches = self.world.share, self.world.branches
        if self.world.now_ms < share.apart_until_ms:
            return ""
        district = self.random.sample(branches, self.random.randint(1, (len(branches) - 1) // 2))
        share.apart = frozenset(branch.number for branch in district)
        share.apart_until_ms = self.world.now_ms + self.random.randrange(HOUR_MS, 4 * HOUR_MS)
        self.faults["district cut off"] += 1
        if self.clocks_lie and self.random.random() < 0.7:
            self._set_wrong(district)
        return " ".join(map(str, sorted(share.apart)))

    def _set_wrong(self, district: list[Branch]) -> None:
        self.faults["time server wrong"] += 1
        offset_ms = self.random.choice(
            (self.random.randrange(HOUR_MS, 9 * HOUR_MS), self.random.randrange(2, 9) * DAY_MS)
        )
        for branch in district:
            branch.clock.offset_ms = offset_ms
