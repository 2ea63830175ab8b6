"""Cards that somebody asked for, as the list of them shows them (R-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.cards import STEPS
from app.db.database import Database
from app.db.persons import LEAD
from app.rules.cards import OrderStanding, is_late, standing_of
from app.rules.identity import CODE_KINDS, masked_code


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOrderShown:
    """A card that was asked for.

    Attributes:
        patron_number: The number by which the person is called now.
        replaces: The number in whose place it comes, masked where it holds a personal code; "" for a first card.
        price_minor: What is due for it.
        days_late: Since the day for which it was promised; 0 for one that is ready or not due.
    """

    order: int
    patron: int
    patron_number: str
    name: str
    kind: str
    number: str
    ordered_on: date
    due_on: date
    standing: OrderStanding
    days_late: int
    branch: str
    replaces: str
    price_minor: int


_ORDERS = f"""
SELECT o.id, p.id, p.given, p.family, o.kind, o.number, o.at_ms, b.time_zone, o.due_on, {STEPS}, b.name,
    i.kind, i.value, o.price_minor, ({finding.NUMBER_OF_PATRON.format("p.id")})
FROM card_order o JOIN patron p ON p.id = {LEAD.format("o.patron")} LEFT JOIN branch b ON b.id = o.branch
LEFT JOIN identifier i ON i.id = o.replaces WHERE ?1 = 0 OR p.id = ?1 ORDER BY o.due_on, o.id
"""


def card_orders(database: Database, today: date, *, patron: int = 0) -> list[CardOrderShown]:
    """Return all orders, or those of one person (0 for everybody), those due first at the top."""
    found = []
    for row in database.connection.execute(_ORDERS, (patron,)):
        order, patron, given, family, kind, number, at_ms, zone, due, steps, branch, *old, price, called = row
        due_on, standing = date.fromisoformat(due), standing_of((steps or "").split())
        found.append(
            CardOrderShown(
                order=order,
                patron=patron,
                patron_number=called or f"#{patron}",
                name=f"{given or ''} {family or ''}".strip(),
                kind=kind or "",
                number=number or "",
                ordered_on=finding.day_of(at_ms, zone or finding.DEFAULT_ZONE),
                due_on=due_on,
                standing=standing,
                days_late=(today - due_on).days if is_late(standing, due_on, today) else 0,
                branch=branch or "",
                replaces=_replaced(*old),
                price_minor=price or 0,
            )
        )
    return found


def _replaced(kind: str | None, value: str | None) -> str:
    return masked_code(value or "") if kind in CODE_KINDS else value or ""
