"""Tasks as a person reads them: both sides of what two desks did, with when, where and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.db import finding
from app.db.database import Database
from app.db.log.held import held_writings
from app.db.numbers import NUMBER
from app.db.persons import LEAD
from app.db.queries.network import own_place
from app.db.state.holds_seen import KINDS as OF_HOLDS
from app.db.state.likenesses import KINDS as LIKENESSES
from app.db.tasks import TASK_CHOICES, OpenTask, open_tasks
from app.rules.identity import masked_code
from app.rules.reconcile import VerdictKind
from app.sync.ticks import unix_ms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One fact of a task."""

    what: str
    patron: str
    branch: str
    staff: str
    at_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskShown:
    """A task for one branch: the one whose fact was overtaken, or that registered somebody later."""

    name: str
    kind: str
    subject: str
    branch: str
    sides: tuple[Side, ...]
    choices: tuple[str, ...]


def tasks(database: Database) -> list[TaskShown]:
    """Return the open tasks."""
    return [_shown(database, task) for task in open_tasks(database.connection)]


def count_tasks(database: Database) -> int:
    return len(open_tasks(database.connection))


_LOAN = f"""
SELECT i.barcode, t.title, p.given, p.family, b.name, s.name, l.at_ms FROM loan l
LEFT JOIN item i ON i.id = l.item LEFT JOIN title t ON t.id = i.title
LEFT JOIN patron p ON p.id = {LEAD.format("l.patron")}
LEFT JOIN branch b ON b.id = l.branch LEFT JOIN staff s ON s.id = l.staff WHERE l.id = ?
"""
_COPY = """
SELECT i.barcode, t.title, NULL, NULL, b.name, NULL, NULL FROM item i LEFT JOIN title t ON t.id = i.title
LEFT JOIN branch b ON b.id = i.home_branch WHERE i.id = ?
"""
_PERSON = """
SELECT NULL, NULL, p.given, p.family, b.name, NULL, NULL FROM patron p LEFT JOIN branch b ON b.id = p.home_branch
WHERE p.id = ?
"""
_NOTICE = """
SELECT NULL, NULL, p.given, p.family, b.name, s.name, n.at_ms FROM notice n LEFT JOIN patron p ON p.id = n.patron
LEFT JOIN branch b ON b.id = n.branch LEFT JOIN staff s ON s.id = n.staff WHERE n.id = ?
"""
_SETTLEMENT = f"""
SELECT s.kind, NULL, p.given, p.family, b.name, w.name, s.at_ms FROM settlement s
LEFT JOIN patron p ON p.id = {LEAD.format("s.patron")}
LEFT JOIN branch b ON b.id = s.branch LEFT JOIN staff w ON w.id = s.staff WHERE s.id = ?
"""
_EXCLUDED = f"""
SELECT NULL, NULL, p.given, p.family, b.name, w.name, r.at_ms FROM restriction r
LEFT JOIN patron p ON p.id = {LEAD.format("r.patron")}
LEFT JOIN branch b ON b.id = r.branch LEFT JOIN staff w ON w.id = r.staff WHERE r.id = ?1
UNION ALL {_LOAN.replace("l.id = ?", "l.id = ?1")}
"""
_RECORD = f"""
SELECT p.birth_on, ({finding.NUMBER_OF_PATRON.format("?1")}), p.given, p.family, b.name, s.name, r.at_ms FROM patron p
LEFT JOIN registration r ON r.id = (SELECT min(f.id) FROM registration f WHERE f.patron = p.id)
LEFT JOIN branch b ON b.id = coalesce(r.branch, p.home_branch) LEFT JOIN staff s ON s.id = r.staff WHERE p.id = ?1
"""
_WANTED = f"""
SELECT i.barcode, t.title, p.given, p.family, b.name, s.name, h.at_ms FROM hold h
LEFT JOIN item i ON i.id = h.item LEFT JOIN title t ON t.id = h.title
LEFT JOIN patron p ON p.id = {LEAD.format("h.patron")} LEFT JOIN hold_standing c ON c.hold = h.id
LEFT JOIN branch b ON b.id = coalesce(c.pickup, h.pickup) LEFT JOIN staff s ON s.id = h.staff WHERE h.id = ?1
"""
_CAUGHT = f"""
SELECT i.barcode, t.title, p.given, p.family, b.name, s.name, x.at_ms FROM hold_step x JOIN hold h ON h.id = x.hold
LEFT JOIN item i ON i.id = x.item LEFT JOIN title t ON t.id = i.title
LEFT JOIN patron p ON p.id = {LEAD.format("h.patron")}
LEFT JOIN branch b ON b.id = x.branch LEFT JOIN staff s ON s.id = x.staff WHERE x.id = ?1
"""
_SENT = """
SELECT i.barcode, t.title, NULL, NULL, b.name, s.name, x.at_ms FROM transfer x LEFT JOIN item i ON i.id = x.item
LEFT JOIN title t ON t.id = i.title LEFT JOIN branch b ON b.id = x.to_branch LEFT JOIN staff s ON s.id = x.staff
WHERE x.id = ?1
"""
_RENEWED = f"""
SELECT i.barcode, t.title, p.given, p.family, b.name, s.name, r.at_ms FROM renewal r
LEFT JOIN loan l ON l.id = r.loan LEFT JOIN item i ON i.id = r.item LEFT JOIN title t ON t.id = i.title
LEFT JOIN patron p ON p.id = {LEAD.format("l.patron")}
LEFT JOIN branch b ON b.id = r.branch LEFT JOIN staff s ON s.id = r.staff WHERE r.id = ?1
"""
_LENT = _LOAN.replace("= ?", "= ?1")
_REPORTED = f"""
SELECT NULL, NULL, p.given, p.family, b.name, s.name, r.at_ms FROM card_report r
LEFT JOIN identifier i ON i.id = r.identifier LEFT JOIN patron p ON p.id = {LEAD.format("i.patron")}
LEFT JOIN branch b ON b.id = r.branch LEFT JOIN staff s ON s.id = r.staff WHERE r.id = ?1
"""
_ACT = """
SELECT a.number, a.source, NULL, NULL, b.name, s.name, a.at_ms FROM stock_act a
LEFT JOIN branch b ON b.id = a.branch LEFT JOIN staff s ON s.id = a.staff WHERE a.id = ?
"""
_OWED = f"""
SELECT i.barcode, t.title, p.given, p.family, b.name, s.name, x.at_ms FROM (
    SELECT o.item, o.patron, o.branch, o.at_ms, coalesce(c.staff, n.staff, r.staff) AS staff FROM owing o
    LEFT JOIN closing c ON c.id = o.fact LEFT JOIN renewal n ON n.id = o.fact LEFT JOIN copy_report r ON r.id = o.fact
    WHERE o.fact = ?1 AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.id = o.fact)
    UNION ALL SELECT item, patron, branch, at_ms, staff FROM charge WHERE id = ?1
    UNION ALL SELECT NULL, o.patron, h.branch, h.at_ms, h.staff FROM card_step h
    JOIN card_order o ON o.id = h.card_order WHERE h.id = ?1
) x LEFT JOIN item i ON i.id = x.item LEFT JOIN title t ON t.id = i.title
LEFT JOIN patron p ON p.id = {LEAD.format("x.patron")}
LEFT JOIN branch b ON b.id = x.branch LEFT JOIN staff s ON s.id = x.staff
"""
_QUERY = {
    VerdictKind.RENEWED_AGAINST_QUEUE: f"{_WANTED} UNION ALL {_RENEWED}",
    VerdictKind.LENT_WHILE_HELD: f"{_CAUGHT} UNION ALL {_LENT}",
    VerdictKind.LENT_ON_ITS_WAY: f"{_SENT} UNION ALL {_LENT}",
    VerdictKind.CAUGHT_TWICE: _CAUGHT,
    VerdictKind.LENT_TWICE: _LOAN,
    VerdictKind.LOAN_OF_ERASED: _LOAN,
    VerdictKind.BARCODE_TWICE: _COPY,
    VerdictKind.ACT_NUMBER_TWICE: _ACT,
    VerdictKind.NUMBER_TWICE: _PERSON,
    VerdictKind.USERNAME_TWICE: _PERSON,
    VerdictKind.NOTICE_UNSURE: _NOTICE,
    VerdictKind.SETTLED_TWICE: _SETTLEMENT,
    VerdictKind.LENT_WHILE_EXCLUDED: _EXCLUDED,
    VerdictKind.LENT_OVER_DEBT: f"{_OWED} UNION ALL {_LENT}",
    VerdictKind.LENT_WHILE_BANNED: _EXCLUDED,
    VerdictKind.LENT_AFTER_BLOCK: f"{_REPORTED} UNION ALL {_LENT}",
    **dict.fromkeys(LIKENESSES, _RECORD),
}


AGAINST_PERSON = (
    VerdictKind.LENT_WHILE_EXCLUDED,
    VerdictKind.LENT_OVER_DEBT,
    VerdictKind.LENT_WHILE_BANNED,
    VerdictKind.LENT_AFTER_BLOCK,
)
"""What is about a loan, and told by whose it is."""

LATER = {*LIKENESSES, VerdictKind.CAUGHT_TWICE, VerdictKind.ACT_NUMBER_TWICE, *AGAINST_PERSON}
"""It is for the branch where the later of the two was done; else where the earlier was, which was overtaken."""


def _shown(database: Database, task: OpenTask) -> TaskShown:
    sides = tuple(_held_sides(database, task) if task.kind is VerdictKind.HELD_CHANGE else _sides(database, task))
    return TaskShown(
        name=task.name,
        kind=task.kind,
        subject=_subject(database, task, sides),
        branch=sides[-1 if task.kind in LATER else 0].branch if sides else "",
        sides=sides,
        choices=TASK_CHOICES[task.kind],
    )


def _sides(database: Database, task: OpenTask) -> Iterator[Side]:
    for fact in map(int, task.subject.split()) if task.kind in LIKENESSES else task.facts:
        row = database.connection.execute(_QUERY[task.kind], (fact,)).fetchone()
        if row is not None:
            yield _side(row)


_SECRET = {("staff", "password"), ("patron", "account"), ("patron", "pin")}


def _held_sides(database: Database, task: OpenTask) -> Iterator[Side]:
    """Yield what stands and what was written by a clock ahead of all others; a password shows in neither."""
    held = next(one for one in held_writings(database.connection) if one.tick in task.facts)
    names = ", ".join(held.columns)
    stands = database.connection.execute(f"SELECT {names} FROM {held.table} WHERE id = ?", (held.row,)).fetchone()
    branch = own_place(database)
    for values, at_ms in ((stands, None), (held.columns.values(), unix_ms_of(held.tick))):
        shown = (
            "" if (held.table, held.unit) in _SECRET else " ".join(str(one) for one in values if one not in {None, ""})
        )
        yield Side(what=shown, patron="", branch=branch.branch_name if branch else "", staff="", at_ms=at_ms)


def _side(row: tuple[Any, ...]) -> Side:
    barcode, title, given, family, branch, staff, at_ms = row
    return Side(
        what=" ".join(filter(None, (title, barcode))),
        patron=" ".join(filter(None, (given, family))),
        branch=branch or "",
        staff=staff or "",
        at_ms=at_ms,
    )


def _subject(database: Database, task: OpenTask, sides: tuple[Side, ...]) -> str:
    """A number may be a personal code: then it is masked, here too."""
    if task.kind is VerdictKind.HELD_CHANGE:
        return _name_of(database, *task.subject.split())
    if task.kind in LIKENESSES:
        return ", ".join(side.patron for side in sides)
    if task.kind in {VerdictKind.LENT_TWICE, VerdictKind.LOAN_OF_ERASED, *OF_HOLDS}:
        return sides[0].what if sides else ""
    if task.kind in {VerdictKind.NOTICE_UNSURE, VerdictKind.SETTLED_TWICE}:
        return sides[0].patron if sides else ""
    if task.kind in AGAINST_PERSON:
        return sides[-1].patron if sides else ""
    is_code = finding.one(
        database.connection,
        f"SELECT 1 FROM identifier WHERE kind IN ('personal_code', 'health_card') AND {NUMBER.format('value')} = ?",
        task.subject,
    )
    return masked_code(task.subject) if is_code else task.subject


_NAMES = {
    "patron": "SELECT given || ' ' || family FROM patron WHERE id = ?",
    "title": "SELECT title FROM title WHERE id = ?",
    "item": "SELECT barcode FROM item WHERE id = ?",
    "branch": "SELECT name FROM branch WHERE id = ?",
    "staff": "SELECT name FROM staff WHERE id = ?",
    "setting": "SELECT key FROM setting WHERE id = ?",
}


def _name_of(database: Database, table: str, row: str, unit: str) -> str:
    """Return what a row is called, and which part of it is meant."""
    found = finding.one(database.connection, _NAMES[table], int(row)) if table in _NAMES else None
    return f"{found or table} ({unit})"
