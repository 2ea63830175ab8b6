"""What a librarian waits for: a check-out, also while much is merged; a patron found as one types, or found alike."""

from __future__ import annotations

import itertools
import sqlite3
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.bootstrap import SystemClock
from app.db.alike import alike
from app.db.database import PRAGMAS, Database, checkpoint, open_database, open_for_reading
from app.db.log.standing import CLOCK_CONFIRMED, put
from app.db.log.store import LogStore
from app.db.queries.people import find_patrons, prefixes
from app.db.state.keeping import keep_state
from app.db.work import run_deed
from app.desk.checkout import check_out
from app.desk.found import Acting
from app.desk.ids import BranchId, StaffId
from app.desk.outcome import Done
from app.rules.likeness import traits
from app.station.profiles import load_profile
from app.station.syncer import CHECKPOINT_EVERY
from app.station.worker import DataWorker, Urgency
from app.station.worker_store import WorkerStore
from app.sync.pace import Slices
from benchmarks.measuring import Result, percentile
from benchmarks.merging import LATER_MS, Network, member, published, replica
from benchmarks.town import OWN, Size, copied

CHECKOUTS = 400
BUSY_ROUNDS = 3
TYPED = ("k", "kr", "kru", "kruz", "elina kr", "ozola an", "2000", "oresund")


def acting(database: Database) -> Acting:
    """Sit down at the desk: its clock is believed, so what is done now comes after all that was ever done."""
    put(database.connection, CLOCK_CONFIRMED, LATER_MS)
    branch = database.connection.execute("SELECT id FROM branch").fetchone()[0]
    permissions = frozenset(load_profile("valmiera")["roles"]["administrator"])
    return Acting(staff=StaffId(1), name="A", branch=BranchId(branch), permissions=permissions)


def free_items(database: Database, count: int) -> list[str]:
    rows = database.connection.execute(
        "SELECT barcode FROM item WHERE id NOT IN (SELECT item FROM open_loan) LIMIT ?", (count,)
    )
    return [barcode for (barcode,) in rows]


def measure_checkout(size: Size, folder: Path) -> Iterator[Result]:
    """Measure a check-out, every rule and one durable transaction, beside its bare reads and writes."""
    ours_path, bare_path = copied(size, folder, "checkout"), copied(size, folder, "bare")
    database = open_database(ours_path)
    who, barcodes = acting(database), free_items(database, CHECKOUTS)
    bare = bare_connection(bare_path)
    ours, limit = [], []
    for number, barcode in enumerate(barcodes):
        card = f"2000{number % size.patrons:06}"
        ours.append(_timed(lambda c=card, b=barcode, n=number: _lend(database, who, c, b, n)))  # type: ignore[misc]
        limit.append(_timed(lambda c=card, b=barcode, n=number: bare_checkout(bare, c, b, n)))  # type: ignore[misc]
    database.close()
    bare.close()
    yield Result(
        work="a check-out", size=str(size), ours=statistics.median(ours), limit=statistics.median(limit), aim=3.0
    )


def _lend(database: Database, who: Acting, card: str, barcode: str, number: int) -> None:
    """Lend a copy; one that a merge has just brought a loan of is lent on."""
    outcome = run_deed(
        database,
        who,
        LATER_MS + number * 1_000,
        lambda work: check_out(work, patron=card, item=barcode, override={"ON_LOAN"}, reason="seen"),
    )
    assert isinstance(outcome, Done), outcome


def bare_connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for name, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    return connection


NUMBER = "replace(replace(upper({}), ' ', ''), '-', '')"


def bare_checkout(connection: sqlite3.Connection, card: str, barcode: str, number: int) -> None:
    """Do by hand the least that a check-out must read and write: who, what, may they, and that it happened.

    It is what a program does that keeps nothing in mind between two scans, the house rules neither, and that derives
    nothing: no row is looked at for what it means beside others.
    """
    execute = connection.execute
    execute("BEGIN IMMEDIATE")
    execute("SELECT id, time_zone FROM branch").fetchone()
    patron, _ = execute(
        f"SELECT patron, standing FROM identifier WHERE {NUMBER.format('value')} = ?", (card,)
    ).fetchone()
    execute("SELECT record FROM person WHERE lead = ?", (patron,)).fetchall()
    execute("SELECT given, family, birth_on FROM patron WHERE id = ?", (patron,)).fetchone()
    execute("SELECT value FROM identifier WHERE patron = ? AND standing = 'active'", (patron,)).fetchone()
    execute("SELECT 1 FROM guarantee WHERE patron = ?", (patron,)).fetchone()
    execute("SELECT item, due_on FROM open_loan WHERE patron = ?", (patron,)).fetchall()
    for table in ("registration", "rules_acceptance", "contact_confirmation", "identity_check", "end_of_use", "remark"):
        execute(f"SELECT * FROM {table} WHERE patron = ?", (patron,)).fetchall()
    for table in ("owing", "charge", "settlement", "card_order", "restriction"):
        execute(f"SELECT * FROM {table} WHERE patron = ?", (patron,)).fetchall()
    item, title, _, _ = execute(
        f"SELECT id, title, material, lendable FROM item WHERE {NUMBER.format('barcode')} = ?",
        (barcode.replace("-", ""),),
    ).fetchone()
    execute("SELECT title, age_min FROM title WHERE id = ?", (title,)).fetchone()
    execute("SELECT loan FROM open_loan WHERE item = ?", (item,)).fetchone()
    execute("SELECT * FROM hold_standing WHERE title = ?", (title,)).fetchall()
    execute("SELECT hold FROM hold_standing WHERE copy = ?", (item,)).fetchone()
    execute("SELECT max(seen_ms) FROM heard").fetchone()
    for table in ("copy_place", "copy_report", "interlibrary_step"):
        execute(f"SELECT * FROM {table} WHERE item = ?", (item,)).fetchall()
    execute("SELECT id, key, branch, from_on, value FROM setting").fetchall()
    execute("SELECT from_on, until_on FROM closed_day").fetchall()
    execute("SELECT value FROM standing WHERE name = 'tick'").fetchone()
    loan = ((LATER_MS + number) << 22) | OWN << 10
    execute(
        "INSERT INTO loan (id, patron, item, due_on, staff, branch, at_ms) VALUES (?, ?, ?, '2026-12-01', 1, 1, ?)",
        (loan, patron, item, LATER_MS),
    )
    execute("INSERT INTO outbox (tbl, row, unit, tick) VALUES ('loan', ?, '', ?)", (loan, loan))
    execute("INSERT INTO open_loan VALUES (?, ?, ?, '2026-12-01', 1, ?, 0, NULL, NULL)", (item, loan, patron, LATER_MS))
    deed = execute("SELECT coalesce(max(deed), 0) + 1 FROM deed_fact").fetchone()[0]
    execute("INSERT INTO deed_fact (deed, fact, tbl, at_ms) VALUES (?, ?, 'loan', ?)", (deed, loan, LATER_MS))
    execute("UPDATE standing SET value = ? WHERE name = 'tick'", (loan,))
    execute("COMMIT")


def measure_busy_checkout(size: Size, folder: Path) -> Iterator[Result]:
    """Measure the slowest hundredth of check-outs while 100,000 changes are merged, beside the same at rest."""
    network = published(size)
    at_rest: list[float] = []
    busy: list[float] = []
    for number in range(BUSY_ROUNDS):
        one_at_rest, one_busy = _rest_and_work(size, folder / f"busy{number}", network)
        at_rest += one_at_rest
        busy += one_busy
    yield Result(
        work=f"a check-out while 100,000 changes are merged ({len(busy)} of them), 99th percentile",
        size=str(size),
        ours=percentile(busy, 0.99),
        limit=percentile(at_rest, 0.99),
        aim=3.0,
    )


def _rest_and_work(size: Size, folder: Path, network: Network) -> tuple[list[float], list[float]]:
    folder.mkdir()
    database = member(copied(size, folder, "busy"), network)
    barcodes = free_items(database, CHECKOUTS * 2)
    database.close()
    station = Bench(folder / "busy.db")
    worker = DataWorker(station.open, _thread)  # type: ignore[arg-type]
    at_rest = list(_checkouts(worker, barcodes[:CHECKOUTS], size, lambda: True))
    merging = threading.Thread(target=lambda: _merge_all(worker, network))
    merging.start()
    busy = list(_checkouts(worker, barcodes[CHECKOUTS:], size, merging.is_alive))
    merging.join()
    worker.stop()
    worker.stopped.wait()
    return at_rest, busy


class Bench:
    """As much of a workstation as the worker needs here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database: Database
        self.who: Acting
        self.number = 0

    def open(self) -> Bench:
        self.database = open_database(self.path)
        self.who = acting(self.database)
        return self

    def store(self) -> LogStore:
        return LogStore(database=self.database, keep_state=keep_state)

    def lend(self, card: str, barcode: str) -> None:
        self.number += 1
        _lend(self.database, self.who, card, barcode, self.number)

    def close(self) -> None:
        self.database.close()


def _checkouts(worker: DataWorker, barcodes: list[str], size: Size, go_on: Callable[[], bool]) -> Iterator[float]:
    for number, barcode in enumerate(barcodes):
        if not go_on():
            return
        card = f"2000{number % size.patrons:06}"
        yield _timed(lambda c=card, b=barcode: worker.call(lambda station: station.lend(c, b), Urgency.DEED))  # type: ignore[misc,attr-defined]
        time.sleep(0.01)  # A librarian's hand is slower still.


def _merge_all(worker: DataWorker, network: Network) -> None:
    engine = worker.call(lambda station: replica(station.database, network, keep_state))
    path = worker.call(lambda station: station.path)  # type: ignore[attr-defined]
    merges = itertools.count(1)
    slices = Slices(last_deed_ms=0)
    write_back = lambda _: checkpoint(path) if next(merges) % CHECKPOINT_EVERY == 0 else None  # noqa: E731
    engine.store = WorkerStore(worker, write_back, slices.took, SystemClock().monotonic_ms)
    engine.rows_max = lambda: slices.rows_max(0)
    engine.round(once=True)


def _thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


_FIND = (
    "SELECT p.id, p.given, p.family, p.birth_on FROM patron_search s JOIN patron p ON p.id = s.rowid"
    " WHERE patron_search MATCH ? LIMIT 50"
)


def measure_find(size: Size, folder: Path) -> Iterator[Result]:
    """Measure patrons found as one types, beside the bare query of the index."""
    path = copied(size, folder, "find")
    database = open_for_reading(path)
    bare = sqlite3.connect(path)
    ours, limit = [], []
    for typed in TYPED * 40:
        match = prefixes(typed)
        ours.append(_timed(lambda t=typed: find_patrons(database, t)))  # type: ignore[misc]
        limit.append(_timed(lambda m=match: bare.execute(_FIND, (m,)).fetchall()))  # type: ignore[misc]
    database.close()
    bare.close()
    yield Result(
        work="a patron found as one types",
        size=f"{size.patrons:,} patrons",
        ours=statistics.mean(ours),
        limit=statistics.mean(limit),
        aim=2.0,
    )


def measure_alike(size: Size, folder: Path) -> Iterator[Result]:
    """Measure who looks like somebody that is being typed, beside finding them by their name as one types."""
    database = open_for_reading(copied(size, folder, "alike"))
    rows = database.connection.execute("SELECT given, family, phone FROM patron ORDER BY id DESC LIMIT 200").fetchall()
    ours, limit = [], []
    for given, family, phone in rows:
        wanted = traits(given, f"{family}a", "1984-02-11", phone)
        ours.append(_timed(lambda t=wanted: alike(database.connection, t)))  # type: ignore[misc]
        limit.append(_timed(lambda t=f"{given} {family}": find_patrons(database, t)))  # type: ignore[misc]
    database.close()
    yield Result(
        work="who looks like somebody that is being registered",
        size=f"{size.patrons:,} patrons",
        ours=statistics.mean(ours),
        limit=statistics.mean(limit),
        aim=1.0,
    )


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
