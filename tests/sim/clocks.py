"""Clocks that lie, the librarians who are asked for the date, and the managers who decide about what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from app.db.tasks import open_tasks
from app.desk.ports import Acting
from app.desk.tasks import decide_task
from app.rules.reconcile import VerdictKind
from tests.sim.branch import Branch

if TYPE_CHECKING:
    from tests.sim.world import Steps

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
YEAR_MS = 365 * DAY_MS

LIES = {
    "clock hours ahead": lambda random: random.randrange(HOUR_MS, 9 * HOUR_MS),
    "clock hours behind": lambda random: -random.randrange(HOUR_MS, 9 * HOUR_MS),
    "clock days ahead": lambda random: random.randrange(2 * DAY_MS, 9 * DAY_MS),
    "clock ten years ahead": lambda random: 10 * YEAR_MS,
    "clock battery dead": lambda random: -6 * YEAR_MS,
}
"""By how much a clock is set wrong, milliseconds. 2020 is before any desk can have lived."""


@dataclass
class Clocks:
    """What happens to clocks."""

    random: Random
    faults: Counter[str]
    deeds: Counter[str]
    acting: Acting

    def steps(self) -> Steps:
        """Return what may happen at a branch, each with its weight."""
        return {
            self._lie: 1.0,
            self._repair: 1.5,
            self._stutter: 0.5,
            self._answer: 5.0,
            self._decide: 2.0,
        }

    def _lie(self, branch: Branch) -> str:
        name, offset = self.random.choice(list(LIES.items()))
        self.faults[name] += 1
        branch.clock.offset_ms = offset(self.random)
        return name

    def _repair(self, branch: Branch) -> None:
        branch.clock.offset_ms = self.random.randint(-4 * MINUTE_MS, 4 * MINUTE_MS)

    def _stutter(self, branch: Branch) -> None:
        self.faults["clock stutters"] += 1
        branch.clock.stutter_ms = lambda: self.random.choice((0, 0, 0, 90_000))

    def _answer(self, branch: Branch) -> None:
        """A librarian is asked for the date, and sets the clock right before saying yes."""
        if not branch.replica.timekeeper.judge().may_publish:
            self.deeds["date confirmed"] += 1
            self._confirm(branch)

    def _confirm(self, branch: Branch) -> None:
        if abs(branch.clock.offset_ms) > HOUR_MS:
            self._repair(branch)
        branch.store.confirm_clock(branch.clock.wall_ms())

    def _decide(self, branch: Branch) -> None:
        """A manager decides about one held writing, one way or the other."""
        tasks = [task for task in open_tasks(branch.database.connection) if task.kind is VerdictKind.HELD_CHANGE]
        if tasks:
            task, choice = self.random.choice(tasks), self.random.choice(("accepted", "refused"))
            self.deeds[f"held {choice}"] += 1
            branch.do(self.acting, lambda work: decided(work, task.name, choice))

    def set_right(self, branches: Iterable[Branch]) -> None:
        """Set every clock right, and decide about all that is held."""
        for branch in branches:
            self._repair(branch)
            branch.clock.stutter_ms = lambda: 0
            branch.store.confirm_clock(branch.clock.wall_ms())
            while branch.store.times().held and any(
                task.kind is VerdictKind.HELD_CHANGE for task in open_tasks(branch.database.connection)
            ):
                self._decide(branch)


def decided(work: Any, task: str, choice: str) -> Any:
    return decide_task(work, task=task, choice=choice)
