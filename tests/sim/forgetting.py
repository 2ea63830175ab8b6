"""A town of the Danish profile, in which every desk forgets whose the loans were (O-7): cuts amid everything else.

Days pass now and then, so that returns become old while some desk is away, restored from a backup, or behind the others.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.db.work import DeskWork
from app.desk.history import cut_history
from app.desk.outcome import Done, Outcome
from tests.sim.branch import HOUR_MS, Branch
from tests.sim.world import World, played

DAYS = 1
"""After so many days it is forgotten whose a loan was; the profile's month would take a town too long."""


class ForgettingTown(World):
    """A town that forgets."""

    town = "forgetting"
    profile = "hjorring"
    settings = MappingProxyType({"history_days": str(DAYS)})

    def __init__(self, seed: int, folder: Path, **options: Any) -> None:
        super().__init__(seed, folder, **options)
        self.steps |= {self._days_pass: 1.5, self._cut: 4}

    def _days_pass(self, _: Branch) -> None:
        self._wait(self.random.randrange(12 * HOUR_MS, 48 * HOUR_MS))

    def _cut(self, branch: Branch) -> str:
        forgotten = branch.do(self.acting, cut_history)
        count = forgotten.record.loans if isinstance(forgotten, Done) else 0
        self.deeds["history cut"] += bool(count)
        self.deeds["loan forgotten"] += count
        return f"forgot {count}" if count else ""

    def check(self) -> None:
        """Hold the town to what must be true, and every desk to having nothing left to forget once all have cut."""
        super().check()
        self._wait((DAYS + 2) * 24 * HOUR_MS)
        for branch in self.branches:
            self._cut(branch)  # Each knows best what it did last itself.
        self.read_until_quiet()
        for branch in self.branches:
            left = branch.do(self.acting, _left)
            assert isinstance(left, Done)
            assert not left.record, (
                f"{branch.number} still knows whose {left.record} loans were that all have forgotten"
            )
        super().check()


def _left(work: DeskWork) -> Outcome[int]:
    until_on = min(work.today, work.ticks_day()) - timedelta(days=DAYS + 1)
    return Done(record=work.ended_history(until_on).loans, touched=frozenset())


def play(seed: int, folder: Path, steps: int = 300, **options: Any) -> ForgettingTown:
    """Play a town that forgets through, hold it to what must be true, and return it."""
    return played(ForgettingTown(seed, folder, **{"newcomers": 1, **options}), steps)
