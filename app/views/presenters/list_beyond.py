"""Lists of those who have died, of those to whom the library comes, and of what other libraries lend to us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from app.db.database import Database
from app.db.queries.deceased import deceased
from app.db.queries.home_service import home_service
from app.db.queries.interlibrary import ill_list
from app.views.presenters.line import Tone
from app.views.presenters.person_state import TabColumn, TabRow
from app.words import Words

TITLES_SHOWN = 3
"""Of what somebody has; the rest is on their page."""


class BeyondRead(NamedTuple):
    """Rows, how many there are in words, and by the key of each row whose page it leads to."""

    rows: tuple[TabRow, ...]
    headline: str
    scans: Mapping[str, str]


class BeyondAsked(NamedTuple):
    """Which branch, by its code ("" for all), which day, and how the country writes an address."""

    branch: str
    today: date
    country: str


def deceased_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="number", heading=words("column.patron-number"), most=150),
        TabColumn(id="died", heading=words("lists.deceased.on"), most=120),
        TabColumn(id="has", heading=words("lists.beyond.has"), weight=3),
        TabColumn(id="phone", heading=words("column.phone"), most=130),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def read_deceased(database: Database, asked: BeyondAsked, words: Words) -> BeyondRead:
    found = deceased(database, asked.branch)
    rows = tuple(
        TabRow(
            key=str(one.patron),
            cells=(
                one.name,
                _number(one.number, words),
                words.day(one.died_on),
                _titles(one.titles),
                one.phone,
                one.branch,
            ),
            tone=Tone.ATTENTION if one.titles else Tone.PLAIN,
        )
        for one in found
    )
    count = words("lists.beyond.to-fetch", count=sum(len(one.titles) for one in found))
    return BeyondRead(rows, count, {str(one.patron): f"#{one.patron}" for one in found})


def home_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="address", heading=words("lists.home.address"), weight=2),
        TabColumn(id="phone", heading=words("column.phone"), most=130),
        TabColumn(id="note", heading=words("lists.home.note"), weight=2),
        TabColumn(id="ready", heading=words("lists.home.ready"), weight=2),
        TabColumn(id="due", heading=words("lists.home.due"), most=120),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def read_home(database: Database, asked: BeyondAsked, words: Words) -> BeyondRead:
    found = home_service(database, country=asked.country, branch=asked.branch)
    rows = []
    for one in found:
        due = min((due_on for _, due_on in one.loans), default=None)
        address = words("patron.address-protected") if one.address_protected else one.address
        said = words.day(due) if due else ""
        cells = (one.name, address, one.phone, one.note, _titles(one.ready), said, one.branch)
        late = due is not None and due < asked.today
        rows.append(TabRow(key=str(one.patron), cells=cells, tone=Tone.REFUSED if late else Tone.PLAIN))
    count = words("lists.people.count", count=len(found))
    return BeyondRead(tuple(rows), count, {str(one.patron): f"#{one.patron}" for one in found})


def ill_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="title", heading=words("column.title"), weight=3),
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="standing", heading=words("column.status"), most=180),
        TabColumn(id="partner", heading=words("ill.partner"), weight=2),
        TabColumn(id="asked", heading=words("ill.asked-on"), most=120),
        TabColumn(id="due", heading=words("column.due"), most=120),
        TabColumn(id="request", heading=words("lists.ill.request"), most=190, optional=True),
    )


def read_ill(database: Database, asked: BeyondAsked, words: Words) -> BeyondRead:
    found = ill_list(database, asked.branch)
    rows = tuple(
        TabRow(
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
            tone=Tone.REFUSED if one.due_on is not None and one.due_on < asked.today else Tone.PLAIN,
        )
        for one in found
    )
    count = words("lists.ill.count", count=len(found))
    return BeyondRead(rows, count, {str(one.request): f"#{one.patron}" for one in found if one.patron})


def _number(number: str, words: Words) -> str:
    return words("desk.no-card") if number.startswith("#") else number


def _titles(titles: tuple[str, ...]) -> str:
    more = "…" if len(titles) > TITLES_SHOWN else ""
    return "; ".join((*titles[:TITLES_SHOWN], *([more] if more else [])))


Read = Callable[[Database, BeyondAsked, Words], BeyondRead]
