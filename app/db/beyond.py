"""Fills the port `Beyond`: who may act for whom, and who speaks for an institution."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db import finding, interlibrary
from app.db.persons import LEAD, RECORDS, lead_of
from app.db.undone import LIVE
from app.desk.ids import FactId, ItemId, PatronId, TitleId
from app.desk.ports_beyond import HeldContact, HeldIll, HeldIssue, HeldProxy
from app.rules.proxies import Permission

_PROXIES = f"""
SELECT x.id, {LEAD.format("x.patron")}, h.id, {LEAD.format("h.patron")}, x.until_on, EXISTS (
    SELECT 1 FROM proxy_end e WHERE e.proxy = x.id AND {LIVE.format("e")}
) FROM proxy x JOIN proxy_holder h ON h.proxy = x.id
WHERE x.patron IS NOT NULL AND h.patron IS NOT NULL AND {LIVE.format("x")} AND {LIVE.format("h")} AND {{0}}
ORDER BY x.id
"""


@dataclass(frozen=True, slots=True)
class KnownBeyond:
    """Fills the port over one connection."""

    connection: sqlite3.Connection

    def proxies_of(self, patron: PatronId) -> tuple[HeldProxy, ...]:
        return proxies(self.connection, f"x.patron IN {RECORDS.format('?1')}", patron)

    def proxies_held(self, patron: PatronId) -> tuple[HeldProxy, ...]:
        return proxies(self.connection, f"h.patron IN {RECORDS.format('?1')}", patron)

    def proxy(self, proxy: int) -> HeldProxy | None:
        return next(iter(proxies(self.connection, "x.id = ?1", proxy)), None)

    def contact(self, scan: str) -> HeldContact | None:
        row = finding.row_number(scan)
        found = None if row is None else self.connection.execute(_CONTACT, (row,)).fetchone()
        if found is None:
            return None
        contact, patron, given, family, may_borrow, active = found
        return HeldContact(
            contact=contact,
            patron=lead_of(self.connection, patron),
            name=" ".join(filter(None, (given, family))),
            may_borrow=bool(may_borrow) and active != 0,
        )

    def ill(self, scan: str) -> HeldIll | None:
        return interlibrary.ill(self.connection, scan)

    def partner_due_on(self, item: ItemId) -> date | None:
        return interlibrary.partner_due_on(self.connection, item)

    def issue(self, scan: str) -> HeldIssue | None:
        copy = finding.copy(self.connection, scan, finding.DEFAULT_ZONE)
        row = self.connection.execute(_ISSUE, (copy.item,)).fetchone() if copy else None
        if row is None or row[0] is None:
            return None
        title, material, lendable, price, call_number, department = row
        return HeldIssue(
            title=TitleId(title),
            material=material or "",
            lendable=lendable != 0,
            price_minor=price,
            call_number=call_number or "",
            department=department or "",
        )


_ISSUE = "SELECT title, material, lendable, price_minor, call_number, department FROM item WHERE id = ?"

_CONTACT = """
SELECT id, patron, given, family, may_borrow, active FROM contact_person WHERE id = ? AND patron IS NOT NULL
"""


def proxies(connection: sqlite3.Connection, where: str, *values: Any) -> tuple[HeldProxy, ...]:
    """Return permissions to act for somebody, the oldest first; one of which either side was erased is none."""
    return tuple(
        HeldProxy(
            proxy=FactId(proxy),
            patron=PatronId(patron),
            patron_number=finding.patron_number(connection, patron),
            patron_name=patron_name(connection, patron),
            fact=FactId(fact),
            holder=PatronId(holder),
            holder_number=finding.patron_number(connection, holder),
            holder_name=patron_name(connection, holder),
            permission=Permission(until_on=finding.day_or_none(until_on), ended=bool(ended)),
        )
        for proxy, patron, fact, holder, until_on, ended in connection.execute(_PROXIES.format(where), values)
    )


def patron_name(connection: sqlite3.Connection, patron: int) -> str:
    row = connection.execute("SELECT given, family FROM patron WHERE id = ?", (patron,)).fetchone()
    return " ".join(filter(None, row)) if row else ""
