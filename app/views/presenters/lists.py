"""What the library has to ask or to do: cards on their way, people to be asked, and records to be settled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from app.db import finding
from app.db.queries.network import branches
from app.db.queries.pairs import PairShown
from app.db.queries.people import PatronShown, show_patron
from app.desk.cards import CardMoved, make_card
from app.desk.erasures import PERMISSION, Proposed, Withdrawn, propose_unused, withdraw_erasure
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.persons import Merged, Parted, merge_patrons, part_patrons, tell_apart
from app.rules.blocks import Why, block
from app.views.presenters.line import Line, Note, Tone
from app.views.presenters.list_pairs import ComparedRow, Pairs, compared
from app.views.presenters.list_reading import ListAsked, ListKind, ListRead, Which, columns_of, read_list
from app.views.presenters.lists_state import EMPTY, TABS, ListsState
from app.views.presenters.question import Asking, Question, deed
from app.views.presenters.service import CardSheets, Deed, Service
from app.views.presenters.showing import Showing
from app.views.presenters.stage import Stage
from app.views.presenters.telling import block_notes
from app.words import Words


class ListsPresenter(Showing[ListsState]):
    """Shows the lists; a card is noted as made here, the rest is settled on somebody's page."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        super().__init__(ListsState())
        self._service, self._words, self._stage = service, words, stage
        self._found = ListRead()
        self._reading: ListAsked | None = None
        self._number = 0
        self._again = False
        self._joined: int | None = None
        self.asking = Asking(service, words, stage)
        self.asking.show = lambda asked: self.change(asked=asked)

    @property
    def tabs(self) -> Sequence[tuple[str, str]]:
        return [(kind.value, self._words(f"lists.{kind}")) for kind in ListKind]

    @property
    def choices(self) -> Mapping[str, str]:
        return {which.value: self._words(f"lists.which.{which}") for which in Which}

    @property
    def pairs(self) -> Mapping[str, str]:
        return {pairs.value: self._words(f"lists.pairs.{pairs}") for pairs in Pairs}

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

    def choose_pairs(self, pairs: Pairs) -> None:
        self._ask_for(pairs=pairs)

    def choose_branch(self, code: str) -> None:
        self._ask_for(branch=code)

    def _ask_for(self, **changes: object) -> None:
        """Put away what is in sight, and read another list."""
        self.asking.close()
        self._found, self._joined = ListRead(), None
        self.state = replace(self.state, **EMPTY, **changes)  # type: ignore[arg-type]  # Each is a field of it.
        self.refresh()

    def choose(self, key: str) -> None:
        if key != self.state.chosen:
            self.change(chosen=key, compared=self._compared(key))

    def _compared(self, key: str) -> tuple[ComparedRow, ...]:
        """Return what is known of two people, side by side; each of two that are one by now is the same person."""
        pair = self._found.pairs.get(key)
        if pair is None or pair.merge is not None:
            return ()
        one, other = (self._person(record) for record in (pair.one, pair.other))
        return compared(one, other, self._words) if one is not None and other is not None else ()

    def _person(self, record: int) -> PatronShown | None:
        today, place = self._service.today(), self._service.place
        return show_patron(self._service.database, f"#{record}", today=today, branch=place.branch if place else 0)

    # What it shows.

    def refresh(self) -> None:
        """Read the list in sight anew, on another thread; once more where it is just being read."""
        asked = self._asked()
        if asked == self._reading:
            self._again = True
            return
        if refused := self._not_permitted(asked.kind):
            self.change(columns=columns_of(asked.kind, self._words), notes=refused, reading=False)
            return
        self._reading, self._again = asked, False
        self._number += 1
        self.change(columns=columns_of(asked.kind, self._words), reading=True)
        self._service.read(
            partial(read_list, asked=asked, words=self._words),
            done=partial(self._read, self._number),
            failed=partial(self._not_read, self._number),
        )

    def _not_permitted(self, kind: ListKind) -> tuple[Note, ...]:
        """Return what stands against somebody's seeing a list at all."""
        acting = self._service.acting
        if kind is not ListKind.FORGETTING or (acting is not None and PERMISSION in acting.permissions):
            return ()
        return block_notes(self._words, [block(Why.NOT_PERMITTED, permission=PERMISSION)], acting)

    def _asked(self) -> ListAsked:
        state, place = self.state, self._service.place
        return ListAsked(
            kind=state.kind,
            which=state.which,
            pairs=state.pairs,
            branch=state.branch,
            today=self._service.today(),
            here=place.branch if place else 0,
            zone=place.time_zone if place else finding.DEFAULT_ZONE,
            now_ms=self._service.now_ms(),
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
            compared=self._compared(chosen),
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
        if {Touched.PATRON, Touched.HOLD, Touched.SETTING, Touched.BRANCH} & set(kinds):
            self.refresh()

    def forget(self) -> None:
        """Put everything away: lists name people."""
        self._number += 1
        self.asking.close()
        self._found, self._reading, self._again, self._joined = ListRead(), None, False, None
        self.change(**EMPTY, notes=(), reading=False)

    # What is done.

    def may_open(self) -> bool:
        return self.is_free() and self.state.chosen in self._found.scans

    def is_free(self) -> bool:
        """Tell whether nothing is asked: else Enter answers."""
        return not self.state.asked.is_open

    def step_back(self) -> None:
        """Close what is asked."""
        self.asking.step_back()

    def open_person(self) -> None:
        """Go to the page of the chosen one, where it is settled for what they stand here."""
        if self.may_open():
            self._stage.open_details(self._found.scans[self.state.chosen], TABS[self.state.kind])

    def may_make(self) -> bool:
        return self.state.chosen in self._found.to_make and not self.state.busy

    def make(self) -> None:
        """Note that the chosen card is made."""
        if self.may_make():
            self._do(partial(make_card, card=self.state.chosen), self._made)

    def _made(self, outcome: Done[CardMoved]) -> str:
        return self._words("card.order.ready.done", name=outcome.record.name)

    def _do(self, made: Deed[Any], say: Callable[[Done[Any]], str]) -> None:
        self.change(busy=True, notes=())
        self._service.do(made, done=partial(self._done, say), failed=self._failed)

    def _done(self, say: Callable[[Done[Any]], str], outcome: Outcome[Any]) -> None:
        self.change(busy=False)
        if isinstance(outcome, Refused):
            self._refused(outcome)
            return
        doubts = " ".join(self._words.block(notice) for notice in outcome.notices)
        self._stage.say(Line(tone=Tone.ATTENTION if doubts else Tone.OK, text=say(outcome), todo=doubts))

    # Two records.

    def _pair(self) -> PairShown | None:
        return None if self.state.busy else self._found.pairs.get(self.state.chosen)

    def may_settle(self) -> bool:
        pair = self._pair()
        return pair is not None and pair.merge is None

    def join(self) -> None:
        """Say that the chosen two are one person."""
        pair = self._pair()
        if pair is not None and self.may_settle():
            self._do(partial(merge_patrons, patron=f"#{pair.one}", other=f"#{pair.other}"), self._are_one)

    def _are_one(self, outcome: Done[Merged]) -> str:
        self._joined = outcome.record.merge
        return self._words("lists.pairs.joined.done", name=outcome.record.name)

    def tell_apart(self) -> None:
        """Say that the chosen two are two people."""
        pair = self._pair()
        if pair is not None and self.may_settle():
            made = partial(tell_apart, patron=f"#{pair.one}", other=f"#{pair.other}")
            self._do(made, lambda _: self._words("cli.patron.distinct.done"))

    def may_part(self) -> bool:
        return self._merge() is not None

    def part(self) -> None:
        """Take back that two records are one person: the chosen ones, or those just joined here."""
        merge = self._merge()
        if merge is not None:
            self._do(partial(part_patrons, merge=merge), self._parted)

    def _merge(self) -> int | None:
        if self.state.busy or self.state.kind is not ListKind.PAIRS:
            return None
        pair = self._pair()
        return pair.merge if pair is not None and pair.merge is not None else self._joined

    def _parted(self, _: Done[Parted]) -> str:
        self._joined = None
        return self._words("cli.patron.part.done")

    # Whom to forget.

    def may_propose(self) -> bool:
        """Tell whether there is anybody; the deed is about the whole network, and so must be what is in sight."""
        return self.is_free() and not self.state.branch and self._found.due > 0

    def propose(self) -> None:
        """Propose to erase all who wish to stop and have settled, and all who have not come for years; asked first."""
        if self.may_propose():
            count = self._found.due
            question = Question(
                title=self._words("lists.forgetting.propose", count=count),
                confirm=self._words("command.propose-erasures"),
                hint=self._words("lists.forgetting.propose.hint"),
            )
            self.asking.ask(question, deed(self._service, lambda _: propose_unused), self._proposed)

    def _proposed(self, outcome: Done[tuple[Proposed, ...]]) -> None:
        text = self._words("cli.retention.propose.done", count=len(outcome.record))
        self._stage.say(Line(tone=Tone.OK, text=text))

    def may_withdraw(self) -> bool:
        return self.is_free() and self.state.chosen in self._found.proposals

    def withdraw(self) -> None:
        """Take back that the chosen one is to be erased; asked first."""
        if self.may_withdraw():
            row = next(row for row in self.state.rows if row.key == self.state.chosen)
            proposal = self._found.proposals[self.state.chosen]
            question = Question(
                title=self._words("lists.forgetting.withdraw", name=row.cells[0]),
                confirm=self._words("command.withdraw-erasure"),
            )
            act = deed(self._service, lambda _: partial(withdraw_erasure, proposal=proposal))
            self.asking.ask(question, act, self._withdrawn)

    def _withdrawn(self, _: Done[Withdrawn]) -> None:
        self._stage.say(Line(tone=Tone.OK, text=self._words("cli.retention.withdraw.done")))

    # Sheets of cards.

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
