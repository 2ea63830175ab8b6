"""Copies of the desk's database on its own disk: made before an upgrade, gone after a month, and after an erasure."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.db.database import Database, translated
from app.station.home import Home
from app.station.world import World

LOG = logging.getLogger(__name__)

KEPT = timedelta(days=30)

_NAME = re.compile(r"lete-(\d{8}-\d{6})-[0-9a-f]{6}\.db")
_MOMENT = "%Y%m%d-%H%M%S"


def back_up(database: Database, home: Home, world: World) -> Path:
    """Copy a database, consistent and compact, to the home's backups; return the copy.

    What forms say that wait for a second look stays out: they are destroyed, and a copy would outlive them.
    """
    path = home.backups / f"lete-{_now(world):{_MOMENT}}-{world.random(3).hex()}.db"
    with translated():
        target = sqlite3.connect(path)
        try:
            database.connection.backup(target)
            target.execute("PRAGMA secure_delete = on")
            with target:
                target.execute("DELETE FROM draft WHERE patron IS NULL")
        finally:
            target.close()
    return path


def backups(home: Home) -> list[Path]:
    """Return the copies, oldest first."""
    return [path for _, path in sorted(_dated(home))]


def expire(home: Home, world: World) -> None:
    """Take away copies older than thirty days, but for the newest: a clock that lies must not take the last one."""
    for made, path in sorted(_dated(home))[:-1]:
        if _now(world) - made > KEPT:
            _is_removed(path)


def remove_all_but(home: Home, name: str) -> bool:
    """Take away every copy but one; return whether they are gone, False where another program holds one of them."""
    removed = [_is_removed(path) for path in backups(home) if path.name != name]
    return all(removed)


def _is_removed(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        LOG.info("a backup stays for now: %s", error)
        return False
    return True


def _dated(home: Home) -> Iterator[tuple[datetime, Path]]:
    for path in home.backups.glob("lete-*.db"):
        if match := _NAME.fullmatch(path.name):
            yield datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC), path


def _now(world: World) -> datetime:
    return datetime.fromtimestamp(world.clock.wall_ms() / 1000, UTC)
