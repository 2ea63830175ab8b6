"""Fills the engine's port `Store`: each method that writes is one transaction on the desk's own file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

from app.db import erasing
from app.db.database import Database, translated
from app.db.log import hearing, outbox, own_segments
from app.db.log.capture import capture_off
from app.db.log.held import take_until
from app.db.log.merging import Touched, merge_changes, merge_groups
from app.db.log.putting_right import put_right
from app.db.log.redrawing import redraw
from app.db.log.standing import CLOCK_CONFIRMED, KNOWN, NETWORK, REPLICA, TICK, advance, get, put
from app.db.migrations import SCHEMA
from app.sync.changes import CHANGES_MAX, Changes, TooLong
from app.sync.ports import Heard, Merged, Proposal, Sealed, Slice, Standing, Times
from app.sync.positions import START, Cursor, LogId, Position
from app.sync.segments import CONTENTS_MAX, SegmentName
from app.sync.ticks import make_tick, unix_ms_of

ROUND = ("round-wall", "round-monotonic")

Write = Callable[[Changes, LogId, Position], tuple[SegmentName, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStore:
    """The desk's own database, as the engine sees it.

    Attributes:
        keep_state: Brings what is derived up to date for the rows that a merge touched, in its transaction.
    """

    database: Database
    keep_state: Callable[[sqlite3.Connection, Touched], object]

    def standing(self) -> Standing:
        connection = self.database.connection
        log, end, heads = _present_log(connection)
        return Standing(
            network=get(connection, NETWORK),
            log=log,
            end=end,
            heads=heads,
            schema=SCHEMA,
            retired=own_segments.retired(connection, log),
        )

    def seal(self, write: Write) -> Sealed | None:
        with translated(), self.database.writing() as connection:
            count = CHANGES_MAX
            while True:
                changes, last = outbox.collect(connection, count, SCHEMA)
                if not last:
                    return None
                if len(changes):
                    sealed = _sealed(connection, changes, write)
                    if sealed is None or (len(sealed.data) > CONTENTS_MAX and len(changes) > 1):
                        count = max(1, len(changes) // 2)
                        continue
                    _keep(connection, sealed)
                    outbox.forget(connection, last)
                    advance(connection, max(max(group.ticks) for group in changes.groups))
                    return sealed
                outbox.forget(connection, last)  # All of it was overtaken or erased.

    def unwritten(self) -> Sequence[Sealed]:
        return _segments(self.database.connection, "written = 0")

    def mark_written(self, log: LogId, name: SegmentName) -> None:
        with translated(), self.database.writing() as connection:
            connection.execute(
                "UPDATE segment SET written = 1 WHERE replica = ? AND incarnation = ? AND last = ?", (*log, name.last)
            )

    def last_written(self, count: int) -> Sequence[SegmentName]:
        log, _, _ = _present_log(self.database.connection)
        found = self.database.connection.execute(
            "SELECT first, last, link FROM segment WHERE written = 1 AND replica = ? AND incarnation = ?"
            " ORDER BY last DESC LIMIT ?",
            (*log, count),
        ).fetchall()
        return list(starmap(SegmentName, reversed(found)))

    def own_logs(self) -> Sequence[LogId]:
        found = self.database.connection.execute("SELECT replica, incarnation FROM own_log ORDER BY n")
        return list(starmap(LogId, found))

    def own_segments(self, log: LogId, after: int) -> Sequence[Sealed]:
        return _segments(self.database.connection, "replica = ? AND incarnation = ? AND last > ?", *log, after)

    def own_segment(self, log: LogId, sequence: int) -> Sealed | None:
        found = _segments(
            self.database.connection,
            "replica = ? AND incarnation = ? AND first <= ? AND last >= ?",
            *log, sequence, sequence,
        )  # fmt: skip
        return found[0] if found else None

    def own_names(self, log: LogId) -> Sequence[SegmentName]:
        return own_segments.names(self.database.connection, log)

    def seal_anew(self, sealed: Sealed) -> None:
        with translated(), self.database.writing() as connection:
            connection.execute(
                "UPDATE segment SET data = ?, written = 0 WHERE replica = ? AND incarnation = ? AND last = ?",
                (sealed.data, *sealed.log, sealed.name.last),
            )

    def own_under_another(self, epoch: int) -> Sequence[tuple[LogId, SegmentName]]:
        return own_segments.under_another(self.database.connection, epoch)

    def erased(self) -> int:
        (count,) = self.database.connection.execute("SELECT count(*) FROM tombstone WHERE tbl = 'patron'").fetchone()
        return int(count)

    def mark_head(self, counter: int) -> None:
        with translated(), self.database.writing() as connection:
            connection.execute("UPDATE own_log SET heads = ? WHERE n = (SELECT max(n) FROM own_log)", (counter,))

    def roster(self) -> Sequence[bytes]:
        return [data for (data,) in self.database.connection.execute("SELECT data FROM roster ORDER BY n")]

    def add_to_roster(self, entries: Sequence[bytes]) -> None:
        with translated(), self.database.writing() as connection:
            connection.executemany("INSERT INTO roster (data) VALUES (?)", [(entry,) for entry in entries])

    def replace_roster(self, entries: Sequence[bytes]) -> None:
        with translated(), self.database.writing() as connection:
            connection.execute("DELETE FROM roster")
            connection.executemany("INSERT INTO roster (data) VALUES (?)", [(entry,) for entry in entries])

    def cursors(self) -> Mapping[LogId, Cursor]:
        found = self.database.connection.execute("SELECT replica, incarnation, sequence, link, ahead FROM cursor")
        return {LogId(*log): Cursor(Position(sequence, link), ahead) for *log, sequence, link, ahead in found}

    def merge(self, slices: Sequence[Slice], *, limit: int) -> Merged:
        with translated(), self.database.writing() as connection:
            with capture_off(connection):
                touched, greatest = merge_changes(connection, [piece.changes for piece in slices], limit)
            self.keep_state(connection, touched)
            for piece in slices:
                _move_cursor(connection, piece.log, piece.end)
            advance(connection, greatest)
        changes = sum(len(piece.changes) for piece in slices)
        return Merged(tables=frozenset(touched), changes=changes)

    def release(self, limit: int) -> Merged:
        with translated(), self.database.writing() as connection:
            groups = take_until(connection, limit)
            with capture_off(connection):
                touched, greatest = merge_groups(connection, groups, limit)
            self.keep_state(connection, touched)
            advance(connection, greatest)
        return Merged(tables=frozenset(touched), changes=sum(map(len, groups)))

    def times(self) -> Times:
        last, known, confirmed_ms, held = self.database.connection.execute(
            "SELECT max(value) FILTER (WHERE name = ?), max(value) FILTER (WHERE name = ?),"
            " max(value) FILTER (WHERE name = ?), (SELECT count(*) FROM held) FROM standing",
            (TICK, KNOWN, CLOCK_CONFIRMED),
        ).fetchone()
        return Times(last or 0, known or 0, confirmed_ms, held)

    def confirm_clock(self, wall_ms: int) -> None:
        with translated(), self.database.writing() as connection:
            put(connection, CLOCK_CONFIRMED, wall_ms)

    def redraw(self, limit: int, now_ms: int) -> Merged:
        beyond = "SELECT count(*) FROM outbox WHERE tick > ? AND seen = 0"
        (count,) = self.database.connection.execute(beyond, (limit,)).fetchone()
        if not count:
            return Merged(tables=frozenset(), changes=0)
        with translated(), self.database.writing() as connection:
            touched = redraw(connection, limit, now_ms)
            self.keep_state(connection, {table: list(rows) for table, rows in touched.items()})
        return Merged(tables=frozenset(touched), changes=count)

    def last_round(self) -> tuple[int, int] | None:
        noted = [get(self.database.connection, name) for name in ROUND]
        return None if None in noted else (int(noted[0]), int(noted[1]))

    def note_round(self, wall_ms: int, monotonic_ms: int) -> None:
        with translated(), self.database.writing() as connection:
            for name, value in zip(ROUND, (wall_ms, monotonic_ms), strict=True):
                put(connection, name, value)

    def note_heard(self, heard: Sequence[Heard]) -> None:
        if news := hearing.news(self.database.connection, heard):
            with translated(), self.database.writing() as connection:
                hearing.note(connection, news)

    def heard(self) -> Sequence[Heard]:
        return hearing.heard(self.database.connection)

    def proposals(self) -> Sequence[Proposal]:
        return erasing.proposals(self.database.connection)

    def erase(self, proposals: Sequence[int], now_ms: int) -> Merged:
        with translated(), self.database.writing() as connection:
            touched = erasing.erase(connection, proposals, now_ms)
            self.keep_state(connection, touched)
        return Merged(tables=frozenset(touched), changes=len(touched.get("patron", ())))

    def repack(self, small: Sequence[Sealed], large: Sealed) -> None:
        with translated(), self.database.writing() as connection:
            own_segments.repack(connection, small, large)

    def retire(self, log: LogId, end: Position) -> None:
        with translated(), self.database.writing() as connection:
            own_segments.retire(connection, log, end)

    def leaving(self) -> Sequence[tuple[LogId, SegmentName]]:
        return own_segments.leaving(self.database.connection)

    def leave(self, log: LogId, name: SegmentName) -> None:
        with translated(), self.database.writing() as connection:
            own_segments.leave(connection, log, [name])

    def left(self, log: LogId, name: SegmentName) -> None:
        with translated(), self.database.writing() as connection:
            own_segments.left(connection, log, name)

    def noted_ms(self, name: str, now_ms: int) -> int:
        noted = get(self.database.connection, name)
        if noted is None:
            with translated(), self.database.writing() as connection:
                put(connection, name, now_ms)
        return int(now_ms if noted is None else noted)

    def is_noted(self, name: str) -> bool:
        return get(self.database.connection, name) is not None

    def forget_note(self, name: str) -> None:
        if get(self.database.connection, name) is not None:
            with translated(), self.database.writing() as connection:
                connection.execute("DELETE FROM standing WHERE name = ?", (name,))

    def kept_note(self, name: str) -> bytes | None:
        noted: bytes | None = get(self.database.connection, name)
        return noted

    def keep_note(self, name: str, contents: bytes) -> None:
        with translated(), self.database.writing() as connection:
            put(connection, name, contents)

    def waiting(self) -> int:
        log, _, _ = _present_log(self.database.connection)
        (count,) = self.database.connection.execute(
            "SELECT (SELECT count(*) FROM outbox) + (SELECT coalesce(sum(last - first + 1), 0) FROM segment"
            " WHERE written = 0 AND replica = ? AND incarnation = ?)",
            log,
        ).fetchone()
        return int(count)

    def renumber(self, log: LogId, now_ms: int) -> None:
        with translated(), self.database.writing() as connection:
            former, end, _ = _present_log(connection)
            if end != START:  # It is others' from now on, and all of it that this desk wrote stands here.
                _move_cursor(connection, former, Cursor(end))
            put(connection, REPLICA, log.replica)
            begin_log(connection, log)
            touched = redraw(connection, -1, now_ms)
            self.keep_state(connection, {table: list(rows) for table, rows in touched.items()})

    def open_incarnation(self, incarnation: int, *, now_ms: int, leap_ms: int, again: Sequence[Changes]) -> None:
        with translated(), self.database.writing() as connection:
            replica = _present_log(connection)[0].replica
            self.keep_state(connection, put_right(connection, again))
            for changes in again:
                outbox.put_back(connection, changes)
            connection.execute("DELETE FROM segment WHERE written = 0")
            begin_log(connection, LogId(replica, incarnation))
            advance(connection, make_tick(max(now_ms, unix_ms_of(get(connection, KNOWN, 0))) + leap_ms, replica))


def begin_log(connection: sqlite3.Connection, log: LogId) -> None:
    """Make `log` the one that this desk writes."""
    connection.execute(
        "INSERT INTO own_log (replica, incarnation, sequence, link, heads) VALUES (?, ?, ?, ?, 0)", (*log, *START)
    )


def _present_log(connection: sqlite3.Connection) -> tuple[LogId, Position, int]:
    replica, incarnation, sequence, link, heads = connection.execute(
        "SELECT replica, incarnation, sequence, link, heads FROM own_log ORDER BY n DESC LIMIT 1"
    ).fetchone()
    return LogId(replica, incarnation), Position(sequence, link), heads


def _sealed(connection: sqlite3.Connection, changes: Changes, write: Write) -> Sealed | None:
    """Return the sealed segment, or None where so many changes do not go into one."""
    log, end, _ = _present_log(connection)
    try:
        name, data = write(changes, log, end)
    except TooLong:
        if len(changes) > 1:
            return None
        raise
    return Sealed(log, name, data)


def _keep(connection: sqlite3.Connection, sealed: Sealed) -> None:
    connection.execute(
        "INSERT INTO segment (replica, incarnation, first, last, link, written, data) VALUES (?, ?, ?, ?, ?, 0, ?)",
        (*sealed.log, *sealed.name, sealed.data),
    )
    connection.execute(
        "UPDATE own_log SET sequence = ?, link = ? WHERE n = (SELECT max(n) FROM own_log)", sealed.name.end
    )


def _segments(connection: sqlite3.Connection, where: str, *values: object) -> list[Sealed]:
    found = connection.execute(
        f"SELECT replica, incarnation, first, last, link, data FROM segment WHERE {where} ORDER BY last", values
    )
    return [
        Sealed(LogId(replica, incarnation), SegmentName(*name), data) for replica, incarnation, *name, data in found
    ]


def _move_cursor(connection: sqlite3.Connection, log: LogId, end: Cursor) -> None:
    connection.execute(
        "INSERT INTO cursor (replica, incarnation, sequence, link, ahead) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (replica, incarnation)"
        " DO UPDATE SET sequence = excluded.sequence, link = excluded.link, ahead = excluded.ahead",
        (*log, *end.at, end.ahead),
    )
