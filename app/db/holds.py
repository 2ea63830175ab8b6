"""What deeds on holds ask of the rows: the living holds, and where copies are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db import finding
from app.db.persons import FILLED, LEAD, RECORDS
from app.db.state.turns import CAME_IN
from app.db.undone import LIVE
from app.desk.ids import BranchId, FactId, ItemId, PatronId, TitleId
from app.desk.ports_holds import HeldHold, Place
from app.rules.holds import Wanted

HAS_ONE = f"""
EXISTS (SELECT 1 FROM open_loan o JOIN item oi ON oi.id = o.item WHERE o.patron IN {RECORDS.format("s.patron")}
AND oi.title = s.title AND (s.item IS NULL OR s.item = o.item)
AND ' ' || coalesce(h.overrides, '') || ' ' NOT LIKE '% ALREADY_ON_LOAN_TO_PATRON %')
"""
"""Whether whoever waits has a copy at home already, and was not given a hold in spite of it."""

_HOLDS = f"""
SELECT s.hold, s.title, t.title, s.kind, {LEAD.format("s.patron")}, p.given, p.family, s.item, s.pickup, b.name,
    s.until_on, s.suspended_until, s.copy, s.ready_at, s.ready_until, s.fetching_ms,
    {FILLED.format("p", "absent_from")}, {FILLED.format("p", "absent_until")}, {HAS_ONE}
FROM hold_standing s JOIN hold h ON h.id = s.hold LEFT JOIN title t ON t.id = s.title
LEFT JOIN branch b ON b.id = s.pickup LEFT JOIN patron p ON p.id = {LEAD.format("s.patron")}
WHERE {{}} ORDER BY s.hold
"""
_LIVING = _HOLDS.format("TRUE")
_BY_ID = _HOLDS.format("s.hold = ?1")
_OF_TITLE = _HOLDS.format("s.title = ?1")
_OF_PATRON = _HOLDS.format(f"s.patron IN {RECORDS.format('?1')}")
_ON_COPY = _HOLDS.format("s.copy = ?1")

_PLACE = """
SELECT c.branch, c.transfer, c.to_branch, b.name, c.cause, c.hold, c.at_ms FROM copy_place c
LEFT JOIN branch b ON b.id = c.to_branch WHERE c.item = ?
"""


_SAID = f"""
NOT EXISTS (SELECT 1 FROM copy_report r WHERE r.item = i.id AND r.kind IN ({{0}}) AND {LIVE.format("r")}
AND NOT EXISTS (SELECT 1 FROM copy_report f WHERE f.item = i.id AND f.id > r.id AND f.kind IN ({{1}})
    AND {LIVE.format("f")}){{2}})
"""
_SEEN_AGAIN = f"""
AND NOT EXISTS (SELECT 1 FROM closing c WHERE c.item = i.id AND c.id > r.id AND {CAME_IN} AND {LIVE.format("c")})
AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.item = i.id AND l.id > r.id AND {LIVE.format("l")})
"""

ON_SHELF = f"""
i.lendable IS NOT 0 AND NOT EXISTS (SELECT 1 FROM open_loan o WHERE o.item = i.id)
AND NOT EXISTS (SELECT 1 FROM hold_standing held WHERE held.copy = i.id)
AND NOT EXISTS (SELECT 1 FROM copy_place c WHERE c.item = i.id AND c.transfer IS NOT NULL)
AND {_SAID.format("'lost', 'missing'", "'found'", _SEEN_AGAIN)}
AND {_SAID.format("'unusable'", "'repaired', 'damaged'", "")} AND {_SAID.format("'withdrawn'", "'found'", "")}
"""
"""Copies, alias i, that can be fetched from a shelf."""

_FREE = f"SELECT count(*) FROM item i WHERE i.title = ?1 AND (?2 IS NULL OR i.id = ?2) AND {ON_SHELF}"

_AT_HOME = f"""
SELECT 1 FROM open_loan o JOIN item i ON i.id = o.item
WHERE o.patron IN {RECORDS.format("?1")} AND i.title = ?2 AND (?3 IS NULL OR i.id = ?3) LIMIT 1
"""

_MATERIALS = """
SELECT DISTINCT material FROM item WHERE title = ?1 AND (?2 IS NULL OR id = ?2) AND lendable IS NOT 0 ORDER BY material
"""


@dataclass(frozen=True, slots=True)
class StoredHolds:
    """Fills the port `Holds` from the rows of a deed's transaction.

    Where a copy is, and for whom it was caught, is state: as long as a deed is at work it does not change, and is asked
    for once.
    """

    connection: sqlite3.Connection
    _places: dict[ItemId, Place | None] = field(default_factory=dict)
    _caught: dict[ItemId, HeldHold | None] = field(default_factory=dict)

    def hold(self, scan: str) -> HeldHold | None:
        digits = scan.strip().removeprefix("#")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 20):
            return None
        return next(self._found(_BY_ID, int(digits)), None)

    def of_title(self, title: TitleId) -> tuple[HeldHold, ...]:
        return tuple(self._found(_OF_TITLE, title))

    def of_patron(self, patron: PatronId) -> tuple[HeldHold, ...]:
        return tuple(self._found(_OF_PATRON, patron))

    def living(self) -> tuple[HeldHold, ...]:
        """Return every living hold of the network, the first placed first."""
        return tuple(self._found(_LIVING))

    def on_copy(self, item: ItemId) -> HeldHold | None:
        if item not in self._caught:
            self._caught[item] = next(self._found(_ON_COPY, item), None)
        return self._caught[item]

    def title_of(self, item: ItemId) -> TitleId | None:
        found = finding.one(self.connection, "SELECT title FROM item WHERE id = ?", item)
        return None if found is None else TitleId(found)

    def title(self, scan: str) -> TitleId | None:
        found = finding.one(self.connection, "SELECT id FROM title WHERE id = ?", finding.row_number(scan))
        return None if found is None else TitleId(found)

    def title_name(self, title: TitleId) -> str:
        return finding.one(self.connection, "SELECT title FROM title WHERE id = ?", title) or ""

    def place(self, item: ItemId) -> Place | None:
        if item not in self._places:
            self._places[item] = self._place(item)
        return self._places[item]

    def _place(self, item: ItemId) -> Place | None:
        row = self.connection.execute(_PLACE, (item,)).fetchone()
        if row is None:
            return None
        branch, transfer, to_branch, to_name, cause, hold, at_ms = row
        return Place(
            branch=_branch(branch),
            transfer=None if transfer is None else FactId(transfer),
            to_branch=_branch(to_branch),
            to_branch_name=to_name or "",
            cause=cause or "",
            hold=None if hold is None else FactId(hold),
            at_ms=at_ms or 0,
        )

    def free_copies(self, title: TitleId, item: ItemId | None) -> int:
        count: int = finding.one(self.connection, _FREE, title, item)
        return count

    def has_on_loan(self, patron: PatronId, title: TitleId, item: ItemId | None) -> bool:
        return finding.one(self.connection, _AT_HOME, patron, title, item) is not None

    def materials(self, title: TitleId, item: ItemId | None) -> tuple[str, ...]:
        return tuple(material or "" for (material,) in self.connection.execute(_MATERIALS, (title, item)))

    def branch_name(self, branch: BranchId | None) -> str:
        return finding.one(self.connection, "SELECT name FROM branch WHERE id = ?", branch) or ""

    def _found(self, query: str, *values: int) -> Iterator[HeldHold]:
        for row in self.connection.execute(query, values):
            yield _held(self.connection, row)


def _held(connection: sqlite3.Connection, row: Sequence[Any]) -> HeldHold:
    hold, title, title_name, kind, patron, given, family, item, pickup, pickup_name, *times, has_one = row
    until_on, suspended_until, copy, ready_at, ready_until, fetching_ms, absent_from, absent_until = times
    wanted = Wanted(
        hold=hold,
        patron=patron,
        item=item,
        pickup=pickup,
        until_on=finding.day_or_none(until_on),
        suspended_until=finding.day_or_none(suspended_until),
        copy=copy,
        is_ready=ready_at is not None,
        ready_until=finding.day_or_none(ready_until),
        fetching=fetching_ms is not None,
        absent_from=finding.day_or_none(absent_from),
        absent_until=finding.day_or_none(absent_until),
        has_one=bool(has_one),
    )
    return HeldHold(
        hold=FactId(hold),
        title=TitleId(title or 0),
        title_name=title_name or "",
        kind=kind or "",
        patron_number=finding.patron_number(connection, patron),
        patron_name=f"{given or ''} {family or ''}".strip(),
        pickup=_branch(pickup),
        pickup_name=pickup_name or "",
        ready_at=_branch(ready_at),
        wanted=wanted,
    )


def _branch(branch: int | None) -> BranchId | None:
    return None if branch is None else BranchId(branch)
