"""Forgetting on this PC: after an erasure nothing is left in its files. And the proof, by opening all that opens.

The proof looks into the desk's own database and its backups, its own segments, and every segment and checkpoint in the
folder that its keys open. What is found leaves with the next checkpoint that counts, and is told until then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from app.db.database import translated
from app.db.erasing import open_erasures
from app.db.log import cleaning
from app.db.traces import holds_trace, is_erased, tables_with_traces
from app.errors import LibraryError
from app.station.backups import back_up, backups, remove_all_but
from app.station.doctor import Finding
from app.station.station import Station
from app.sync.checkpoints import CheckpointReading
from app.sync.errors import FormatTooNew, Malformed
from app.sync.layout import CHECKPOINTS, log_folder, parse_incarnation, replica_folder
from app.sync.ports import Folder
from app.sync.positions import LogId
from app.sync.segments import FILE_MAX, parse_name, read_segment
from app.sync.survey import verify_keys
from app.sync.verified import checkpoint_file, parse_checkpoint

NOT_ERASED = "doctor.erased-not"
PROPOSED = "doctor.erased-proposed"
TRACE_HERE = "doctor.erased-here"
TRACE_IN_BACKUP = "doctor.erased-backup"
TRACE_IN_FOLDER = "doctor.erased-folder"
NOT_CLEANED = "doctor.erased-cleaning"
UNREADABLE = "doctor.erased-unreadable"

CODES = (NOT_ERASED, PROPOSED, TRACE_HERE, TRACE_IN_BACKUP, TRACE_IN_FOLDER, NOT_CLEANED, UNREADABLE)


def clean_home(station: Station) -> None:
    """Leave nothing of who was erased in the files of this PC. What is in the way now is done after a later round."""
    connection = station.database.connection
    if cleaning.is_wanted(connection) and remove_all_but(station.home, _copy_of_today(station)):
        with translated():
            cleaning.clean(connection)


def _copy_of_today(station: Station) -> str:
    """Return the one backup that was made since the erasure, made now if there were others; "" for none."""
    copy = cleaning.copy_made(station.database.connection)
    if not copy and backups(station.home):
        copy = back_up(station.database, station.home, station.world).name
        with station.database.writing() as connection:
            cleaning.note_copy(connection, copy)
    return copy


def prove_erased(station: Station, patron: int) -> Iterator[Finding]:
    """Yield where something of a person is left, by id; nothing where nothing is."""
    connection = station.reading.connection
    if not is_erased(connection, patron):
        proposed = any(one.patron == patron for one in open_erasures(connection))
        yield Finding(code=PROPOSED if proposed else NOT_ERASED, figures={"patron": patron})
        return
    for table in tables_with_traces(connection, patron):
        yield Finding(code=TRACE_HERE, figures={"table": table})
    if cleaning.is_wanted(connection):
        yield Finding(code=NOT_CLEANED)
    for path in backups(station.home):
        with closing(_opened(path)) as backup:
            if tables_with_traces(backup, patron):
                yield Finding(code=TRACE_IN_BACKUP, figures={"file": path.name})
    yield from _own_segments(station, patron)
    try:
        yield from _folder(station, patron)
    except LibraryError as error:
        yield Finding(code=error.code, figures=dict(error.figures))


def copies_open(station: Station) -> bool:
    """Tell whether a copy of the folder that somebody kept could still be opened with what this PC has.

    A new epoch of the network key begins after an erasure; each PC destroys the keys before it, a day later or more.
    """
    roster, keys = station.roster(), station.keys()
    return min(keys.network_keys) < roster.epoch or station.store().erased() > roster.erased[roster.epoch]


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


def _own_segments(station: Station, patron: int) -> Iterator[Finding]:
    store = station.store()
    for log in store.own_logs():
        for sealed in store.own_segments(log, 0):
            yield from _segment(station, patron, log, sealed.name.file, sealed.data, where=TRACE_HERE)


def _folder(station: Station, patron: int) -> Iterator[Finding]:
    folder = station.folder()
    for log in _logs(folder, station.roster().members):
        for file in folder.names(log_folder(log)):
            if parse_name(file) is not None:
                data = folder.read(f"{log_folder(log)}/{file}", bytes_max=FILE_MAX)
                yield from _segment(station, patron, log, file, data or b"", where=TRACE_IN_FOLDER)
    for file in folder.names(CHECKPOINTS):
        if (tick := parse_checkpoint(file)) is not None:
            yield from _checkpoint(station, folder, patron, tick)


def _logs(folder: Folder, numbers: Iterable[int]) -> Iterator[LogId]:
    for number in sorted(numbers):
        for name in folder.names(replica_folder(number)):
            if (incarnation := parse_incarnation(name)) is not None:
                yield LogId(number, incarnation)


def _segment(station: Station, patron: int, log: LogId, file: str, data: bytes, *, where: str) -> Iterator[Finding]:
    name = parse_name(file)
    path = f"{log_folder(log)}/{file}"
    if name is None:
        return
    try:
        segment = read_segment(
            data,
            name,
            log,
            verify_key=station.roster().verify_key(log.replica),
            network_keys=station.keys().network_keys,
        )
    except (Malformed, FormatTooNew):
        yield Finding(code=UNREADABLE, figures={"file": path})
        return
    groups = (group for sealing in segment.sealings for group in sealing.changes.groups)
    connection = station.reading.connection
    if any(holds_trace(connection, group, patron) for group in groups):
        yield Finding(code=where, figures={"table" if where == TRACE_HERE else "file": path})


def _checkpoint(station: Station, folder: Folder, patron: int, tick: int) -> Iterator[Finding]:
    """Open a checkpoint aside, as whoever loads it would, and look into its image."""
    path = f"{CHECKPOINTS}/{checkpoint_file(tick)}"
    aside = station.home.proof
    try:
        keys = verify_keys(station.roster())
        reading = CheckpointReading.begin(folder.read_stream(path), tick, keys, station.keys().network_keys)
        with aside.open("wb") as file:
            file.writelines(reading.image())
        with closing(_opened(aside)) as image:
            found = tables_with_traces(image, patron)
    except (Malformed, FormatTooNew):
        yield Finding(code=UNREADABLE, figures={"file": path})
        return
    finally:
        aside.unlink(missing_ok=True)
    if found:
        yield Finding(code=TRACE_IN_FOLDER, figures={"file": path})
