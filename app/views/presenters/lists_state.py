"""What a screen of lists shows at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.views.presenters.line import Note
from app.views.presenters.list_kinds import ComparedRow, Group, ListKind
from app.views.presenters.person_state import TabColumn, TabRow
from app.views.presenters.question import QuestionState


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A list in the menu."""

    kind: ListKind
    group: Group
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedShown:
    """A deed of the list in sight, with its key.

    Attributes:
        file: The name to offer for the file that it writes; "" for none.
    """

    id: str
    key: str
    icon: str
    may: bool
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsState:
    """What is shown.

    Attributes:
        show: Which part of the list; "" where it has no parts.
        branch: The code of one branch; "" for all.
        inside: The key of the row that was opened, `title` what it is called; "" for the list itself.
        headline: How many there are, and how far the library has come.
        chosen: The key of the row in question; "" for none.
        compared: Of the chosen pair, both side by side.
        counts: How many there are on each list that was read, or is counted by itself.
        reading: The list is being read; what is in sight is as it was.
    """

    kind: ListKind
    show: str = ""
    branch: str = ""
    inside: str = ""
    title: str = ""
    columns: tuple[TabColumn, ...] = ()
    rows: tuple[TabRow, ...] = ()
    headline: str = ""
    chosen: str = ""
    compared: tuple[ComparedRow, ...] = ()
    deeds: tuple[DeedShown, ...] = ()
    counts: Mapping[ListKind, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    asked: QuestionState = field(default_factory=QuestionState)
    reading: bool = False


EMPTY: Mapping[str, object] = {"rows": (), "headline": "", "chosen": "", "compared": (), "deeds": (), "notes": ()}
"""What is in sight of a list that was put away."""
