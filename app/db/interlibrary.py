"""What is known of loans between libraries: requests with their steps, and what a copy of another library is due."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from app.db import finding
from app.db.persons import LEAD
from app.db.undone import LIVE
from app.desk.ids import FactId, ItemId, PatronId
from app.desk.ports_beyond import HeldIll

_REQUESTS = f"""
SELECT r.id, {LEAD.format("r.patron")}, p.given, p.family, r.scope, r.title, r.author, r.isbn, r.note, r.at_ms,
    b.code, b.name, b.time_zone
FROM interlibrary_request r LEFT JOIN patron p ON p.id = {LEAD.format("r.patron")} LEFT JOIN branch b ON b.id = r.branch
WHERE {LIVE.format("r")} AND {{0}} ORDER BY r.id
"""

_STEPS = f"""
SELECT s.step, s.on_day, s.partner, s.number, s.item, s.due_on FROM interlibrary_step s
WHERE s.interlibrary_request = ? AND {LIVE.format("s")} ORDER BY s.id
"""

_DUE = f"""
SELECT s.due_on FROM interlibrary_step s WHERE s.item = ? AND {LIVE.format("s")} ORDER BY s.id DESC LIMIT 1
"""


def ill(connection: sqlite3.Connection, scan: str) -> HeldIll | None:
    """Return a request by its number."""
    digits = scan.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 20):
        return None
    return next(requests(connection, "r.id = ?", int(digits)), None)


def requests(connection: sqlite3.Connection, where: str = "1", *values: object) -> Iterator[HeldIll]:
    """Yield requests to other libraries, the oldest first."""
    for row in connection.execute(_REQUESTS.format(where), values).fetchall():
        request, patron, given, family, scope, title, author, isbn, note, at_ms, code, branch, zone = row
        steps = connection.execute(_STEPS, (request,)).fetchall()
        item = next((step[4] for step in reversed(steps) if step[4] is not None), None)
        yield HeldIll(
            request=FactId(request),
            patron=None if patron is None else PatronId(patron),
            patron_number=finding.patron_number(connection, patron) if patron else "",
            patron_name=" ".join(filter(None, (given, family))),
            scope=scope or "",
            title=title or "",
            author=author or "",
            isbn=isbn or "",
            note=note or "",
            branch_code=code or "",
            branch=branch or "",
            asked_on=finding.day_of(at_ms or 0, zone or finding.DEFAULT_ZONE),
            steps=tuple(step[0] or "" for step in steps),
            days={step[0] or "": day for step in steps if (day := finding.day_or_none(step[1])) is not None},
            partner=next((step[2] for step in reversed(steps) if step[2]), ""),
            number=next((step[3] for step in reversed(steps) if step[3]), ""),
            item=None if item is None else ItemId(item),
            due_on=finding.day_or_none(next((step[5] for step in reversed(steps) if step[5]), None)),
        )


def partner_due_on(connection: sqlite3.Connection, item: int) -> date | None:
    """Return when a copy has to be back with the library that lent it to us; None for a copy of ours."""
    return finding.day_or_none(finding.one(connection, _DUE, item))
