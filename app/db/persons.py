"""Records of one person in SQL: every reader that asks about somebody asks about all of their records.

`person` is state: a row for each record that shares its person with another, with the record that leads. Somebody with
one record, as nearly everybody, has no row there.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from app.db.declaration import BY_NAME
from app.desk.found import Edge
from app.desk.ids import FactId, PatronId

RECORDS = (
    "(SELECT {0} AS record UNION ALL SELECT of_one.record FROM person of_all JOIN person of_one"
    " ON of_one.lead = of_all.lead WHERE of_all.record = {0})"
)
"""The ids of all records of the person that a record is of, that record among them, and twice if there are others."""

LEAD = "coalesce((SELECT led.lead FROM person led WHERE led.record = {0}), {0})"
"""The id of the record that leads, for any record of a person."""

IS_LEAD = "NOT EXISTS (SELECT 1 FROM person led WHERE led.record = {0} AND led.lead <> {0})"

FILLED = (
    "coalesce(nullif({0}.{1}, ''), (SELECT nullif(beside.{1}, '') FROM person of_all JOIN patron beside"
    " ON beside.id = of_all.record WHERE of_all.lead = {0}.id AND beside.{1} <> '' ORDER BY beside.id LIMIT 1))"
)
"""A column that is a unit by itself: of the leading record, alias {0}, or where it is empty of the next that has it."""


def lead_of(connection: sqlite3.Connection, record: int) -> PatronId:
    row = connection.execute("SELECT lead FROM person WHERE record = ?", (record,)).fetchone()
    return PatronId(record if row is None else row[0])


def records_of(connection: sqlite3.Connection, record: int) -> tuple[PatronId, ...]:
    """Return all records of the person that a record is of, the leading one first."""
    found = connection.execute(f"SELECT DISTINCT * FROM {RECORDS.format('?1')} ORDER BY 1", (record,))
    return tuple(PatronId(id_) for (id_,) in found)


def leading(connection: sqlite3.Connection, records: Collection[int]) -> set[int]:
    """Return those of these records that lead others."""
    query = "SELECT lead FROM person WHERE lead IN (SELECT value FROM json_each(?))"
    return {lead for (lead,) in connection.execute(query, (json.dumps(list(records)),))}


def columns_of(connection: sqlite3.Connection, patron: int) -> dict[str, str | int | None]:
    """Return what is written about somebody, by column: a unit that the leading record lacks comes from the next.

    Units, not columns: half of one address and half of another is nobody's address.
    """
    table = BY_NAME["patron"]
    query = f"SELECT {', '.join(table.column_names)} FROM patron WHERE id = ?"
    records = (connection.execute(query, (record,)).fetchone() for record in records_of(connection, patron))
    rows = [dict(zip(table.column_names, row, strict=True)) for row in records if row is not None]
    found: dict[str, str | int | None] = {}
    for unit in table.units if rows else ():
        names = [column.name for column in unit.columns]
        row = next((row for row in rows if any(row[name] for name in names)), rows[0])
        found |= {name: row[name] for name in names}
    return found


_STANDING = "NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = s.id)"


def edge(connection: sqlite3.Connection, fact: int) -> Edge | None:
    """Return what was said of two records being of one person, unless it was taken back."""
    query = f"SELECT s.id, s.patron, s.other FROM same_person s WHERE s.id = ? AND {_STANDING}"
    row = connection.execute(query, (fact,)).fetchone()
    return None if row is None else Edge(fact=FactId(row[0]), patron=PatronId(row[1]), other=PatronId(row[2]))


def said(
    connection: sqlite3.Connection, table: str, records: Collection[int], others: Collection[int]
) -> tuple[FactId, ...]:
    """Return the facts of a table that stand between two lots of records, oldest first."""
    one, other = (f"(SELECT value FROM json_each({name}))" for name in ("?1", "?2"))
    between = f"(s.patron IN {one} AND s.other IN {other}) OR (s.other IN {one} AND s.patron IN {other})"
    query = f"SELECT s.id FROM {table} s WHERE ({between}) AND {_STANDING} ORDER BY s.id"
    found = connection.execute(query, (json.dumps(list(records)), json.dumps(list(others))))
    return tuple(FactId(fact) for (fact,) in found)
