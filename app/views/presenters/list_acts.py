"""The stock book: acts by which copies come and leave, the copies on each, and what they are worth."""

from __future__ import annotations

from app.db.database import Database
from app.db.queries.settings import policy_in_force
from app.db.queries.stock_book import ActShown, LineShown, acts, lines_of_act
from app.desk.outcome import Touched
from app.rules.stock_book import ACCESSION, WITHDRAWAL
from app.views.presenters.list_acts_deeds import LINE_DEEDS, PRINT, open_deed, renumber_deed
from app.views.presenters.list_kinds import ROWS_MAX, Group, ListAsked, Listing, ListKind, ListRead, WorkList
from app.views.presenters.person_state import TabColumn, TabRow
from app.words import Words

ALL = "all"
SHOWS = (ALL, ACCESSION, WITHDRAWAL)


def _columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="number", heading=words("act.number"), most=150),
        TabColumn(id="on", heading=words("person.on"), most=110),
        TabColumn(id="kind", heading=words("lists.acts.kind"), weight=1),
        TabColumn(id="cause", heading=words("stock-book.cause"), weight=1),
        TabColumn(id="source", heading=words("stock-book.source"), weight=2, optional=True),
        TabColumn(id="count", heading=words("lists.acts.copies"), most=100),
        TabColumn(id="value", heading=words("lists.acts.value"), most=120),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    currency = policy_in_force(database, asked.today, asked.here).text("currency")
    known = reversed(acts(database, branch=asked.branch))
    found = [one for one in known if asked.show in {ALL, one.kind}]
    shown = found[:ROWS_MAX]
    return ListRead(
        rows=tuple(_row(one, currency, words) for one in shown),
        headline=words("lists.acts.count", count=len(found)),
        found={f"#{one.act}": one for one in shown},
        whole=currency,
    )


def _row(one: ActShown, currency: str, words: Words) -> TabRow:
    cells = (
        one.number,
        words.day(one.on_day),
        words(f"act.kind.{one.kind}"),
        words(f"act.cause.{one.cause}"),
        one.source,
        str(one.count),
        words.money(one.value_minor, currency),
        one.branch,
    )
    return TabRow(key=f"#{one.act}", cells=cells)


# The copies on one of them.


def _line_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="barcode", heading=words("column.barcode"), most=160),
        TabColumn(id="title", heading=words("column.title"), weight=3),
        TabColumn(id="author", heading=words("column.author"), weight=2, optional=True),
        TabColumn(id="value", heading=words("lists.acts.value"), most=130),
    )


def _read_lines(database: Database, asked: ListAsked, words: Words) -> ListRead:
    currency = policy_in_force(database, asked.today, asked.here).text("currency")
    found = lines_of_act(database, int(asked.inside.removeprefix("#")))
    value = words.money(sum(one.price_minor for one in found), currency)
    return ListRead(
        rows=tuple(_line(one, currency, words) for one in found),
        count=len(found),
        headline=words("stock-book.total", count=len(found), value=value),
        found={f"#{one.item}": one for one in found},
        whole=currency,
    )


def _line(one: LineShown, currency: str, words: Words) -> TabRow:
    cells = (one.barcode, one.title, one.author, words.money(one.price_minor, currency))
    return TabRow(key=f"#{one.item}", cells=cells)


ACTS = WorkList(
    kind=ListKind.ACTS,
    group=Group.STOCK,
    at_home=True,
    counted=False,
    shows=SHOWS,
    touched=frozenset({Touched.ITEM, Touched.SETTING, Touched.BRANCH}),
    listing=Listing(
        columns=_columns,
        read=_read,
        deeds=(open_deed(ACCESSION, "F8"), open_deed(WITHDRAWAL, "F9"), renumber_deed("F6"), PRINT),
    ),
    inside=Listing(columns=_line_columns, read=_read_lines, deeds=(*LINE_DEEDS, PRINT)),
)
