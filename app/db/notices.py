"""What deeds about messages ask of the rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from app.db import finding
from app.db.persons import RECORDS, records_of
from app.desk.found import Addressee, HeldNotice
from app.desk.ids import FactId, PatronId

_TEMPLATE = "SELECT id FROM template WHERE code = ? AND language = ? ORDER BY id DESC LIMIT 1"
"""Two desks may have begun one at the same time: then the later row counts, on every desk."""


def template_row(connection: sqlite3.Connection, code: str, language: str) -> int | None:
    row: int | None = finding.one(connection, _TEMPLATE, code, language)
    return row


_WORKSTATION = "SELECT id FROM workstation WHERE replica = ? ORDER BY id LIMIT 1"


def workstation(connection: sqlite3.Connection, replica: int) -> int | None:
    """Return the row of a workstation by its number."""
    row: int | None = finding.one(
        connection, "SELECT id FROM workstation WHERE replica = ? ORDER BY id LIMIT 1", replica
    )
    return row


_NOTICES = """
SELECT n.id, n.patron, n.kind, n.channel, n.language, n.at_ms, w.replica FROM notice n
LEFT JOIN workstation w ON w.id = n.workstation WHERE {} ORDER BY n.id
"""
_STEPS = "SELECT step, cause, at_ms FROM notice_step WHERE notice = ? ORDER BY id"


def notice(connection: sqlite3.Connection, scan: str) -> HeldNotice | None:
    """Return a message by its number, as it was written down or said."""
    digits = scan.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 20):
        return None
    return next(_found(connection, "n.id = ?", int(digits)), None)


def notices_of(connection: sqlite3.Connection, patron: int) -> tuple[HeldNotice, ...]:
    """Return the messages to somebody, to whichever of their records, the oldest first."""
    return tuple(_found(connection, f"n.patron IN {RECORDS.format('?1')}", patron))


_OPEN = """
w.replica = ? AND n.channel IS NOT 'paper' AND NOT EXISTS (
    SELECT 1 FROM notice_step s WHERE s.notice = n.id AND s.step IN ('sent', 'failed', 'uncertain'))
"""


def open_notices(connection: sqlite3.Connection, replica: int) -> tuple[HeldNotice, ...]:
    """Return what waits to be sent by a workstation, or is being sent by it; paper is not sent."""
    return tuple(_found(connection, _OPEN, replica))


def _found(connection: sqlite3.Connection, where: str, *values: object) -> Iterator[HeldNotice]:
    for id_, patron, kind, channel, language, at_ms, replica in connection.execute(_NOTICES.format(where), values):
        steps = connection.execute(_STEPS, (id_,)).fetchall()
        yield HeldNotice(
            notice=FactId(id_),
            patron=None if patron is None else PatronId(patron),
            kind=kind or "",
            channel=channel or "",
            language=language or "",
            at_ms=at_ms or 0,
            replica=replica or 0,
            steps=tuple(step or "" for step, _, _ in steps),
            cause=(steps[-1][1] or "") if steps else "",
            last_ms=(steps[-1][2] or 0) if steps else 0,
        )


_WRITTEN_TO = "SELECT id, email, email_bounced_ms, died_on, language, account_ms FROM patron WHERE id = ?"

_GUARANTORS = f"""
SELECT g.email FROM guarantee g WHERE g.patron IN {RECORDS.format("?1")} AND g.email <> ''
AND NOT EXISTS (SELECT 1 FROM guarantee_end e WHERE e.guarantee = g.id) ORDER BY g.patron = ?2 DESC, g.id DESC LIMIT 1
"""


def addressee(connection: sqlite3.Connection, patron: int) -> Addressee | None:
    """Return how somebody is written to: a minor without an address, by whoever answers for them.

    What the leading record of the person is silent about comes from the next that knows it.
    """
    records = records_of(connection, patron)
    found = (connection.execute(_WRITTEN_TO, (record,)).fetchone() for record in records)
    rows = [row for row in found if row is not None]
    if not rows:
        return None
    record, email, bounced_ms, *_ = next((row for row in rows if row[1]), rows[0])
    _, _, _, died, languages, accounts = zip(*rows, strict=True)
    return Addressee(
        record=PatronId(record),
        email=email or finding.one(connection, _GUARANTORS, patron, records[0]) or "",
        own=bool(email),
        bounced=bool(email) and bounced_ms is not None,
        died=any(died),
        language=next(filter(None, languages), ""),
        account_ms=next(filter(None, accounts), None),
    )
