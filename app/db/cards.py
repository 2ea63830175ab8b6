"""What deeds about cards ask of the rows: who ordered one, how far it has come, and a number that is free."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

from app.db import finding
from app.db.numbers import NUMBER
from app.db.persons import LEAD, RECORDS
from app.desk.found import OrderedCard
from app.desk.ids import FactId, IdentifierId, PatronId
from app.rules.cards import card_number, standing_of
from app.rules.identity import normal_number
from app.sync.ticks import EPOCH_MS, REPLICA_BITS, replica_of, unix_ms_of

_REPLACED = """
SELECT 1 FROM card_order o JOIN card_step s ON s.card_order = o.id AND s.step = 'handed_over'
WHERE o.replaces = ? LIMIT 1
"""


def is_replaced(connection: sqlite3.Connection, identifier: int) -> bool:
    return finding.one(connection, _REPLACED, identifier) is not None


STEPS = "(SELECT group_concat(s.step, ' ') FROM card_step s WHERE s.card_order = o.id)"
"""The steps of an order `o`, parted by spaces."""

_ORDERS = f"""
SELECT o.id, p.id, p.given, p.family, o.kind, o.number, o.due_on, o.replaces, {STEPS}
FROM card_order o JOIN patron p ON p.id = {LEAD.format("o.patron")} WHERE {{}} ORDER BY o.id
"""


def ordered_card(connection: sqlite3.Connection, scan: str) -> OrderedCard | None:
    found = [_ordered(*row) for query, value in _ways(connection, scan) for row in connection.execute(query, (value,))]
    return min(found, key=lambda one: (not one.standing.is_open, one.order), default=None)


def _ways(connection: sqlite3.Connection, scan: str) -> Iterator[tuple[str, object]]:
    """Yield the ways in which an order may be meant."""
    yield _ORDERS.format(f"{NUMBER.format('o.number')} = ? AND o.number <> ''"), normal_number(scan)
    if scan.strip().isdecimal() and len(scan.strip()) < 20:
        yield _ORDERS.format("o.id = ?"), int(scan)
    person = finding.row_number(scan) or finding.number_owner(connection, scan)
    if person is not None:
        yield _ORDERS.format(f"o.patron IN {RECORDS.format('?1')}"), person


def _ordered(
    order: int, patron: int, given: str | None, family: str | None, kind: str | None, *rest: Any
) -> OrderedCard:
    number, due_on, replaces, steps = rest
    return OrderedCard(
        order=FactId(order),
        patron=PatronId(patron),
        patron_name=f"{given or ''} {family or ''}".strip(),
        kind=kind or "",
        number=number or "",
        due_on=date.fromisoformat(due_on),
        replaces=None if replaces is None else IdentifierId(replaces),
        standing=standing_of((steps or "").split()),
    )


_TAKEN = f"""
SELECT 1 FROM identifier WHERE {NUMBER.format("value")} = ?1
UNION ALL SELECT 1 FROM card_order WHERE {NUMBER.format("number")} = ?1 LIMIT 1
"""


def fresh_number(connection: sqlite3.Connection, tick: int, prefix: str) -> str:
    """Return a number made of the second and the desk of a tick: no other desk can draw it, and time comes once.

    It says nothing of the person, and is not given again when somebody has been forgotten.
    """
    second = (unix_ms_of(tick) - EPOCH_MS) // 1000
    while True:
        number = card_number(prefix, (second << REPLICA_BITS) | replica_of(tick))
        if finding.one(connection, _TAKEN, normal_number(number)) is None:
            return number
        second += 1
