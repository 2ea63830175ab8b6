"""The terms of lending as they hold somewhere: what, who says so, since when, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.db import finding
from app.db.database import Database
from app.rules.terms import BY_GROUP, Place, Row, Ruling, TermBook, TermKey


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    """One row of the rules. `branch` is the code of the one that it is for; "" for all.

    Attributes:
        since: None for what the profile of the network says.
    """

    key: TermKey
    branch: str
    value: str
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermShown:
    """One term as it holds somewhere. `row` says so; None where nobody has said anything."""

    name: str
    subject: str
    value: str
    row: RowShown | None
    coming_on: date | None
    coming: str


def term_book(database: Database, today: date, branch: int | None) -> TermBook:
    return finding.policy(database.connection, today, branch or 0).terms


def terms_in_force(
    database: Database, today: date, branch: int | None, *, department: str = "", material: str = "", category: str = ""
) -> list[TermShown]:
    """Return the terms at a branch for a department, material and category; "" is none of them in particular."""
    book, codes = term_book(database, today, branch), _codes(database)
    found = list(book.rulings(branch, department=department, material=material, category=category))
    if not material:
        places = (Place(branch, department, category, group) for group in book.groups())
        found += [book.ruling(BY_GROUP, place) for place in places]
    group = book.group(material, branch) if material else ""
    return [_shown(ruling, _subject(ruling, material, group), codes) for ruling in found]


def _subject(ruling: Ruling, material: str, group: str) -> str:
    if ruling.name != BY_GROUP:
        return material
    return group or (ruling.row.key.subject if ruling.row else "")


def rows_written(database: Database, today: date, term: str = "") -> Iterator[RowShown]:
    """Yield the rows that hold, or are to hold: of rows for the same the newest, and each that is to come."""
    codes, now = _codes(database), today.isoformat()
    rows = [row for row in term_book(database, today, None).rows() if term in {"", row.key.name}]
    rows.sort(key=lambda row: (row.from_on, row.id))
    newest = {row.scope: row for row in rows if row.from_on <= now}
    holding = [row for row in newest.values() if row.value]
    for row in sorted([*holding, *(row for row in rows if row.from_on > now)], key=_order):
        yield _row_shown(row, codes)


def stronger_rows(
    database: Database, today: date, key: TermKey, *, branch: int | None, from_on: date
) -> list[RowShown]:
    """Return the rows that decide all the same where a row for this is written."""
    codes = _codes(database)
    return [_row_shown(row, codes) for row in term_book(database, today, branch).stronger(key, branch, from_on)]


def departments(database: Database) -> list[str]:
    """Return the departments that copies belong to, or that rows of the rules name."""
    rows = database.connection.execute("SELECT DISTINCT department FROM item WHERE department <> ''")
    named = {row.key.department for row in term_book(database, date.max, None).rows()}
    return sorted({name for (name,) in rows} | named - {""})


def _order(row: Row) -> tuple[str, str, int, str, str, str]:
    return row.key.name, row.key.subject, row.branch or 0, row.key.department, row.key.category, row.from_on


def _shown(ruling: Ruling, subject: str, codes: dict[int, str]) -> TermShown:
    return TermShown(
        name=ruling.name,
        subject=subject,
        value=ruling.value,
        row=_row_shown(ruling.row, codes) if ruling.row else None,
        coming_on=ruling.coming_on,
        coming=ruling.coming,
    )


def _row_shown(row: Row, codes: dict[int, str]) -> RowShown:
    return RowShown(
        key=row.key,
        branch="" if row.branch is None else codes.get(row.branch, f"#{row.branch}"),
        value=row.value,
        since=date.fromisoformat(row.from_on) if row.from_on else None,
    )


def _codes(database: Database) -> dict[int, str]:
    return {id_: code or "" for id_, code in database.connection.execute("SELECT id, code FROM branch")}
