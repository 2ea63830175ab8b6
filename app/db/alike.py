"""Who looks like somebody: a few candidates by index, and only those are compared letter by letter."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator

from app.db import finding
from app.db.numbers import NUMBER
from app.db.persons import LEAD
from app.desk.found import Alike
from app.desk.ids import PatronId
from app.rules.identity import normal_number
from app.rules.likeness import Likeness, Traits, likeness, may_be_one_day, traits

BY_NAME_MAX = 200
"""So many namesakes are enough to tell somebody that there are some."""

_BY_BIRTH = "SELECT id FROM patron WHERE birth_on = ?"
_BY_PHONE = "SELECT id FROM patron WHERE phone = ?"
_BY_CODE = f"SELECT patron FROM identifier WHERE {NUMBER.format('value')} = ? AND kind = 'personal_code'"
_BY_NAME = f"SELECT rowid FROM patron_search WHERE patron_search MATCH ? LIMIT {BY_NAME_MAX}"

_CANDIDATES = f"""
SELECT {LEAD.format("p.id")}, p.given, p.family, p.birth_on, p.phone, (
    SELECT group_concat(i.value, ' ') FROM identifier i
    WHERE i.patron = p.id AND i.kind = 'personal_code' AND i.standing IS NOT 'removed'
) FROM patron p WHERE p.id IN (
    SELECT value FROM json_each(?1) UNION SELECT beside.record FROM person here JOIN person beside
    ON beside.lead = here.lead WHERE here.record IN (SELECT value FROM json_each(?1))
)
"""
"""With the other records of whoever is a candidate: search knows one row a person."""

_NAMED = f"""
SELECT p.given, p.family, p.birth_on, b.name, ({finding.NUMBER_OF_PATRON.format("?1")})
FROM patron p LEFT JOIN branch b ON b.id = p.home_branch WHERE p.id = ?1
"""


def alike(connection: sqlite3.Connection, wanted: Traits) -> tuple[Alike, ...]:
    """Return who looks like somebody, one line a person, the strongest likeness first."""
    order = list(Likeness)
    best: dict[int, Likeness] = {}
    for lead, candidate in _compared(connection, wanted, set(_candidates(connection, wanted))):
        found = likeness(wanted, candidate)
        if found is not None and (lead not in best or order.index(found) < order.index(best[lead])):
            best[lead] = found
    people = sorted(best.items(), key=lambda one: (order.index(one[1]), one[0]))
    return tuple(_shown(connection, patron, found) for patron, found in people)


def _candidates(connection: sqlite3.Connection, wanted: Traits) -> Iterator[int]:
    """Yield records that may be alike, as indexes find them: where only the name is the same it is the very same."""
    asked = [(_BY_CODE, code) for code in wanted.codes]
    asked += [(_BY_BIRTH, wanted.birth_on)] if wanted.birth_on else []
    asked += [(_BY_PHONE, wanted.phone)] if wanted.phone else []
    if wanted.family:
        words = f"{wanted.family} {wanted.given}".split()
        asked.append((_BY_NAME, " ".join(f'"{word}"' for word in words)))
    for query, value in asked:
        for (record,) in connection.execute(query, (value,)):
            if record is not None:
                yield record


def _compared(connection: sqlite3.Connection, wanted: Traits, records: Collection[int]) -> Iterator[tuple[int, Traits]]:
    """Yield what each record is compared by, with the record that leads; only those that can be alike at all."""
    for lead, given, family, birth_on, phone, codes in connection.execute(_CANDIDATES, (json.dumps(list(records)),)):
        numbers = [normal_number(code) for code in (codes or "").split()]
        if may_be_one_day(wanted.birth_on, birth_on or "") or not wanted.codes.isdisjoint(numbers):
            yield lead, traits(given or "", family or "", birth_on, phone, numbers)


def _shown(connection: sqlite3.Connection, patron: int, found: Likeness) -> Alike:
    given, family, birth_on, branch, number = connection.execute(_NAMED, (patron,)).fetchone()
    return Alike(
        patron=PatronId(patron),
        number=number or f"#{patron}",
        name=f"{given or ''} {family or ''}".strip(),
        birth_on=finding.day_or_none(birth_on),
        branch=branch or "",
        likeness=found,
    )
