"""Where a log stands: its name, a sequence number, and the chain hash that proves what lies before."""

from __future__ import annotations

from typing import NamedTuple

from app.sync.changes import NO_HASH


class LogId(NamedTuple):
    """One log: a replica, and the incarnation under which it wrote.

    A desk that was restored or rolled back opens a new incarnation, so no position ever has two contents unnoticed.
    """

    replica: int
    incarnation: int


class Position(NamedTuple):
    """The point after `sequence` changes of a log; `link` is the chain hash there."""

    sequence: int
    link: bytes


START = Position(0, NO_HASH)
