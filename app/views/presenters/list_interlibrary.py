"""Loans between libraries: what others lend to us, step by step, and what we have lent to them."""

from __future__ import annotations

from functools import partial

from app.db.database import Database
from app.db.queries.interlibrary import LentOut, ill_list, lent_out
from app.db.queries.settings import policy_in_force
from app.desk.checkin import Returned, check_in
from app.desk.outcome import Done, Touched
from app.desk.ports_beyond import HeldIll
from app.rules.interlibrary import IllStanding
from app.views.presenters.line import Tone
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_interlibrary_deeds import CANCEL, GIVE_BACK, ORDER, RECEIVE, REFUSE, REQUEST
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
)
from app.views.presenters.person_state import TabColumn, TabRow
from app.views.presenters.telling import returned_line
from app.words import Words

OPEN, TO_ORDER, COMING, HERE_NOW, ENDED = "open", "to-order", "coming", "here", "ended"

_STANDINGS = {
    OPEN: frozenset(one for one in IllStanding if one.is_open),
    TO_ORDER: frozenset(one for one in IllStanding if one.may_be_ordered),
    COMING: frozenset({IllStanding.ORDERED}),
    HERE_NOW: frozenset({IllStanding.RECEIVED}),
    ENDED: frozenset(one for one in IllStanding if not one.is_open),
}


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="title", heading=words("column.title"), weight=3),
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="standing", heading=words("column.status"), most=180),
        TabColumn(id="partner", heading=words("ill.partner"), weight=2, optional=True),
        TabColumn(id="asked", heading=words("ill.asked-on"), most=120, optional=True),
        TabColumn(id="due", heading=words("column.due"), most=120),
        TabColumn(id="request", heading=words("lists.ill.request"), most=190, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    known = ill_list(database, asked.branch, ended=asked.show == ENDED)
    found = [one for one in known if one.standing in _STANDINGS[asked.show]]
    shown = found[:ROWS_MAX]
    return ListRead(
        rows=tuple(_row(one, asked, words) for one in shown),
        count=len(found),
        headline=words("lists.ill.count", count=len(found)),
        scans={str(one.request): f"#{one.patron}" for one in shown if one.patron},
        found={str(one.request): one for one in shown},
        whole=policy_in_force(database, asked.today, asked.here).text("currency"),
    )


def _row(one: HeldIll, asked: ListAsked, words: Words) -> TabRow:
    late = one.standing.is_open and one.due_on is not None and one.due_on < asked.today
    return TabRow(
        key=str(one.request),
        cells=(
            one.title,
            one.patron_name,
            words(f"ill.standing.{one.standing}"),
            one.partner,
            words.day(one.asked_on),
            words.day(one.due_on) if one.due_on else "",
            str(one.request),
        ),
        tone=Tone.REFUSED if late else Tone.PLAIN,
    )


ILL = WorkList(
    kind=ListKind.ILL,
    group=Group.LENDING,
    at_home=True,
    shows=tuple(_STANDINGS),
    touched=frozenset({Touched.HOLD, Touched.ITEM, Touched.LOAN, Touched.PATRON, Touched.SETTING}),
    listing=Listing(columns=_columns, read=_read, deeds=(ORDER, RECEIVE, GIVE_BACK, REFUSE, CANCEL, REQUEST)),
)


# What we have lent to others.


def _out_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="title", heading=words("column.title"), weight=3),
        TabColumn(id="barcode", heading=words("column.barcode"), most=150),
        TabColumn(id="library", heading=words("lists.lent-out.library"), weight=2),
        TabColumn(id="lent", heading=words("lists.lent-out.lent"), most=120, optional=True),
        TabColumn(id="due", heading=words("column.due"), most=120),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _out_read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    found = lent_out(database, asked.branch)
    shown = found[:ROWS_MAX]
    return ListRead(
        rows=tuple(_out_row(one, asked, words) for one in shown),
        count=len(found),
        headline=words("lists.lent-out.count", count=len(found)),
        scans={str(one.loan): f"#{one.library}" for one in shown},
        found={str(one.loan): one for one in shown},
    )


def _out_row(one: LentOut, asked: ListAsked, words: Words) -> TabRow:
    days = words.day(one.lent_on), words.day(one.due_on)
    return TabRow(
        key=str(one.loan),
        cells=(one.title, one.barcode, one.library_name, *days, one.branch),
        tone=Tone.REFUSED if one.due_on < asked.today else Tone.PLAIN,
    )


def _back(doing: ListDoing, here: Here) -> None:
    """Take the copy back: it lies on the desk, with what is to be done with it."""

    def say(outcome: Done[Returned]) -> str:
        return returned_line(doing.words, outcome.record).whole

    doing.do(lambda _: partial(check_in, item=f"#{here.one.item}"), say)


LENT_OUT = WorkList(
    kind=ListKind.LENT_OUT,
    group=Group.LENDING,
    at_home=True,
    touched=frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON}),
    listing=Listing(
        columns=_out_columns,
        read=_out_read,
        deeds=(
            ListDeed(
                id="take-back",
                key="F8",
                icon="box-arrow-in-down",
                may=lambda here: here.one is not None,
                begin=_back,
            ),
        ),
    ),
)
