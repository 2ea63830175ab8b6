"""What goes wrong at a branch: power, cables, disks, people who are away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from app.sync.layout import log_folder
from app.sync.positions import LogId, Position
from tests.sim.branch import HOUR_MS, Branch

if TYPE_CHECKING:
    from tests.sim.world import Steps, World


class Backup(NamedTuple):
    """What a backup of a home holds."""

    database: Path
    mark: tuple[LogId, Position] | None


@dataclass
class Mischief:
    """What happens to branches and to the folder.

    Attributes:
        backups: The backup of each branch that has one.
        away_until_ms: Who is closed, and until when.
    """

    random: Random
    world: World
    faults: Counter[str]
    backups: dict[int, Backup] = field(default_factory=dict)
    away_until_ms: dict[int, int] = field(default_factory=dict)

    def steps(self) -> Steps:
        """Return what may happen at a branch, each with its weight."""
        return {
            self._power_will_fail: 5,
            self._cable: 3,
            self._goes_away: 1,
            self._vanishes: 0.7,
            self._folder: 2.5,
        }

    def restoring(self) -> Steps:
        """Return what may happen to disks, each with its weight."""
        return {
            self.back_up: 3,
            self._restore: 1.2,
            self._restore_home: 0.8,
            self._restore_without_contact: 0.8,
        }

    def _power_will_fail(self, branch: Branch) -> None:
        branch.crash_in = self.random.randrange(12)

    def _goes_away(self, branch: Branch) -> None:
        """Let a branch be closed for longer than others wait for it."""
        if len(self.away_until_ms) < len(self.world.branches) // 2:
            self.faults["away"] += 1
            self.away_until_ms[branch.number] = self.world.now_ms + self.random.randrange(2, 12) * HOUR_MS
            branch.folder.reachable = False

    def come_back(self) -> None:
        for branch in self.world.branches:
            if self.away_until_ms.get(branch.number, self.world.now_ms + 1) <= self.world.now_ms:
                del self.away_until_ms[branch.number]
                branch.folder.reachable = True

    def _vanishes(self, branch: Branch) -> None:
        """Let somebody delete a file in the folder; its owner has it still, and so has every backup from now on."""
        if names := branch.store.own_names(branch.store.standing().log):
            path = f"{log_folder(branch.store.standing().log)}/{self.random.choice(names).file}"
            if self.world.share.files.take_away(path):
                self.backups.pop(branch.number, None)
                self.faults["vanished"] += 1

    def _cable(self, branch: Branch) -> None:
        if branch.number not in self.away_until_ms:
            branch.folder.reachable = not branch.folder.reachable

    def _folder(self, branch: Branch) -> str:
        return branch.folder.trouble.begin()

    def back_up(self, branch: Branch) -> None:
        self.backups[branch.number] = Backup(branch.back_up(), branch.mark.kept)

    def _restore(self, branch: Branch) -> str:
        """Put the database back; the mark beside it stays. Its librarian does again what she did last."""
        if branch.number not in self.backups:
            return "no backup"
        self.faults["restored"] += 1
        self.world.disasters.earlier = None  # What is lost with the desk stands in the folder alone.
        branch.restore(self.backups[branch.number].database)
        self.world.librarians.repeat(branch)
        return ""

    def _restore_home(self, branch: Branch) -> str:
        """Put the whole disk back: nothing beside the database tells that it is older than what was published."""
        if told := self._restore(branch):
            return told
        self.faults["home restored"] += 1
        branch.mark.kept = self.backups[branch.number].mark
        return ""

    def _restore_without_contact(self, branch: Branch) -> str:
        """Put the disk back, and let its librarian work before the folder is there again."""
        if told := self._restore_home(branch):
            return told
        self.faults["worked before contact"] += 1
        branch.folder.reachable = False
        self.world.librarians.work(branch)
        return ""

    def end(self) -> None:
        """Let everything work from now on."""
        self.away_until_ms.clear()
        for branch in self.world.branches:
            branch.crash_in, branch.folder.reachable = None, True
            branch.folder.trouble.end()
