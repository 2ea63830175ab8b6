"""Which records are of one person, derived from the edges that stand (`app.rules.persons`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet

from app.db.undone import LIVE
from app.rules.persons import Edge, leads, left_of_erased

_EDGES = f"""
WITH RECURSIVE reached (record) AS (
    SELECT value FROM json_each(?)
    UNION SELECT s.other FROM reached r JOIN same_person s ON s.patron = r.record WHERE {LIVE.format("s")}
    UNION SELECT s.patron FROM reached r JOIN same_person s ON s.other = r.record WHERE {LIVE.format("s")}
)
SELECT s.patron, s.other FROM reached r JOIN same_person s ON s.patron = r.record
WHERE s.other IS NOT NULL AND {LIVE.format("s")}
"""

_ENDS = "SELECT patron, other FROM {} WHERE id IN (SELECT value FROM json_each(?))"

_UNDONE = "SELECT fact FROM undo WHERE fact_table = ? AND id IN (SELECT value FROM json_each(?))"

_JOINED = """
SELECT patron FROM same_person WHERE patron IN (SELECT value FROM json_each(?1))
UNION SELECT other FROM same_person WHERE other IN (SELECT value FROM json_each(?1))
"""


def refresh(connection: sqlite3.Connection, touched: Mapping[str, Collection[int]]) -> set[int]:
    """Derive anew which records are of one person, for all that these rows concern; return those records.

    Whatever an edge that was taken back has joined is joined by others to one of its two ends still, or is that end.
    """
    begin = ends(connection, "same_person", touched)
    if touched.get("patron") and _any(connection):
        found = connection.execute(_JOINED, (json.dumps(list(touched["patron"])),))
        begin |= {record for (record,) in found}
    if not begin:
        return set()
    edges = edges_about(connection, begin)
    concerned = begin.union(*edges)
    connection.execute("DELETE FROM person WHERE record IN (SELECT value FROM json_each(?))", (_ids(concerned),))
    found_leads = leads(edges, _there(connection, "SELECT id FROM patron WHERE id", concerned))
    connection.executemany("INSERT INTO person (record, lead) VALUES (?, ?)", sorted(found_leads.items()))
    return concerned


def ends(connection: sqlite3.Connection, table: str, touched: Mapping[str, Collection[int]]) -> set[int]:
    """Return the records at both ends of what was said, or taken back just now, about two of them."""
    facts = set(touched.get(table, ()))
    if touched.get("undo"):
        found = connection.execute(_UNDONE, (table, _ids(touched["undo"])))
        facts |= {fact for (fact,) in found if fact is not None}
    if not facts:
        return set()
    rows = connection.execute(_ENDS.format(table), (_ids(facts),)).fetchall()
    return {record for row in rows for record in row if record is not None}


def edges_about(connection: sqlite3.Connection, records: Iterable[int]) -> set[Edge]:
    """Return every edge that stands and that leads, over others perhaps, to one of these records."""
    return set(connection.execute(_EDGES, (_ids(records),)))


def together(connection: sqlite3.Connection, records: AbstractSet[int]) -> set[int]:
    """Return these records and all that edges join to them, over records that were erased as well."""
    return set(records).union(*(edges_about(connection, records) if _any(connection) else ()))


def remains(connection: sqlite3.Connection, records: Iterable[int]) -> list[tuple[int, ...]]:
    """Return, person by person, which records are there still though another of the same person was erased."""
    edges = edges_about(connection, records) if _any(connection) else ()
    concerned = set[int]().union(*edges)
    living = _there(connection, "SELECT id FROM patron WHERE id", concerned)
    erased = _there(connection, "SELECT row FROM tombstone WHERE tbl = 'patron' AND row", concerned)
    return left_of_erased(edges, living, erased)


def _any(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM same_person LIMIT 1").fetchone() is not None


def _there(connection: sqlite3.Connection, query: str, records: Iterable[int]) -> set[int]:
    return {id_ for (id_,) in connection.execute(f"{query} IN (SELECT value FROM json_each(?))", (_ids(records),))}


def _ids(records: Iterable[int]) -> str:
    return json.dumps(list(records))
