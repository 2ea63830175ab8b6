"""Capture: triggers in plain SQL, generated from the declaration, that note every write in the outbox.

Whoever writes, in the same transaction, nothing can be forgotten. A writing of a unit is noted without a tick, which is
filled in at the end of the deed's transaction. Merging switches capture off by a row, set and reset in its own
transaction. A row with a tombstone is passed over, whoever inserts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.db.declaration import TABLES, Table, Unit
from app.db.remembered import NEW_STAMP

RULES = ("setting", "closed_day", "branch")
"""The tables of the house rules: what is worked out of them is kept until one is written."""

CAPTURING = "(SELECT off FROM capture) = 0"


def trigger_sql() -> dict[str, str]:
    """Return the SQL of every trigger, by name."""
    return {name: sql for table in TABLES for name, sql in _of(table)}


def _of(table: Table) -> Iterator[tuple[str, str]]:
    yield _passes_over_the_erased(table)
    yield _notes_a_birth(table)
    if table.name in RULES:
        yield from _stamps_the_rules(table)
    if table.kind == "fact":
        yield _keeps_facts(table)
        return
    for unit in table.units:
        yield _notes_a_writing(table, unit)


def _passes_over_the_erased(table: Table) -> tuple[str, str]:
    name = f"{table.name}_erased"
    return name, (
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table.name} "
        f"WHEN EXISTS (SELECT 1 FROM tombstone WHERE tbl = '{table.name}' AND row = NEW.id) "
        "BEGIN SELECT RAISE(IGNORE); END"
    )


def _notes_a_birth(table: Table) -> tuple[str, str]:
    name = f"{table.name}_born"
    return name, (
        f"CREATE TRIGGER {name} AFTER INSERT ON {table.name} WHEN {CAPTURING} "
        f"BEGIN INSERT INTO outbox (tbl, row, unit, tick) VALUES ('{table.name}', NEW.id, '', NEW.id); END"
    )


def _keeps_facts(table: Table) -> tuple[str, str]:
    name = f"{table.name}_kept"
    return name, (
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table.name} WHEN {CAPTURING} "
        "BEGIN SELECT RAISE(ABORT, 'a fact is written once'); END"
    )


def _notes_a_writing(table: Table, unit: Unit) -> tuple[str, str]:
    name = f"{table.name}_{unit.name}_written"
    columns = [column.name for column in unit.columns]
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    return name, (
        f"CREATE TRIGGER {name} AFTER UPDATE OF {', '.join(columns)} ON {table.name} "
        f"WHEN ({changed}) AND {CAPTURING} "
        f"BEGIN INSERT INTO outbox (tbl, row, unit, tick) VALUES ('{table.name}', NEW.id, '{unit.name}', NULL); END"
    )


def _stamps_the_rules(table: Table) -> Iterator[tuple[str, str]]:
    """Whoever writes a rule, a librarian or a merge: what was worked out of the rules is out of date."""
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"{table.name}_stamped_by_{event.lower()}"
        yield (
            name,
            (f"CREATE TRIGGER {name} AFTER {event} ON {table.name} BEGIN {NEW_STAMP}; END"),
        )


def install_triggers(connection: Any) -> list[str]:
    """Make the triggers what the declaration says; return the names of those that were missing or different.

    `transform` of sqlite-utils drops a table's triggers silently, so this runs at every open.
    """
    wanted = trigger_sql()
    present = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
    wrong = [name for name, sql in wanted.items() if present.get(name) != sql]
    strange = [name for name in present if name not in wanted]
    for name in (*wrong, *strange):
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    for name in wrong:
        connection.execute(wanted[name])
    return [*wrong, *strange]
