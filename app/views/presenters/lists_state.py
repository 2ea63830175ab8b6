"""What the screen of lists shows at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.views.presenters.line import Note
from app.views.presenters.list_pairs import ComparedRow, Pairs
from app.views.presenters.list_reading import ListKind, Which
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.views.presenters.question import QuestionState

TABS: Mapping[ListKind, Tab] = {
    ListKind.CARDS: Tab.CARDS,
    ListKind.CONTACT: Tab.CONTACT,
    ListKind.IDENTITY: Tab.CONTACT,
    ListKind.RULES: Tab.CONTACT,
    ListKind.GUARANTORS: Tab.GUARDIANS,
    ListKind.MAJORITY: Tab.CONTACT,
    ListKind.DEBTORS: Tab.FEES,
    ListKind.PAIRS: Tab.DATA,
    ListKind.FORGETTING: Tab.DATA,
    ListKind.DECEASED: Tab.LOANS,
    ListKind.HOME: Tab.CONTACT,
    ListKind.ILL: Tab.LOANS,
}
"""Where on somebody's page that is settled for which they stand on a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsState:
    """What is shown.

    Attributes:
        branch: The code of one branch; "" for all.
        headline: How many there are, and how far the library has come.
        chosen: The key of the row in question; "" for none.
        orders: Of the cards in sight, those to be printed.
        compared: Of the chosen pair, both side by side.
        reading: The list is being read; what is in sight is as it was.
    """

    kind: ListKind = ListKind.CARDS
    which: Which = Which.OPEN
    pairs: Pairs = Pairs.ASKED
    branch: str = ""
    columns: tuple[TabColumn, ...] = ()
    rows: tuple[TabRow, ...] = ()
    headline: str = ""
    chosen: str = ""
    orders: tuple[str, ...] = ()
    compared: tuple[ComparedRow, ...] = ()
    notes: tuple[Note, ...] = ()
    written: Path | None = None
    asked: QuestionState = field(default_factory=QuestionState)
    reading: bool = False
    busy: bool = False


EMPTY: Mapping[str, object] = {
    "rows": (),
    "headline": "",
    "chosen": "",
    "orders": (),
    "compared": (),
    "written": None,
}
"""What is in sight of a list that was put away."""
