"""What a deed asks of the rows: SQL text, for a scan waits for it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.db.defaults import defaults
from app.db.numbers import NUMBER
from app.db.persons import LEAD, RECORDS
from app.desk.found import BoundNumber, Copy, Forgettable, OpenLoan
from app.desk.ids import BranchId, IdentifierId, ItemId, LoanId, PatronId, TitleId
from app.rules.folding import fold
from app.rules.identity import normal_number
from app.rules.policy import Policy, Setting

DEFAULT_ZONE = "UTC"

NOBODY = 0
"""Stands for the person of a loan who was erased."""


def one(connection: sqlite3.Connection, query: str, *values: object) -> Any:
    """Return the first column of the first row, or None."""
    row = connection.execute(query, values).fetchone()
    return None if row is None else row[0]


def time_zone(connection: sqlite3.Connection, branch: int) -> str:
    found: str | None = one(connection, "SELECT time_zone FROM branch WHERE id = ?", branch)
    return found or DEFAULT_ZONE


def policy(connection: sqlite3.Connection, today: date, branch: int) -> Policy:
    rows = connection.execute("SELECT id, key, branch, from_on, value FROM setting WHERE key IS NOT NULL")
    return Policy.in_force(map(Setting._make, rows), today=today, branch=branch, defaults=defaults(connection))


IDENTIFIER = (
    f"SELECT id, {LEAD.format('identifier.patron')}, standing, valid_until FROM identifier"
    f" WHERE {NUMBER.format('value')} = ?"
    " AND patron IS NOT NULL AND standing IS NOT 'removed' ORDER BY standing <> 'active', id DESC LIMIT 1"
)
"""A number given twice finds the later binding; one in force comes before one that is not."""


def number_owner(connection: sqlite3.Connection, number: str) -> PatronId | None:
    row = connection.execute(IDENTIFIER, (normal_number(number),)).fetchone()
    return None if row is None else PatronId(row[1])


def record_of(connection: sqlite3.Connection, scan: str) -> PatronId:
    """Return the record that a known number was bound to, which need not be the one that leads."""
    if (by_id := row_number(scan)) is not None:
        return PatronId(by_id)
    identifier = connection.execute(IDENTIFIER, (normal_number(scan),)).fetchone()[0]
    return PatronId(one(connection, "SELECT patron FROM identifier WHERE id = ?", identifier))


_BOUND = f"""
SELECT id, {LEAD.format("identifier.patron")}, kind, value, standing FROM identifier
WHERE {{}} AND patron IS NOT NULL AND standing IS NOT 'removed' ORDER BY id
"""
_BOUND_BY_ID = _BOUND.format("id = ?1")
_BOUND_OF_PATRON = _BOUND.format(f"patron IN {RECORDS.format('?1')}")


def number(connection: sqlite3.Connection, scan: str) -> BoundNumber | None:
    row = connection.execute(IDENTIFIER, (normal_number(scan),)).fetchone()
    by_id = row_number(scan) if row is None else row[0]
    return next((_bound(*found) for found in connection.execute(_BOUND_BY_ID, (by_id,))), None)


def numbers_of(connection: sqlite3.Connection, patron: int) -> tuple[BoundNumber, ...]:
    return tuple(_bound(*found) for found in connection.execute(_BOUND_OF_PATRON, (patron,)))


def _bound(id_: int, patron: int, kind: str | None, value: str | None, standing: str | None) -> BoundNumber:
    return BoundNumber(
        identifier=IdentifierId(id_),
        patron=PatronId(patron),
        kind=kind or "",
        value=value or "",
        standing=standing or "active",
    )


def row_number(scan: str) -> int | None:
    """Return the id in `#` and an id, by which somebody without a card is called."""
    digits = scan.strip().removeprefix("#")
    return int(digits) if scan.strip().startswith("#") and digits.isdecimal() and len(digits) < 20 else None


_NUMBER_OF = """
SELECT value FROM identifier WHERE patron {} AND kind NOT IN ('personal_code', 'health_card') AND value <> ''
AND standing IS NOT 'removed' ORDER BY standing <> 'active', patron, kind <> 'library_card', id DESC LIMIT 1
"""
NUMBER_OF_PATRON = _NUMBER_OF.format(f"IN {RECORDS}")
"""The number that answers call somebody by; there may be none. It is never one that holds a personal code.

Of a person with several records it is one of the leading record's, where that has any."""

NUMBER_OF_RECORD = _NUMBER_OF.format("= {0}")
"""The same of one record alone: of somebody with one record, as nearly everybody, it is the person's."""


def patron_number(connection: sqlite3.Connection, patron: int) -> str:
    """Return the number that answers call somebody by: the card's, or `#` and the id."""
    return one(connection, NUMBER_OF_PATRON.format("?1"), patron) or f"#{patron}"


def forgettable(connection: sqlite3.Connection, patron: int) -> Forgettable:
    """Return what an answer calls somebody who is to be forgotten."""
    given, family = connection.execute("SELECT given, family FROM patron WHERE id = ?", (patron,)).fetchone()
    return Forgettable(
        patron=PatronId(patron),
        number=patron_number(connection, patron),
        name=f"{given or ''} {family or ''}".strip(),
    )


def day_or_none(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_COPY = f"""
SELECT i.id, i.barcode, t.id, t.title, t.author, i.material, i.department, i.lendable, i.home_branch, b.name, t.age_min,
    i.issued_on <> '' AND NOT EXISTS (
        SELECT 1 FROM item n WHERE n.title = i.title AND n.home_branch IS i.home_branch AND n.id <> i.id
        AND n.issued_on >= i.issued_on
    ),
    o.loan, o.branch, {LEAD.format("o.patron")}, p.category, o.lent_ms, o.due_on, o.renewals, o.renewed_ms,
    p.given, p.family
FROM item i LEFT JOIN title t ON t.id = i.title LEFT JOIN branch b ON b.id = i.home_branch
LEFT JOIN open_loan o ON o.item = i.id LEFT JOIN patron p ON p.id = {LEAD.format("o.patron")}
WHERE {{}} ORDER BY o.loan IS NULL, i.id LIMIT 1
"""
_COPY_BY_BARCODE = _COPY.format(f"{NUMBER.format('i.barcode')} = ?")
_COPY_BY_ID = _COPY.format("i.id = ?")


def copy(connection: sqlite3.Connection, scan: str, zone: str) -> Copy | None:
    by_id = row_number(scan)
    query, value = (_COPY_BY_BARCODE, normal_number(scan)) if by_id is None else (_COPY_BY_ID, by_id)
    row = connection.execute(query, (value,)).fetchone()
    if row is None:
        return None
    item, barcode, title_id, title, author, material, department, lendable, *others = row
    home, home_name, age_min, newest, *loan = others
    return Copy(
        item=ItemId(item),
        barcode=barcode or f"#{item}",
        title_id=None if title_id is None else TitleId(title_id),
        title=title or "",
        author=author or "",
        material=material or "",
        department=department or "",
        lendable=lendable != 0,
        is_newest=bool(newest),
        age_min=age_min,
        home_branch=None if home is None else BranchId(home),
        home_branch_name=home_name or "",
        open_loan=_open_loan(connection, loan, zone) if loan[0] is not None else None,
    )


def _open_loan(connection: sqlite3.Connection, row: list[Any], zone: str) -> OpenLoan:
    loan, branch, patron, category, lent_ms, due_on, renewals, renewed_ms, given, family = row
    return OpenLoan(
        loan=LoanId(loan),
        branch=None if branch is None else BranchId(branch),
        patron=PatronId(patron or NOBODY),
        patron_category=category or "",
        patron_number=patron_number(connection, patron) if patron else "",
        patron_name=f"{given or ''} {family or ''}".strip(),
        lent_on=day_of(lent_ms, zone),
        due_on=date.fromisoformat(due_on),
        renewals=renewals,
        last_renewed_on=None if renewed_ms is None else day_of(renewed_ms, zone),
    )


def day_of(unix_ms: int, zone: str) -> date:
    """Return the day of an instant in a time zone."""
    return datetime.fromtimestamp(unix_ms / 1000, UTC).astimezone(ZoneInfo(zone)).date()


def barcode_taken(connection: sqlite3.Connection, barcode: str) -> bool:
    found = one(connection, f"SELECT 1 FROM item WHERE {NUMBER.format('barcode')} = ?", normal_number(barcode))
    return found is not None


_TITLE_WORDS = (
    "SELECT t.id, t.title, t.author FROM title_search s JOIN title t ON t.id = s.rowid WHERE title_search MATCH ?"
)


def title_like(connection: sqlite3.Connection, *, title: str, author: str, isbn: str) -> TitleId | None:
    """Return the title with this ISBN, or with this title and author whatever their marks and capitals."""
    if isbn and (found := one(connection, "SELECT id FROM title WHERE isbn = ? ORDER BY id LIMIT 1", isbn)):
        return TitleId(found)
    words = "".join(letter if letter.isalnum() else " " for letter in fold(title)).split()
    if not words:
        return None
    rows = connection.execute(_TITLE_WORDS, (" ".join(f'"{word}"' for word in words),))
    same = [row[0] for row in rows if (fold(row[1] or ""), fold(row[2] or "")) == (fold(title), fold(author))]
    return TitleId(min(same)) if same else None


def last_heard_hours(connection: sqlite3.Connection, now_ms: int) -> int | None:
    """Return the hours since any other desk's head was seen to change; None where nobody was ever heard of."""
    seen_ms = one(connection, "SELECT max(seen_ms) FROM heard")
    return None if seen_ms is None else max(0, now_ms - seen_ms) // 3_600_000
