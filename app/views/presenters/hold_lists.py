"""The lists of holds as they are read: what to fetch, what lies ready, what is on its way, who waits for long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.db.database import Database
from app.db.queries.holds import HoldShown, Pick, Stale, hold_shelf, pick_list, stale_holds
from app.db.queries.transit import TransitShown, on_their_way
from app.rules.holds import Stage
from app.views.presenters.line import Tone
from app.views.presenters.person_state import TabColumn, TabRow
from app.words import Words

ROWS_MAX = 500
"""More is for a report, not for the screen."""


class HoldList(StrEnum):
    """The lists, in their order: `holds.list.<list>` words their tabs, `.hint` what is done with them."""

    PICK = "pick"
    SHELF = "shelf"
    TRANSIT = "transit"
    STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsAsked:
    """Which list is to be read.

    Attributes:
        everywhere: Of all branches; else of the one where this desk stands.
    """

    which: HoldList
    everywhere: bool
    today: date
    here: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsRead:
    """A list as it was read.

    Attributes:
        holds: By the key of a row, the hold that it is about.
        scans: By the key of a row, whose page it leads to.
        copies: By the key of a row, the barcode of the copy.
        fetched: Keys of rows that somebody fetches already.
        sent: Keys of rows of copies on their way.
    """

    rows: tuple[TabRow, ...] = ()
    count: int = 0
    alarming: int = 0
    holds: Mapping[str, str] = field(default_factory=dict)
    scans: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    fetched: frozenset[str] = frozenset()
    sent: frozenset[str] = frozenset()


_COLUMNS: Mapping[HoldList, tuple[tuple[str, int, int], ...]] = {
    HoldList.PICK: (
        ("call-number", 0, 130),
        ("title", 3, 0),
        ("barcode", 0, 140),
        ("branch", 1, 0),
        ("pickup", 1, 0),
        ("waiting", 0, 80),
        ("fetched-by", 0, 160),
    ),
    HoldList.SHELF: (
        ("name", 2, 0),
        ("title", 3, 0),
        ("barcode", 0, 140),
        ("ready-since", 0, 110),
        ("ready-until", 0, 110),
        ("to-do", 0, 190),
    ),
    HoldList.TRANSIT: (
        ("title", 3, 0),
        ("barcode", 0, 140),
        ("from", 1, 0),
        ("to", 1, 0),
        ("cause", 0, 150),
        ("sent", 0, 110),
        ("days", 0, 80),
    ),
    HoldList.STALE: (
        ("name", 2, 0),
        ("title", 3, 0),
        ("placed", 0, 110),
        ("days", 0, 80),
        ("place", 0, 80),
        ("copies", 0, 100),
        ("unfilled", 2, 0),
    ),
}


def hold_columns(which: HoldList, words: Words) -> tuple[TabColumn, ...]:
    """Return the columns of a list: they are there before it is read."""
    return tuple(
        TabColumn(
            id=name,
            heading=words("holds.pickup" if name == "pickup" else f"column.{name}"),
            weight=weight,
            most=most or 200,
        )
        for name, weight, most in _COLUMNS[which]
    )


def read_holds(database: Database, asked: HoldsAsked, words: Words) -> HoldsRead:
    """Return a list."""
    return _READ[asked.which](database, asked, words)


def _day(day: date | None, words: Words) -> str:
    return words.day(day) if day else ""


def _at(asked: HoldsAsked) -> int | None:
    return None if asked.everywhere else asked.here


def _picks(database: Database, asked: HoldsAsked, _: Words) -> HoldsRead:
    found = pick_list(database, today=asked.today, branch=asked.here, at=_at(asked))

    def row(one: Pick) -> TabRow:
        hold = one.hold
        cells = (one.call_number, hold.title, one.barcode, one.branch, hold.pickup, str(hold.waiting), hold.fetched_by)
        return TabRow(key=str(hold.hold), cells=cells, tone=Tone.OK if hold.fetched_by else Tone.PLAIN)

    return HoldsRead(
        rows=tuple(map(row, found[:ROWS_MAX])),
        count=len(found),
        holds={str(one.hold.hold): str(one.hold.hold) for one in found},
        scans={str(one.hold.hold): f"#{one.hold.patron}" for one in found},
        copies={str(one.hold.hold): one.barcode for one in found},
        fetched=frozenset(str(one.hold.hold) for one in found if one.hold.fetched_by),
    )


def _shelf(database: Database, asked: HoldsAsked, words: Words) -> HoldsRead:
    found = hold_shelf(database, today=asked.today, branch=asked.here, at=_at(asked))

    def row(one: HoldShown) -> TabRow:
        late = one.stage is Stage.UNCOLLECTED
        todo = words("holds.to-clear" if late else "holds.to-keep")
        since, until = _day(one.ready_on, words), _day(one.ready_until, words)
        cells = (one.patron_name, one.title, one.barcode, since, until, todo)
        return TabRow(key=str(one.hold), cells=cells, tone=Tone.REFUSED if late else Tone.PLAIN)

    return HoldsRead(
        rows=tuple(map(row, found[:ROWS_MAX])),
        count=len(found),
        alarming=sum(one.stage is Stage.UNCOLLECTED for one in found),
        holds={str(one.hold): str(one.hold) for one in found},
        scans={str(one.hold): f"#{one.patron}" for one in found},
        copies={str(one.hold): one.barcode for one in found},
    )


def _transit(database: Database, asked: HoldsAsked, words: Words) -> HoldsRead:
    known = on_their_way(database, today=asked.today, branch=asked.here)
    found = [one for one in known if asked.everywhere or asked.here in {one.origin_id, one.to_id}]

    def row(one: TransitShown) -> TabRow:
        why, sent = words(f"transit.cause.{one.cause}"), words.day(one.sent_on)
        cells = (one.title, one.barcode, one.origin, one.to, why, sent, str(one.days))
        return TabRow(key=str(one.item), cells=cells, tone=Tone.REFUSED if one.is_late else Tone.PLAIN)

    return HoldsRead(
        rows=tuple(map(row, found[:ROWS_MAX])),
        count=len(found),
        alarming=sum(one.is_late for one in found),
        copies={str(one.item): one.barcode for one in found},
        sent=frozenset(str(one.item) for one in found),
    )


def _stale(database: Database, asked: HoldsAsked, words: Words) -> HoldsRead:
    known = stale_holds(database, today=asked.today, branch=asked.here)
    found = [one for one in known if asked.everywhere or one.hold.pickup_id == asked.here]

    def row(one: Stale) -> TabRow:
        hold, place = one.hold, str(one.hold.position or "")
        why, placed = words(f"hold.unfilled.{one.why}"), _day(one.hold.placed_on, words)
        cells = (hold.patron_name, hold.title, placed, str(one.days), place, str(one.copies), why)
        return TabRow(key=str(hold.hold), cells=cells)

    return HoldsRead(
        rows=tuple(map(row, found[:ROWS_MAX])),
        count=len(found),
        holds={str(one.hold.hold): str(one.hold.hold) for one in found},
        scans={str(one.hold.hold): f"#{one.hold.patron}" for one in found},
    )


_READ: Mapping[HoldList, Callable[[Database, HoldsAsked, Words], HoldsRead]] = {
    HoldList.PICK: _picks,
    HoldList.SHELF: _shelf,
    HoldList.TRANSIT: _transit,
    HoldList.STALE: _stale,
}
