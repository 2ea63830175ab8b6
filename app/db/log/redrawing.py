"""Drawing ticks anew: what a clock ahead of all others has stamped is put right before it leaves the desk.

Nobody else has seen these ticks, so they may change, and with them the ids that are ticks, what refers to those ids,
and the names of tasks in decisions, which are hashes of ids. The order stays. It is the one case in which the last
tick of a desk goes back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from app.db.declaration import TABLES
from app.db.log.capture import capture_off
from app.db.log.outbox import TOMBSTONE_UNIT
from app.db.log.standing import KNOWN, REPLICA, Ticks, get
from app.db.state.blocked_cards import KIND as BLOCKED
from app.db.state.blocked_cards import forget_redrawn as forget_blocked
from app.db.state.holds_seen import KINDS as OF_HOLDS
from app.db.state.likenesses import KINDS as LIKENESSES
from app.db.state.likenesses import forget as forget_likenesses
from app.db.state.money_verdicts import KINDS as MONEY
from app.db.state.money_verdicts import forget_redrawn as forget_money
from app.db.state.owing import forget as forget_owing
from app.db.state.verdicts import all_verdicts
from app.rules.reconcile import Verdict, VerdictKind, task_name

Redrawn = Mapping[int, int]
"""The new tick of each that was drawn anew."""


def redraw(connection: sqlite3.Connection, limit: int, now_ms: int) -> dict[str, set[int]]:
    """Draw anew every unpublished tick beyond `limit`; return the rows touched, by table.

    Args:
        now_ms: Justified time, Unix milliseconds.
    """
    redrawn = _drawn(connection, limit, now_ms)
    if not redrawn:
        return {}
    named = {task_name(verdict): verdict for verdict in all_verdicts(connection)}
    with capture_off(connection):
        _outbox_and_clocks(connection, redrawn)
        touched = _rows(connection, redrawn)
        _decisions(connection, named, redrawn)
    _state(connection, redrawn)
    return touched


def _drawn(connection: sqlite3.Connection, limit: int, now_ms: int) -> Redrawn:
    """Return the new ticks, each greater than all that others have or may have seen, and than those that stay."""
    beyond = [tick for (tick,) in connection.execute("SELECT tick FROM outbox WHERE tick > ? AND seen = 0", (limit,))]
    if not beyond:
        return {}
    (staying,) = connection.execute("SELECT coalesce(max(tick), 0) FROM outbox WHERE tick <= ?", (limit,)).fetchone()
    known = get(connection, KNOWN, 0)
    ticks = Ticks(get(connection, REPLICA, 0), max(known, staying), now_ms)
    redrawn = {old: int(ticks.draw()) for old in sorted(set(beyond))}
    ticks.keep(connection)
    return redrawn


def _outbox_and_clocks(connection: sqlite3.Connection, redrawn: Redrawn) -> None:
    entries = connection.execute("SELECT n, tbl, row, unit, tick FROM outbox WHERE seen = 0").fetchall()
    moved = [
        (n, tbl, row, redrawn.get(row, row), unit, tick, redrawn.get(tick, tick)) for n, tbl, row, unit, tick in entries
    ]
    connection.executemany(
        "UPDATE outbox SET row = ?, tick = ? WHERE n = ?", [(row, tick, n) for n, _, _, row, _, _, tick in moved]
    )
    for kept in ("clock", "tombstone"):
        deletions = [entry for entry in moved if (entry[4] == TOMBSTONE_UNIT) == (kept == "tombstone")]
        unit = " AND unit = ?" if kept == "clock" else ""
        connection.executemany(
            f"UPDATE {kept} SET row = ?, tick = ? WHERE tbl = ? AND row = ? AND tick = ?{unit}",
            [
                (row, new, tbl, old_row, old, *([name] if unit else []))
                for _, tbl, old_row, row, name, old, new in deletions
            ],
        )


def _rows(connection: sqlite3.Connection, redrawn: Redrawn) -> dict[str, set[int]]:
    """Give rows their new ids, and let what refers to them follow; only rows in the outbox can."""
    touched: dict[str, set[int]] = {}
    for table in TABLES:
        unpublished = {row for (row,) in connection.execute("SELECT row FROM outbox WHERE tbl = ?", (table.name,))}
        if not unpublished:
            continue
        born = [(new, old) for old, new in redrawn.items() if new in unpublished]
        connection.executemany(f"UPDATE {table.name} SET id = ? WHERE id = ?", born)
        for column in table.columns:
            if column.refers_to:
                _follow(connection, table.name, column.name, unpublished, redrawn)
        touched[table.name] = unpublished
    renamed = [(new, old) for old, new in redrawn.items()]
    connection.executemany("UPDATE draft SET patron = ? WHERE patron = ?", renamed)
    _deeds(connection, renamed)
    return touched


def _deeds(connection: sqlite3.Connection, renamed: Sequence[tuple[int, int]]) -> None:
    """Let what undo would undo follow; the facts of a deed stay together."""
    connection.executemany("UPDATE deed_fact SET fact = ? WHERE fact = ?", renamed)


def _follow(connection: sqlite3.Connection, table: str, column: str, rows: set[int], redrawn: Redrawn) -> None:
    found = connection.execute(
        f"SELECT id, {column} FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),)
    ).fetchall()
    connection.executemany(
        f"UPDATE {table} SET {column} = ? WHERE id = ?",
        [(redrawn[referred], row) for row, referred in found if referred in redrawn],
    )


def _decisions(connection: sqlite3.Connection, named: Mapping[str, Verdict], redrawn: Redrawn) -> None:
    """Let unpublished decisions name the tasks as they are called now."""
    found = connection.execute(
        "SELECT id, task FROM decision WHERE id IN (SELECT row FROM outbox WHERE tbl = 'decision')"
    ).fetchall()
    connection.executemany(
        "UPDATE decision SET task = ? WHERE id = ?",
        [(task_name(_renamed(named[task], redrawn)), row) for row, task in found if task in named],
    )


def _renamed(verdict: Verdict, redrawn: Redrawn) -> Verdict:
    subject = verdict.subject
    if verdict.kind in {VerdictKind.LENT_TWICE, *OF_HOLDS, *LIKENESSES, *MONEY, BLOCKED}:
        subject = " ".join(map(str, sorted(redrawn.get(id_, id_) for id_ in map(int, subject.split()))))
    facts = tuple(sorted(redrawn.get(fact, fact) for fact in verdict.facts))
    return Verdict(kind=verdict.kind, subject=subject, facts=facts)


def _state(connection: sqlite3.Connection, redrawn: Redrawn) -> None:
    """Take out what was derived under ids that are no more; what is there now is derived by whoever called."""
    old = json.dumps(list(redrawn))
    connection.execute("DELETE FROM open_loan WHERE item IN (SELECT value FROM json_each(?))", (old,))
    connection.executemany(
        "DELETE FROM verdict WHERE kind = ? AND subject IN (SELECT CAST(value AS TEXT) FROM json_each(?))",
        [(kind, old) for kind in (VerdictKind.LENT_TWICE, *OF_HOLDS)],
    )
    connection.execute("DELETE FROM hold_standing WHERE hold IN (SELECT value FROM json_each(?))", (old,))
    connection.execute("DELETE FROM copy_place WHERE item IN (SELECT value FROM json_each(?))", (old,))
    connection.execute(
        "DELETE FROM person WHERE record IN (SELECT value FROM json_each(?1))"
        " OR lead IN (SELECT value FROM json_each(?1))",
        (old,),
    )
    forget_likenesses(connection, set(redrawn))
    forget_owing(connection, redrawn)
    forget_money(connection, redrawn)
    forget_blocked(connection, redrawn)
    for table in ("patron_search", "title_search"):
        connection.execute(f"DELETE FROM {table} WHERE rowid IN (SELECT value FROM json_each(?))", (old,))
