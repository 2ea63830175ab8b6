"""Copied disks: two machines as one for a while, told as clones, until a person gives one of them another number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from app.errors import LibraryError
from app.sync.past import forget_log
from app.sync.positions import LogId
from tests.sim.branch import Branch, BranchClock

if TYPE_CHECKING:
    from tests.sim.world import Steps, World

AHEAD_MS = 5 * 60_000
"""The clocks of both are ahead of all others, so each draws its ticks by its own: behind another's tick, both might
draw the same next one, which only another number prevents."""


@dataclass
class Copies:
    """Who is a copy of whom.

    Attributes:
        twins: Copies that have not got a number of their own yet.
    """

    random: Random
    world: World
    faults: Counter[str]
    twins: list[Branch] = field(default_factory=list)

    def steps(self) -> Steps:
        """Return what may happen, each with its weight."""
        return {self._copy_disk: 3, self._another_number: 5}

    def _copy_disk(self, branch: Branch) -> str:
        if self.twins or not self.world.spare or branch.number in self.world.away:
            return ""
        self.copy(branch)
        return "another machine works as this one"

    def copy(self, branch: Branch) -> Branch:
        """Copy a disk; two machines work under one number from now on."""
        self.faults["disk copied"] += 1
        branch.clock.offset_ms = AHEAD_MS
        twin = Branch(
            number=branch.number,
            folder_path=self.world.folder / f"twin{self.faults['disk copied']}",
            template=branch.back_up(),
            share=branch.share,
            random=Random(self.random.random()),
            clock=BranchClock(branch.clock.now_ms, AHEAD_MS + 777),
            keys=branch.keys,
            roster=(),
            network=branch.network,
            keeps=branch.keeps,
            is_copy=True,
            committed=set(branch.committed),
            deleted=branch.deleted,
            retiring=branch.retiring,
        )
        twin.faults, twin.mark.kept = branch.faults, branch.mark.kept
        self.world.dress(twin)
        self.world.branches.append(twin)
        self.twins.append(twin)
        return twin

    def _another_number(self, branch: Branch) -> str:
        """Give a copy another number, once all that it has done is in the folder; it works while it waits."""
        if branch not in self.twins:
            return ""
        forget_log(branch.mark, branch.number)
        try:
            waiting = branch.replica.round(once=True).waiting
        except LibraryError as error:
            return error.code
        if waiting:
            return "not all sent"
        for _ in range(self.random.randrange(3)):
            self.world.librarians.work(branch)
        return self._renumber(branch)

    def _renumber(self, twin: Branch) -> str:
        number = self.world.spare.pop()
        twin.renumber(LogId(number, self.random.getrandbits(62) | 1), self.world.keys[number])
        self.twins.remove(twin)
        self.faults["copy renumbered"] += 1
        return f"now {number}"

    def end(self) -> None:
        """Give every copy a number of its own."""
        for twin in list(self.twins):
            while self._another_number(twin) == "not all sent":
                self.world.now_ms += 60_000
