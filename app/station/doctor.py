"""The doctor: looks over one workstation and says what is not as it should be, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from app.db.database import translated
from app.db.declaration import TABLES
from app.db.digest import digests, whole
from app.db.state.keeping import compare_state
from app.errors import LibraryError
from app.station.home import Home
from app.station.station import Station
from app.station.vault import is_open_to_others
from app.sync.layout import ROSTER, log_folder
from app.sync.segments import parse_name

STATE_REPAIRED = "doctor.state-repaired"
DATABASE_DAMAGED = "doctor.database-damaged"
KEYS_OPEN = "doctor.keys-open"
RECOVERY_ON_DISK = "doctor.recovery-on-disk"
STRANGE_FILE = "doctor.strange-file"
PARKED_UNKNOWN = "doctor.parked-unknown"
FORM_NOT_DESTROYED = "doctor.form-not-destroyed"

CODES = (
    STATE_REPAIRED, DATABASE_DAMAGED, KEYS_OPEN, RECOVERY_ON_DISK, STRANGE_FILE, PARKED_UNKNOWN, FORM_NOT_DESTROYED,
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
        *_state(station),
        *_keys(station.home),
        *_drafts(station),
        *_parked(station),
        *_folder(station),
    )
    connection = station.reading.connection
    rows = sum(connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0] for table in TABLES)
    return Examination(findings=findings, digest=whole(digests(connection)).hex(), rows=rows)


def _database(station: Station) -> Iterator[Finding]:
    said = [row[0] for row in station.reading.connection.execute("PRAGMA quick_check")]
    if said != ["ok"]:
        yield Finding(code=DATABASE_DAMAGED, figures={"count": len(said)})


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
    rows = station.reading.connection.execute("SELECT id, path FROM draft WHERE patron IS NOT NULL")
    for draft, path in rows:
        yield Finding(code=FORM_NOT_DESTROYED, figures={"draft": draft, "file": PurePath(path).name})


def _parked(station: Station) -> Iterator[Finding]:
    (count,) = station.reading.connection.execute("SELECT count(*) FROM parked WHERE why = 'unknown'").fetchone()
    if count:
        yield Finding(code=PARKED_UNKNOWN, figures={"count": count})


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
