"""People whom the library has something to ask, and those who have somebody to be asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from app.db.database import Database
from app.db.queries.asking import AskedOne, contact_round, majority, unaccepted, unguaranteed, unverified
from app.db.queries.settings import policy_in_force
from app.rules.policy import Policy
from app.views.presenters.list_kinds import ROWS_MAX, Group, ListAsked, Listing, ListKind, ListRead, WorkList
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.words import Words

MAJORITY_DAYS = 30

_Found = tuple[Sequence[AskedOne], str]


def _columns(kind: ListKind, words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="number", heading=words("column.patron-number"), most=150),
        TabColumn(id="birth", heading=words("patrons.birth"), most=110, optional=True),
        TabColumn(id="on", heading=words(f"lists.{kind}.on"), most=120),
        TabColumn(id="phone", heading=words("column.phone"), most=130),
        TabColumn(id="email", heading=words("column.email"), weight=2, optional=True),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def _read(database: Database, asked: ListAsked, words: Words) -> ListRead:
    policy = policy_in_force(database, asked.today, asked.here)
    found, headline = _round(database, asked, policy, words)
    shown = found[:ROWS_MAX]
    return ListRead(
        rows=tuple(_row(one, words) for one in shown),
        count=len(found),
        headline=headline,
        scans={str(one.patron): f"#{one.patron}" for one in shown},
    )


def _round(database: Database, asked: ListAsked, policy: Policy, words: Words) -> _Found:
    if asked.kind is ListKind.CONTACT:
        round_ = contact_round(database, policy, asked.today, asked.zone, asked.branch)
        everybody = round_.done + len(round_.missing)
        return round_.missing, words("lists.contact.share", done=round_.done, all=everybody, share=round_.share)
    found = _ASKED[asked.kind](database, asked, policy)
    return found, words("lists.people.count", count=len(found))


_ASKED: Mapping[ListKind, Callable[[Database, ListAsked, Policy], Sequence[AskedOne]]] = {
    ListKind.IDENTITY: lambda database, asked, _: unverified(database, asked.zone, asked.branch),
    ListKind.RULES: lambda database, asked, policy: unaccepted(database, policy, asked.today, asked.branch),
    ListKind.GUARANTORS: lambda database, asked, policy: unguaranteed(
        database, policy, asked.today, asked.zone, asked.branch
    ),
    ListKind.MAJORITY: lambda database, asked, policy: majority(
        database, policy, asked.today, within_days=MAJORITY_DAYS, branch=asked.branch
    ),
}


def _row(one: AskedOne, words: Words) -> TabRow:
    return TabRow(
        key=str(one.patron),
        cells=(
            one.name,
            words("desk.no-card") if one.number.startswith("#") else one.number,
            words.day(one.birth_on) if one.birth_on else "",
            words.day(one.on_day) if one.on_day else words("person.never"),
            one.phone,
            one.email,
            one.branch,
        ),
    )


def _people(kind: ListKind, tab: Tab = Tab.CONTACT) -> WorkList:
    listing = Listing(columns=partial(_columns, kind), read=_read)
    return WorkList(kind=kind, group=Group.PEOPLE, tab=tab, counted=False, listing=listing)


PEOPLE = (
    _people(ListKind.CONTACT),
    _people(ListKind.IDENTITY),
    _people(ListKind.RULES),
    _people(ListKind.GUARANTORS, Tab.GUARDIANS),
    _people(ListKind.MAJORITY),
)
"""Each looks at everybody there is: the menu counts them when they are read."""
