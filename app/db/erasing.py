"""Erasures: who is proposed to be forgotten, what holds it here, and doing it.

A proposal is a fact. It is open until somebody undoes it, the person is erased, or, where it was made because they had
not come for years, they come: then any sign of them counts, whichever uses the house rules count. Everybody works that
out of the same facts; what only this desk knows, a change that is held and names the person, is for its head to tell.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from app.db.log.capture import capture_off
from app.db.log.emptying import PATRON
from app.db.log.merging import Touched, merge_groups
from app.db.log.outbox import TOMBSTONE_UNIT
from app.db.log.standing import Ticks
from app.db.money import MoneyRules, account_of
from app.db.persons import RECORDS, records_of
from app.rules.retention import USES
from app.sync.changes import Group, Kind
from app.sync.ports import Proposal
from app.sync.ticks import TICK_MAX

UNUSED = "unused"
"""The cause of a proposal that was made because somebody had not come for years; the other is "request"."""

_unpack = msgspec.msgpack.Decoder().decode

_OF_LOANS = "SELECT f.id FROM loan l JOIN {0} f ON f.loan = l.id WHERE l.patron IN {1}"
_OF_PATRON = "SELECT f.id FROM {0} f WHERE f.patron IN {1}"

_USES: Mapping[str, str] = {
    "renewal": _OF_LOANS.format("renewal", RECORDS),
    "return": _OF_LOANS.format("closing", RECORDS),
    "card": f"SELECT o.id FROM card_order o WHERE o.patron IN {RECORDS} UNION ALL SELECT s.id FROM card_order o"
    f" JOIN card_step s ON s.card_order = o.id AND s.step = 'handed_over' WHERE o.patron IN {RECORDS}",
    **{name: _OF_PATRON.format(name, RECORDS) for name in USES if name not in {"renewal", "return", "card"}},
}
"""The facts of each use of the library (L-15), by whichever record of the person: their ids tell when."""


def _used(person: str, uses: Iterable[str] = USES) -> str:
    """Return the query for the facts that are uses by a person."""
    return " UNION ALL ".join(_USES[use].format(person) for use in uses)


WISHED = (
    f"SELECT 1 FROM end_of_use w WHERE w.patron IN {RECORDS} AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = w.id)"
)
"""Whether somebody wishes to stop (L-13), and has not thought better of it."""

_OPEN = f"""
SELECT e.id, e.patron, e.cause FROM erasure e JOIN patron p ON p.id = e.patron
WHERE NOT EXISTS (SELECT 1 FROM undo u WHERE u.fact = e.id)
AND (e.cause IS NOT '{UNUSED}' OR NOT EXISTS (SELECT 1 FROM ({_used("e.patron")}) WHERE id > e.id))
ORDER BY e.id
"""

_NOTHING_OPEN = f"NOT EXISTS (SELECT 1 FROM open_loan o WHERE o.patron IN {RECORDS.format('p.id')})"

_UNUSED = f"""
SELECT p.id FROM patron p WHERE p.id < ?1
AND NOT EXISTS (SELECT 1 FROM patron beside WHERE beside.id IN {RECORDS.format("p.id")} AND beside.id >= ?1)
AND NOT EXISTS (SELECT 1 FROM ({{}}) WHERE id >= ?1) AND {_NOTHING_OPEN}
ORDER BY p.id
"""

_LEAVING = f"SELECT p.id FROM patron p WHERE EXISTS ({WISHED.format('p.id')}) AND {_NOTHING_OPEN} ORDER BY p.id"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenErasure:
    """A proposal that waits.

    Attributes:
        loans: How many open loans the person has, which hold it.
        owes: Something is owed, which holds it as well.
        held: Some change that is held here names the person.
        unnamed: The person has another record, which no proposal names: it must be named, too.
    """

    id: int
    patron: int
    cause: str
    loans: int
    owes: bool
    held: bool
    unnamed: bool

    @property
    def waits(self) -> bool:
        """Something must be done before it can be."""
        return self.loans > 0 or self.owes or self.held or self.unnamed


def open_erasures(connection: sqlite3.Connection) -> list[OpenErasure]:
    """Return the erasures that are proposed and not done, oldest first."""
    found = connection.execute(_OPEN).fetchall()
    named = {patron for _, patron, _ in found}
    return [_open(connection, id_, patron, cause or "", named) for id_, patron, cause in found]


_LOANS = f"SELECT count(*) FROM open_loan WHERE patron IN {RECORDS.format('?1')}"


def _open(connection: sqlite3.Connection, id_: int, patron: int, cause: str, named: Collection[int]) -> OpenErasure:
    records = records_of(connection, patron)
    return OpenErasure(
        id=id_,
        patron=patron,
        cause=cause,
        loans=connection.execute(_LOANS, (patron,)).fetchone()[0],
        owes=account_of(connection, patron).balance_minor > 0,
        held=any(_is_held(connection, record) for record in records),
        unnamed=any(record not in named for record in records),
    )


def _is_held(connection: sqlite3.Connection, patron: int) -> bool:
    rows = connection.execute("SELECT tbl, row, contents FROM held").fetchall()
    return any((tbl == PATRON and row == patron) or patron in _unpack(packed).values() for tbl, row, packed in rows)


def proposals(connection: sqlite3.Connection) -> list[Proposal]:
    """Return the same as the engine sees it."""
    return [Proposal(one.id, one.waits) for one in open_erasures(connection)]


def unused_patrons(connection: sqlite3.Connection, before: int, uses: Iterable[str] = USES) -> list[int]:
    """Return who has nothing open and has not used any library since the tick `before`, and is not proposed yet.

    Args:
        uses: What counts, of `app.rules.retention.USES`.
    """
    return _not_proposed(connection, connection.execute(_UNUSED.format(_used("p.id", uses)), (before,)))


def used_last(connection: sqlite3.Connection, patron: int) -> int | None:
    """Return the tick of the last use of any library by somebody, whichever uses count; None for none."""
    found: int | None = connection.execute(f"SELECT max(id) FROM ({_used('?1')})", (patron,)).fetchone()[0]
    return found


def leaving_patrons(connection: sqlite3.Connection) -> list[int]:
    """Return who wishes to stop and has nothing open, and is not proposed yet."""
    return _not_proposed(connection, connection.execute(_LEAVING))


def _not_proposed(connection: sqlite3.Connection, found: Iterable[tuple[int]]) -> list[int]:
    proposed = {one.patron for one in open_erasures(connection)}
    rules = MoneyRules(connection)
    left = [patron for (patron,) in found if patron not in proposed]
    return [patron for patron in left if account_of(connection, patron, rules).balance_minor <= 0]


def erase(connection: sqlite3.Connection, wanted: Sequence[int], now_ms: int) -> Touched:
    """Erase the people that these open proposals name; return the rows that changed."""
    of_proposal = {one.id: one.patron for one in open_erasures(connection)}
    persons = sorted({of_proposal[id_] for id_ in wanted if id_ in of_proposal})
    return erase_persons(connection, persons, now_ms) if persons else {}


def erase_persons(connection: sqlite3.Connection, persons: list[int], now_ms: int) -> Touched:
    """Erase people; return the rows that changed.

    Others are told by tombstones; the person's own row goes here at once, and all that is about them is emptied.
    """
    ticks = Ticks.of(connection, now_ms)
    drawn = [int(ticks.draw()) for _ in persons]
    group = Group(kind=Kind.TOMBSTONE, table=PATRON, unit="", columns=(), ids=persons, ticks=drawn, values=[])
    with capture_off(connection):
        touched, _ = merge_groups(connection, [group], TICK_MAX)
    connection.executemany(
        "INSERT INTO outbox (tbl, row, unit, tick) VALUES (?, ?, ?, ?)",
        [(PATRON, person, TOMBSTONE_UNIT, tick) for person, tick in zip(persons, drawn, strict=True)],
    )
    ticks.keep(connection)
    return touched
