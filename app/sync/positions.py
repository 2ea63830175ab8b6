"""Where a log stands: its name, a sequence number, and the link that proves what lies before."""

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
    """The end of a sealing: how many changes of the log lie before it, and the link of the chain there."""

    sequence: int
    link: bytes


START = Position(0, NO_HASH)


class Cursor(NamedTuple):
    """How far a log was merged: to a position, and so many changes of the sealing that begins there.

    Only the position is ever acknowledged; a cursor stands ahead of it while a large sealing is merged in slices.
    """

    at: Position
    ahead: int = 0


BEGINNING = Cursor(START)
