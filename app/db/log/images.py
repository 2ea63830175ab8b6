"""Images of the desk's database: what a checkpoint carries, what is loaded aside, what a newcomer begins with.

An image is a database of its own, made by `VACUUM INTO` as of one moment while deeds go on, and without what belongs to
this desk alone: keys of invitations, drafts of forms, its outbox, its segments. A table not named here stays out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.db.database import Database, DatabaseDamaged, DatabaseTooNew, open_database, translated
from app.db.declaration import TABLES
from app.db.log.comparing import ImageComparison
from app.db.log.completing import copy_with
from app.db.log.emptying import has_dropped
from app.db.log.exchanging import exchange
from app.db.log.lacking import declared_units, lacking
from app.db.log.marking import forget_digests
from app.db.log.standing import advance
from app.db.log.vector import vector
from app.db.migrations import SCHEMA
from app.db.state.keeping import STATE_TABLES, rebuild_state
from app.sync import checkpoints
from app.sync.changes import Changes
from app.sync.checkpoints import Manifest, Vector
from app.sync.errors import Malformed
from app.sync.heads import Received
from app.sync.images import Comparison, Taken
from app.sync.positions import LogId

CARRIED = frozenset(
    {table.name for table in TABLES} | {"clock", "tombstone", "parked", "held", "capture"} | set(STATE_TABLES)
)
"""The tables that an image has. What is derived goes along, so that a newcomer need not derive it of ten years."""

HOUSE = frozenset({"_sqlite_migrations", "sqlite_sequence"})
"""Tables of the libraries: the image has its own."""

SPARE = 8
"""An image of which more than one page in so many is empty is packed once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseImages:
    """Fills the engine's port `Images`.

    Attributes:
        database: The connection that writes; `adopt` alone uses it.
        version: The program's: what is derived in an image of another version is derived anew.
        readers: The connections of the same thread that read the same file.
    """

    database: Database
    version: str
    readers: tuple[Database, ...] = ()

    @property
    def path(self) -> Path:
        return Path(str(self.database.peewee.database))

    @property
    def _taken(self) -> Path:
        return self.path.with_name(f"{self.path.name}.taken")

    @property
    def received(self) -> Path:
        return self.path.with_name(f"{self.path.name}.received")

    @property
    def _completed(self) -> Path:
        return self.path.with_name(f"{self.path.name}.completed")

    def take(self, wall_ms: int) -> Taken | None:
        self.discard()
        with translated(), closing(_connected(self.path)) as source:
            if vector(source) is None or has_dropped(source):
                return None
            source.execute("VACUUM INTO ?", (str(self._taken),))
        with translated(), closing(_connected(self._taken)) as image:
            stands_for = vector(image)
            if stands_for is None:
                self.discard()
                return None
            _strip(image)
        manifest = Manifest(
            vector=tuple(Received(*log, *position) for log, position in sorted(stands_for.items())),
            wall_ms=wall_ms,
            schema=SCHEMA,
            version=self.version,
            units=declared_units(),
        )
        return Taken(manifest=manifest, image_bytes=self._taken.stat().st_size, pieces=_pieces(self._taken))

    def receive(self, pieces: Iterable[bytes]) -> None:
        self.discard()
        with self.received.open("wb") as file:
            file.writelines(pieces)

    def adopt(self, manifest: Manifest) -> bool:
        if manifest.schema > SCHEMA or not _is_new(self.database.connection):
            return False
        with translated(), closing(_opened(self.received)) as image:
            become(image.connection, self.path, manifest.positions(), derive=manifest.version != self.version)
        with translated():
            exchange(self.database, self.readers, self.received)
        return True

    def lacking(self, manifest: Manifest, rows_max: Callable[[], int]) -> Iterator[Changes]:
        if manifest.schema < SCHEMA:
            _opened(self.received).close()
        with translated(), closing(_connected(self.path)) as connection:
            connection.execute("ATTACH ? AS image", (str(self.received),))
            yield from lacking(connection, manifest, rows_max)

    def compare(self, manifest: Manifest, limit: int, beyond: Collection[LogId] = ()) -> Comparison | None:
        if manifest.schema > SCHEMA or has_dropped(self.database.connection):
            return None
        with translated():
            image, own = _opened(self.received), self.path
            if beyond:
                replicas = {log.replica for log in beyond}
                copy_with(
                    own, self._completed, self.received, manifest=manifest, replicas=replicas, limit=limit
                ).close()
                own = self._completed
            return ImageComparison.begin(own, image, manifest, limit)

    def discard(self) -> None:
        for path in (self._taken, self.received, self._completed):
            for suffix in ("", "-wal", "-shm", "-journal"):
                path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)


def _opened(received: Path) -> Database:
    """Open a received image, brought to the present schema.

    Raises:
        Malformed: Its author signed what is no database of ours.
    """
    try:
        return open_database(received)
    except (DatabaseDamaged, DatabaseTooNew) as error:
        raise Malformed(part="image") from error


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=10)


def _strip(image: sqlite3.Connection) -> None:
    """Leave out what belongs to this desk alone, bytes and all."""
    for pragma in ("journal_mode = off", "synchronous = off", "secure_delete = on"):
        image.execute(f"PRAGMA {pragma}")
    for name in _tables(image) - CARRIED - HOUSE:
        image.execute(f"DELETE FROM {name}")
    for name in STATE_TABLES:
        if name.endswith("_search"):
            image.execute(f"INSERT INTO {name} ({name}) VALUES ('optimize')")
    (pages,), (spare,) = (image.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "freelist_count"))
    if spare * SPARE > pages:
        image.execute("VACUUM")


def _tables(connection: sqlite3.Connection) -> set[str]:
    """Return the tables, but for those in which full-text search keeps its own."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {name for name in names if not any(name.startswith(f"{table}_") for table in STATE_TABLES)}


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while piece := file.read(checkpoints.CHUNK_BYTES):
            yield piece


def _is_new(connection: sqlite3.Connection) -> bool:
    """Tell whether this desk has nothing yet: no row, nothing read, nothing written."""
    return all(
        connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is None
        for name in (*(table.name for table in TABLES), "clock", "tombstone", "parked", "held", "outbox", "segment")
    )


def become(image: sqlite3.Connection, own: Path, stands_for: Vector, *, derive: bool) -> None:
    """Make the image this desk's: what belongs to it alone, and cursors where the image stands."""
    image.execute("PRAGMA synchronous = off")
    image.execute("ATTACH ? AS own", (str(own),))
    image.execute("BEGIN")
    for name in _tables(image) - CARRIED - HOUSE:
        image.execute(f"DELETE FROM main.{name}")
        image.execute(f"INSERT INTO main.{name} SELECT * FROM own.{name}")
    image.execute("DELETE FROM main.cursor")
    image.executemany(
        "INSERT INTO main.cursor (replica, incarnation, sequence, link, ahead) VALUES (?, ?, ?, ?, 0)",
        [(*log, *position) for log, position in stands_for.items()],
    )
    advance(image, greatest_tick(image))
    forget_digests(image)
    if derive:
        rebuild_state(image)
    image.execute("COMMIT")
    image.execute("DETACH own")


def greatest_tick(connection: sqlite3.Connection) -> int:
    greatest = [connection.execute(f"SELECT max(id) FROM main.{table.name}").fetchone()[0] for table in TABLES]
    greatest += [
        connection.execute(f"SELECT max(tick) FROM main.{name}").fetchone()[0] for name in ("clock", "tombstone")
    ]
    return max((tick for tick in greatest if tick), default=0)
