"""What a list is: where it stands in the menu, how it is read, and what may be done with a row by a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from app.db.database import Database
from app.db.queries.network import branches
from app.desk.found import Acting
from app.desk.outcome import Touched
from app.views.presenters.line import Tone
from app.views.presenters.list_doing import ListDoing
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.words import Words

ROWS_MAX = 500
"""More is for a report, not for the screen."""


class ListKind(StrEnum):
    """The lists: `lists.<kind>` words their names, `lists.<kind>.hint` says what they are for."""

    CARDS = "cards"
    CONTACT = "contact"
    IDENTITY = "identity"
    RULES = "rules"
    GUARANTORS = "guarantors"
    MAJORITY = "majority"
    HOME = "home"
    DECEASED = "deceased"
    REQUESTS = "requests"
    ILL = "ill"
    LENT_OUT = "lent-out"
    DEBTORS = "debtors"
    PAYMENTS = "payments"
    QUICK = "quick"
    PERIODICALS = "periodicals"
    ACTS = "acts"
    PAIRS = "pairs"
    FORGETTING = "forgetting"
    COUNTS = "counts"
    EVENTS = "events"
    PICK = "pick"
    SHELF = "shelf"
    TRANSIT = "transit"
    STALE = "stale"


class Group(StrEnum):
    """Under what lists stand together: `lists.group.<group>` words it."""

    PEOPLE = "people"
    LENDING = "lending"
    MONEY = "money"
    STOCK = "stock"
    RECORDS = "records"
    COUNTS = "counts"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """Which list is to be read.

    Attributes:
        show: Which part of it; "" where it has no parts.
        branch: The code of one branch; "" for all.
        inside: The key of the row that was opened, where what stands on it is asked for; "" for the list itself.
        here: The branch whose rules hold, and `zone` its time zone.
        now_ms: What the clock says, where the list depends on it; two readings at two moments are of one list.
    """

    kind: ListKind
    show: str
    branch: str
    inside: str
    today: date
    here: int
    zone: str
    now_ms: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """A list as it was read.

    Attributes:
        count: How many there are to work through; the menu tells it.
        headline: The same in words, and how far the library has come.
        scans: By the key of a row, whose page it leads to.
        found: By the key of a row, what deeds need to know of it.
        whole: What deeds need that are about no single row.
    """

    rows: tuple[TabRow, ...] = ()
    count: int = 0
    headline: str = ""
    scans: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)
    whole: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One thing that is known of two people; its tone says whether it is the same of both."""

    label: str
    one: str
    other: str
    tone: Tone


class Here(NamedTuple):
    """What a deed is begun with: what was asked for and read, the chosen row, who acts, and the file to write.

    Attributes:
        kept: What the last deed left that may be taken back.
    """

    asked: ListAsked
    read: ListRead
    chosen: str
    acting: Acting | None
    kept: Any = None
    path: Path | None = None

    @property
    def one(self) -> Any:
        """Return what is known of the chosen row; None where none is chosen."""
        return self.read.found.get(self.chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDeed:
    """What is done by a key.

    Attributes:
        id: `command.<id>` words it.
        file: Returns the name to offer for the file that it writes.
    """

    id: str
    key: str
    may: Callable[[Here], bool]
    begin: Callable[[ListDoing, Here], None]
    file: Callable[[Words, Here], str] | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table of rows: how its columns are called, how it is read, and what may be done there."""

    columns: Callable[[Words], tuple[TabColumn, ...]]
    read: Callable[[Database, ListAsked, Words], ListRead]
    deeds: tuple[ListDeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """A list to work through.

    Attributes:
        tab: Where on somebody's page that is settled for which they stand on it.
        shows: The parts that may be shown, `lists.<kind>.show.<part>`; the first is the usual one.
        by_branch: Whether it can be asked for of one branch.
        at_home: Whether it begins with the branch where this desk stands; else with all.
        counted: Whether it is read quickly enough that the menu may count it without being asked.
        permission: Without which nobody sees it.
        touched: What makes it another list.
        inside: What stands on one row, where a row can be opened.
        beside: Returns what is known of the chosen row, side by side.
    """

    kind: ListKind
    group: Group
    listing: Listing
    tab: Tab = Tab.LOANS
    shows: tuple[str, ...] = ()
    by_branch: bool = True
    at_home: bool = False
    counted: bool = True
    permission: str = ""
    touched: frozenset[Touched] = frozenset({Touched.PATRON, Touched.SETTING, Touched.BRANCH})
    inside: Listing | None = None
    beside: Callable[[ListDoing, Here], tuple[ComparedRow, ...]] | None = None

    def at(self, inside: str) -> Listing:
        """Return the list itself, or what stands on the row that was opened."""
        return self.inside if inside and self.inside is not None else self.listing


def branch_at(database: Database, asked: ListAsked) -> int | None:
    """Return the branch of which a list is asked for; None for all."""
    return next((one.branch for one in branches(database) if asked.branch and one.code == asked.branch), None)
