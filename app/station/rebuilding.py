"""Rebuilding this desk's rows from the folder: a copy of the database first, then what differs is put right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.db.log.rebuilding import DatabaseBuilding
from app.station.backups import back_up
from app.station.joining import complete_joining
from app.station.station import Station
from app.station.syncing import publishing
from app.sync.loading import Loading
from app.sync.pace import ROWS_IN_BULK
from app.sync.problems import Problem
from app.sync.ranges import Key
from app.sync.rebuilding import Rebuilding, Rebuilt
from app.sync.replica import Replica


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuiltDesk:
    """What was done.

    Attributes:
        backup: The database as it was.
        checkpoint: The file in the folder that it began with; "" where it was read from the logs alone.
        differed: Where rows were put right.
        problems: What a round with the folder met afterwards.
    """

    backup: Path
    checkpoint: str
    differed: tuple[Key, ...]
    problems: tuple[Problem, ...]


def rebuild(station: Station) -> RebuiltDesk:
    """Bring this desk's rows to what the folder says, and to what it has done itself since.

    Raises:
        AnotherPublishes: The desk is open: it is to be closed first.
        FolderUnreachable: And nothing was changed.
        RebuildIncomplete: The folder lacks something that this desk holds; nothing was changed.
    """
    with publishing(station.home):
        complete_joining(station)
        replica = station.replica()
        replica.round(once=True)
        backup = back_up(station.database, station.home, station.world)
        rebuilt = _rebuilt(station, replica)
        after = station.replica().round(once=True)
    return RebuiltDesk(
        backup=backup,
        checkpoint=rebuilt.checkpoint,
        differed=tuple(rebuilt.differed),
        problems=after.problems,
    )


def _rebuilt(station: Station, replica: Replica) -> Rebuilt:
    """Build from what the round just done has seen in the folder."""
    images = station.images()
    loading = Loading(
        store=replica.store,
        images=images,
        folder=replica.folder,
        keys=replica.keys,
        rows_max=lambda: ROWS_IN_BULK,
        limit=replica.timekeeper.judge().time.arriving_limit,
    )
    building = DatabaseBuilding(images=images)
    return Rebuilding(loading=loading, building=building, reader=replica.reader, roster=station.roster()).rebuild()
