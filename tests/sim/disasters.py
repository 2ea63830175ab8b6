"""What happens to the folder as a whole, and what strangers leave in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from app.sync.roster import entry_file
from tests.sim.branch import HOUR_MS, Branch
from tests.sim.files import Files, Written
from tests.sim.founding import make_members

if TYPE_CHECKING:
    from tests.sim.world import Steps, World

NOBODY = 0
"""The number of no branch: who writes here is no member."""


@dataclass
class Disasters:
    """What happens to the folder.

    Attributes:
        earlier: What an administrator has a copy of.
        aside: What the folder held before it was emptied, or another one was mounted in its place.
        until_ms: When that ends.
    """

    random: Random
    world: World
    faults: Counter[str]
    earlier: Files | None = None
    aside: Files | None = None
    until_ms: int = 0

    def steps(self) -> Steps:
        """Return what may happen, each with its weight."""
        return {
            self._copy: 0.6,
            self._roll_back: 0.4,
            self._empty: 0.3,
            self._another_network: 0.3,
            self._stray: 2,
        }

    def _copy(self, _: Branch) -> str:
        """Let an administrator copy the folder as it stands."""
        if self.aside is not None:
            return ""
        self.earlier = Files({path: list(writings) for path, writings in self.world.share.files.items()})
        return f"{len(self.earlier)} files"

    def _roll_back(self, _: Branch) -> str:
        """Put the copy back. Backups of desks from before cannot be, from now on: what they lack stands nowhere."""
        if self.earlier is None or self.aside is not None:
            return "no copy"
        self.world.share.files, self.earlier = self.earlier, None
        self.world.mischief.backups.clear()
        self.faults["folder rolled back"] += 1
        return f"{len(self.world.share.files)} files"

    def _empty(self, _: Branch) -> None:
        self._replace("folder emptied", Files())

    def _another_network(self, _: Branch) -> None:
        _, entries = make_members(self.random, self.random.sample(range(1, 4096), 3))
        now_ms = self.world.now_ms
        files = {entry_file(n): [Written(data, NOBODY, {}, {}, now_ms)] for n, data in enumerate(entries, start=1)}
        self._replace("another network's folder", Files(files))

    def _replace(self, what: str, files: Files) -> None:
        if self.aside is None:
            self.aside, self.world.share.files = self.world.share.files, files
            self.until_ms = self.world.now_ms + self.random.randrange(HOUR_MS)
            self.faults[what] += 1

    def come_back(self, *, at_once: bool = False) -> None:
        """Put the folder back when its time has come. Whoever wrote into what was there has mistaken the place."""
        if self.aside is not None and (at_once or self.until_ms <= self.world.now_ms):
            members = {branch.number for branch in self.world.branches}
            wrote = [path for path, (*_, last) in self.world.share.files.items() if last.writer in members]
            assert not wrote, f"somebody wrote into a folder that is not the network's: {wrote[0]}"
            self.world.share.files, self.aside = self.aside, None

    def _stray(self, _: Branch) -> str:
        """Leave a file that nobody's program wrote: a conflict copy, an office lock, a preview."""
        files = self.world.share.files
        if self.aside is not None or not files:
            return ""
        path = self.random.choice(sorted(files))
        folder, _, name = path.rpartition("/")
        stem, _, end = name.partition(".")
        stray = self.random.choice(
            (
                f"{stem} (conflicted copy 2026-09-21).{end}",
                f"{stem}.sync-conflict-20260921-101010-ABCDEFG.{end}",
                f"{stem} (1).{end}",
                f"~${name}",
                f"{name}.{self.random.getrandbits(64):016x}.tmp",
                name.upper(),
                "desktop.ini",
                "Desktop.ini",
                "Thumbs.db",
            )
        )
        data = files[path][0].data or b""
        whole = self.random.random() < 0.5
        self.world.share.write(f"{folder}/{stray}", data if whole else data[: len(data) // 2], NOBODY)
        self.faults["stray file"] += 1
        return stray
