"""The town: branches, one folder, one seed. Steps do what librarians, cables and power stations do."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from app.db.database import open_database
from app.db.log.store import LogStore
from app.db.state.keeping import compare_state
from app.db.work import DeskWork
from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.items import add_item
from app.desk.network import Account, Place, found_network, seat_workstation
from app.desk.outcome import Done, Outcome
from app.desk.patrons import register_patron, report_card
from app.desk.ports import Acting
from app.desk.records import BranchId, StaffId
from app.desk.renew import renew
from app.desk.undo import undo
from app.errors import LibraryError
from app.rules.policy import settings_of
from app.sync.checkpoints import Manifest, read_front
from app.sync.keys import Keys, Secrets
from app.sync.layout import log_folder
from app.sync.positions import START, LogId, Position
from app.sync.roster import Admitted, Founded, Member, entry_file, read_roster, write_entry
from app.sync.segments import parse_name
from app.sync.ticks import replica_of
from app.sync.timekeeping import Timekeeper
from app.sync.verified import checkpoint_file, parse_ok
from tests.sim.branch import FAST, Branch, BranchClock, Crash
from tests.sim.clocks import Clocks
from tests.sim.share import Share

START_MS = 1_790_000_000_000
SKEW_MS = 4 * 60_000
HOUR_MS = 3_600_000


@cache
def profile() -> dict[str, Any]:
    return tomllib.loads((files("app.profiles") / "valmiera.toml").read_text(encoding="utf-8"))


class World:
    """A simulated town.

    Args:
        seed: Decides everything.
        folder: Where the databases lie, for as long as the town stands.
        branches: How many branches; None draws 3 to 12.
        newcomers: How many more are admitted and begin some time later.
        hurries: Whether checkpoints are written every hour, as in a town of 300 steps, or as seldom as in life.
        keeps: Whether there are checkpoints at all; without any, no file leaves the folder.
        make_store: Another store, to plant a fault.
        clocks_lie: Whether clocks do more than differ by a few minutes.
    """

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
    ) -> None:
        self.random = Random(seed)
        self.seed, self.now_ms = seed, START_MS
        count = branches or self.random.randint(3, 12)
        self.numbers = self.random.sample(range(1, 4096), count + newcomers)
        self.share = Share(Random(self.random.random()), lambda: self.now_ms, self.numbers)
        self.deeds: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.backups: dict[int, Path] = {}
        self.away_until_ms: dict[int, int] = {}
        self.names, self.hurries, self.keeps = 0, hurries and keeps, keeps
        self.restored: set[int] = set()
        self.robbed: set[int] = set()
        self.founder = self.numbers[0]
        self.folder, self.make_store, self.dress = folder, make_store, replica
        self.keys, self.roster = self._membership()
        self.branches = [self._opened(number) for number in self.numbers[:count]]
        self.to_come = self.numbers[count:]
        self.clocks = Clocks(self.random, self.faults, self.deeds)
        self.more = self.clocks.steps(self) if clocks_lie else {}
        self._found()

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
            network=read_roster(self.roster, self.keys[number].network_keys).network,
            make_store=self.make_store,
            keeps=self.keeps,
            deleted=self._check_deletion,
            retiring=self._check_retiring,
        )
        branch.faults = self.faults
        self.dress(branch)
        return branch

    def _membership(self) -> tuple[dict[int, Keys], list[bytes]]:
        network_key = self.random.randbytes(32)
        keys = {
            number: Keys(Secrets(sign_seed=self.random.randbytes(32), box_seed=self.random.randbytes(32),
                                 network_keys={1: network_key}))
            for number in self.numbers
        }  # fmt: skip
        members = {n: Member(number=n, sign_key=k.sign_key, box_key=k.box_key) for n, k in keys.items()}
        writing = keys[self.founder].writing(self.founder, self.random.randbytes)
        founded = Founded(
            name="Town", profile="valmiera", training=True, registrar=members[self.founder], recovery_sign=b"",
            recovery_box=b"", sealed_keys={},
        )  # fmt: skip
        entries = [write_entry(founded, after=None, writing=writing)]
        for number in self.numbers[1:]:
            after = read_roster(entries, {1: network_key})
            entries.append(write_entry(Admitted(member=members[number], invitation=b""), after=after, writing=writing))
        for place, entry in enumerate(entries, start=1):
            self.share.write(entry_file(place), entry, self.founder)
        return keys, entries

    def _found(self) -> None:
        rules = profile()
        self.acting = Acting(
            staff=StaffId(1), name="A", branch=BranchId(1), permissions=frozenset(rules["roles"]["administrator"])
        )
        place = Place(branch_code="B0", branch_name="B0", workstation="1", time_zone="Europe/Riga")
        founder = self.branches[0]
        founder.do(
            self.acting,
            lambda work: found_network(
                work,
                place=place,
                replica=founder.number,
                administrator=Account(login="a", name="A", verifier=""),
                settings=settings_of(rules),
                roles=rules["roles"],
            ),
        )
        for branch in self.branches[1:]:
            seat = Place(branch_code=f"B{branch.number}", branch_name="B", workstation="1", time_zone="Europe/Riga")
            founder.do(self.acting, lambda work, b=branch, p=seat: seat_workstation(work, place=p, replica=b.number))
        for number in range(8):
            card, barcode, name = f"C{number}", f"I{number}", f"N{number}"
            founder.do(self.acting, lambda work, c=card, n=name: register_patron(work, given="Ā", family=n, card=c))
            founder.do(self.acting, lambda work, b=barcode, n=name: add_item(work, barcode=b, title=f"T{n}"))
        self._read_everything()

    def _read_everything(self) -> None:
        """Let everybody read everything, with the folder at its best."""
        self.share.calm = True
        for branch in self.branches:
            branch.replica.round(once=True)
        self.share.calm = False

    # Steps.

    def step(self) -> None:
        """Let one thing happen somewhere."""
        self.now_ms += self.random.randrange(20_000)
        self._come_back()
        branch = self.random.choice(self.branches)
        kind = self.random.choices(
            (
                self._deed,
                self._round,
                self._time_passes,
                self._power_will_fail,
                self._cable,
                self._back_up,
                self._restore,
                self._goes_away,
                self._newcomer,
                self._vanishes,
                *self.more,
            ),
            (50, 34, 6, 5, 3, 3, 1.5, 1, 1, 1, *self.more.values()),
        )[0]
        try:
            kind(branch)
        except Crash as crash:
            self.faults[f"crash at {crash}"] += 1
            branch.restart()

    def _round(self, branch: Branch) -> None:
        try:
            done = branch.replica.round(thorough=self.random.random() < 0.5, once=self.random.random() < 0.1)
        except LibraryError:
            self.faults["round failed"] += 1
            return
        self.deeds["checkpoint written"] += bool(done.checkpoint)
        self.deeds["checkpoint loaded"] += bool(done.loaded)

    def _time_passes(self, _: Branch) -> None:
        self.now_ms += self.random.randrange(HOUR_MS)

    def _power_will_fail(self, branch: Branch) -> None:
        branch.crash_in = self.random.randrange(12)

    def _goes_away(self, branch: Branch) -> None:
        """Let a branch be closed for longer than others wait for it."""
        if len(self.away_until_ms) < len(self.branches) // 2:
            self.faults["away"] += 1
            self.away_until_ms[branch.number] = self.now_ms + self.random.randrange(2, 12) * HOUR_MS
            branch.folder.reachable = False

    def _come_back(self) -> None:
        for branch in self.branches:
            if self.away_until_ms.get(branch.number, self.now_ms + 1) <= self.now_ms:
                del self.away_until_ms[branch.number]
                branch.folder.reachable = True

    def _newcomer(self, _: Branch) -> None:
        """Let a workstation begin that was admitted long ago."""
        if self.to_come:
            self.deeds["newcomer"] += 1
            self.branches.append(self._opened(self.to_come.pop()))

    def _vanishes(self, branch: Branch) -> None:
        """Let somebody delete a file in the folder; its owner, who is never restored, has it still."""
        if branch.number not in self.restored and (names := branch.store.own_names(branch.store.standing().log)):
            path = f"{log_folder(branch.store.standing().log)}/{self.random.choice(names).file}"
            if self.share.files.pop(path, None):
                self.robbed.add(branch.number)
                self.faults["vanished"] += 1

    def _cable(self, branch: Branch) -> None:
        if branch.number in self.away_until_ms:
            return
        branch.folder.reachable = not branch.folder.reachable

    def _back_up(self, branch: Branch) -> None:
        self.backups[branch.number] = branch.back_up()

    def _restore(self, branch: Branch) -> None:
        if branch.number in self.backups and branch.number not in self.robbed:
            self.faults["restored"] += 1
            self.restored.add(branch.number)
            branch.restore(self.backups[branch.number])

    def _deed(self, branch: Branch) -> None:
        name, deed = self.random.choice(self._possible(branch))
        outcome = branch.do(self.acting, deed)
        self.deeds[name if isinstance(outcome, Done) else f"{name} refused"] += 1

    def _possible(self, branch: Branch) -> list[tuple[str, Callable[[DeskWork], Outcome[Any]]]]:
        self.names += 1
        card, barcode = f"C{self.random.randrange(12)}", f"I{self.random.randrange(10)}"
        return [
            ("register", lambda work: register_patron(work, given="Ā", family=f"N{self.names}", card=card)),
            ("add", lambda work: add_item(work, barcode=barcode, title=f"T{self.random.randrange(20)}")),
            ("check out", lambda work: check_out(
                work, patron=card, item=barcode, override={"ON_LOAN", "LOANS_AT_LIMIT"}, reason="seen")),
            ("check out", lambda work: check_out(work, patron=card, item=barcode)),
            ("check in", lambda work: check_in(work, item=barcode)),
            ("renew", lambda work: renew(work, item=barcode)),
            ("undo", undo),
            ("card", lambda work: report_card(
                work, number=card, standing=self.random.choice(("lost", "active", "stolen")))),
            ("amend", self._amend),
            ("amend", self._amend),
        ]  # fmt: skip

    def _amend(self, work: DeskWork) -> Outcome[int]:
        """Write some unit of some patron anew: what concurrent desks quarrel about."""
        found = [row for (row,) in work.connection.execute("SELECT id FROM patron ORDER BY id")]
        if found:
            unit = self.random.choice(
                ({"phone": f"{self.names}"}, {"email": f"e{self.names}"}, {"given": f"G{self.names}", "family": "F"},
                 {"town": f"T{self.names}", "street": f"S{self.names}"})
            )  # fmt: skip
            work.amend("patron", self.random.choice(found[-8:]), **unit)
        return Done(record=0, touched=frozenset())

    # Quiet, and what must be true then.

    def settle(self) -> None:
        """End all mischief and let everybody read everything."""
        self.share.calm = True
        self.away_until_ms.clear()
        for branch in self.branches:
            branch.crash_in, branch.folder.reachable = None, True
        for _ in range(4):
            self.clocks.set_right(self.branches, self.acting)
            for _ in range(3):
                self.now_ms += HOUR_MS
                for branch in self.branches:
                    branch.replica.round(once=True)

    def check(self) -> None:
        """Hold the town to what must be true once everybody has read everything."""
        digests = {branch.number: branch.digest() for branch in self.branches}
        assert len(set(digests.values())) == 1, f"desks differ: {self.differences()}"
        for branch in self.branches:
            assert branch.store.waiting() == 0, f"{branch.number} has unpublished changes"
            assert not self._lost(branch), f"{branch.number} lost what its librarian was told is done"
            with branch.database.writing() as connection:
                assert compare_state(connection) == [], f"{branch.number} kept a wrong state"
            connection = branch.database.connection
            assert connection.execute("SELECT count(*) FROM parked").fetchone()[0] == 0, "parked for ever"
            assert branch.store.times().held == 0, f"{branch.number} holds for ever what managers have decided"
        lately = any(self.now_ms - one.wall_ms < 4 * HOUR_MS for one in self._vouched())
        assert lately or not self.hurries, "no checkpoint is verified any more"
        open_loans = [sorted(branch.database.connection.execute("SELECT * FROM open_loan")) for branch in self.branches]
        assert all(loans == open_loans[0] for loans in open_loans)

    def _check_deletion(self, _: Branch, path: str) -> None:
        """A segment leaves only where a larger one has its changes, or when nobody needs it any more."""
        if not path.endswith(".seg"):
            return
        _, number, incarnation, file = path.split("/")
        log, name = LogId(int(number), int(incarnation, 16)), parse_name(file)
        assert name is not None
        standing = [parse_name(other.rpartition("/")[2]) for other in self.share.sizes() if log_folder(log) in other]
        still = {n for other in standing if other and other != name for n in range(other.first, other.last + 1)}
        if still.issuperset(range(name.first, name.last + 1)):
            self.deeds["segments laid together"] += 1
            return
        self.deeds["segment retired"] += 1
        assert any(one.positions().get(log, START).sequence >= name.last for one in self._vouched()), (
            "retired and in no checkpoint"
        )

    def _check_retiring(self, owner: Branch, log: LogId, end: Position) -> None:
        """Nobody is passed over who was heard of lately, by the time that this desk takes it to be."""
        now_ms = Timekeeper(owner.store, owner.replica.reader, owner.clock).judge().time.now_ms
        for heard in owner.store.heard():
            if heard.log.replica != owner.number and now_ms - heard.seen_ms < FAST.active_ms - HOUR_MS // 60:
                [told] = [b.told.get(heard.log, {}) for b in self.branches if b.number == heard.log.replica]
                assert told.get(log, 0) >= end.sequence, "retired before it was acknowledged"

    def _vouched(self) -> list[Manifest]:
        """Return what stands in the checkpoints that a second member has vouched for."""
        sizes = self.share.sizes()
        keys = self.keys[self.founder]
        verify_keys = {number: of.sign_key for number, of in self.keys.items()}
        oks = [ok for path in sizes if (ok := parse_ok(path.rpartition("/")[2]))]
        fronts = [
            read_front([self.share.files[path][-1].data], ok.tick, verify_keys, keys.network_keys)
            for ok in oks
            if (path := f"checkpoints/{checkpoint_file(ok.tick)}") in sizes and ok.verifier != replica_of(ok.tick)
        ]
        return [front.manifest for front in fronts]

    def _lost(self, branch: Branch) -> Iterable[tuple[str, int]]:
        other = self.branches[0].database.connection
        return [
            (table, row)
            for table, row in sorted(branch.committed)
            if other.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row,)).fetchone() is None
        ]

    def differences(self) -> list[str]:
        """Say in which tables two desks differ, for the report of a failing seed."""
        from app.db.digest import differences, digests

        first = digests(self.branches[0].database.connection)
        found = {
            f"{branch.number}:{table}"
            for branch in self.branches[1:]
            for table, _ in differences(first, digests(branch.database.connection))
        }
        return sorted(found)

    def close(self) -> None:
        for branch in self.branches:
            branch.database.close()


def _template(folder: Path) -> Path:
    path = folder / "template.db"
    if not path.exists():
        database = open_database(path)
        database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
    return path


def play(seed: int, folder: Path, steps: int = 300, **options: Any) -> World:
    """Play a town through, hold it to what must be true, and return it."""
    world = World(seed, folder, **{"newcomers": 1, **options})
    try:
        for _ in range(steps):
            world.step()
        world.settle()
        world.check()
    finally:
        world.close()
    return world
