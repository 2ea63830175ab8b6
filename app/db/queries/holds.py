"""Holds as people read them: the queue, what is to be fetched, and what nobody can fill."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.db import finding
from app.db.database import Database
from app.db.holds import ON_SHELF, StoredHolds
from app.db.persons import columns_of
from app.desk.ids import PatronId, TitleId
from app.desk.ports_holds import HeldHold
from app.rules.holds import OWN_BRANCH_FIRST, OnShelf, Stage, fetched_for, line_of, position_of, stage_of
from app.rules.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldShown:
    """A living hold.

    Attributes:
        copy_wanted: The barcode of the one copy that is wanted; "" for any of the title.
        position: The place in the queue, from 1; 0 for one that does not wait in it.
        waiting: How many wait in that queue.
        barcode: The copy that was caught for it; "" for none.
        lies_at: Where that copy is, or from where it was sent.
        fetched_by: Who went to fetch a copy; "" for nobody.
    """

    hold: int
    title: str
    author: str
    copy_wanted: str
    patron: int
    patron_number: str
    patron_name: str
    category: str
    kind: str
    stage: Stage
    position: int
    waiting: int
    placed_on: date | None
    until_on: date | None
    suspended_until: date | None
    pickup: str
    pickup_id: int | None
    barcode: str
    lies_at: str
    is_on_its_way: bool
    ready_at: int | None
    ready_on: date | None
    ready_ms: int
    ready_until: date | None
    fetched_by: str


_BESIDE = """
SELECT s.hold, t.author, w.barcode, p.category, s.placed_ms, s.ready_ms, c.barcode, c.id, st.name, x.transfer, b.name,
    s.fetching_ms
FROM hold_standing s LEFT JOIN title t ON t.id = s.title LEFT JOIN item w ON w.id = s.item
LEFT JOIN patron p ON p.id = s.patron LEFT JOIN item c ON c.id = s.copy LEFT JOIN staff st ON st.id = s.fetching
LEFT JOIN copy_place x ON x.item = s.copy LEFT JOIN branch b ON b.id = coalesce(x.branch, c.home_branch)
WHERE s.hold IN (SELECT value FROM json_each(?))
"""


def all_holds(database: Database, *, today: date, branch: int) -> list[HoldShown]:
    """Return every living hold of the network, the first placed first."""
    rules = finding.policy(database.connection, today, branch)
    return list(_shown(database, StoredHolds(database.connection).living(), today, branch, rules))


def holds_of_patron(database: Database, patron: int, *, today: date, branch: int) -> list[HoldShown]:
    """Return what somebody waits for, and what lies ready for them."""
    store = StoredHolds(database.connection)
    own = {one.hold for one in store.of_patron(PatronId(patron))}
    titles = {one.title for hold in own if (one := store.hold(str(hold))) is not None}
    beside = [one for title in sorted(titles) for one in store.of_title(title)]
    rules = finding.policy(database.connection, today, branch)
    return [one for one in _shown(database, beside, today, branch, rules) if one.hold in own]


def absence_of(database: Database, patron: int) -> tuple[date | None, date | None]:
    """Return from when and until when somebody is away."""
    columns = columns_of(database.connection, patron)
    first, last = (columns.get(name) for name in ("absent_from", "absent_until"))
    return _read_day(first), _read_day(last)


def _read_day(text: str | int | None) -> date | None:
    return finding.day_or_none(str(text)) if text else None


def _shown(
    database: Database, holds: Iterable[HeldHold], today: date, branch: int, rules: Policy
) -> Iterator[HoldShown]:
    own_first = rules.text("queue_order") == OWN_BRANCH_FIRST
    zone = finding.time_zone(database.connection, branch)
    found = list(holds)
    by_title: dict[int, list[HeldHold]] = defaultdict(list)
    for one in found:
        by_title[one.title].append(one)
    wanted = json.dumps([one.hold for one in found])
    beside = {row[0]: row[1:] for row in database.connection.execute(_BESIDE, (wanted,))}
    for one in found:
        line = [other.wanted for other in by_title[one.title]]
        place = position_of(line, one.hold, today, own_branch_first=own_first)
        yield _hold(one, beside[one.hold], today, zone, (place, len(line_of(line, today))))


def _hold(one: HeldHold, beside: tuple[Any, ...], today: date, zone: str, queue: tuple[int, int]) -> HoldShown:
    author, copy_wanted, category, placed_ms, ready_ms, barcode, copy, staff, transfer, lies_at, fetching_ms = beside
    return HoldShown(
        hold=one.hold,
        title=one.title_name,
        author=author or "",
        copy_wanted=copy_wanted or "",
        patron=one.patron,
        patron_number=one.patron_number,
        patron_name=one.patron_name,
        category=category or "",
        kind=one.kind,
        stage=stage_of(one.wanted, today),
        position=queue[0],
        waiting=queue[1],
        placed_on=_day(placed_ms, zone),
        until_on=one.wanted.until_on,
        suspended_until=one.wanted.suspended_until,
        pickup=one.pickup_name,
        pickup_id=one.pickup,
        barcode=barcode or (f"#{copy}" if copy else ""),
        lies_at=lies_at or "",
        is_on_its_way=transfer is not None,
        ready_at=one.ready_at,
        ready_on=_day(ready_ms, zone),
        ready_ms=ready_ms or 0,
        ready_until=one.wanted.ready_until,
        fetched_by=(staff or "?") if fetching_ms is not None else "",
    )


def _day(at_ms: int | None, zone: str) -> date | None:
    return None if not at_ms else finding.day_of(at_ms, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A copy to be fetched from a shelf, and for which hold. It is then scanned like a return."""

    hold: HoldShown
    barcode: str
    call_number: str
    department: str
    branch: str
    branch_id: int | None


_COPIES = f"""
SELECT i.title, i.id, coalesce(x.branch, i.home_branch), i.barcode, i.call_number, i.department, b.name FROM item i
LEFT JOIN copy_place x ON x.item = i.id LEFT JOIN branch b ON b.id = coalesce(x.branch, i.home_branch)
WHERE i.title IN (SELECT title FROM hold_standing WHERE copy IS NULL) AND {ON_SHELF}
"""

_LEFT = """
SELECT s.hold, i.id, coalesce(x.branch, i.home_branch), i.barcode, i.call_number, i.department, b.name
FROM hold_standing s JOIN item i ON i.id = s.copy LEFT JOIN copy_place x ON x.item = i.id
LEFT JOIN branch b ON b.id = coalesce(x.branch, i.home_branch)
WHERE s.ready_at IS NULL AND x.transfer IS NULL
"""
"""Copies that were caught and lie where they are not collected: the hold was moved, and nobody has sent them yet."""


def pick_list(database: Database, *, today: date, branch: int, at: int | None = None) -> list[Pick]:
    """Return what is to be fetched, at one branch or everywhere, in the order of the shelves."""
    connection = database.connection
    copies, left = connection.execute(_COPIES).fetchall(), connection.execute(_LEFT).fetchall()
    shown = {one.hold: one for one in all_holds(database, today=today, branch=branch)} if copies or left else {}
    own_first = finding.policy(connection, today, branch).text("queue_order") == OWN_BRANCH_FIRST
    by_title: dict[int, list[OnShelf]] = defaultdict(list)
    about = {}
    for title, item, where, *rest in copies:
        by_title[title].append(OnShelf(item=item, branch=where))
        about[item] = rest
    found = [
        _pick(shown[wanted.hold], copy, about[copy.item])
        for title, standing in by_title.items()
        for wanted, copy in fetched_for(
            (one.wanted for one in StoredHolds(connection).of_title(TitleId(title))),
            standing,
            today,
            own_branch_first=own_first,
        )
        if at is None or copy.branch == at
    ]
    found += [
        _pick(shown[hold], OnShelf(item=item, branch=where), rest)
        for hold, item, where, *rest in left
        if at is None or where == at
    ]
    return sorted(found, key=lambda one: (one.branch, one.department, one.call_number, one.hold.title, one.hold.hold))


def _pick(hold: HoldShown, copy: OnShelf, about: Sequence[str | None]) -> Pick:
    barcode, call_number, department, name = about
    return Pick(
        hold=hold,
        barcode=barcode or f"#{copy.item}",
        call_number=call_number or "",
        department=department or "",
        branch=name or "",
        branch_id=copy.branch,
    )


class Unfilled(StrEnum):
    """Why a hold is not filled."""

    NO_COPIES = "no_copies"
    ALL_OUT = "all_out"
    ON_SHELF = "on_shelf"
    NOT_WANTED_NOW = "not_wanted_now"
    LAPSED = "lapsed"
    ON_ITS_WAY = "on_its_way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A hold that has waited for long, and why."""

    hold: HoldShown
    days: int
    copies: int
    why: Unfilled


_COUNTED = f"""
SELECT s.hold, count(i.id), sum({ON_SHELF}) FROM hold_standing s
LEFT JOIN item i ON i.title = s.title AND i.lendable IS NOT 0 AND (s.item IS NULL OR s.item = i.id) GROUP BY s.hold
"""


def stale_holds(database: Database, *, today: date, branch: int) -> list[Stale]:
    """Return the holds that have waited longer than the house rules find usual, the oldest first (B-10)."""
    days = finding.policy(database.connection, today, branch).number("hold_stale_days")
    counted = {hold: (copies, free or 0) for hold, copies, free in database.connection.execute(_COUNTED)}
    found = []
    for one in all_holds(database, today=today, branch=branch):
        age = (today - one.placed_on).days if one.placed_on else 0
        if age >= days and one.ready_at is None:
            copies, free = counted[one.hold]
            found.append(Stale(hold=one, days=age, copies=copies, why=_why(one.stage, copies, free)))
    return found


def _why(stage: Stage, copies: int, free: int) -> Unfilled:
    if stage is Stage.LAPSED:
        return Unfilled.LAPSED
    if stage in {Stage.SUSPENDED, Stage.ABSENT}:
        return Unfilled.NOT_WANTED_NOW
    if stage is Stage.COMING:
        return Unfilled.ON_ITS_WAY
    if not copies:
        return Unfilled.NO_COPIES
    return Unfilled.ON_SHELF if free else Unfilled.ALL_OUT
