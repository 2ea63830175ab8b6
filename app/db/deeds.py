"""The last deeds of this workstation, each with all the facts that it wrote: what undo undoes together."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from app.db.persons import LEAD
from app.desk.found import Doing
from app.desk.ids import FactId, ItemId
from app.desk.undo import ALONGSIDE, HOURS, UNDONE

_PLACE: Mapping[str, int] = {table: place for place, table in enumerate((*UNDONE, *ALONGSIDE))}

_STILL_MS = 60_000
"""A clock that went back by more was put right."""

_KEPT_MS = 2 * HOURS * 3_600_000


def note(connection: sqlite3.Connection, written: Sequence[tuple[str, int]], now_ms: int) -> None:
    """Note the facts of a deed that can be undone, and forget the oldest deed where it no longer can be.

    One goes for each that comes: the table stays small, and no scan waits for it to be tidied. How long ago a deed
    was is told by the clock on the wall: ticks may leave it out, and nothing of that morning could be undone.
    """
    tables = {table for table, _ in written}
    if not tables & {*UNDONE} or "undo" in tables:  # What took something back would be gone with what came for it.
        return
    connection.execute(
        "DELETE FROM deed_fact WHERE deed = (SELECT min(deed) FROM deed_fact) AND at_ms < ?",
        (now_ms - _KEPT_MS,),
    )
    (last,) = connection.execute("SELECT coalesce(max(deed), 0) FROM deed_fact").fetchone()
    connection.executemany(
        "INSERT INTO deed_fact (deed, fact, tbl, at_ms) VALUES (?, ?, ?, ?)",
        [(last + 1, fact, table, now_ms) for table, fact in written if table in _PLACE],
    )


def instant_of(connection: sqlite3.Connection, now_ms: int) -> int:
    """Return when a deed is done: an instant of its own, also where the clock stands still, as it may in training.

    The rows of a payment know each other by it.
    """
    last = connection.execute("SELECT at_ms FROM deed_fact ORDER BY deed DESC LIMIT 1").fetchone()
    stood_still = last is not None and now_ms <= last[0] < now_ms + _STILL_MS
    return last[0] + 1 if stood_still else now_ms


_STANDING = """
SELECT tbl, fact FROM deed_fact d WHERE deed = (
    SELECT d2.deed FROM deed_fact d2 WHERE d2.at_ms >= ? AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = d2.fact)
    ORDER BY d2.deed DESC LIMIT 1)
AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = d.fact)
"""


def last_doings(connection: sqlite3.Connection, since_ms: int) -> tuple[Doing, ...]:
    """Return the facts of the last deed since an instant that is not undone, that which it is called by first."""
    found = connection.execute(_STANDING, (since_ms,)).fetchall()
    ordered = sorted(found, key=lambda row: (_PLACE[row[0]], row[1]))
    return tuple(_doing(connection, table, fact) for table, fact in ordered)


_OF_LOAN = "(SELECT l.patron FROM loan l WHERE l.id = {0})"
_OF_REQUEST = "(SELECT l.{0} FROM renewal_request q JOIN loan l ON l.id = q.loan WHERE q.id = f.renewal_request)"
_ABOUT: Mapping[str, tuple[str, str, str]] = {
    "loan": ("f.item", "NULL", "f.patron"),
    "renewal_request": ("(SELECT l.item FROM loan l WHERE l.id = f.loan)", "NULL", _OF_LOAN.format("f.loan")),
    "renewal_answer": (_OF_REQUEST.format("item"), "NULL", _OF_REQUEST.format("patron")),
    "renewal": ("f.item", "NULL", _OF_LOAN.format("f.loan")),
    "closing": ("f.item", "NULL", _OF_LOAN.format("f.loan")),
    "copy_report": ("f.item", "NULL", _OF_LOAN.format("f.loan")),
    "in_house_use": ("f.item", "NULL", "NULL"),
    "hold": ("f.item", "f.title", "f.patron"),
    "hold_step": (
        "f.item",
        "(SELECT h.title FROM hold h WHERE h.id = f.hold)",
        "(SELECT h.patron FROM hold h WHERE h.id = f.hold)",
    ),
    "transfer": ("f.item", "NULL", "NULL"),
    "transfer_end": ("f.item", "NULL", "NULL"),
    "charge": ("f.item", "NULL", "f.patron"),
    "settlement": ("NULL", "NULL", "f.patron"),
    "restriction": ("NULL", "NULL", "f.patron"),
    "restriction_end": ("NULL", "NULL", "(SELECT r.patron FROM restriction r WHERE r.id = f.restriction)"),
    "restriction_place": ("NULL", "NULL", "(SELECT r.patron FROM restriction r WHERE r.id = f.restriction)"),
    "visit": ("NULL", "NULL", "f.patron"),
}
"""The copy, the title and the person that a fact is about; a fact that is not here is about none of them."""

_NAMES = f"""
SELECT a.item, i.barcode, t.title, p.given, p.family
FROM (SELECT {{0}} AS item, {{1}} AS title, {{2}} AS patron FROM {{3}} f WHERE f.id = ?) a
LEFT JOIN item i ON i.id = a.item LEFT JOIN title t ON t.id = coalesce(a.title, i.title)
LEFT JOIN patron p ON p.id = {LEAD.format("a.patron")}
"""
_NOTHING = (None, "", "", "", "")


def _doing(connection: sqlite3.Connection, table: str, fact: int) -> Doing:
    """Put a name to what the librarian did, and to whom."""
    about = _ABOUT.get(table)
    row = None if about is None else connection.execute(_NAMES.format(*about, table), (fact,)).fetchone()
    item, barcode, title, given, family = row or _NOTHING
    return Doing(
        table=table,
        fact=FactId(fact),
        item=None if item is None else ItemId(item),
        barcode=barcode or "",
        title=title or "",
        patron_name=f"{given or ''} {family or ''}".strip(),
    )
