"""One workstation at work: its database, who acts at it, its clock, and the deeds done at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from app.db.database import Database, open_database, open_for_reading, translated
from app.db.defaults import note_profile, noted_profile
from app.db.drafts import keep_drafts
from app.db.log.beginning import network_of
from app.db.log.images import DatabaseImages
from app.db.log.scrubbing import DatabaseRowCheck
from app.db.log.standing import begin_session
from app.db.log.store import LogStore
from app.db.queries.calendar import branch_calendar
from app.db.queries.network import OwnPlace, own_place
from app.db.queries.staff import account
from app.db.state.keeping import keep_state
from app.db.state.open_loans import move_all
from app.db.work import run_deed
from app.desk.applications import Application
from app.desk.found import Acting
from app.desk.ids import BranchId, StaffId
from app.desk.outcome import Outcome
from app.desk.ports import Work
from app.errors import LibraryError, Rejected
from app.rules.blocks import Block, Why, block
from app.station.backups import back_up, expire
from app.station.home import Home, NoNetwork
from app.station.mark import FileMark
from app.station.passwords import proves
from app.station.world import World
from app.sync.errors import FolderUnreachable, KeysMissing, NotAdmitted
from app.sync.folder import DirectoryFolder
from app.sync.keeping import Keeping
from app.sync.keys import Keys, Secrets
from app.sync.pace import ROWS_IN_BULK
from app.sync.replica import Replica
from app.sync.roster import Roster, read_roster
from app.sync.selfcheck import SelfCheck

P = ParamSpec("P")
R = TypeVar("R")

NOBODY = Acting(staff=StaffId(0), name="", branch=BranchId(0), permissions=frozenset())
"""Acts before there is any staff: the founding itself."""


class SignInFailed(Rejected):
    """No active account has this login and password."""

    code = "staff.sign-in-failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """An open home.

    Attributes:
        database: The one connection that writes; it belongs to the thread that opened it.
        reading: A connection that cannot write.
        acting: Who is signed in.
    """

    home: Home
    world: World
    database: Database
    reading: Database
    acting: Acting = field(default=NOBODY)

    @classmethod
    def open(cls, home: Home, world: World) -> Station:
        """Open the home of a workstation that belongs to a network.

        Raises:
            NoNetwork: It belongs to none.
        """
        home.check_network()
        home.make()
        expire(home, world)
        database = open_database(home.database, before_upgrade=lambda old: back_up(old, home, world))
        if network_of(database) is None:
            database.close()
            raise NoNetwork(home=str(home.path))
        with translated(), database.writing() as connection:
            begin_session(connection, world.clock.wall_ms(), int.from_bytes(world.random(4), "big"))
        station = cls(home=home, world=world, database=database, reading=open_for_reading(home.database))
        station._know_profile()
        return station

    def _know_profile(self) -> None:
        """Note which profile the network was founded with, once its roster can be read here."""
        if noted_profile(self.reading.connection):
            return
        try:
            profile = self.roster().founding.profile
        except LibraryError:
            return  # Not admitted yet, or the keys are locked away: asked again at the next start.
        with translated(), self.database.writing() as connection:
            note_profile(connection, profile)
            move_all(connection)  # It may say which holidays the network keeps.

    def look_ahead(self) -> None:
        """Work out this year's holidays now: else the first scan of the day would wait for them."""
        place = self.place()
        if place is not None:
            branch_calendar(self.reading, place.branch, self.today()).holiday(self.today())

    def close(self) -> None:
        self.reading.close()
        self.database.close()

    # Who acts.

    def signed_in(self, login: str, password: str) -> Station:
        """Return this station with somebody signed in at its branch.

        Raises:
            SignInFailed: Login or password are not those of an active account.
        """
        found = account(self.reading, login)
        if found is None or not proves(found.verifier, password):
            raise SignInFailed(login=login)
        place = self.place()
        acting = Acting(
            staff=StaffId(found.staff),
            name=found.name,
            branch=BranchId(place.branch),
            permissions=found.permissions,
        )
        return replace(self, acting=acting)

    def place(self) -> OwnPlace:
        """Return where this workstation stands.

        Raises:
            NotAdmitted: Its rows have not arrived yet.
        """
        place = own_place(self.reading)
        if place is None:
            raise NotAdmitted
        return place

    def not_permitted(self, permission: str) -> tuple[Block, ...]:
        """Return the block for one who may not do something outside a deed; none for one who may."""
        if permission in self.acting.permissions:
            return ()
        return (block(Why.NOT_PERMITTED, permission=permission),)

    # Deeds.

    def do(self, deed: Callable[Concatenate[Work, P], Outcome[R]], *args: P.args, **kwargs: P.kwargs) -> Outcome[R]:
        """Carry out a deed in one transaction, as the one who is signed in."""
        return run_deed(
            self.database, self.acting, self.world.clock.wall_ms(), lambda work: deed(work, *args, **kwargs)
        )

    def keep_forms(self, path: Path, digest: bytes, applications: Sequence[Application]) -> set[int]:
        """Keep what was read of a file as drafts, until a person has looked at each; return their numbers."""
        return keep_drafts(self.database, path, digest, self.world.clock.wall_ms(), applications)

    def today(self) -> date:
        place = own_place(self.reading)
        zone = ZoneInfo(place.time_zone) if place else UTC
        return datetime.fromtimestamp(self.world.clock.wall_ms() / 1000, UTC).astimezone(zone).date()

    # The network.

    def identity(self) -> tuple[bytes, int]:
        """Return the network's name for machines, and this desk's number in it."""
        known = network_of(self.reading)
        if known is None:
            raise NoNetwork(home=str(self.home.path))
        return known

    def keys(self) -> Keys:
        """Return this desk's keys, with the network's keys of every epoch that the roster has brought it.

        Raises:
            KeysMissing: They are not where they were kept.
        """
        own, entries = Keys(self._secrets()), self.store().roster()
        if not entries or not own.network_keys:
            return own
        roster = read_roster(entries, own)
        return own.and_knowing(roster.network_keys, roster.roster_keys, roster.former.get(self.identity()[1], b""))

    def _secrets(self) -> Secrets:
        secrets = self.world.vault(self.home).load(*self.identity())
        if secrets is None:
            raise KeysMissing
        return secrets

    def roster(self) -> Roster:
        """Return the roster as this desk has read it.

        Raises:
            NotAdmitted: It has read none yet, or lost its keys and waits for a welcome.
        """
        entries, keys = self.store().roster(), Keys(self._secrets())
        if not entries or not keys.network_keys:
            raise NotAdmitted
        return read_roster(entries, keys)

    def store(self) -> LogStore:
        return LogStore(database=self.database, keep_state=keep_state)

    def folder(self) -> DirectoryFolder:
        """Return the shared folder.

        Raises:
            FolderUnreachable: No folder is set.
        """
        share = self.home.settings.load().share
        if not share:
            raise FolderUnreachable(folder="")
        return DirectoryFolder.in_share(Path(share), random=self.world.random, pause=self.world.pause)

    def replica(self, rows_max: Callable[[], int] = lambda: ROWS_IN_BULK) -> Replica:
        """Return the engine of this desk."""
        store, folder, keys = self.store(), self.folder(), self.keys()
        keeping = Keeping(
            store=store,
            images=self.images(),
            folder=folder,
            keys=keys,
            clock=self.world.clock,
            random=self.world.random,
            rows_max=rows_max,
            vault=self.world.vault(self.home),
        )
        return Replica(
            store=store,
            folder=folder,
            keys=keys,
            clock=self.world.clock,
            random=self.world.random,
            mark=FileMark(self.home.mark),
            version=self.world.version,
            rows_max=rows_max,
            keeping=keeping,
            selfcheck=SelfCheck(rows=self.row_check(), rows_max=rows_max),
        )

    def row_check(self) -> DatabaseRowCheck:
        return DatabaseRowCheck(database=self.database)

    def images(self) -> DatabaseImages:
        return DatabaseImages(database=self.database, version=self.world.version, readers=(self.reading,))
