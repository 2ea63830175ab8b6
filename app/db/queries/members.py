"""A class or group: who belongs to it, and which of its copies each of them took along (D-11)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from app.db import borrowers, finding
from app.db.database import Database
from app.db.persons import LEAD, RECORDS
from app.db.queries.relations import contacts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOut:
    """A copy that is lent to the group."""

    barcode: str
    title: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberShown:
    """Somebody of the group, or who took something along for it.

    Attributes:
        contact: Their row as a contact person; None for a patron who may act for the group.
        number: Their number as a patron; "" for a contact person.
    """

    name: str
    duty: str = ""
    phone: str = ""
    may_borrow: bool = True
    contact: int | None = None
    number: str = ""
    copies: tuple[CopyOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """A group. `copies` are those of which nobody noted who took them along."""

    patron: int
    number: str
    name: str
    members: tuple[MemberShown, ...]
    copies: tuple[CopyOut, ...]


_TAKEN = f"""
SELECT i.barcode, t.title, o.due_on, k.contact_person, {LEAD.format("h.patron")} FROM open_loan o
LEFT JOIN item i ON i.id = o.item LEFT JOIN title t ON t.id = i.title
LEFT JOIN taking k ON k.id = (SELECT max(n.id) FROM taking n WHERE n.loan = o.loan
    AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = n.id))
LEFT JOIN proxy_holder h ON h.id = k.proxy_holder
WHERE o.patron IN {RECORDS.format("?1")} ORDER BY o.due_on, t.title, o.loan
"""

_PATRON = "SELECT given, family FROM patron WHERE id = ?"


def group_of(database: Database, scan: str, today: date) -> GroupShown | None:
    """Return a group by a number that it has; None for a number that nobody has."""
    connection = database.connection
    found = borrowers.borrower(connection, scan, today, finding.DEFAULT_ZONE)
    if found is None:
        return None
    by_contact, by_patron, others = _taken(database, found.patron)
    contacts = (
        MemberShown(
            name=one.name,
            duty=one.duty,
            phone=one.phone,
            may_borrow=one.may_borrow,
            contact=one.contact,
            copies=tuple(by_contact.pop(one.contact, ())),
        )
        for one in contacts_of(database, found.patron)
    )
    members = (*contacts, *(_patron(database, patron, copies) for patron, copies in by_patron.items()))
    gone = [copy for copies in by_contact.values() for copy in copies]
    return GroupShown(
        patron=found.patron, number=found.number, name=found.name, members=members, copies=(*others, *gone)
    )


def _taken(database: Database, group: int) -> tuple[dict[int, list[CopyOut]], dict[int, list[CopyOut]], list[CopyOut]]:
    """Return what the group has: by contact person, by patron, and what nobody took along."""
    by_contact, by_patron = defaultdict[int, list[CopyOut]](list), defaultdict[int, list[CopyOut]](list)
    others: list[CopyOut] = []
    for barcode, title, due_on, contact, patron in database.connection.execute(_TAKEN, (group,)):
        copy = CopyOut(barcode=barcode or "", title=title or "", due_on=date.fromisoformat(due_on))
        if contact is not None:
            by_contact[contact].append(copy)
        elif patron is not None:
            by_patron[patron].append(copy)
        else:
            others.append(copy)
    return by_contact, by_patron, others


def _patron(database: Database, patron: int, copies: list[CopyOut]) -> MemberShown:
    given, family = database.connection.execute(_PATRON, (patron,)).fetchone() or ("", "")
    return MemberShown(
        name=" ".join(filter(None, (given, family))),
        number=finding.patron_number(database.connection, patron),
        copies=tuple(copies),
    )
