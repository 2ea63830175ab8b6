"""Switching capture off while others' changes are merged: a row, set and reset inside the merge's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def capture_off(connection: sqlite3.Connection) -> Iterator[None]:
    """Write without noting it in the outbox. An exception rolls the switch back with everything else."""
    connection.execute("UPDATE capture SET off = 1")
    yield
    connection.execute("UPDATE capture SET off = 0")
