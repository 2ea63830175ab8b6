"""A town in which disks fail: now and then one cell of one desk's database changes, and nobody is told.

The desk's scrub tells it, or the other desks do; then the desk is rebuilt, with the power failing in between at times.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from app.db.digest import LEAF_BITS, Leaf
from app.db.log.capture import capture_off
from app.db.log.images import DatabaseImages
from app.db.log.rebuilding import DatabaseBuilding
from app.sync.differing import key_of
from app.sync.loading import Loading
from app.sync.rebuilding import Rebuilding, Rebuilt
from app.sync.roster import read_roster
from app.sync.rowcheck import Difference
from tests.sim.branch import HOUR_MS, Branch, Crash, Watchful
from tests.sim.remembered import remembered
from tests.sim.world import World

CELLS = (
    ("patron", "phone"),
    ("patron", "given"),
    ("title", "title"),
    ("item", "call_number"),
    ("loan", "at_ms"),
    ("closing", "at_ms"),
    ("registration", "channel"),
)
"""Cells whose content decides no deed, so that a town goes on; the scrub does not know them from others."""

Flipped = tuple[str, int]
"""Table and id of the row with the altered cell."""


class RottingWorld(World):
    """A town with failing disks; one that has been altered may be put back from a backup before it is rebuilt."""

    town = "rot"
    rots = True

    def __init__(self, seed: int, folder: Path, **options: Any) -> None:
        self.altered: dict[int, list[Flipped]] = {}
        super().__init__(seed, folder, **options)
        self.steps[self._rots] = 2

    def _rots(self, branch: Branch) -> None:
        if not self.altered and (flipped := self.flip(branch)) is not None:
            self.faults["cell flipped"] += 1
            self.altered.setdefault(branch.number, []).append(flipped)

    def flip(self, branch: Branch) -> Flipped | None:
        """Alter one cell of a row that others know; past triggers and marks."""
        connection = branch.database.connection
        known = {
            cell: connection.execute(
                f"SELECT id FROM {cell[0]} WHERE id NOT IN (SELECT row FROM outbox) ORDER BY id"
            ).fetchall()
            for cell in CELLS
        }
        cells = [cell for cell, rows in known.items() if rows]
        if not cells or connection.execute("SELECT count(*) FROM segment WHERE written = 0").fetchone() != (0,):
            return None
        table, column = self.random.choice(cells)
        (row,) = self.random.choice(known[table, column])
        with branch.database.writing() as connection, capture_off(connection):
            other = "coalesce({0}, 0) + 1" if column == "at_ms" else "coalesce({0}, '') || 'x'"
            connection.execute(f"UPDATE {table} SET {column} = {other.format(column)} WHERE id = ?", (row,))
        return table, row

    def told(self, branch: Branch) -> list[Difference]:
        """Return what stands noted at a desk as its own fault."""
        return [one for one in branch.row_check.differences() if one.wrong == branch.number]

    def heal(self) -> None:
        """Once all is quiet: whoever differs from the rest has been told so, and is rebuilt."""
        digests = {branch.number: branch.digest() for branch in self.branches}
        [(sound, _)] = Counter(digests.values()).most_common(1)
        for branch in self.branches:
            if digests[branch.number] != sound:
                assert self.told(branch), f"{branch.number} differs and does not know it"
                self.faults["altered cell told"] += 1
            if branch.number in self.altered:
                self.rebuild(branch)
        self.altered.clear()

    def _rest(self, branch: Branch) -> None:
        """Let a desk digest what has changed."""
        self.now_ms += 2 * HOUR_MS
        for _ in range(2):
            branch.replica.round(once=True)

    def rebuild(self, branch: Branch, *, lasting: bool = False) -> Rebuilt:
        """Let somebody rebuild a desk, again and again until the power lasts."""
        branch.crash_in = None if lasting else self.random.randrange(14)
        while True:
            try:
                rebuilt = rebuild(branch)
            except Crash:
                self.faults["crash while rebuilding"] += 1
                branch.restart()
                continue
            branch.crash_in = None
            self.deeds["rebuilt"] += 1
            branch.restart()
            return rebuilt

    def check_one_cell(self) -> None:
        """In a quiet town one altered cell is told by its own desk, table and days; and put right by rebuilding."""
        branch = self.random.choice(self.branches)
        self._rest(branch)  # What is marked when the cell is altered is digested as it is then.
        flipped = self.flip(branch)
        assert flipped is not None
        self._rest(branch)
        table, row = flipped
        ids = Leaf(table, row >> LEAF_BITS).ids
        assert [one for one in self.told(branch) if one.replica == branch.number] == [
            Difference(branch.number, table, *ids, branch.number)
        ]

        differed = self.rebuild(branch, lasting=True).differed
        assert differed == [key_of(Difference(0, table, *ids, 0))]


def rebuild(branch: Branch) -> Rebuilt:
    """Rebuild a desk as `lete doctor --rebuild` does, after a round with the folder."""
    branch.replica.round(once=True)
    return rebuild_alone(branch)


def rebuild_alone(branch: Branch) -> Rebuilt:
    """Rebuild a desk from the folder as it was last seen."""
    replica, images = branch.replica, DatabaseImages(database=branch.database, version="sim")
    loading = Loading(
        store=replica.store,
        images=Watchful(images, branch.step),
        folder=branch.folder,
        keys=replica.keys,
        rows_max=lambda: 20_000,
        limit=replica.timekeeper.judge().time.arriving_limit,
    )
    building = Building(DatabaseBuilding(images=images), branch.step)
    roster = read_roster(branch.store.roster(), replica.keys)
    return Rebuilding(loading=loading, building=building, reader=replica.reader, roster=roster).rebuild()


class Building(Watchful):
    """What is built aside; before and after every step the power may fail."""

    WRITES = frozenset({"begin", "finish"})


@remembered()
def play(seed: int, folder: Path, steps: int = 150, **options: Any) -> RottingWorld:
    """Play a town with failing disks through, hold it to what must be true, and return it."""
    world = RottingWorld(seed, folder, **{"newcomers": 1, "branches": 4, **options})
    try:
        for _ in range(steps):
            world.step()
        world.settle()
        world.heal()
        world.settle()
        world.check()
        world.check_one_cell()
        world.settle()
        world.check()
    finally:
        world.close()
    return world
