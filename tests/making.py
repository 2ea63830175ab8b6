"""A desk for tests: a real database in a temporary folder, a clock that stands where it is put, and somebody acting."""

import shutil
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from app.db.database import Database, open_database
from app.db.log.beginning import begin
from app.db.work import run_deed
from app.desk.found import Acting
from app.desk.ids import BranchId, StaffId
from app.desk.items import add_item
from app.desk.network import Account, Place, found_network
from app.desk.outcome import Done
from app.desk.patrons import register_patron
from app.rules.policy import settings_of
from app.sync.positions import LogId

REPLICA = 34
NOON = int(datetime(2026, 3, 2, 10, 0, tzinfo=UTC).timestamp() * 1000)
"""Monday 2 March 2026, noon in Riga."""
TODAY = date(2026, 3, 2)
DAY_MS = 86_400_000


@cache
def profile(name="valmiera"):
    return tomllib.loads((files("app.profiles") / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass
class Desk:
    """A desk, and shortcuts for what tests do with it."""

    database: Database
    acting: Acting
    now_ms: int = NOON
    made: dict = field(default_factory=dict)

    @property
    def connection(self):
        return self.database.connection

    def do(self, deed, **given):
        """Carry out a deed; a second passes."""
        self.now_ms += 1_000
        return run_deed(self.database, self.acting, self.now_ms, lambda work: deed(work, **given))

    def done(self, deed, **given):
        """Carry out a deed that must not be refused, and return what came of it."""
        outcome = self.do(deed, **given)
        assert isinstance(outcome, Done), outcome
        return outcome.record

    def refused(self, deed, **given):
        """Carry out a deed that must be refused, and return the codes."""
        outcome = self.do(deed, **given)
        assert not isinstance(outcome, Done), outcome
        return [block.why.value for block in outcome.blocks]

    def patron(self, card="P1", **given):
        return self.done(register_patron, **{"given": "Elīna", "family": "Krūze", "card": card, **given}).patron

    def item(self, barcode="I1", **given):
        return self.done(add_item, **{"barcode": barcode, "title": "Mātes piens", **given}).item

    def pass_days(self, days):
        self.now_ms += days * DAY_MS

    def value(self, query, *values):
        row = self.connection.execute(query, values).fetchone()
        return None if row is None else row[0]


def permissions(role="administrator", name="valmiera"):
    return frozenset(profile(name)["roles"][role])


@cache
def _template(folder: Path, name: str) -> Path:
    """Found a network once a run; every test copies its file."""
    path = folder / f"{name}.db"
    database = open_database(path)
    begin(database, network=b"n" * 16, log=LogId(REPLICA, 5))
    rules = profile(name)
    place = Place(
        branch_code="MAZ",
        branch_name="Mazpils",
        workstation="1",
        time_zone=rules["network"]["time_zone"],
        closed_weekdays=rules["network"]["closed_weekdays"],
    )
    nobody = Acting(staff=StaffId(0), name="", branch=BranchId(0), permissions=frozenset())
    run_deed(
        database,
        nobody,
        NOON - DAY_MS,
        lambda work: found_network(
            work,
            place=place,
            replica=REPLICA,
            administrator=Account(login="anna", name="Anna A.", verifier="x"),
            settings=settings_of(rules),
            roles=rules["roles"],
        ),
    )
    database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


def make_desk(folder: Path, templates: Path, name="valmiera", role="administrator") -> Desk:
    path = folder / f"{name}-{role}.db"
    shutil.copy(_template(templates, name), path)
    database = open_database(path)
    staff = database.connection.execute("SELECT id FROM staff").fetchone()[0]
    branch = database.connection.execute("SELECT id FROM branch").fetchone()[0]
    acting = Acting(staff=StaffId(staff), name="Anna A.", branch=BranchId(branch), permissions=permissions(role, name))
    return Desk(database=database, acting=acting)
