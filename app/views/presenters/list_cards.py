"""Cards on their way: to be made, printed ten on a sheet, and handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from app.db.database import Database
from app.db.queries.cards import CardOrderShown, card_orders
from app.db.queries.network import branches
from app.desk.cards import make_card
from app.rules.cards import OrderStanding
from app.views.presenters.line import Tone
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.list_kinds import Group, Here, ListAsked, ListDeed, Listing, ListKind, ListRead, WorkList
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.words import Words

OPEN, TO_MAKE, LATE, READY = "open", "to_make", "late", "ready"


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="kind", heading=words("person.kind"), weight=1, optional=True),
        TabColumn(id="number", heading=words("person.number"), most=170),
        TabColumn(id="ordered", heading=words("lists.ordered"), most=110, optional=True),
        TabColumn(id="due", heading=words("lists.due"), most=110),
        TabColumn(id="standing", heading=words("column.status"), most=180),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    name = next((one.name for one in branches(database) if one.code == asked.branch), "")
    found = [
        one
        for one in card_orders(database, asked.today)
        if _WANTED[asked.show](one) and (not name or one.branch == name)
    ]
    late = sum(bool(one.days_late) for one in found)
    count = words("lists.cards.count", count=len(found))
    return ListRead(
        rows=tuple(_row(one, words) for one in found),
        count=len(found),
        headline=" · ".join(filter(None, (count, words("lists.cards.late", count=late) if late else ""))),
        scans={str(one.order): one.patron_number for one in found},
        found={str(one.order): one for one in found},
        whole=tuple(str(one.order) for one in found if _is_to_make(one) and one.number),
    )


def _is_to_make(one: CardOrderShown) -> bool:
    return one.standing is OrderStanding.TO_MAKE


_WANTED: Mapping[str, Callable[[CardOrderShown], bool]] = {
    OPEN: lambda one: one.standing.is_open,
    TO_MAKE: _is_to_make,
    LATE: lambda one: one.days_late > 0,
    READY: lambda one: one.standing is OrderStanding.READY,
}


def _row(one: CardOrderShown, words: Words) -> TabRow:
    late = words("card.list.late", count=one.days_late) if one.days_late else ""
    tone = Tone.REFUSED if late else Tone.OK if one.standing is OrderStanding.READY else Tone.PLAIN
    return TabRow(
        key=str(one.order),
        cells=(
            one.name,
            words(f"number.{one.kind}"),
            one.number or words("person.order.blank"),
            words.day(one.ordered_on),
            words.day(one.due_on),
            late or words(f"card.order.{one.standing}"),
            one.branch,
        ),
        tone=tone,
    )


def _make(doing: ListDoing, here: Here) -> None:
    doing.do(
        lambda _: partial(make_card, card=here.chosen),
        lambda done: doing.words("card.order.ready.done", name=done.record.name),
    )


def _print(doing: ListDoing, here: Here) -> None:
    if here.path is not None:
        doing.write(
            partial(doing.service.print_cards, here.read.whole),
            here.path,
            lambda done: doing.words("card.print.done", count=done.record.count, file=done.record.path.name),
        )


def _file(words: Words, here: Here) -> str:
    return f"{words('lists.cards.file')} {here.asked.today}.pdf"


CARDS = WorkList(
    kind=ListKind.CARDS,
    group=Group.PEOPLE,
    tab=Tab.CARDS,
    shows=tuple(_WANTED),
    listing=Listing(
        columns=_columns,
        read=_read,
        deeds=(
            ListDeed(
                id="card-made",
                key="F8",
                icon="check-lg",
                may=lambda here: here.one is not None and _is_to_make(here.one),
                begin=_make,
            ),
            ListDeed(
                id="print-cards",
                key="Control-p",
                icon="printer",
                may=lambda here: bool(here.read.whole),
                begin=_print,
                file=_file,
            ),
        ),
    ),
)
