"""What the page of one person shows at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.views.presenters.line import Note, Tone
from app.views.presenters.question import QuestionState


class Tab(StrEnum):
    """The tabs, in their order: `person.tab.<tab>` words them."""

    LOANS = "loans"
    HOLDS = "holds"
    FEES = "fees"
    CARDS = "cards"
    CONTACT = "contact"
    GUARDIANS = "guardians"
    NOTES = "notes"
    MESSAGES = "messages"
    DATA = "data"
    LOG = "log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and what it says; its tone where it says something about what is to be done."""

    label: str
    said: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class TabColumn:
    """A column of a tab's table; see `Column` of the widget."""

    id: str
    heading: str
    weight: int = 0
    most: int = 200
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TabRow:
    """A row of a tab's table. `key` is what deeds call it by."""

    key: str
    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class TabShown:
    """What is known under one tab.

    Attributes:
        empty: Said in the place of a table without rows, and `empty_hint` below it.
    """

    facts: tuple[Fact, ...] = ()
    columns: tuple[TabColumn, ...] = ()
    rows: tuple[TabRow, ...] = ()
    empty: str = ""
    empty_hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A deed of a tab.

    Attributes:
        id: `person.do.<id>` words it.
        key: The digit that does it, with Alt.
        file: Offered as the name of a file that it writes, which is asked for first; "" for none.
    """

    id: str
    key: str
    label: str
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHead:
    """Whose page it is.

    Attributes:
        scan: By which the person was called up.
        number: "" for somebody without a card.
        about: What tells one of this name from another.
    """

    scan: str
    patron: int
    name: str
    initials: str
    number: str
    category: str
    about: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonState:
    """Everything that the page shows.

    Attributes:
        chosen: The key of the row that deeds are about; "" for none.
    """

    head: PersonHead | None = None
    tab: Tab = Tab.LOANS
    tabs: tuple[tuple[Tab, str], ...] = ()
    shown: TabShown = TabShown()
    chosen: str = ""
    offers: tuple[Offer, ...] = ()
    asked: QuestionState = field(default_factory=QuestionState)
