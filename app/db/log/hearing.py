"""What is kept of the heads of other logs: how far they go, when they were seen, what they answered."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from app.sync.ports import Answer, Heard
from app.sync.positions import LogId

_NOTE = (
    "INSERT INTO heard VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (replica, incarnation) DO UPDATE SET"
    " counter = excluded.counter, wall_ms = excluded.wall_ms, seen_ms = excluded.seen_ms,"
    " sequence = excluded.sequence, schema = excluded.schema, version = excluded.version, complete = excluded.complete"
)


def news(connection: sqlite3.Connection, heard: Sequence[Heard]) -> list[Heard]:
    """Return what says something else than what is kept."""
    known = dict(connection.execute("SELECT incarnation, counter + complete FROM heard").fetchall())
    return [one for one in heard if known.get(one.log.incarnation) != one.counter + one.complete]


def note(connection: sqlite3.Connection, heard: Sequence[Heard]) -> None:
    """Keep what heads told, in the place of what they told before."""
    connection.executemany(_NOTE, [(*one.log, *one[1:8]) for one in heard])
    connection.executemany("DELETE FROM answer WHERE replica = ? AND incarnation = ?", [one.log for one in heard])
    connection.executemany(
        "INSERT INTO answer VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(*one.log, *answer) for one in heard for answer in one.answers],
    )


def heard(connection: sqlite3.Connection) -> list[Heard]:
    """Return what was kept of the heads of the other logs, by which it is judged who is still there."""
    answers: dict[LogId, list[Answer]] = defaultdict(list)
    for replica, incarnation, proposal, sequence, held in connection.execute("SELECT * FROM answer ORDER BY proposal"):
        answers[LogId(replica, incarnation)].append(Answer(proposal, sequence, bool(held)))
    found = connection.execute("SELECT * FROM heard ORDER BY replica, incarnation").fetchall()
    return [
        Heard._make((log, *told, bool(complete), tuple(answers.get(log, ()))))
        for log, told, complete in ((LogId(*row[:2]), row[2:8], row[8]) for row in found)
    ]
