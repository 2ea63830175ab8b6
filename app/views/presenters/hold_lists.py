"""The lists of holds: what to fetch, what lies ready, what is on its way, and who has waited for long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from app.db.database import Database
from app.db.queries.hold_shelf import TO_CLEAR, hold_shelf
from app.db.queries.holds import HoldShown, Pick, Stale, pick_list, stale_holds
from app.db.queries.transit import TransitShown, on_their_way
from app.desk.holds import cancel_hold, fetch_hold, requeue_hold
from app.desk.outcome import Done, Touched
from app.desk.transit import lose_copy
from app.rules.holds import Stage
from app.views.presenters.line import Tone
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import (
    ROWS_MAX,
    Group,
    Here,
    ListAsked,
    ListDeed,
    Listing,
    ListKind,
    ListRead,
    WorkList,
    branch_at,
)
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.views.presenters.question import Question
from app.views.presenters.service import Deed
from app.words import Words

_COLUMNS: Mapping[ListKind, tuple[tuple[str, int, int], ...]] = {
    ListKind.PICK: (
        ("call-number", 0, 130),
        ("title", 3, 0),
        ("barcode", 0, 140),
        ("branch", 1, 0),
        ("pickup", 1, 0),
        ("waiting", 0, 80),
        ("fetched-by", 0, 160),
    ),
    ListKind.SHELF: (
        ("name", 2, 0),
        ("title", 3, 0),
        ("barcode", 0, 140),
        ("ready-since", 0, 110),
        ("ready-until", 0, 110),
        ("to-do", 0, 190),
    ),
    ListKind.TRANSIT: (
        ("title", 3, 0),
        ("barcode", 0, 140),
        ("from", 1, 0),
        ("to", 1, 0),
        ("cause", 0, 150),
        ("sent", 0, 110),
        ("days", 0, 80),
    ),
    ListKind.STALE: (
        ("name", 2, 0),
        ("title", 3, 0),
        ("placed", 0, 110),
        ("days", 0, 80),
        ("place", 0, 80),
        ("copies", 0, 100),
        ("unfilled", 2, 0),
    ),
}


def _columns(which: ListKind, words: Words) -> tuple[TabColumn, ...]:
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


def _day(day: date | None, words: Words) -> str:
    return words.day(day) if day else ""


def _headline(kind: ListKind, count: int, alarming: int, words: Words) -> str:
    alarm = words(f"lists.{kind}.alarm", count=alarming) if alarming else ""
    return " · ".join(filter(None, (words("holds.count", count=count), alarm)))


def _picks(database: Database, asked: ListAsked, words: Words) -> ListRead:
    found = pick_list(database, today=asked.today, branch=asked.here, at=branch_at(database, asked))

    def row(one: Pick) -> TabRow:
        hold = one.hold
        cells = (one.call_number, hold.title, one.barcode, one.branch, hold.pickup, str(hold.waiting), hold.fetched_by)
        return TabRow(key=str(hold.hold), cells=cells, tone=Tone.OK if hold.fetched_by else Tone.PLAIN)

    return ListRead(
        rows=tuple(map(row, found[:ROWS_MAX])),
        count=len(found),
        headline=_headline(asked.kind, len(found), 0, words),
        scans={str(one.hold.hold): f"#{one.hold.patron}" for one in found},
        found={str(one.hold.hold): one for one in found},
    )


def _shelf(database: Database, asked: ListAsked, words: Words) -> ListRead:
    found = hold_shelf(database, today=asked.today, branch=asked.here, at=branch_at(database, asked))

    def row(one: HoldShown) -> TabRow:
        late = one.stage in TO_CLEAR
        todo = words("holds.to-clear" if late else "holds.to-keep")
        since, until = _day(one.ready_on, words), _day(one.ready_until, words)
        cells = (one.patron_name, one.title, one.barcode, since, until, todo)
        return TabRow(key=str(one.hold), cells=cells, tone=Tone.REFUSED if late else Tone.PLAIN)

    alarming = sum(one.stage in TO_CLEAR for one in found)
    return ListRead(
        rows=tuple(map(row, found[:ROWS_MAX])),
        count=len(found),
        headline=_headline(asked.kind, len(found), alarming, words),
        scans={str(one.hold): f"#{one.patron}" for one in found if one.patron},
        found={str(one.hold): one for one in found},
    )


def _transit(database: Database, asked: ListAsked, words: Words) -> ListRead:
    known, at = on_their_way(database, today=asked.today, branch=asked.here), branch_at(database, asked)
    found = [one for one in known if at is None or at in {one.origin_id, one.to_id}]

    def row(one: TransitShown) -> TabRow:
        why, sent = words(f"transit.cause.{one.cause}"), words.day(one.sent_on)
        cells = (one.title, one.barcode, one.origin, one.to, why, sent, str(one.days))
        return TabRow(key=str(one.item), cells=cells, tone=Tone.REFUSED if one.is_late else Tone.PLAIN)

    return ListRead(
        rows=tuple(map(row, found[:ROWS_MAX])),
        count=len(found),
        headline=_headline(asked.kind, len(found), sum(one.is_late for one in found), words),
        found={str(one.item): one for one in found},
    )


def _stale(database: Database, asked: ListAsked, words: Words) -> ListRead:
    known, at = stale_holds(database, today=asked.today, branch=asked.here), branch_at(database, asked)
    found = [one for one in known if at is None or one.hold.pickup_id == at]

    def row(one: Stale) -> TabRow:
        hold, place = one.hold, str(one.hold.position or "")
        why, placed = words(f"hold.unfilled.{one.why}"), _day(one.hold.placed_on, words)
        cells = (hold.patron_name, hold.title, placed, str(one.days), place, str(one.copies), why)
        return TabRow(key=str(hold.hold), cells=cells)

    return ListRead(
        rows=tuple(map(row, found[:ROWS_MAX])),
        count=len(found),
        headline=_headline(asked.kind, len(found), 0, words),
        scans={str(one.hold.hold): f"#{one.hold.patron}" for one in found},
        found={str(one.hold.hold): one for one in found},
    )


# What is done with a hold without its person; the rest is settled by scanning.


def _fetch(doing: ListDoing, here: Here) -> None:
    """Note that whoever acts goes to fetch the chosen copy."""
    doing.do(lambda _: partial(fetch_hold, hold=here.chosen), lambda _: doing.words("holds.fetching"))


def _give_up(doing: ListDoing, here: Here) -> None:
    """Note that nobody fetches the chosen copy any more."""
    doing.do(lambda _: partial(requeue_hold, hold=here.chosen), lambda _: doing.words("holds.given-up"))


def _cancel(doing: ListDoing, here: Here) -> None:
    def say(done: Done[Any]) -> str:
        return doing.words("holds.cancelled", title=done.record.title, patron=done.record.patron_name)

    title = here.one.hold.title if isinstance(here.one, Stale) else here.one.title
    _ask(doing, "holds.cancel", title, partial(cancel_hold, hold=here.chosen), say)


def _lose(doing: ListDoing, here: Here) -> None:
    """Give up the chosen copy, which never came; asked first."""

    def say(done: Done[Any]) -> str:
        return doing.words("transit.lost.done", title=done.record.title, branch=done.record.to)

    _ask(doing, "holds.lose", here.one.title, partial(lose_copy, item=here.one.barcode), say)


def _ask(doing: ListDoing, code: str, title: str, act: Deed[Any], say: Callable[[Done[Any]], str]) -> None:
    words = doing.words
    question = Question(title=words(code, title=title), confirm=words(f"{code}.confirm"), hint=words(f"{code}.hint"))
    doing.ask(question, lambda _: act, say)


def _print(doing: ListDoing, here: Here) -> None:
    """Write the slip of the chosen copy once more; what is only to be fetched is scanned first."""
    if here.path is not None:
        doing.write(
            partial(doing.service.print_slip, here.one.barcode),
            here.path,
            lambda done: doing.words("route-slip.done", file=done.record.name),
        )


def _chosen(here: Here) -> bool:
    return here.one is not None


def _is_wanted(here: Here) -> bool:
    """Tell whether the chosen copy lies there for a hold that stands; the others are taken off and scanned."""
    return here.one is not None and here.one.stage is not Stage.OVER


_CANCEL = ListDeed(id="cancel-hold", key="F9", icon="x-lg", may=_chosen, begin=_cancel)
_SLIP = ListDeed(
    id="print-slip",
    key="Control-p",
    icon="printer",
    may=_chosen,
    begin=_print,
    file=lambda words, here: f"{words('route-slip.file')} {here.one.barcode}.pdf",
)


def _hold_list(kind: ListKind, read: Callable[[Database, ListAsked, Words], ListRead], *deeds: ListDeed) -> WorkList:
    return WorkList(
        kind=kind,
        group=Group.HOLDS,
        tab=Tab.HOLDS,
        at_home=True,
        touched=frozenset({Touched.HOLD, Touched.ITEM, Touched.LOAN, Touched.PATRON, Touched.SETTING}),
        listing=Listing(columns=partial(_columns, kind), read=read, deeds=deeds),
    )


HOLD_LISTS = (
    _hold_list(
        ListKind.PICK,
        _picks,
        ListDeed(
            id="fetch-hold",
            key="F8",
            icon="person-walking",
            may=lambda here: _chosen(here) and not here.one.hold.fetched_by,
            begin=_fetch,
        ),
        ListDeed(
            id="give-up-hold",
            key="F9",
            icon="x-lg",
            may=lambda here: _chosen(here) and bool(here.one.hold.fetched_by),
            begin=_give_up,
        ),
    ),
    _hold_list(ListKind.SHELF, _shelf, replace(_CANCEL, may=_is_wanted), replace(_SLIP, may=_is_wanted)),
    _hold_list(
        ListKind.TRANSIT,
        _transit,
        ListDeed(id="lose-copy", key="F9", icon="question-circle", may=_chosen, begin=_lose),
        _SLIP,
    ),
    _hold_list(ListKind.STALE, _stale, _CANCEL),
)
