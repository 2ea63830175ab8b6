"""Desks that did something without knowing of each other, and a third that hears of them in either order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.db.tasks import open_tasks
from app.desk.outcome import Done
from tests.making import DAY_MS
from tests.sim.branch import Branch
from tests.sim.world import World
from tests.sync.meeting import meet

BEGINNING = "AB"
"""First what A did, then what B did."""
ORDERS = (BEGINNING, "BA")


@dataclass
class Town:
    """A town of desks A and B, who act, and C, who hears of them.

    Attributes:
        order: Whose deeds arrive first at C.
    """

    world: World
    order: str = BEGINNING

    @property
    def a(self) -> Branch:
        return self.world.branches[0]

    @property
    def b(self) -> Branch:
        return self.world.branches[1]

    def do(self, branch: Branch, deed: Callable[..., Any], **given: Any) -> Any:
        """Let somebody at a desk do a deed that must be done; a minute passes. Return its record."""
        self.world.now_ms += 60_000
        acting = replace(self.world.acting, branch=self._seat(branch))
        outcome = branch.do(acting, lambda work: deed(work, **given))
        assert isinstance(outcome, Done), outcome
        return outcome.record

    def _seat(self, branch: Branch) -> Any:
        seat = "SELECT branch FROM workstation WHERE replica = ?"
        return branch.database.connection.execute(seat, (branch.number,)).fetchone()[0]

    def pass_days(self, days: int) -> None:
        """Let days go by in which nothing happens; every librarian says that the date is right."""
        self.world.now_ms += days * DAY_MS
        for branch in self.world.branches:
            branch.store.confirm_clock(branch.clock.wall_ms())

    def hear(self) -> None:
        """Let C read one desk, then the other; then everybody reads everybody, and what follows from it."""
        third = self.world.branches[2]
        for branch in (self.a, self.b) if self.order == BEGINNING else (self.b, self.a):
            for one in (branch, third):
                self.world.now_ms += 60_000
                one.replica.round(once=True)
        meet(self.world)
        self.world.check()

    def everywhere(self, look: Callable[[Branch], Any]) -> Any:
        """Return what is seen at every desk, which must be the same."""
        seen = [look(branch) for branch in self.world.branches]
        assert all(one == seen[0] for one in seen), seen
        return seen[0]

    def value(self, query: str, *values: Any) -> Any:
        """Return what a query answers at every desk: all its rows, as one value where there is one."""
        rows = self.everywhere(lambda branch: branch.database.connection.execute(query, values).fetchall())
        return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows

    def tasks(self) -> list[str]:
        """Return the kinds of the tasks at every desk."""
        return self.everywhere(
            lambda branch: sorted(task.kind.value for task in open_tasks(branch.database.connection))
        )
