"""A town whose members change while it works: expulsions mid-flight, hand-overs, recoveries, clones."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from app.errors import LibraryError
from app.sync.announced import announced_box_keys
from app.sync.entries import Entry, Expelled, Recovered
from app.sync.keys import Keys
from app.sync.layout import ROSTER
from app.sync.problems import ROSTERS_DIFFER
from app.sync.registrar import expulsion, hand_over, keeping, recover, renaming, sign
from app.sync.roster import Roster, read_roster
from app.sync.roster_reading import extend_roster
from tests.sim.branch import Branch, BranchClock, Crash
from tests.sim.founding import RECOVERY, make_members
from tests.sim.world import World, played


class MembershipTown(World):
    """A town with a recovery key, where registrars work.

    Attributes:
        stolen: Branches that were expelled, and go on as the thief likes.
        signed: Hashes of the entries that some registrar was told are signed.
        term: The term of the last recovery.
        members_change: Whether anybody signs anything.
    """

    town = "members"

    def __init__(self, seed: int, folder: Path, *, members_change: bool = True, **options: Any) -> None:
        self.stolen: list[Branch] = []
        self.signed: set[bytes] = set()
        self.term = 1
        self.chance, self.members_change = Random(seed + 1), members_change
        super().__init__(seed, folder, **options)

    def _members(self) -> tuple[dict[int, Keys], list[bytes]]:
        return make_members(self.random, self.numbers, recoverable=True)

    @property
    def everybody(self) -> list[Branch]:
        return [*self.branches, *self.stolen]

    # What registrars and thieves do.

    def step(self) -> None:
        super().step()
        if self.members_change and self.chance.random() < 0.04:
            try:
                self.chance.choice((self._expel, self._hand_over, self._recover, self._small_entry))()
            except Crash as crash:
                self.faults[f"crash at {crash} while signing"] += 1
                for branch in self.branches:
                    branch.restart()
            except LibraryError:
                self.faults["not signed"] += 1
        if self.stolen and self.chance.random() < 0.2:
            self.thieve(self.chance.choice(self.stolen))

    def roster_at(self, branch: Branch) -> Roster:
        return extend_roster(branch.store, branch.folder, branch.replica.keys, self.chance.randbytes)

    def sign_at(self, branch: Branch, make: Any) -> Roster:
        """Let a branch sign an entry as the registrar that it believes to be."""
        roster = self.roster_at(branch)
        entry: Entry = make(roster)
        after = sign(
            branch.folder,
            roster,
            entry,
            keys=branch.keys,
            random=self.chance.randbytes,
            own=branch.number,
            store=branch.replica.store,
        )
        self.faults[type(entry).__name__] += 1
        self.signed.add(after.link)
        return after

    def _a_registrar(self) -> Branch:
        """Return a branch that is, or believes to be, the registrar."""
        for branch in self.chance.sample(self.branches, len(self.branches)):
            if self.roster_at(branch).registrar == branch.number:
                return branch
        return self.branches[0]

    def _another(self, registrar: Branch) -> Branch:
        return self.chance.choice([branch for branch in self.branches if branch is not registrar])

    def _expel(self) -> None:
        if len(self.branches) > 3:
            registrar = self._a_registrar()
            self.expel(registrar, self._another(registrar))

    def expel(self, registrar: Branch, stolen: Branch) -> None:
        """Steal a branch in the midst of its work, and let the registrar expel it.

        Where the registrar's power fails meanwhile, nobody knows whether the entry was written: it stays stolen. So it
        does where the folder fails once the entry is signed: the registrar has kept it, and writes it later.
        """
        unblinded = stolen.folder.names
        _blind(stolen)
        self.branches.remove(stolen)
        try:
            self.expel_at(registrar, stolen)
        except LibraryError:
            if stolen.number in read_roster(registrar.store.roster(), registrar.replica.keys).expelled:
                self.stolen.append(stolen)
                raise
            self.branches.append(stolen)
            stolen.folder.names = unblinded  # type: ignore[method-assign]
            raise
        except Crash:
            self.stolen.append(stolen)
            raise
        self.mischief.backups.pop(stolen.number, None)

    def expel_at(self, registrar: Branch, stolen: Branch) -> None:
        self.sign_at(registrar, lambda roster: self.expulsion(registrar, roster, stolen.number))
        self.stolen.append(stolen)

    def expulsion(self, registrar: Branch, roster: Roster, number: int) -> Expelled:
        announced = announced_box_keys(registrar.folder, roster, registrar.replica.keys)
        return expulsion(roster, number, self.chance.randbytes, announced)

    def thieve(self, thief: Branch) -> None:
        """Let a thief go on at a stolen desk, with a program that knows of no expulsion."""
        thief.crash_in = None
        self.librarians.work(thief)
        try:
            thief.replica.round(thorough=True)
        except LibraryError:
            self.faults["thief stopped"] += 1

    def _hand_over(self) -> None:
        registrar = self._a_registrar()
        other = self._another(registrar)
        self.sign_at(registrar, lambda roster: hand_over(roster, other.number))

    def _small_entry(self) -> None:
        registrar, other = self._a_registrar(), self.chance.choice(self.branches)
        if self.chance.random() < 0.5:
            self.sign_at(registrar, lambda roster: renaming(f"Town {roster.length}"))
        else:
            self.sign_at(registrar, lambda roster: keeping(roster, other.number, keeper=self.chance.random() < 0.5))

    def _recover(self) -> None:
        self.recover(self.chance.choice(self.branches))

    def recover(self, branch: Branch) -> None:
        """Appoint a branch with the recovery key, from what it sees of the roster now."""
        roster = self.roster_at(branch)
        entry = Recovered(registrar=roster.members[branch.number])
        recover(branch.folder, roster, entry, recovery=RECOVERY, random=self.chance.randbytes)
        self.faults["Recovered"] += 1
        self.term = max(self.term, roster.term + 1)

    def clone(self, branch: Branch) -> Branch:
        """Copy a disk: two machines work under one number from now on."""
        twin = Branch(
            number=branch.number,
            folder_path=branch.folder_path / "twin",
            template=branch.back_up(),
            share=branch.share,
            random=Random(self.chance.random()),
            clock=BranchClock(branch.clock.now_ms, branch.clock.offset_ms + 777),
            keys=branch.keys,
            roster=(),
            network=branch.network,
            is_copy=True,
        )
        self.branches.append(twin)
        return twin

    # What must be true.

    def settle(self) -> None:
        """Let everybody read everything; a person does anew what the rosters that lost had said."""
        super().settle()
        self._check_rosters()
        for thief in self.stolen:
            if thief.number not in self.roster_at(self.branches[0]).expelled:
                self._expel_again(thief)
        super().settle()

    def _check_rosters(self) -> None:
        """The last recovery holds; whatever was signed and is lost, with a roster that it superseded, is told."""
        if self.faults["folder rolled back"]:  # A chain that lost, and one that nobody has read, stand there alone.
            return
        roster = self.roster_at(self.branches[0])
        assert roster.term >= self.term, "a recovery was lost"
        problems = {problem.code for branch in self.branches for problem in branch.replica.round(once=True).problems}
        assert self.signed <= {*roster.links} or ROSTERS_DIFFER in problems, "an entry was lost without a word"

    def _expel_again(self, thief: Branch) -> None:
        """Expel again who was expelled in a roster that lost: the alarm has told it."""
        self.faults["expelled again"] += 1
        registrar = self._a_registrar()
        if self.roster_at(registrar).registrar != registrar.number:  # It was stolen itself.
            self.recover(registrar)
        self.sign_at(registrar, lambda roster: self.expulsion(registrar, roster, thief.number))

    def check(self) -> None:
        super().check()
        rosters = {self.roster_at(branch).links for branch in self.branches}
        assert len(rosters) == 1, "desks go by different rosters"
        assert not [branch for branch in self.branches if branch.replica.keys.epoch != self._epoch()]
        before = self.branches[0].digest()
        for thief in self.stolen:
            self.thieve(thief)
        for branch in self.branches:
            branch.replica.round(once=True)
        assert {branch.digest() for branch in self.branches} == {before}, "a thief was believed"

    def _epoch(self) -> int:
        return self.roster_at(self.branches[0]).epoch

    def close(self) -> None:
        super().close()
        for thief in self.stolen:
            thief.close()


def play(seed: int, folder: Path, steps: int = 300, **options: Any) -> MembershipTown:
    """Play a town whose members change through, hold it to what must be true, and return it."""
    return played(MembershipTown(seed, folder, **options), steps)


def _blind(thief: Branch) -> None:
    """Hide from a desk what happens to the roster from now on."""
    seen, names = thief.folder.names(ROSTER), thief.folder.names
    thief.folder.names = lambda path: seen if path == ROSTER else names(path)  # type: ignore[method-assign]
