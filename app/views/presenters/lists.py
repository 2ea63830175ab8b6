"""What the library has to ask or to do: cards on their way, and people to be asked for something, to work through."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.db import finding
from app.db.queries.network import branches
from app.desk.cards import CardMoved, make_card
from app.desk.outcome import Outcome, Refused, Touched
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.list_reading import ListAsked, ListKind, ListRead, Which, columns_of, read_list
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.views.presenters.service import CardSheets, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes
from app.words import Words

TABS: Mapping[ListKind, Tab] = {
    ListKind.CARDS: Tab.CARDS,
    ListKind.CONTACT: Tab.CONTACT,
    ListKind.IDENTITY: Tab.CONTACT,
    ListKind.RULES: Tab.CONTACT,
    ListKind.GUARANTORS: Tab.GUARDIANS,
    ListKind.MAJORITY: Tab.CONTACT,
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
        reading: The list is being read; what is in sight is as it was.
    """

    kind: ListKind = ListKind.CARDS
    which: Which = Which.OPEN
    branch: str = ""
    columns: tuple[TabColumn, ...] = ()
    rows: tuple[TabRow, ...] = ()
    headline: str = ""
    chosen: str = ""
    orders: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    written: Path | None = None
    reading: bool = False
    busy: bool = False


class ListsPresenter(Showing[ListsState]):
    """Shows the lists; a card is noted as made here, the rest is settled on somebody's page."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(ListsState())
        self._service, self._words, self._stage = service, words, stage
        self._found = ListRead()
        self._reading: ListAsked | None = None
        self._number = 0
        self._again = False

    @property
    def tabs(self) -> Sequence[tuple[str, str]]:
        return [(kind.value, self._words(f"lists.{kind}")) for kind in ListKind]

    @property
    def choices(self) -> Mapping[str, str]:
        return {which.value: self._words(f"lists.which.{which}") for which in Which}

    @property
    def branches(self) -> Mapping[str, str]:
        every = {"": self._words("report.all-branches")}
        return every | {one.code: one.name for one in branches(self._service.database)}

    # What is asked for.

    def choose_kind(self, kind: ListKind) -> None:
        self._ask_for(kind=kind, notes=())

    def step_kind(self, step: int) -> None:
        """Go to the next list, or the one before; after the last comes the first."""
        kinds = list(ListKind)
        self.choose_kind(kinds[(kinds.index(self.state.kind) + step) % len(kinds)])

    def choose_which(self, which: Which) -> None:
        self._ask_for(which=which)

    def choose_branch(self, code: str) -> None:
        self._ask_for(branch=code)

    def _ask_for(self, **changes: object) -> None:
        """Put away what is in sight, and read another list."""
        self._found = ListRead()
        self.state = replace(self.state, rows=(), headline="", chosen="", orders=(), written=None, **changes)
        self.refresh()

    def choose(self, key: str) -> None:
        if key != self.state.chosen:
            self.change(chosen=key)

    # What it shows.

    def refresh(self) -> None:
        """Read the list in sight anew, on another thread; once more where it is just being read."""
        asked = self._asked()
        if asked == self._reading:
            self._again = True
            return
        self._reading, self._again = asked, False
        self._number += 1
        self.change(columns=columns_of(asked.kind, self._words), reading=True)
        self._service.read(
            partial(read_list, asked=asked, words=self._words),
            done=partial(self._read, self._number),
            failed=partial(self._not_read, self._number),
        )

    def _asked(self) -> ListAsked:
        state, place = self.state, self._service.place
        return ListAsked(
            kind=state.kind,
            which=state.which,
            branch=state.branch,
            today=self._service.today(),
            here=place.branch if place else 0,
            zone=place.time_zone if place else finding.DEFAULT_ZONE,
        )

    def _read(self, number: int, found: ListRead) -> None:
        if number != self._number:  # Another list was asked for meanwhile, or the desk was locked.
            return
        self._found, self._reading = found, None
        keys = [row.key for row in found.rows]
        chosen = self.state.chosen if self.state.chosen in keys else next(iter(keys), "")
        self.change(
            rows=found.rows,
            headline=found.headline,
            chosen=chosen,
            orders=found.orders,
            reading=False,
        )
        if self._again:
            self.refresh()

    def _not_read(self, number: int, error: Exception) -> None:
        if number == self._number:
            self._reading = None
            self.change(reading=False)
        self._stage.trouble(error)

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.PATRON, Touched.SETTING, Touched.BRANCH} & set(kinds):
            self.refresh()

    def forget(self) -> None:
        """Put everything away: lists name people."""
        self._number += 1
        self._found, self._reading, self._again = ListRead(), None, False
        self.change(rows=(), headline="", chosen="", orders=(), notes=(), written=None, reading=False)

    # What is done.

    def may_open(self) -> bool:
        return self.state.chosen in self._found.scans

    def open_person(self) -> None:
        """Go to the page of the chosen one, where it is settled for what they stand here."""
        if self.may_open():
            self._stage.open_details(self._found.scans[self.state.chosen], TABS[self.state.kind])

    def may_make(self) -> bool:
        return self.state.chosen in self._found.to_make and not self.state.busy

    def make(self) -> None:
        """Note that the chosen card is made."""
        if self.may_make():
            self.change(busy=True, notes=())
            self._service.do(partial(make_card, card=self.state.chosen), done=self._made, failed=self._failed)

    def _made(self, outcome: Outcome[CardMoved]) -> None:
        self.change(busy=False)
        if isinstance(outcome, Refused):
            self._refused(outcome)
        else:
            self._stage.say(Line(tone=Tone.OK, text=self._words("card.order.ready.done", name=outcome.record.name)))

    def may_print(self) -> bool:
        return bool(self.state.orders) and not self.state.busy

    def file_name(self) -> str:
        """Return a name to offer for the sheets."""
        return f"{self._words('lists.cards.file')} {self._service.today()}.pdf"

    def print_cards(self, path: Path) -> None:
        """Write the cards that are to be made, ten on a sheet."""
        if self.may_print():
            self.change(busy=True, notes=(), written=None)
            self._service.print_cards(self.state.orders, path=path, done=self._printed, failed=self._failed)

    def _printed(self, outcome: Outcome[CardSheets]) -> None:
        self.change(busy=False)
        if isinstance(outcome, Refused):
            self._refused(outcome)
            return
        record = outcome.record
        self.change(written=record.path)
        text = self._words("card.print.done", count=record.count, file=record.path.name)
        self._stage.say(Line(tone=Tone.OK, text=text))
        self._stage.open_file(record.path)

    def _refused(self, refused: Refused) -> None:
        notes = block_notes(self._words, refused.blocks, self._service.acting)
        self.change(notes=notes)
        self._stage.say(Line(tone=Tone.REFUSED, text=notes[0].text))

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self._stage.trouble(error)
