"""The town: branches, one folder, one seed. Steps do what librarians, cables and power stations do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, TypeVar

from app.db.database import open_database
from app.db.log.store import LogStore
from app.errors import LibraryError
from app.sync.keys import Keys
from app.sync.problems import CLONE, MISSING_SEGMENT, ROSTER_BEHIND, UNREADABLE_SEGMENT
from app.sync.replica import Round
from app.sync.roster import entry_file, entry_hash
from tests.sim import invariants
from tests.sim.branch import HOUR_MS, Branch, BranchClock, Crash
from tests.sim.clocks import Clocks
from tests.sim.copies import Copies
from tests.sim.disasters import Disasters
from tests.sim.districts import Districts
from tests.sim.folder_rules import check_deletion, check_retiring
from tests.sim.founding import USUAL, administrator, found, make_members
from tests.sim.librarians import Librarians
from tests.sim.mischief import Mischief
from tests.sim.remembered import remembered
from tests.sim.report import QUIET, Step, report
from tests.sim.share import Share

START_MS = 1_790_000_000_000
SKEW_MS = 4 * 60_000

LACKING = frozenset({MISSING_SEGMENT, UNREADABLE_SEGMENT, ROSTER_BEHIND})
"""Who says this waits for somebody to write something again."""

TURNS_MAX = 6
"""So many turns of two rounds end in quiet."""

COPIES_MAX = 2
"""So many disks are copied in one town: so many numbers are kept for them."""

Steps = dict[Callable[[Branch], str | None], float]
"""What may happen at a branch, each with its weight; it returns how it ended, for the report."""


class World:
    """A simulated town.

    Args:
        seed: Decides everything.
        folder: Where the databases lie, for as long as the town stands.
        branches: How many branches; None draws 3 or more.
        newcomers: How many more are admitted and begin some time later.
        hurries: Whether checkpoints are written every hour, as in a town of 300 steps, or as seldom as in life.
        keeps: Whether there are checkpoints at all; without any, no file leaves the folder.
        make_store: Another store, to plant a fault.
        clocks_lie: Whether clocks do more than differ by a few minutes.
        copies: Whether disks are copied instead of restored.
        at_work: In how many branches anything happens; the others are open and read in the end. None for all.
    """

    town = "usual"
    """What plays it from the command line."""

    branches_max = 12
    """So many branches a town has at most, where nobody says how many."""

    rots = False
    """Whether cells of databases change by themselves."""

    profile = USUAL
    settings: Mapping[str, str] = MappingProxyType({})
    """What holds in place of what the profile says."""

    def __init__(
        self,
        seed: int,
        folder: Path,
        *,
        branches: int | None = None,
        newcomers: int = 0,
        hurries: bool = True,
        keeps: bool = True,
        make_store: Callable[..., Any] = LogStore,
        replica: Callable[[Branch], None] = lambda _: None,
        clocks_lie: bool = True,
        copies: bool = False,
        at_work: int | None = None,
        joins: bool = True,
    ) -> None:
        self.random = Random(seed)
        self.seed, self.now_ms, self.asked = seed, START_MS, branches
        count = branches or self.random.randint(3, self.branches_max)
        self.numbers = self.random.sample(range(1, 4096), count + newcomers + COPIES_MAX * copies)
        self.share = Share(Random(self.random.random()), lambda: self.now_ms, self.numbers, wait=self._wait)
        self.share.case_blind = self.random.random() < 0.3
        self.trace: list[Step] = []
        self.deeds: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.false_alarms = 0
        self.hurries, self.keeps = hurries and keeps, keeps
        self.founder = self.numbers[0]
        self.folder, self.make_store, self.dress, self.at_work = folder, make_store, replica, at_work
        self.keys, self.roster = self._members()
        for place, entry in enumerate(self.roster, start=1):
            self.share.write(entry_file(place), entry, self.founder)
        self.branches = [self._opened(number) for number in self.numbers[:count]]
        self.to_come, self.spare = self.numbers[count : count + newcomers], self.numbers[count + newcomers :]
        self.acting = administrator()
        self.librarians = Librarians(self.random, self.acting, self.deeds, joins)
        self.mischief = Mischief(self.random, self, self.faults)
        self.disasters = Disasters(self.random, self, self.faults)
        self.districts = Districts(self.random, self, self.faults, clocks_lie)
        self.clocks = Clocks(self.random, self, self.faults, self.deeds, self.acting)
        self.copies = Copies(self.random, self, self.faults)
        self.steps = self._steps() | (self.clocks.steps() if clocks_lie else {})
        self.steps |= self.copies.steps() if copies else self.mischief.restoring()
        found(self.branches[0], self.branches[1:], self.acting, self.profile, self.settings)
        self._read_everything()

    def _members(self) -> tuple[dict[int, Keys], list[bytes]]:
        return make_members(self.random, self.numbers, profile=self.profile)

    def _opened(self, number: int) -> Branch:
        branch = Branch(
            number=number,
            folder_path=self.folder,
            template=_template(self.folder),
            share=self.share,
            random=Random(self.random.random()),
            clock=BranchClock(lambda: self.now_ms, self.random.randint(-SKEW_MS, SKEW_MS)),
            keys=self.keys[number],
            roster=self.roster,
            network=entry_hash(self.roster[0]),
            make_store=self.make_store,
            keeps=self.keeps,
            deleted=lambda _, path: check_deletion(self, path),
            retiring=lambda owner, log, end: check_retiring(self, owner, log, end),
        )
        branch.faults = self.faults
        self.dress(branch)
        return branch

    def _read_everything(self) -> None:
        """Let everybody read everything, with the folder at its best."""
        self.share.calm = True
        for branch in self.branches:
            branch.replica.round(once=True)
        self.share.calm = False

    @property
    def everybody(self) -> list[Branch]:
        """All who ever worked here."""
        return self.branches

    @property
    def away(self) -> set[int]:
        """Who is closed."""
        return set(self.mischief.away_until_ms)

    # Steps.

    def _steps(self) -> Steps:
        """Return what may happen, each with its weight."""
        return {
            self.librarians.work: 50,
            self.librarians.forget: 1.5,
            self._round: 34,
            self._time_passes: 6,
            self._newcomer: 1,
            **self.mischief.steps(),
            **self.disasters.steps(),
            **self.districts.steps(),
        }

    def step(self) -> None:
        """Let one thing happen somewhere."""
        self.now_ms += self.random.randrange(20_000)
        self.mischief.come_back()
        self.disasters.come_back()
        branch = self.random.choice(self.branches[: self.at_work])
        kind = self.random.choices(list(self.steps), list(self.steps.values()))[0]
        what = kind.__name__.strip("_").replace("_", " ")
        try:
            outcome = kind(branch) or ""
        except Crash as crash:
            outcome = f"crash at {crash}"
            self.faults[outcome] += 1
            branch.restart()
            if self.random.random() < 0.3:
                self.mischief.back_up(branch)  # Whoever has had a fright makes a backup.
        self.trace.append(Step(self.now_ms, branch.number, what, outcome))

    def _round(self, branch: Branch) -> str:
        thorough, once = self.random.random() < 0.5, self.random.random() < 0.1
        try:
            done = branch.replica.round(thorough=thorough, once=once)
        except LibraryError as error:
            self.faults["round failed"] += 1
            return error.code
        self.deeds["checkpoint written"] += bool(done.checkpoint)
        self.false_alarms += not self.rots and any(problem.table for problem in done.problems)
        self.deeds["checkpoint loaded"] += bool(done.loaded)
        self.deeds["clone told"] += any(problem.code == CLONE for problem in done.problems)
        return told(done)

    def _wait(self, ms: int) -> None:
        self.now_ms += ms

    def _time_passes(self, _: Branch) -> None:
        self._wait(self.random.randrange(HOUR_MS))

    def _newcomer(self, _: Branch) -> None:
        self.newcomer()

    def newcomer(self) -> None:
        """Let a workstation begin that was admitted long ago."""
        if self.to_come:
            self.deeds["newcomer"] += 1
            self.branches.append(self._opened(self.to_come.pop()))

    # Quiet, and what must be true then.

    def settle(self) -> None:
        """End all mischief and let everybody read everything."""
        self.share.calm = self.share.over = True
        self.mischief.end()
        self.disasters.come_back(at_once=True)
        self.copies.end()
        self.read_until_quiet()

    def read_until_quiet(self) -> None:
        """Let everybody read everything, again and again, until nobody has anything to say."""
        for turn in range(TURNS_MAX):
            self.clocks.set_right()
            news = self._read_by_all(), self._read_by_all()
            if turn and not any(news):
                break

    def _read_by_all(self) -> bool:
        """Let everybody read everything once; return whether anybody had anything to say, or to read."""
        self.now_ms += HOUR_MS
        news = False
        for branch in self.branches:
            done = branch.replica.round(once=True)
            news |= bool(done.published or done.merged or done.waiting or done.held)
            news |= any(problem.code in LACKING for problem in done.problems)
            self.trace.append(Step(self.now_ms, branch.number, QUIET, told(done)))
        return news or len({branch.replica.keys.epoch for branch in self.branches}) > 1

    def check(self) -> None:
        """Hold the town to what must be true once everybody has read everything."""
        invariants.check(self)

    def close(self) -> None:
        for branch in self.branches:
            branch.close()


Town = TypeVar("Town", bound=World)


def _template(folder: Path) -> Path:
    path = folder / "template.db"
    if not path.exists():
        database = open_database(path)
        database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
    return path


@remembered()
def played(town: Town, steps: int) -> Town:
    """Play a town through, hold it to what must be true, and return it; what fails carries a report."""
    try:
        for _ in range(steps):
            town.step()
        town.settle()
        town.check()
    except Exception as error:
        error.add_note(report(town, error, steps))
        raise
    finally:
        town.close()
    return town


def play(seed: int, folder: Path, steps: int = 300, **options: Any) -> World:
    """Play a town through, hold it to what must be true, and return it."""
    copies = seed % 4 == 3
    options = {"newcomers": 1, "copies": copies, "clocks_lie": not copies, **options}
    return played(World(seed, folder, **options), steps)


def told(done: Round) -> str:
    """Say in few words what a round did."""
    counts = {"published": done.published, "merged": done.merged, "waiting": done.waiting, "held": done.held}
    files = (("wrote", done.checkpoint), ("loaded", done.loaded))
    words = [f"{name} {count}" for name, count in counts.items() if count]
    words += [f"{what} {file.rpartition('/')[2]}" for what, file in files if file]
    return ", ".join([*words, *sorted({problem.code for problem in done.problems})])
