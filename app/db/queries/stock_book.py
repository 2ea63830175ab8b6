"""The stock book for screens, papers and reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.db.stock_book import ACT_STANDS, LINE_STANDS, KnownStockBook
from app.desk.found import Acting
from app.desk.ids import BranchId, StaffId
from app.rules.stock_book import Book, BookCopy, BookLine, book
from app.sync.ticks import unix_ms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A copy on an act."""

    item: int
    barcode: str
    title: str
    author: str
    price_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActShown:
    """An act, with how many copies are on it and what they are worth."""

    act: int
    kind: str
    number: str
    on_day: date
    cause: str
    source: str
    basis: str
    branch: str
    staff: str
    count: int
    value_minor: int


_ACTS = f"""
SELECT a.id, a.kind, a.number, a.on_day, a.cause, a.source, a.basis, b.name, s.name, count(l.id),
    coalesce(sum(l.price_minor), 0)
FROM stock_act a LEFT JOIN branch b ON b.id = a.branch LEFT JOIN staff s ON s.id = a.staff
LEFT JOIN stock_act_line l ON l.stock_act = a.id AND {LINE_STANDS}
WHERE {ACT_STANDS} AND a.on_day BETWEEN ?1 AND ?2 AND (?3 = '' OR b.code = ?3) AND (?4 IS NULL OR a.id = ?4)
GROUP BY a.id ORDER BY a.on_day, a.id
"""


def acts(
    database: Database, *, first: date = date.min, last: date = date.max, branch: str = "", only: int | None = None
) -> list[ActShown]:
    """Return the acts of some days, of one branch by its code or of all."""
    rows = database.connection.execute(_ACTS, (first.isoformat(), last.isoformat(), branch, only))
    return [
        ActShown(
            act=act,
            kind=kind or "",
            number=number or "",
            on_day=date.fromisoformat(on_day),
            cause=cause or "",
            source=source or "",
            basis=basis or "",
            branch=place or "",
            staff=staff or "",
            count=count,
            value_minor=value,
        )
        for act, kind, number, on_day, cause, source, basis, place, staff, count, value in rows
    ]


_LINES = f"""
SELECT i.barcode, l.item, t.title, t.author, l.price_minor FROM stock_act_line l
LEFT JOIN item i ON i.id = l.item LEFT JOIN title t ON t.id = i.title
WHERE l.stock_act = ? AND {LINE_STANDS} ORDER BY l.id
"""


def lines_of_act(database: Database, act: int) -> list[LineShown]:
    """Return the copies on an act, in the order in which they were put on it."""
    return [
        LineShown(
            item=item, barcode=barcode or f"#{item}", title=title or "", author=author or "", price_minor=price or 0
        )
        for barcode, item, title, author, price in database.connection.execute(_LINES, (act,))
    ]


def act_by_number(database: Database, scan: str) -> ActShown | None:
    """Return an act by its number, or by `#` and the number of its row."""
    nobody = Acting(staff=StaffId(0), name="", branch=BranchId(0), permissions=frozenset())
    found = KnownStockBook(database.connection, nobody).act(scan)
    return next(iter(acts(database, only=found.act)), None) if found else None


_COPIES = """
SELECT i.id, i.price_minor FROM item i LEFT JOIN branch b ON b.id = i.home_branch
WHERE (?1 = '' OR b.code = ?1) AND NOT EXISTS (SELECT 1 FROM interlibrary_step s WHERE s.item = i.id)
"""
"""What another library has lent to us is not our stock."""

_BOOK_LINES = f"""
SELECT a.id, l.item, a.kind, a.on_day, l.price_minor FROM stock_act_line l JOIN stock_act a ON a.id = l.stock_act
WHERE {ACT_STANDS} AND {LINE_STANDS} AND a.on_day IS NOT NULL AND l.item IS NOT NULL ORDER BY l.id
"""


def stock_over(database: Database, *, first: date, last: date, zone: str, branch: str = "") -> Book:
    """Return the stock over some days, of the copies of one branch or of all."""
    return book(_book_copies(database, zone, branch), list(_book_lines(database)), first, last)


def _book_copies(database: Database, zone: str, branch: str) -> Iterator[BookCopy]:
    for item, price in database.connection.execute(_COPIES, (branch,)):
        yield BookCopy(item=item, since=finding.day_of(unix_ms_of(item), zone), value_minor=price or 0)


def _book_lines(database: Database) -> Iterator[BookLine]:
    for act, item, kind, on_day, price in database.connection.execute(_BOOK_LINES):
        day = date.fromisoformat(on_day)
        yield BookLine(act=act, item=item, kind=kind or "", on_day=day, value_minor=price or 0)
