"""Verdicts on people who may have been registered twice, or were said to be one and to be two."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet

from app.db.state import persons
from app.db.state.verdicts import keep
from app.db.undone import LIVE
from app.rules.likeness import STRONG, Traits, likeness, traits
from app.rules.reconcile import Verdict, VerdictKind, about_records

KINDS = (VerdictKind.LOOKS_ALIKE, VerdictKind.SAME_AND_OTHER, VerdictKind.RECORD_OF_ERASED)

_BESIDE = """
SELECT p.id, o.id FROM patron p JOIN patron o ON o.birth_on = p.birth_on AND o.id <> p.id
WHERE p.birth_on <> '' AND p.id IN (SELECT value FROM json_each(?1))
UNION SELECT p.id, o.id FROM patron p JOIN patron o ON o.phone = p.phone AND o.id <> p.id
WHERE p.phone <> '' AND p.id IN (SELECT value FROM json_each(?1))
"""
"""Only one born on the same day or with the same phone can look alike; indexes find them, whatever there is beside."""

_TRAITS = "SELECT id, given, family, birth_on, phone FROM patron WHERE id IN (SELECT value FROM json_each(?))"

_LEADS = "SELECT record, lead FROM person WHERE record IN (SELECT value FROM json_each(?))"

_SAID_OTHER = f"SELECT s.id, s.patron, s.other FROM other_person s WHERE {LIVE.format('s')}"
_BETWEEN = "(SELECT value FROM json_each(?1))"


def refresh(
    connection: sqlite3.Connection, touched: Mapping[str, Collection[int]], joined: Collection[int]
) -> list[Verdict]:
    """Derive anew which people look alike, among those whose records were touched; return the verdicts.

    Args:
        joined: Records whose person may have changed.
    """
    begin = {*touched.get("patron", ()), *joined, *persons.ends(connection, "other_person", touched)}
    if not begin:
        return []
    records = persons.together(connection, begin)
    forget(connection, records)
    found = [*_alike(connection, records), *_contradicted(connection, records)]
    found += [about_records(VerdictKind.RECORD_OF_ERASED, left) for left in persons.remains(connection, records)]
    return keep(connection, found)


def forget(connection: sqlite3.Connection, records: AbstractSet[int]) -> None:
    """Take out what was found about these records."""
    query = f"SELECT kind, subject FROM verdict WHERE kind IN ({', '.join('?' * len(KINDS))})"
    found = connection.execute(query, KINDS).fetchall()
    concerned = [(kind, subject) for kind, subject in found if not records.isdisjoint(map(int, subject.split()))]
    connection.executemany("DELETE FROM verdict WHERE kind = ? AND subject = ?", concerned)


def _alike(connection: sqlite3.Connection, records: Collection[int]) -> Iterator[Verdict]:
    pairs = connection.execute(_BESIDE, (json.dumps(list(records)),)).fetchall()
    concerned = {record for pair in pairs for record in pair}
    known, lead = _traits(connection, concerned), _leads(connection, concerned)
    apart: set[frozenset[int]] | None = None
    seen: set[frozenset[int]] = set()
    for one, other in pairs:
        people = frozenset((lead.get(one, one), lead.get(other, other)))
        if len(people) == 2 and people not in seen and likeness(known[one], known[other]) in STRONG:
            apart = _apart(connection) if apart is None else apart
            seen.add(people)
            if people not in apart:
                yield about_records(VerdictKind.LOOKS_ALIKE, tuple(people))


def _traits(connection: sqlite3.Connection, records: Collection[int]) -> dict[int, Traits]:
    """Personal codes are left out: two people with one code make a task of their own."""
    found = connection.execute(_TRAITS, (json.dumps(list(records)),))
    return {id_: traits(given or "", family or "", birth_on, phone) for id_, given, family, birth_on, phone in found}


def _leads(connection: sqlite3.Connection, records: Collection[int]) -> dict[int, int]:
    return dict(connection.execute(_LEADS, (json.dumps(list(records)),)))


def _apart(connection: sqlite3.Connection) -> set[frozenset[int]]:
    """Return the pairs of people of whom somebody has said that they are two."""
    said = connection.execute(_SAID_OTHER).fetchall()
    lead = _leads(connection, {record for _, *pair in said for record in pair if record is not None})
    return {frozenset(lead.get(record, record) for record in pair) for _, *pair in said}


def _contradicted(connection: sqlite3.Connection, records: Collection[int]) -> Iterator[Verdict]:
    """Yield where somebody said that two records are of two people, and they are of one."""
    about = f"{_SAID_OTHER} AND s.patron IN {_BETWEEN} AND s.other IN {_BETWEEN}"
    facts_by_pair: dict[frozenset[int], list[int]] = {}
    lead = _leads(connection, records)
    for fact, patron, other in connection.execute(about, (json.dumps(list(records)),)):
        if patron != other and lead.get(patron, patron) == lead.get(other, other):
            facts_by_pair.setdefault(frozenset((patron, other)), []).append(fact)
    for pair, facts in facts_by_pair.items():
        yield about_records(VerdictKind.SAME_AND_OTHER, tuple(pair), facts)
