"""Copies on their way between branches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitShown:
    """A copy on its way.

    Attributes:
        cause: "home" or "hold".
        days: How long it has been on its way.
        is_late: Longer than the house rules find usual.
    """

    item: int
    barcode: str
    title: str
    origin: str
    origin_id: int | None
    to: str
    to_id: int | None
    cause: str
    sent_on: date
    days: int
    is_late: bool


_ON_THEIR_WAY = """
SELECT c.item, i.barcode, t.title, c.branch, f.name, c.to_branch, b.name, c.cause, c.at_ms FROM copy_place c
LEFT JOIN item i ON i.id = c.item LEFT JOIN title t ON t.id = i.title LEFT JOIN branch f ON f.id = c.branch
LEFT JOIN branch b ON b.id = c.to_branch WHERE c.transfer IS NOT NULL ORDER BY c.transfer
"""


def on_their_way(database: Database, *, today: date, branch: int) -> list[TransitShown]:
    """Return the copies of the network that are on their way, the first sent first."""
    connection = database.connection
    zone = finding.time_zone(connection, branch)
    usual = finding.policy(connection, today, branch).number("transit_late_days")
    found = []
    for item, barcode, title, origin, origin_name, to, to_name, cause, at_ms in connection.execute(_ON_THEIR_WAY):
        sent_on = finding.day_of(at_ms or 0, zone)
        days = max(0, (today - sent_on).days)
        found.append(
            TransitShown(
                item=item,
                barcode=barcode or f"#{item}",
                title=title or "",
                origin=origin_name or "",
                origin_id=origin,
                to=to_name or "",
                to_id=to,
                cause=cause or "",
                sent_on=sent_on,
                days=days,
                is_late=usual > 0 and days > usual,
            )
        )
    return found
