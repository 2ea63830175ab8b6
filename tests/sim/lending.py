"""A town that lends in full: every deed of circulation, at every branch, amid all that goes wrong.

Each branch is a library of its own, days pass, and the house rules are those of a Danish or of a Latvian network by turns.
What librarians do is told in `tests.sim.lending_deeds`, what must be true of it in `tests.sim.lending_invariants`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

from app.desk.found import Acting
from app.desk.ids import BranchId
from app.desk.outcome import Done
from tests.sim.branch import HOUR_MS, Branch
from tests.sim.lending_chance import Deed, Town
from tests.sim.lending_deeds import DEEDS, founding
from tests.sim.lending_invariants import check_lending
from tests.sim.world import Steps, World, played

RULES = {
    "hjorring": {"payment_means": "cash card municipality", "exclusion_notice_days": "3"},
    "valmiera": {"late_fee": "per_item_day", "late_day_minor": "5", "renewals_max": "9"},
}
"""What holds in place of what the profiles say, so that whatever a library may do is done in some town."""

UNSEEN = 6
"""How much what was not done yet in a town weighs at least."""


class LendingTown(World):
    """A town that lends."""

    town = "lending"
    branches_max = 8

    def __init__(self, seed: int, folder: Path, **options: Any) -> None:
        self.profile = sorted(RULES)[seed % len(RULES)]
        self.settings = MappingProxyType(RULES[self.profile])
        self.lending = Random(seed ^ 0xBEEF)
        super().__init__(seed, folder, **options)
        for deed in founding():
            self.branches[0].do(self.acting_at(self.branches[0]), deed)
        self._read_everything()

    def _steps(self) -> Steps:
        return super()._steps() | {self._lend: 200, self._days_pass: 2}

    def acting_at(self, branch: Branch) -> Acting:
        """Return somebody who works at a branch, with every permission."""
        found = branch.database.connection.execute(
            "SELECT branch FROM workstation WHERE replica = ? AND branch IS NOT NULL", (branch.number,)
        ).fetchone()
        return replace(self.acting, branch=BranchId(found[0])) if found else self.acting

    def _lend(self, branch: Branch) -> str:
        acting = self.acting_at(branch)
        name, deed = self._occasion(Town(self.lending, branch.database.connection, self.now_ms, acting.branch))
        outcome = branch.do(acting, deed)
        told = name if isinstance(outcome, Done) else f"{name} refused"
        self.deeds[told] += 1
        return told

    def _occasion(self, town: Town) -> tuple[str, Deed]:
        """Return a deed for which there is an occasion; what was not done yet in this town is likelier."""
        weights = [one.weight if one.name in self.deeds else max(one.weight, UNSEEN) for one in DEEDS]
        while True:
            kind = self.lending.choices(DEEDS, weights)[0]
            if (deed := kind.make(town)) is not None:
                return kind.name, deed

    def _days_pass(self, _: Branch) -> None:
        self._wait(self.lending.randrange(12 * HOUR_MS, 20 * 24 * HOUR_MS))

    def check(self) -> None:
        """Hold the town to what must be true of any, and of one that lends."""
        super().check()
        check_lending(self.branches, datetime.fromtimestamp(self.now_ms / 1000, UTC).date())


def play(seed: int, folder: Path, steps: int = 300, **options: Any) -> LendingTown:
    """Play a town that lends through, hold it to what must be true, and return it."""
    return played(LendingTown(seed, folder, **{"newcomers": 1, **options}), steps)
