"""What the facts say of a person's relation to the library: SQL text, for check-out asks it too."""

from __future__ import annotations

import sqlite3
from datetime import date

from app.db import finding
from app.db.persons import RECORDS, lead_of
from app.desk.ids import FactId, PatronId
from app.rules.guarantees import Promise
from app.rules.relation import DECEASED, ENDED, Acceptance, Relation, identity_of

_OF_ONE = RECORDS.format("?1")

_CHANNELS = f"SELECT channel, at_ms FROM registration WHERE patron IN {_OF_ONE}"

_ACCEPTED = f"SELECT version, on_day FROM rules_acceptance WHERE patron IN {_OF_ONE} AND on_day IS NOT NULL ORDER BY id"

_STANDS = f"""
SELECT max(EXISTS (SELECT 1 FROM identity_check i WHERE i.patron = one.record AND i.subject = 'patron')),
    max((SELECT max(c.at_ms) FROM contact_confirmation c WHERE c.patron = one.record)),
    max(EXISTS (SELECT 1 FROM patron p WHERE p.id = one.record AND p.died_on <> '')),
    max(EXISTS (SELECT 1 FROM end_of_use e WHERE e.patron = one.record
        AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = e.id))),
    max(EXISTS (SELECT 1 FROM remark r WHERE r.patron = one.record AND r.kind = 'warning'))
FROM {_OF_ONE} one
"""
"""Whether somebody's identity was seen, when their contact data were confirmed, whether they died or wish to stop, and
whether anybody was ever warned of them."""

_WARNINGS = f"""
SELECT body FROM remark WHERE patron IN {_OF_ONE} AND kind = 'warning' AND coalesce(ended, 0) = 0
AND (until_on IS NULL OR until_on >= ?2) ORDER BY id
"""


def relation(connection: sqlite3.Connection, patron: int, today: date, zone: str) -> Relation:
    """Return somebody's relation to the library, as it bears on lending."""
    registered = connection.execute(_CHANNELS, (patron,)).fetchall()
    seen, confirmed_ms, died, ended, warned = connection.execute(_STANDS, (patron,)).fetchone()
    instants = [at_ms for at_ms in (confirmed_ms, *(at_ms for _, at_ms in registered)) if at_ms is not None]
    accepted = connection.execute(_ACCEPTED, (patron,))
    warnings = connection.execute(_WARNINGS, (patron, today.isoformat())) if warned else ()
    return Relation(
        identity=identity_of([channel or "" for channel, _ in registered], seen=bool(seen)),
        accepted=tuple(
            Acceptance(version=version or "", on_day=date.fromisoformat(on_day)) for version, on_day in accepted
        ),
        contact_on=finding.day_of(max(instants), zone) if instants else None,
        warnings=tuple(body for (body,) in warnings if body),
        ended=DECEASED if died else ENDED if ended else "",
    )


_PROMISES = f"""
SELECT g.id, g.given, g.family, g.phone, g.means, g.at_ms, (
    SELECT min(e.on_day) FROM guarantee_end e WHERE e.guarantee = g.id
) FROM guarantee g WHERE g.patron IN {_OF_ONE} ORDER BY g.id
"""


def promises(connection: sqlite3.Connection, patron: int, zone: str) -> tuple[Promise, ...]:
    """Return who has promised to answer for somebody, the oldest promise first."""
    return tuple(
        Promise(
            guarantee=id_,
            name=f"{given or ''} {family or ''}".strip(),
            phone=phone or "",
            means=means or "",
            from_on=finding.day_of(at_ms or 0, zone),
            until_on=finding.day_or_none(until_on),
        )
        for id_, given, family, phone, means, at_ms, until_on in connection.execute(_PROMISES, (patron,))
    )


_WISH = f"""
SELECT max(id), on_day FROM end_of_use e WHERE patron IN {_OF_ONE}
AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = e.id)
"""


def wish_to_stop(connection: sqlite3.Connection, patron: int) -> FactId | None:
    """Return the wish of somebody to stop (L-13), where there is one that stands."""
    found = finding.one(connection, _WISH, patron)
    return None if found is None else FactId(found)


def ended_on(connection: sqlite3.Connection, patron: int) -> date | None:
    """Return from which day on somebody wishes not to use the library any more."""
    return finding.day_or_none(connection.execute(_WISH, (patron,)).fetchone()[1])


def person_of(connection: sqlite3.Connection, table: str, row: int) -> PatronId | None:
    """Return whom a note or a contact person belongs to."""
    found = finding.one(connection, f"SELECT patron FROM {table} WHERE id = ?", row)
    return None if found is None else lead_of(connection, found)


_VISITED = f"""
SELECT EXISTS (SELECT 1 FROM visit v WHERE patron IN {_OF_ONE} AND branch IS ?2 AND at_ms >= ?3
AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = v.id))
"""


def has_visited(connection: sqlite3.Connection, patron: int, branch: int | None, since_ms: int) -> bool:
    """Tell whether a visit of somebody at a branch is noted since an instant."""
    return bool(finding.one(connection, _VISITED, patron, branch, since_ms))


_VIEWED = "SELECT EXISTS (SELECT 1 FROM viewing WHERE patron = ? AND staff IS ? AND why = ? AND at_ms >= ?)"


def has_viewed(connection: sqlite3.Connection, patron: int, *, staff: int | None, why: str, since_ms: int) -> bool:
    """Tell whether it is noted since an instant that a member of staff looked at somebody's record."""
    return bool(finding.one(connection, _VIEWED, patron, staff, why, since_ms))
