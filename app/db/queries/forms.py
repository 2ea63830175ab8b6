"""Forms on their way to the shredder (R-10), and those that went there (R-11)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from app.db import finding
from app.db.database import Database
from app.db.forms import DESTROYED, STEPS
from app.db.queries.network import own_place
from app.rules.forms import CHECKED, FormStanding, standing_of

RECEIVED = "received"
"""The standing of a form that waits on this desk to be confirmed: nobody is entered yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormShown:
    """A form that is not destroyed yet, or is kept.

    Attributes:
        receipt: None for one that waits on this desk to be confirmed.
        number, name: "" for one whose person is not entered yet, or was erased.
        entered_by: Who entered the person.
        checked_on: The day of the second look.
        days: Since it was received.
    """

    receipt: int | None
    kind: str
    file_kind: str
    channel: str
    patron: int | None
    number: str
    name: str
    received_on: date
    entered_by: str
    checked_on: date | None
    checked_by: str
    signature: str
    validated: bool
    standing: str
    branch: str
    days: int


_FORMS = f"""
SELECT f.id, f.form_kind, f.file_kind, f.channel, f.patron, p.given, p.family, f.received_on, e.name, c.on_day, l.name,
    f.signature, {STEPS}, {DESTROYED}, b.name
FROM form_receipt f LEFT JOIN patron p ON p.id = f.patron LEFT JOIN branch b ON b.id = f.branch
LEFT JOIN staff e ON e.id = f.staff
LEFT JOIN form_step c ON c.id = (
    SELECT min(s.id) FROM form_step s WHERE s.form_receipt = f.id AND s.step = '{CHECKED}'
) LEFT JOIN staff l ON l.id = c.staff
WHERE ? IN ('', b.code) ORDER BY f.received_on, f.id
"""


def forms_not_destroyed(database: Database, today: date, branch: str = "", *, kept: bool = False) -> list[FormShown]:
    """Return the forms of the network that are to be destroyed, those received first at the top.

    Those that wait on this desk to be confirmed are among them, whatever branch is asked for.

    Args:
        branch: The code of one branch; "" for all.
        kept: Also those that the library keeps.
    """
    found = [*_waiting(database, today), *_received(database, today, branch)]
    shown = [one for one in found if kept or one.standing != FormStanding.KEPT]
    return sorted(shown, key=lambda one: (one.received_on, one.receipt or 0))


def _received(database: Database, today: date, branch: str) -> Iterator[FormShown]:
    connection = database.connection
    for row in connection.execute(_FORMS, (branch,)).fetchall():
        receipt, kind, file_kind, channel, patron, given, family, day, by, checked_on, looked, signature, *rest = row
        steps, destroyed, place = set((rest[0] or "").split()), bool(rest[1]), rest[2]
        if destroyed:
            continue
        received_on = date.fromisoformat(day)
        yield FormShown(
            receipt=receipt,
            kind=kind or "unknown",
            file_kind=file_kind or "",
            channel=channel or "",
            patron=patron,
            number=finding.patron_number(connection, patron) if patron else "",
            name=f"{given or ''} {family or ''}".strip(),
            received_on=received_on,
            entered_by=by or "",
            checked_on=finding.day_or_none(checked_on),
            checked_by=looked or "",
            signature=signature or "",
            validated="validated" in steps,
            standing=standing_of(steps, destroyed=False).value,
            branch=place or "",
            days=(today - received_on).days,
        )


_DRAFTS = """
SELECT path, imported_ms, json_extract(application, '$.kind'), json_extract(application, '$.fields.given'),
    json_extract(application, '$.fields.family') FROM draft WHERE patron IS NULL ORDER BY id
"""


def _waiting(database: Database, today: date) -> Iterator[FormShown]:
    """Yield the drafts of this desk: their files are there, and nobody is entered."""
    place = own_place(database)
    zone = place.time_zone if place else finding.DEFAULT_ZONE
    for path, imported_ms, kind, given, family in database.connection.execute(_DRAFTS).fetchall():
        received_on = finding.day_of(imported_ms, zone)
        yield FormShown(
            receipt=None,
            kind=kind or "unknown",
            file_kind=PurePath(path).suffix.lstrip(".").lower(),
            channel="",
            patron=None,
            number="",
            name=" ".join(filter(None, (given, family))),
            received_on=received_on,
            entered_by="",
            checked_on=None,
            checked_by="",
            signature="",
            validated=False,
            standing=RECEIVED,
            branch=place.branch_name if place else "",
            days=(today - received_on).days,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """Forms of one kind that one member of staff destroyed on one day at one branch."""

    on: date
    branch: str
    kind: str
    file_kind: str
    by: str
    count: int


_DESTROYED = """
SELECT d.form_kind, d.file_kind, s.name, b.name, d.at_ms, b.time_zone FROM form_destruction d
LEFT JOIN staff s ON s.id = d.staff LEFT JOIN branch b ON b.id = d.branch WHERE ? IN ('', b.code)
"""


def forms_destroyed(database: Database, *, first: date, last: date, branch: str = "") -> list[Destroyed]:
    """Return how many forms were destroyed from one day to another: of each kind, by whom, where and when."""
    counts: dict[tuple[date, str, str, str, str], int] = {}
    for kind, file_kind, by, place, at_ms, zone in database.connection.execute(_DESTROYED, (branch,)):
        day = finding.day_of(at_ms or 0, zone or finding.DEFAULT_ZONE)
        if first <= day <= last:
            key = (day, place or "", kind or "unknown", file_kind or "", by or "")
            counts[key] = counts.get(key, 0) + 1
    return [
        Destroyed(on=day, branch=place, kind=kind, file_kind=file_kind, by=by, count=count)
        for (day, place, kind, file_kind, by), count in sorted(counts.items())
    ]
