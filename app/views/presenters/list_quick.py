"""Copies that were lent before they were catalogued: written down properly with one key."""

from __future__ import annotations

from functools import partial

from app.db.database import Database
from app.db.queries.settings import policy_in_force
from app.db.queries.stock import QuickItem, quick_items
from app.desk.outcome import Touched
from app.desk.quick import Catalogued, catalogue_item
from app.views.presenters.copy_fields import asked_price, copy_label, price_minor
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
)
from app.views.presenters.person_state import TabColumn, TabRow
from app.views.presenters.question import Answer, Asked, Kind, Question
from app.views.presenters.service import Deed
from app.words import Words


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="barcode", heading=words("column.barcode"), most=150),
        TabColumn(id="title", heading=words("column.title"), weight=3),
        TabColumn(id="material", heading=words("desk.material"), weight=1),
        TabColumn(id="standing", heading=words("column.status"), most=150),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    found = quick_items(database, branch=asked.branch)
    shown = found[:ROWS_MAX]
    return ListRead(
        rows=tuple(_row(one, words) for one in shown),
        count=len(found),
        headline=words("lists.quick.count", count=len(found)),
        found={str(one.item): one for one in shown},
        whole=policy_in_force(database, asked.today, asked.here),
    )


def _row(one: QuickItem, words: Words) -> TabRow:
    material = words(f"material.{one.material}") if one.material else ""
    standing = words("item.on_loan" if one.is_lent else "item.on_shelf")
    return TabRow(key=str(one.item), cells=(one.barcode, one.title, material, standing, one.branch))


def _catalogue(doing: ListDoing, here: Here) -> None:
    words, one, policy = doing.words, here.one, here.read.whole
    materials = {name: words(f"material.{name}") for name in policy.materials}
    question = Question(
        title=words("lists.quick.catalogue", item=one.barcode),
        confirm=words("command.catalogue"),
        hint=words("lists.quick.catalogue.hint"),
        fields=(
            Asked(name="title", label=copy_label(words, "title"), value=one.title),
            Asked(name="author", label=copy_label(words, "author")),
            Asked(name="isbn", label=copy_label(words, "isbn")),
            Asked(
                name="material",
                label=copy_label(words, "material"),
                kind=Kind.LIST,
                value=one.material,
                options=materials,
            ),
            Asked(name="call_number", label=copy_label(words, "call_number")),
            asked_price(words, policy.text("currency")),
        ),
    )

    def make(answer: Answer) -> Deed[Catalogued]:
        return partial(
            catalogue_item,
            item=f"#{one.item}",
            title=answer["title"],
            author=answer["author"],
            isbn=answer["isbn"],
            material=answer["material"],
            call_number=answer["call_number"],
            price_minor=price_minor(answer),
        )

    doing.ask(question, make, lambda done: words("item.catalogued", item=done.record.barcode))


QUICK = WorkList(
    kind=ListKind.QUICK,
    group=Group.STOCK,
    at_home=True,
    touched=frozenset({Touched.ITEM, Touched.LOAN, Touched.SETTING}),
    listing=Listing(
        columns=_columns,
        read=_read,
        deeds=(
            ListDeed(
                id="catalogue", key="F8", icon="pencil-square", may=lambda here: here.one is not None, begin=_catalogue
            ),
        ),
    ),
)
