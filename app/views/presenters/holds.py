"""The screen of holds: what to fetch, what lies ready, what is on its way, and who has waited for long."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from app.desk.holds import Placed, cancel_hold, fetch_hold, requeue_hold
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.transit import Sent, lose_copy
from app.views.presenters.hold_lists import HoldList, HoldsAsked, HoldsRead, hold_columns, read_holds
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.person_state import Tab, TabColumn, TabRow
from app.views.presenters.question import Asking, Question, QuestionState, deed
from app.views.presenters.service import Deed, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldsState:
    """What is shown.

    Attributes:
        everywhere: Of all branches, not of this one alone.
        chosen: The key of the row in question; "" for none.
        reading: The list is being read; what is in sight is as it was.
    """

    which: HoldList = HoldList.PICK
    everywhere: bool = False
    columns: tuple[TabColumn, ...] = ()
    rows: tuple[TabRow, ...] = ()
    headline: str = ""
    chosen: str = ""
    notes: tuple[Note, ...] = ()
    asked: QuestionState = field(default_factory=QuestionState)
    reading: bool = False
    busy: bool = False


class HoldsPresenter(Showing[HoldsState]):
    """Shows the lists, and does what is done with a hold without its person: the rest is settled by scanning."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(HoldsState())
        self._service, self._words, self._stage = service, words, stage
        self._found = HoldsRead()
        self._number = 0
        self.asking = Asking(service, words, stage)
        self.asking.show = lambda asked: self.change(asked=asked)

    @property
    def tabs(self) -> Sequence[tuple[str, str]]:
        return [(which.value, self._words(f"holds.list.{which}")) for which in HoldList]

    # What is asked for.

    def choose_list(self, which: HoldList) -> None:
        self._ask_for(which=which, notes=())

    def step_list(self, step: int) -> None:
        """Go to the next list, or the one before; after the last comes the first."""
        lists = list(HoldList)
        self.choose_list(lists[(lists.index(self.state.which) + step) % len(lists)])

    def choose_everywhere(self, everywhere: bool) -> None:  # noqa: FBT001  # What a switch says.
        self._ask_for(everywhere=everywhere)

    def _ask_for(self, **changes: object) -> None:
        self.asking.close()
        self._found = HoldsRead()
        self.change(**{"rows": (), "headline": "", "chosen": "", **changes})
        self.refresh()

    def choose(self, key: str) -> None:
        if key != self.state.chosen:
            self.change(chosen=key)

    # What it shows.

    def refresh(self) -> None:
        """Read the list in sight anew, on another thread."""
        self._number += 1
        place = self._service.place
        asked = HoldsAsked(
            which=self.state.which,
            everywhere=self.state.everywhere,
            today=self._service.today(),
            here=place.branch if place else 0,
        )
        self.change(columns=hold_columns(asked.which, self._words), reading=True)
        self._service.read(
            partial(read_holds, asked=asked, words=self._words),
            done=partial(self._read, self._number),
            failed=partial(self._not_read, self._number),
        )

    def _read(self, number: int, found: HoldsRead) -> None:
        if number != self._number:  # Another list was asked for meanwhile, or the desk was locked.
            return
        self._found = found
        keys = [row.key for row in found.rows]
        chosen = self.state.chosen if self.state.chosen in keys else next(iter(keys), "")
        self.change(rows=found.rows, headline=self._headline(found), chosen=chosen, reading=False)

    def _headline(self, found: HoldsRead) -> str:
        which = self.state.which
        alarm = self._words(f"holds.list.{which}.alarm", count=found.alarming) if found.alarming else ""
        return " · ".join(filter(None, (self._words("holds.count", count=found.count), alarm)))

    def _not_read(self, number: int, error: Exception) -> None:
        if number == self._number:
            self.change(reading=False)
        self._stage.trouble(error)

    def touched(self, kinds: Collection[Touched]) -> None:
        if {Touched.HOLD, Touched.ITEM, Touched.LOAN, Touched.PATRON, Touched.SETTING} & set(kinds):
            self.refresh()

    def forget(self) -> None:
        """Put everything away: lists name people."""
        self._number += 1
        self.asking.close()
        self._found = HoldsRead()
        self.change(rows=(), headline="", chosen="", notes=(), reading=False)

    # What is done.

    def is_free(self) -> bool:
        """Tell whether nothing is asked: else Enter answers."""
        return not self.state.asked.is_open

    def step_back(self) -> None:
        """Close what is asked."""
        self.asking.step_back()

    def may_open(self) -> bool:
        return self.is_free() and self.state.chosen in self._found.scans

    def open_person(self) -> None:
        """Go to the page of whoever waits."""
        if self.may_open():
            self._stage.open_details(self._found.scans[self.state.chosen], Tab.HOLDS)

    def may_fetch(self) -> bool:
        chosen, found = self.state.chosen, self._found
        return self.state.which is HoldList.PICK and chosen in found.holds and chosen not in found.fetched

    def fetch(self) -> None:
        """Note that whoever acts goes to fetch the chosen copy."""
        if self.may_fetch() and not self.state.busy:
            said = self._words("holds.fetching")
            self._do(partial(fetch_hold, hold=self._found.holds[self.state.chosen]), lambda _: said)

    def may_give_up(self) -> bool:
        return self.state.which is HoldList.PICK and self.state.chosen in self._found.fetched

    def give_up(self) -> None:
        """Note that nobody fetches the chosen copy any more."""
        if self.may_give_up() and not self.state.busy:
            said = self._words("holds.given-up")
            self._do(partial(requeue_hold, hold=self._found.holds[self.state.chosen]), lambda _: said)

    def may_cancel(self) -> bool:
        ends = self.state.which in {HoldList.SHELF, HoldList.STALE}
        return ends and self.is_free() and self.state.chosen in self._found.holds

    def cancel(self) -> None:
        """Cancel the chosen hold; asked first."""
        if self.may_cancel():
            hold = self._found.holds[self.state.chosen]
            self._ask("holds.cancel", partial(cancel_hold, hold=hold), self._cancelled)

    def _cancelled(self, outcome: Done[Placed]) -> None:
        text = self._words("holds.cancelled", title=outcome.record.title, patron=outcome.record.patron_name)
        self._stage.say(Line(tone=Tone.OK, text=text))

    def may_lose(self) -> bool:
        return self.is_free() and self.state.chosen in self._found.sent

    def lose(self) -> None:
        """Give up the chosen copy, which never came; asked first."""
        if self.may_lose():
            item = self._found.copies[self.state.chosen]
            self._ask("holds.lose", partial(lose_copy, item=item), self._lost)

    def _lost(self, outcome: Done[Sent]) -> None:
        text = self._words("transit.lost.done", title=outcome.record.title, branch=outcome.record.to)
        self._stage.say(Line(tone=Tone.OK, text=text))

    def may_print(self) -> bool:
        """Tell whether a slip goes with the chosen copy; what is only to be fetched is scanned first."""
        has_slip = self.state.which in {HoldList.SHELF, HoldList.TRANSIT}
        return has_slip and not self.state.busy and self.state.chosen in self._found.copies

    @property
    def slip_name(self) -> str:
        """Return a name to offer for the file of a slip."""
        return f"{self._words('route-slip.file')} {self._found.copies.get(self.state.chosen, '')}.pdf"

    def print_slip(self, path: Path) -> None:
        """Write the slip of the chosen copy once more."""
        if self.may_print():
            self.change(busy=True, notes=())
            item = self._found.copies[self.state.chosen]
            self._service.print_slip(item, path=path, done=partial(self._done, self._printed), failed=self._failed)

    def _printed(self, outcome: Done[Path]) -> str:
        self._stage.open_file(outcome.record)
        return self._words("route-slip.done", file=outcome.record.name)

    def _ask(self, code: str, act: Deed[Any], said: Callable[[Done[Any]], None]) -> None:
        row = next(row for row in self.state.rows if row.key == self.state.chosen)
        place = [column.id for column in self.state.columns].index("title")
        question = Question(
            title=self._words(code, title=row.cells[place]),
            confirm=self._words(f"{code}.confirm"),
            hint=self._words(f"{code}.hint"),
        )
        self.asking.ask(question, deed(self._service, lambda _: act), said)

    def _do(self, made: Deed[Any], say: Callable[[Done[Any]], str]) -> None:
        self.change(busy=True, notes=())
        self._service.do(made, done=partial(self._done, say), failed=self._failed)

    def _done(self, say: Callable[[Done[Any]], str], outcome: Outcome[Any]) -> None:
        self.change(busy=False)
        if isinstance(outcome, Refused):
            notes = block_notes(self._words, outcome.blocks, self._service.acting)
            self.change(notes=notes)
            self._stage.say(Line(tone=Tone.REFUSED, text=notes[0].text))
            return
        self._stage.say(Line(tone=Tone.OK, text=say(outcome)))

    def _failed(self, error: Exception) -> None:
        self.change(busy=False)
        self._stage.trouble(error)
