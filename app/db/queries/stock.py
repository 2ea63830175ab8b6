"""Copies and titles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db import copies, finding
from app.db.database import Database
from app.db.holds import StoredHolds
from app.db.queries.people import FOUND_MAX, prefixes
from app.desk.ports_holds import HeldHold, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """A copy, where it belongs, and who has it.

    Attributes:
        status: on_shelf, on_loan, on_hold_shelf, for_hold (caught and not where it is to be collected) or in_transit.
        lies_at: Where it is, other than on loan or where it belongs; "" there.
        sent_to: Where it is on its way to.
        place, fitness: What was said of it, of `app.rules.copies`; "" for nothing.
    """

    item: int
    barcode: str
    title: str
    author: str
    material: str
    lendable: bool
    branch: str
    status: str
    lies_at: str
    sent_to: str
    loan: int | None
    patron_number: str
    patron_name: str
    due_on: date | None
    place: str = ""
    place_on: date | None = None
    fitness: str = ""
    fitness_note: str = ""


def show_item(database: Database, scan: str, *, zone: str = finding.DEFAULT_ZONE) -> ItemShown | None:
    """Return the copy with this barcode."""
    copy = finding.copy(database.connection, scan, zone)
    if copy is None:
        return None
    loan, standing = copy.open_loan, copies.standing(database.connection, copy.item)
    holds = StoredHolds(database.connection)
    place, held = holds.place(copy.item), holds.on_copy(copy.item)
    return ItemShown(
        item=copy.item,
        barcode=copy.barcode,
        title=copy.title,
        author=copy.author,
        material=copy.material,
        lendable=copy.lendable,
        branch=copy.home_branch_name,
        status="on_loan" if loan else _status(place, held),
        lies_at=holds.branch_name(place.branch) if place else "",
        sent_to=place.to_branch_name if place else "",
        loan=loan.loan if loan else None,
        patron_number=loan.patron_number if loan else "",
        patron_name=loan.patron_name if loan else "",
        due_on=loan.due_on if loan else None,
        place=standing.place.value,
        place_on=standing.place_on,
        fitness=standing.fitness.value,
        fitness_note=standing.fitness_note,
    )


def _status(place: Place | None, held: HeldHold | None) -> str:
    if place is not None and place.transfer is not None:
        return "in_transit"
    if held is None:
        return "on_shelf"
    return "on_hold_shelf" if held.wanted.is_ready else "for_hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickItem:
    """A copy that was lent before it was catalogued."""

    item: int
    barcode: str
    title: str
    material: str
    branch: str
    is_lent: bool


_QUICK = """
SELECT i.id, i.barcode, t.title, i.material, b.name, EXISTS (SELECT 1 FROM open_loan o WHERE o.item = i.id)
FROM item i LEFT JOIN title t ON t.id = i.title LEFT JOIN branch b ON b.id = i.home_branch
WHERE i.quick = 1 AND (? = '' OR b.code = ?) ORDER BY b.name, i.id
"""


def quick_items(database: Database, *, branch: str = "") -> list[QuickItem]:
    """Return the copies that wait to be catalogued, of one branch (its code) or of all."""
    return [
        QuickItem(
            item=item,
            barcode=barcode or f"#{item}",
            title=title or "",
            material=material or "",
            branch=name or "",
            is_lent=bool(lent),
        )
        for item, barcode, title, material, name, lent in database.connection.execute(_QUICK, (branch, branch))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleFound:
    """One line of a search in the stock: a title and how many of its copies are where."""

    title: int
    name: str
    author: str
    copies: int
    on_loan: int
    barcode: str
    age_min: int


_FIND = """
SELECT t.id, t.title, t.author, count(i.id), count(o.item), min(i.barcode), t.age_min
FROM title_search s JOIN title t ON t.id = s.rowid LEFT JOIN item i ON i.title = t.id
LEFT JOIN open_loan o ON o.item = i.id WHERE title_search MATCH ? GROUP BY t.id ORDER BY t.title LIMIT ?
"""


def find_titles(database: Database, text: str, *, most: int = FOUND_MAX) -> list[TitleFound]:
    """Return the titles in which every word of `text` begins a word."""
    if not (search := prefixes(text)):
        return []
    return [
        TitleFound(
            title=title,
            name=name or "",
            author=author or "",
            copies=copies,
            on_loan=on_loan,
            barcode=barcode or "",
            age_min=age_min or 0,
        )
        for title, name, author, copies, on_loan, barcode, age_min in database.connection.execute(_FIND, (search, most))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyShown:
    """One copy of a title: what it is, how it stands, and until when it is out.

    Attributes:
        issue, issued_on: Of a periodical: what stands on it, and its day.
        place, fitness: What was said of it, of `app.rules.copies`; "" for nothing.
    """

    item: int
    barcode: str
    branch: str
    material: str
    lendable: bool
    due_on: date | None
    department: str
    call_number: str
    price_minor: int | None
    issue: str
    issued_on: date | None
    place: str
    fitness: str


_COPIES = """
SELECT i.id, i.barcode, b.name, i.material, i.lendable, o.due_on, i.department, i.call_number, i.price_minor, i.issue,
    i.issued_on
FROM item i LEFT JOIN branch b ON b.id = i.home_branch LEFT JOIN open_loan o ON o.item = i.id
WHERE i.title = ? ORDER BY b.name, i.issued_on DESC, i.barcode, i.id LIMIT ?
"""


def copies_of(database: Database, title: int, *, most: int) -> list[CopyShown]:
    """Return the copies of a title, by branch; of a periodical the newest issue first."""
    rows = database.connection.execute(_COPIES, (title, most)).fetchall()
    return [_copy(database, row) for row in rows]


def _copy(database: Database, row: tuple[Any, ...]) -> CopyShown:
    item, barcode, branch, material, lendable, due_on, department, call_number, price, issue, issued_on = row
    standing = copies.standing(database.connection, item)
    return CopyShown(
        item=item,
        barcode=barcode or f"#{item}",
        branch=branch or "",
        material=material or "",
        lendable=lendable != 0,
        due_on=finding.day_or_none(due_on),
        department=department or "",
        call_number=call_number or "",
        price_minor=price,
        issue=issue or "",
        issued_on=finding.day_or_none(issued_on),
        place=standing.place.value,
        fitness=standing.fitness.value,
    )
