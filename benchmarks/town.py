"""The rows that benchmarks work on: a town of some size, generated once, kept outside the tree."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import platformdirs

from app.db.database import Database, open_database
from app.db.log.beginning import begin
from app.db.log.capture import capture_off
from app.db.migrations import SCHEMA, STEPS
from app.db.state.keeping import rebuild_state
from app.db.work import run_deed
from app.desk.found import Acting
from app.desk.ids import BranchId, StaffId
from app.desk.network import Account, Place, found_network
from app.rules.policy import settings_of
from app.station.profiles import load_profile
from app.sync.positions import LogId
from app.sync.ticks import make_tick

OWN, THEIRS = 34, 7
BEGUN_MS = 1_767_225_600_000
GIVEN = ("Anna", "Baiba", "Dace", "Elīna", "Ilze", "Jānis", "Kārlis", "Līga", "Māris", "Rūta")
FAMILY = ("Krūze", "Bērziņa", "Kalniņš", "Ozola", "Liepa", "Øresund", "Egle", "Žagata", "Šmite", "Ķirsis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much there is of everything; `changes` are those that are merged."""

    patrons: int
    items: int
    loans: int
    changes: int
    rounds: int

    def __str__(self) -> str:
        return f"{self.patrons:,} patrons, {self.items:,} items, {self.loans:,} loans"


SMALL = Size(patrons=2_000, items=20_000, loans=50_000, changes=100_000, rounds=3)
FULL = Size(patrons=20_000, items=500_000, loans=5_000_000, changes=100_000, rounds=3)


def patron_id(number: int) -> int:
    return make_tick(BEGUN_MS + number // 50, OWN, number % 50)


def item_id(number: int) -> int:
    return make_tick(BEGUN_MS + 1_000_000 + number // 500, OWN, number % 500)


def title_id(number: int) -> int:
    return make_tick(BEGUN_MS + 5_000_000 + number // 500, OWN, number % 500)


def town(size: Size) -> Path:
    """Return the database of a town of this size; it is made once and then copied."""
    folder = Path(platformdirs.user_cache_dir("lete-benchmarks", appauthor=False))
    path = folder / f"town-{SCHEMA}-{STEPS[-1]}-{size.patrons}-{size.items}-{size.loans}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".making")
        for old in folder.glob(f"{making.name}*"):
            old.unlink()
        _make(making, size)
        making.replace(path)
    return path


def copied(size: Size, folder: Path, name: str) -> Path:
    target = folder / f"{name}.db"
    shutil.copy(town(size), target)
    return target


def _make(path: Path, size: Size) -> None:
    database = open_database(path)
    database.connection.execute("PRAGMA synchronous = OFF")
    begin(database, network=b"n" * 16, log=LogId(OWN, 5))
    _found(database)
    with database.writing() as connection:
        with capture_off(connection):
            connection.executemany(*_patrons(size))
            connection.executemany(*_identifiers(size))
            connection.executemany(*_titles(size))
            connection.executemany(*_items(size))
            connection.executemany(*_loans(size))
            connection.executemany(*_closings(size))
            connection.executemany(*_still_out(size))
        connection.execute("DELETE FROM outbox")
        rebuild_state(connection)
    database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _found(database: Database) -> None:
    rules = load_profile("valmiera")
    nobody = Acting(staff=StaffId(0), name="", branch=BranchId(0), permissions=frozenset())
    place = Place(branch_code="MAZ", branch_name="Mazpils", workstation="1", time_zone="Europe/Riga")
    account = Account(login="anna", name="Anna", verifier="")
    run_deed(
        database,
        nobody,
        BEGUN_MS,
        lambda work: found_network(
            work,
            place=place,
            replica=OWN,
            administrator=account,
            settings=settings_of(rules),
            roles=rules["roles"],
        ),
    )


Rows = tuple[str, Iterator[tuple[object, ...]]]


def _patrons(size: Size) -> Rows:
    return (
        "INSERT INTO patron (id, given, family, phone, category, home_branch) VALUES (?, ?, ?, ?, 'adult', 1)",
        ((patron_id(n), GIVEN[n % 10], f"{FAMILY[n // 10 % 10]}{n // 100}", f"2{n:07}") for n in range(size.patrons)),
    )


def _identifiers(size: Size) -> Rows:
    return (
        "INSERT INTO identifier (id, patron, kind, value, standing) VALUES (?, ?, 'library_card', ?, 'active')",
        ((patron_id(n) + (1 << 30), patron_id(n), f"2000{n:06}") for n in range(size.patrons)),
    )


def _titles(size: Size) -> Rows:
    return (
        "INSERT INTO title (id, title, author) VALUES (?, ?, ?)",
        (
            (title_id(n), f"Grāmata par {FAMILY[n % 10]} {n}", f"{FAMILY[n // 7 % 10]}, {GIVEN[n % 10]}")
            for n in range(size.items // 3 + 1)
        ),
    )


def _items(size: Size) -> Rows:
    return (
        "INSERT INTO item (id, title, barcode, home_branch, material, lendable) VALUES (?, ?, ?, 1, 'fiction', 1)",
        ((item_id(n), title_id(n // 3), f"LV-{n:08}") for n in range(size.items)),
    )


def lending(count: int, size: Size, *, replica: int, begun_ms: int, seed: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield id, patron, item and instant of so many loans, as a network lends in the course of time."""
    random, at_ms = Random(seed), begun_ms
    for number in range(count):
        at_ms += random.randrange(2_000, 60_000)
        item = (number * 7919 + seed) % _lent_and_back(size)
        yield make_tick(at_ms, replica), patron_id(random.randrange(size.patrons)), item_id(item), at_ms


def _lent_and_back(size: Size) -> int:
    """Return how many copies go out and come back; the last tenth of them all has been out since the beginning."""
    return size.items * 9 // 10


def due(at_ms: int) -> str:
    return (date(2026, 1, 1) + timedelta(days=(at_ms - BEGUN_MS) // 86_400_000 + 30)).isoformat()


def _loans(size: Size) -> Rows:
    return (
        "INSERT INTO loan (id, patron, item, due_on, staff, branch, at_ms) VALUES (?, ?, ?, ?, 1, 1, ?)",
        (
            (loan, patron, item, due(at_ms), at_ms)
            for loan, patron, item, at_ms in lending(size.loans, size, replica=OWN, begun_ms=BEGUN_MS, seed=1)
        ),
    )


def _closings(size: Size) -> Rows:
    """Whatever was lent has come back a quarter of an hour later; ids follow those of the loans they close."""
    insert = "INSERT INTO closing (id, loan, item, on_day, cause, staff, branch, at_ms)"
    return (
        f"{insert} VALUES (?, ?, ?, ?, 'returned', 1, 1, ?)",
        (
            (loan + (900_000 << 22), loan, item, due(at_ms), at_ms + 900_000)
            for loan, _, item, at_ms in lending(size.loans, size, replica=OWN, begun_ms=BEGUN_MS, seed=1)
        ),
    )


def _still_out(size: Size) -> Rows:
    return (
        "INSERT INTO loan (id, patron, item, due_on, staff, branch, at_ms) VALUES (?, ?, ?, '2026-02-01', 1, 1, ?)",
        (
            (make_tick(BEGUN_MS + number, OWN, 1), patron_id(number % size.patrons), item_id(number), BEGUN_MS + number)
            for number in range(_lent_and_back(size), size.items)
        ),
    )
