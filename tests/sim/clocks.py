"""Clocks that lie, the librarians who are asked for the date, and the managers who decide about what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from app.db.declaration import BY_NAME
from app.db.tasks import OpenTask, open_tasks
from app.desk.found import Acting
from app.desk.outcome import Done, Outcome
from app.desk.tasks import decide_task
from app.rules.reconcile import VerdictKind
from tests.sim.branch import Branch, Crash
from tests.sim.librarians import Deed

if TYPE_CHECKING:
    from tests.sim.world import Steps, World

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
    """What happens to clocks.

    Attributes:
        decided: Names of the held writings that some manager has decided about in the end.
        corrections: Counts up, so that no two writings say the same.
    """

    random: Random
    world: World
    faults: Counter[str]
    deeds: Counter[str]
    acting: Acting
    decided: set[str] = field(default_factory=set)
    corrections: int = 0

    def steps(self) -> Steps:
        """Return what may happen at a branch, each with its weight."""
        return {
            self._lie: 1.0,
            self._repair: 1.5,
            self._stutter: 0.5,
            self._answer: 5.0,
            self._decide: 3.0,
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

    def _decide(self, _: Branch) -> str:
        """A manager decides about one held writing, one way or the other."""
        holding = [branch for branch in self.world.branches if branch.store.times().held and held_tasks(branch)]
        if not holding:
            return "nothing is held"
        branch = self.random.choice(holding)
        self._decide_about(self.random.choice(held_tasks(branch)), branch)
        return f"at {branch.number}"

    def _decide_about(self, task: OpenTask, branch: Branch) -> None:
        """Decide; as often as not somebody who has not heard of it writes the same unit after that."""
        choice = self.random.choice(("accepted", "refused"))
        self.deeds[f"held {choice}"] += 1
        self._do(branch, lambda work: decided(work, task.name, choice))
        if self.random.random() < 0.5:
            self._write_meanwhile(task, self.random.choice(self.world.branches))

    def _do(self, branch: Branch, deed: Deed) -> None:
        """Do a deed at a branch where the power may fail."""
        try:
            branch.do(self.acting, deed)
        except Crash as crash:
            self.faults[f"crash at {crash}"] += 1
            branch.restart()

    def _write_meanwhile(self, task: OpenTask, branch: Branch) -> None:
        """Write the unit of a held writing at a desk that need not know of it."""
        table, row, unit = task.subject.split()
        declared = BY_NAME[table].unit(unit)
        if declared is None or any(column.type != "TEXT" for column in declared.columns):
            return
        self.corrections += 1
        values = {column.name: f"K{self.corrections}" for column in declared.columns}
        self.deeds["held written meanwhile"] += 1
        self._do(branch, lambda work: amended(work, table, int(row), values))

    def set_right(self) -> None:
        """Set every clock right, and let one manager decide about each writing that is held: the others hear of it."""
        for branch in self.world.branches:
            self._repair(branch)
            branch.clock.stutter_ms = lambda: 0
            branch.store.confirm_clock(branch.clock.wall_ms())
            for task in held_tasks(branch):
                if task.name not in self.decided:
                    self.decided.add(task.name)
                    self._decide_about(task, branch)


def held_tasks(branch: Branch) -> list[OpenTask]:
    """Return the tasks of a desk about writings that it holds."""
    return [task for task in open_tasks(branch.database.connection) if task.kind is VerdictKind.HELD_CHANGE]


def decided(work: Any, task: str, choice: str) -> Any:
    return decide_task(work, task=task, choice=choice)


def amended(work: Any, table: str, row: int, values: Mapping[str, str]) -> Outcome[int]:
    if work.connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row,)).fetchone():
        work.amend(table, row, **values)
    return Done(record=0, touched=frozenset())
