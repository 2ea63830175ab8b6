"""A round with the shared folder from this workstation: one process of a home at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from app.errors import EnvironmentTrouble
from app.station.forgetting import clean_home
from app.station.history import forget_history
from app.station.home import Home
from app.station.joining import complete_joining
from app.station.station import Station
from app.sync.replica import Round
from app.sync.turning import WANTED


class AnotherPublishes(EnvironmentTrouble):
    """Another program on this PC, the open desk, publishes for this home."""

    code = "sync.another-publishes"


@contextmanager
def publishing(home: Home) -> Iterator[None]:
    """Hold the right to publish for this home.

    Raises:
        AnotherPublishes: The open desk holds it; what was done lies in the outbox, and the desk publishes it.
    """
    lock = FileLock(home.publish_lock, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise AnotherPublishes from error
    try:
        yield
    finally:
        lock.release()


def sync_once(station: Station) -> Round:
    """Join where a welcome waits, then read, merge, publish and acknowledge, trying every file.

    Raises:
        AnotherPublishes: The open desk publishes for this home.
    """
    with publishing(station.home):
        complete_joining(station)
        forget_history(station)
        done = station.replica().round(once=True)
    clean_home(station)
    return done


def write_checkpoint(station: Station) -> str:
    """Write a checkpoint now; return its file, or "" where the open desk or a later round will write it."""
    station.store().noted_ms(WANTED, station.world.clock.wall_ms())
    try:
        return sync_once(station).checkpoint
    except AnotherPublishes:
        return ""
