"""Lists of those who have died, and of those to whom the library comes."""

from __future__ import annotations

from app.db.database import Database
from app.db.queries.deceased import deceased
from app.db.queries.home_service import home_service
from app.db.queries.settings import policy_in_force
from app.desk.outcome import Touched
from app.rules.policy import Policy
from app.views.presenters.line import Tone
from app.views.presenters.list_kinds import ROWS_MAX, Group, ListAsked, Listing, ListKind, ListRead, WorkList
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.words import Words

TITLES_SHOWN = 3
"""Of what somebody has; the rest is on their page."""


def _deceased_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="number", heading=words("column.patron-number"), most=150),
        TabColumn(id="died", heading=words("lists.deceased.on"), most=120),
        TabColumn(id="has", heading=words("lists.beyond.has"), weight=3),
        TabColumn(id="owes", heading=words("lists.deceased.owes"), most=120),
        TabColumn(id="phone", heading=words("column.phone"), most=130, optional=True),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read_deceased(database: Database, asked: ListAsked, words: Words) -> ListRead:
    found, currency = deceased(database, asked.branch), _policy(database, asked).text("currency")
    rows = tuple(
        TabRow(
            key=str(one.patron),
            cells=(
                one.name,
                _number(one.number, words),
                words.day(one.died_on),
                _titles(one.titles),
                words.money(one.owes_minor, currency) if one.owes_minor else "",
                one.phone,
                one.branch,
            ),
            tone=Tone.ATTENTION if one.titles else Tone.PLAIN,
        )
        for one in found
    )
    to_fetch = sum(len(one.titles) for one in found)
    return ListRead(
        rows=rows[:ROWS_MAX],
        count=sum(bool(one.titles) for one in found),
        headline=words("lists.beyond.to-fetch", count=to_fetch),
        scans={str(one.patron): f"#{one.patron}" for one in found},
    )


def _home_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="address", heading=words("lists.home.address"), weight=2),
        TabColumn(id="phone", heading=words("column.phone"), most=130),
        TabColumn(id="note", heading=words("lists.home.note"), weight=2),
        TabColumn(id="ready", heading=words("lists.home.ready"), weight=2),
        TabColumn(id="due", heading=words("lists.home.due"), most=120),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read_home(database: Database, asked: ListAsked, words: Words) -> ListRead:
    found = home_service(database, country=_policy(database, asked).text("country"), branch=asked.branch)
    rows = []
    for one in found:
        due = min((due_on for _, due_on in one.loans), default=None)
        address = words("patron.address-protected") if one.address_protected else one.address
        said = words.day(due) if due else ""
        cells = (one.name, address, one.phone, one.note, _titles(one.ready), said, one.branch)
        late = due is not None and due < asked.today
        rows.append(TabRow(key=str(one.patron), cells=cells, tone=Tone.REFUSED if late else Tone.PLAIN))
    return ListRead(
        rows=tuple(rows[:ROWS_MAX]),
        count=len(found),
        headline=words("lists.people.count", count=len(found)),
        scans={str(one.patron): f"#{one.patron}" for one in found},
    )


def _policy(database: Database, asked: ListAsked) -> Policy:
    return policy_in_force(database, asked.today, asked.here)


def _number(number: str, words: Words) -> str:
    return words("desk.no-card") if number.startswith("#") else number


def _titles(titles: tuple[str, ...]) -> str:
    more = "…" if len(titles) > TITLES_SHOWN else ""
    return "; ".join((*titles[:TITLES_SHOWN], *([more] if more else [])))


_TOUCHED = frozenset({Touched.PATRON, Touched.LOAN, Touched.HOLD, Touched.SETTING})

DECEASED = WorkList(
    kind=ListKind.DECEASED,
    group=Group.PEOPLE,
    touched=_TOUCHED,
    counted=False,
    listing=Listing(columns=_deceased_columns, read=_read_deceased),
)
HOME = WorkList(
    kind=ListKind.HOME,
    group=Group.PEOPLE,
    tab=Tab.CONTACT,
    touched=_TOUCHED,
    counted=False,
    listing=Listing(columns=_home_columns, read=_read_home),
)
