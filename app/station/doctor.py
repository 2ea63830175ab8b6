"""The doctor: looks over one workstation and says what is not as it should be, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from app.db.database import translated
from app.db.declaration import TABLES
from app.db.digest import digests, whole
from app.db.log.emptying import has_dropped
from app.db.queries.network import desk_names
from app.db.state.keeping import compare_state
from app.errors import LibraryError
from app.station.home import Home
from app.station.station import Station
from app.station.vault import is_open_to_others
from app.sync.differing import problems
from app.sync.layout import ROSTER, log_folder
from app.sync.segments import parse_name
from app.sync.selfcheck import ENTRIES_AT_ONCE

LOG = logging.getLogger(__name__)

STATE_REPAIRED = "doctor.state-repaired"
DATABASE_DAMAGED = "doctor.database-damaged"
KEYS_OPEN = "doctor.keys-open"
RECOVERY_ON_DISK = "doctor.recovery-on-disk"
STRANGE_FILE = "doctor.strange-file"
PARKED_UNKNOWN = "doctor.parked-unknown"
UNKNOWN_DROPPED = "doctor.unknown-dropped"
FORM_NOT_DESTROYED = "doctor.form-not-destroyed"

CODES = (
    STATE_REPAIRED, DATABASE_DAMAGED, KEYS_OPEN, RECOVERY_ON_DISK, STRANGE_FILE, PARKED_UNKNOWN, UNKNOWN_DROPPED,
    FORM_NOT_DESTROYED,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it should be. Its sentence and hint are those of its code."""

    code: str
    figures: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the doctor found, and the digest of what this desk has."""

    findings: tuple[Finding, ...]
    digest: str
    rows: int


def examine(station: Station) -> Examination:
    """Look the workstation over; state that was wrong is derived anew."""
    findings = (
        *_database(station),
        *_rows(station),
        *_state(station),
        *_keys(station.home),
        *_drafts(station),
        *_parked(station),
        *_folder(station),
    )
    connection = station.reading.connection
    rows = sum(connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0] for table in TABLES)
    digest = station.row_check().kept().whole or whole(digests(connection))
    return Examination(findings=findings, digest=digest.hex(), rows=rows)


def _database(station: Station) -> Iterator[Finding]:
    said = [row[0] for row in station.reading.connection.execute("PRAGMA quick_check")]
    if said != ["ok"]:
        yield Finding(code=DATABASE_DAMAGED, figures={"count": len(said)})


def _rows(station: Station) -> Iterator[Finding]:
    """Prove every row by the digests kept of them, and compare these with what the other desks tell."""
    check, own = station.row_check(), station.identity()[1]
    while not check.refresh(ENTRIES_AT_ONCE):
        pass
    while not check.scrub(ENTRIES_AT_ONCE, station.world.clock.wall_ms()):
        pass
    _compare_with_others(station)
    desks = desk_names(station.reading)
    for problem in problems(check.differences(), own):
        desk = {"desk": desks[problem.replica]} if problem.replica in desks else {}
        yield Finding(code=problem.code, figures={**problem.figures, **desk})


def _compare_with_others(station: Station) -> None:
    """Read the heads in the folder and nothing else; where that cannot be, what was found before stands."""
    try:
        replica, roster = station.replica(), station.roster()
        replica.reader.look(roster, replica.keys, own=replica.store.standing().log, thorough=True)
    except LibraryError as error:
        LOG.info("not compared with other desks: %s", error.code)
        return
    replica.check_rows(replica.store.cursors(), replica.timekeeper.judge().time, news=True, once=True)


def _state(station: Station) -> Iterator[Finding]:
    """Derive state anew and compare it with what was kept up in passing."""
    with translated(), station.database.writing() as connection:
        wrong = compare_state(connection)
    for table in wrong:
        yield Finding(code=STATE_REPAIRED, figures={"table": table})


def _keys(home: Home) -> Iterator[Finding]:
    if is_open_to_others(home.keys):
        yield Finding(code=KEYS_OPEN, figures={"file": str(home.keys)})
    for file in (home.recovery, home.recovery_sheet):
        if file.exists():
            yield Finding(code=RECOVERY_ON_DISK, figures={"file": str(file)})


def _drafts(station: Station) -> Iterator[Finding]:
    rows = station.reading.connection.execute(
        "SELECT id, path FROM draft WHERE patron IS NOT NULL"
        " AND path NOT IN (SELECT path FROM draft WHERE patron IS NULL)"
    )
    for draft, path in rows:
        yield Finding(code=FORM_NOT_DESTROYED, figures={"draft": draft, "file": PurePath(path).name})


def _parked(station: Station) -> Iterator[Finding]:
    (count,) = station.reading.connection.execute("SELECT count(*) FROM parked WHERE why = 'unknown'").fetchone()
    if count:
        yield Finding(code=PARKED_UNKNOWN, figures={"count": count})
    if has_dropped(station.reading.connection):
        yield Finding(code=UNKNOWN_DROPPED)


def _folder(station: Station) -> Iterator[Finding]:
    """Name files in this desk's own folder that it did not put there: they may show two machines writing as one."""
    try:
        folder = station.folder()
        folder.names(ROSTER)
        for log in station.store().own_logs():
            for name in folder.names(log_folder(log)):
                if parse_name(name) is None and not name.startswith("head-"):
                    yield Finding(code=STRANGE_FILE, figures={"file": f"{log_folder(log)}/{name}"})
    except LibraryError as error:
        yield Finding(code=error.code, figures=dict(error.figures))
