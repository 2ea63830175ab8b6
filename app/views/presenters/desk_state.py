"""What the desk shows at one moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.views.presenters.line import QUIET, Line, Note, Tone
from app.views.presenters.patron_panel import LoanRow, PatronPanel
from app.views.presenters.question import QuestionState


class Mode(StrEnum):
    """What the scan of a copy means."""

    CHECK_OUT = "check-out"
    RETURN = "return"
    RENEW = "renew"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCard:
    """A copy that was scanned while nobody was called up: where it is, and what is offered.

    Attributes:
        holder: Who has it; "" where it stands on the shelf.
        holder_scan: How to call up who has it.
    """

    barcode: str
    title: str
    author: str
    material: str
    branch: str
    status: str
    tone: Tone
    holder: str = ""
    holder_scan: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRow:
    """A copy that came back a moment ago."""

    barcode: str
    title: str
    author: str
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What was not done, with every reason at once.

    Attributes:
        what: The title or number that it is about.
        may_override: Whether whoever is signed in may go on all the same, with a reason.
        asking: Whether the reason is being asked for.
        complaint: What is wrong with the reason.
    """

    what: str
    notes: tuple[Note, ...]
    may_override: bool = False
    asking: bool = False
    complaint: str = ""


class FoundKind(StrEnum):
    """What was found."""

    PATRON = "patron"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """One line of the list below the scan field."""

    kind: FoundKind
    key: str
    name: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The list below the scan field.

    Attributes:
        text: What was typed when it was made: Enter takes nothing from a list for another text.
        chosen: The row that Enter takes; None for none.
    """

    text: str
    rows: tuple[FoundRow, ...]
    chosen: int | None
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PopUp:
    """What must be read before anything else is done for this person."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskState:
    """Everything that the desk shows.

    Attributes:
        pop_up: None when nothing is to be read first.
        waiting: How many scans wait until it was read.
        number: Grows with every result, so that the same sentence twice is seen, and heard, twice.
        undo: What undo would undo; "" for nothing.
        slip: The copy put down last whose slip may be printed; "" for none.
        returner: Who had the copy that came back last: the key for receipts means them; "" for nobody.
        taker: The number of whoever takes along what is lent now, for the patron in sight; "" for the patron.
        taker_name: What they are called.
        drop_on: The day on which what is taken back now came back: the book drop is emptied. None for today.
    """

    mode: Mode = Mode.CHECK_OUT
    patron: PatronPanel | None = None
    item: ItemCard | None = None
    loans: tuple[LoanRow, ...] = ()
    returned: tuple[ReturnRow, ...] = ()
    line: Line = QUIET
    number: int = 0
    refusal: Refusal | None = None
    found: Found | None = None
    undo: str = ""
    undo_about: str = ""
    slip: str = ""
    returner: str = ""
    taker: str = ""
    taker_name: str = ""
    drop_on: date | None = None
    pop_up: PopUp | None = None
    waiting: int = 0
    asked: QuestionState = field(default_factory=QuestionState)
