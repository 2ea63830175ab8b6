"""The lists as they are read: off the window's thread, for one of them may look at everybody there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.db.database import Database
from app.db.queries.asking import AskedOne, contact_round, majority, unaccepted, unguaranteed, unverified
from app.db.queries.cards import CardOrderShown, card_orders
from app.db.queries.debtors import debtors
from app.db.queries.forgetting import to_forget
from app.db.queries.network import branches
from app.db.queries.pairs import PairShown, asked_pairs, joined_pairs
from app.db.queries.retention import Standing
from app.db.queries.settings import policy_in_force
from app.rules.cards import OrderStanding
from app.rules.policy import Policy
from app.views.presenters.line import Tone
from app.views.presenters.list_beyond import (
    BeyondAsked,
    Read,
    deceased_columns,
    home_columns,
    ill_columns,
    read_deceased,
    read_home,
    read_ill,
)
from app.views.presenters.list_debtors import debtor_columns, debtor_row
from app.views.presenters.list_forgetting import forgetting_columns, forgetting_key, forgetting_row
from app.views.presenters.list_pairs import Pairs, pair_columns, pair_key, pair_row
from app.views.presenters.person_state import TabColumn, TabRow
from app.words import Words

ROWS_MAX = 500
"""More is for a report, not for the screen."""
MAJORITY_DAYS = 30


class ListKind(StrEnum):
    """The lists, in their order: `lists.<kind>` words their tabs, `lists.<kind>.hint` says what they are for."""

    CARDS = "cards"
    CONTACT = "contact"
    IDENTITY = "identity"
    RULES = "rules"
    GUARANTORS = "guarantors"
    MAJORITY = "majority"
    DEBTORS = "debtors"
    PAIRS = "pairs"
    FORGETTING = "forgetting"
    DECEASED = "deceased"
    HOME = "home"
    ILL = "ill"


class Which(StrEnum):
    """Which cards: `lists.which.<which>` words them."""

    OPEN = "open"
    TO_MAKE = "to_make"
    LATE = "late"
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """Which list is to be read.

    Attributes:
        branch: The code of one branch; "" for all.
        here: The branch whose rules hold, and `zone` its time zone.
        now_ms: What the clock says, where the list depends on it; two readings at two moments are of one list.
    """

    kind: ListKind
    which: Which
    pairs: Pairs
    branch: str
    today: date
    here: int
    zone: str
    now_ms: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """A list as it was read.

    Attributes:
        headline: How many there are, and how far the library has come.
        scans: By the key of a row, whose page it leads to.
        orders: Of the cards in sight, those to be printed.
        to_make: The keys of the cards that may be noted as made.
        pairs: By the key of a row, two records that may be of one person, or are.
        proposals: By the key of a row, the proposal to erase somebody, as long as it is not done.
        due: How many are to be proposed.
    """

    rows: tuple[TabRow, ...] = ()
    headline: str = ""
    scans: Mapping[str, str] = field(default_factory=dict)
    orders: tuple[str, ...] = ()
    to_make: frozenset[str] = frozenset()
    pairs: Mapping[str, PairShown] = field(default_factory=dict)
    proposals: Mapping[str, int] = field(default_factory=dict)
    due: int = 0


def columns_of(kind: ListKind, words: Words) -> tuple[TabColumn, ...]:
    """Return the columns of a list: they are there before it is read."""
    if kind is ListKind.CARDS:
        return (
            TabColumn(id="name", heading=words("column.name"), weight=2),
            TabColumn(id="kind", heading=words("person.kind"), weight=1),
            TabColumn(id="number", heading=words("person.number"), most=170),
            TabColumn(id="ordered", heading=words("lists.ordered"), most=110),
            TabColumn(id="due", heading=words("lists.due"), most=110),
            TabColumn(id="standing", heading=words("column.status"), most=180),
            TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
        )
    if kind is ListKind.DEBTORS:
        return debtor_columns(words)
    if kind is ListKind.PAIRS:
        return pair_columns(words)
    if kind is ListKind.FORGETTING:
        return forgetting_columns(words)
    if kind in BEYOND:
        return BEYOND[kind][0](words)
    return (
        TabColumn(id="name", heading=words("column.name"), weight=2),
        TabColumn(id="number", heading=words("column.patron-number"), most=150),
        TabColumn(id="birth", heading=words("patrons.birth"), most=110),
        TabColumn(id="on", heading=words(f"lists.{kind}.on"), most=120),
        TabColumn(id="phone", heading=words("column.phone"), most=130),
        TabColumn(id="email", heading=words("column.email"), weight=2, optional=True),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def read_list(database: Database, asked: ListAsked, words: Words) -> ListRead:
    """Return a list."""
    return _READ.get(asked.kind, _people)(database, asked, words)


# Cards.


def _cards(database: Database, asked: ListAsked, words: Words) -> ListRead:
    name = next((one.name for one in branches(database) if one.code == asked.branch), "")
    found = [
        one
        for one in card_orders(database, asked.today)
        if _WANTED[asked.which](one) and (not name or one.branch == name)
    ]
    late = sum(bool(one.days_late) for one in found)
    count = words("lists.cards.count", count=len(found))
    to_make = [one for one in found if one.standing is OrderStanding.TO_MAKE]
    return ListRead(
        rows=tuple(_card(one, words) for one in found),
        headline=" · ".join(filter(None, (count, words("lists.cards.late", count=late) if late else ""))),
        scans={str(one.order): one.patron_number for one in found},
        orders=tuple(str(one.order) for one in to_make if one.number),
        to_make=frozenset(str(one.order) for one in to_make),
    )


_WANTED: Mapping[Which, Callable[[CardOrderShown], bool]] = {
    Which.OPEN: lambda one: one.standing.is_open,
    Which.TO_MAKE: lambda one: one.standing is OrderStanding.TO_MAKE,
    Which.LATE: lambda one: one.days_late > 0,
    Which.READY: lambda one: one.standing is OrderStanding.READY,
}


def _card(one: CardOrderShown, words: Words) -> TabRow:
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


# People.


def _people(database: Database, asked: ListAsked, words: Words) -> ListRead:
    policy = policy_in_force(database, asked.today, asked.here)
    found, headline = _found(database, asked, policy, words)
    shown = found[:ROWS_MAX]
    return ListRead(
        rows=tuple(_person(one, words) for one in shown),
        headline=headline,
        scans={str(one.patron): f"#{one.patron}" for one in shown},
    )


def _found(database: Database, asked: ListAsked, policy: Policy, words: Words) -> tuple[Sequence[AskedOne], str]:
    if asked.kind is ListKind.CONTACT:
        round_ = contact_round(database, policy, asked.today, asked.zone, asked.branch)
        everybody = round_.done + len(round_.missing)
        return round_.missing, words("lists.contact.share", done=round_.done, all=everybody, share=round_.share)
    found = _asked_about(database, asked, policy)
    return found, words("lists.people.count", count=len(found))


def _asked_about(database: Database, asked: ListAsked, policy: Policy) -> Sequence[AskedOne]:
    today, branch = asked.today, asked.branch
    if asked.kind is ListKind.IDENTITY:
        return unverified(database, asked.zone, branch)
    if asked.kind is ListKind.RULES:
        return unaccepted(database, policy, today, branch)
    if asked.kind is ListKind.GUARANTORS:
        return unguaranteed(database, policy, today, asked.zone, branch)
    return majority(database, policy, today, within_days=MAJORITY_DAYS, branch=branch)


def _person(one: AskedOne, words: Words) -> TabRow:
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


# Who owes.


def _debtors(database: Database, asked: ListAsked, words: Words) -> ListRead:
    currency = policy_in_force(database, asked.today, asked.here).text("currency")
    found = debtors(database, today=asked.today, branch=asked.branch)
    shown = found[:ROWS_MAX]
    return ListRead(
        rows=tuple(debtor_row(one, currency, words) for one in shown),
        headline=words("lists.debtors.count", count=len(found)),
        scans={str(one.patron): f"#{one.patron}" for one in shown},
    )


# Pairs.


def _pairs(database: Database, asked: ListAsked, words: Words) -> ListRead:
    find = asked_pairs if asked.pairs is Pairs.ASKED else joined_pairs
    found = find(database, asked.branch)
    shown = {pair_key(one): one for one in found[:ROWS_MAX]}
    return ListRead(
        rows=tuple(pair_row(one, words) for one in shown.values()),
        headline=words(f"lists.pairs.{asked.pairs}.count", count=len(found)),
        scans={key: f"#{one.one}" for key, one in shown.items()},
        pairs=shown,
    )


# Whom to forget.


def _forgetting(database: Database, asked: ListAsked, words: Words) -> ListRead:
    policy, zone = policy_in_force(database, asked.today, asked.here), ZoneInfo(asked.zone)
    found = to_forget(
        database,
        policy,
        today=asked.today,
        now_ms=asked.now_ms,
        zone=asked.zone,
        branch=asked.branch,
        most=ROWS_MAX,
    )
    shown = {forgetting_key(one): one for one in found.people}
    counts = (
        words("lists.forgetting.to-propose", count=found.due),
        words("lists.forgetting.count", count=found.waiting),
    )
    return ListRead(
        rows=tuple(
            forgetting_row(one, words, lambda ms: datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone))
            for one in shown.values()
        ),
        headline=" · ".join(counts),
        scans={key: f"#{one.patron}" for key, one in shown.items() if one.name},
        proposals={
            key: one.erasure.proposal
            for key, one in shown.items()
            if one.erasure is not None and one.erasure.standing is not Standing.DONE
        },
        due=found.due,
    )


# Those who have died, are served at home, or wait for another library.


def _beyond(database: Database, asked: ListAsked, words: Words) -> ListRead:
    country = policy_in_force(database, asked.today, asked.here).text("country")
    found = BEYOND[asked.kind][1](database, BeyondAsked(asked.branch, asked.today, country), words)
    return ListRead(rows=found.rows[:ROWS_MAX], headline=found.headline, scans=found.scans)


BEYOND: Mapping[ListKind, tuple[Callable[[Words], tuple[TabColumn, ...]], Read]] = {
    ListKind.DECEASED: (deceased_columns, read_deceased),
    ListKind.HOME: (home_columns, read_home),
    ListKind.ILL: (ill_columns, read_ill),
}
"""The columns of each, and how it is read."""


_READ: Mapping[ListKind, Callable[[Database, ListAsked, Words], ListRead]] = {
    ListKind.CARDS: _cards,
    ListKind.DEBTORS: _debtors,
    ListKind.PAIRS: _pairs,
    ListKind.FORGETTING: _forgetting,
    **dict.fromkeys(BEYOND, _beyond),
}
