"""The desk: one field for every scan, a patron, the loans, and one line that says what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.db.queries.stock import ItemShown, show_item
from app.desk.outcome import Touched
from app.rules.blocks import Why, block
from app.views.presenters.desk_board import DeskBoard
from app.views.presenters.desk_deeds import DeskDeeds
from app.views.presenters.desk_extras import DeskExtras
from app.views.presenters.desk_person import DeskPerson
from app.views.presenters.desk_state import DeskState, FoundKind, Mode, PopUp
from app.views.presenters.desk_taker import DeskTaker
from app.views.presenters.line import QUIET, Line, Tone
from app.views.presenters.looking_up import look_up
from app.views.presenters.service import Service
from app.views.presenters.stage import Stage
from app.words import Words

ON_SCREEN = frozenset({Touched.PATRON, Touched.LOAN, Touched.ITEM, Touched.HOLD})


class DeskPresenter:
    """Decides what a scan means, and what may be done now."""

    def __init__(self, service: Service, words: Words, stage: Stage) -> None:
        self._service, self._words, self._stage = service, words, stage
        self.board = DeskBoard(service, words, stage)
        self.deeds = DeskDeeds(self.board, self._deal_with)
        self.person = DeskPerson(self.board)
        self.extras = DeskExtras(self.board, self.person.asking)
        self.taker = DeskTaker(self.board, self.person.asking)

    @property
    def state(self) -> DeskState:
        return self.board.state

    # What a scan means.

    def scan(self, text: str) -> None:
        """Deal with what was scanned, or typed and entered."""
        scan = " ".join(text.split())
        if scan and (self.deeds.busy or not self.is_read()):
            self.deeds.queue.append(scan)
            self.board.change(waiting=len(self.deeds.queue))
        elif scan:
            self._deal_with(scan)

    def _deal_with(self, scan: str) -> None:
        """A number that acts as a card comes before a barcode, and either before a name."""
        self.deeds.forget()
        self.person.asking.close()
        self.board.change(found=None, refusal=None)
        self.board.unknown = ""
        if self.call_up(scan):
            return
        item = show_item(self._service.database, scan)
        if item is None:
            self._find(scan)
        else:
            self._handle(item)

    def call_up(self, scan: str, *, by_name: bool = False) -> bool:
        """Show the patron with this number; tell whether there is one.

        Whoever was not in sight is lent to: what was taken back or renewed was the one before's.

        Args:
            by_name: They showed nothing: somebody found them in a list, and asked a question.
        """
        shown = self.board.find_patron(scan)
        if shown is None:
            return False
        self.board.by_name = by_name
        before = self.state.patron
        if before is None and self.state.mode is Mode.HOLD:
            pass  # The key came first, as where somebody calls on the telephone.
        elif before is None or before.patron != shown.patron:
            self.board.change(mode=Mode.CHECK_OUT, drop_on=None)
        if before is None or before.patron != shown.patron:
            self.board.change(taker="", taker_name="")
        self.deeds.forget()
        self.board.fresh.clear()
        self.person.asking.close()
        self.board.show_patron(shown, scan)
        texts = tuple(one.body for one in shown.relation.remarks if one.warning)
        self.board.change(refusal=None, pop_up=PopUp(name=shown.name, texts=texts) if texts else None)
        count = self._words("desk.loans.count", count=len(shown.loans))
        tone = Tone.ATTENTION if shown.blocks else Tone.OK
        self.board.tell(Line(tone=tone, text=f"{shown.name} · {count}"))
        return True

    def _handle(self, item: ItemShown) -> None:
        patron = self.state.patron
        if self.state.mode is Mode.RETURN:
            self.deeds.take_back(item)
        elif self.state.mode is Mode.RENEW:
            self.deeds.renew(item)
        elif patron is not None and self.state.mode is Mode.HOLD:
            self.deeds.reserve(patron.scan, item.barcode, item.title)
        elif patron is not None:
            self.deeds.lend(patron.scan, item, shown=self.board.what_was_shown())
        else:
            self.board.show_item(item)

    def _find(self, scan: str) -> None:
        """Look for a name. A number that nobody has is refused, and a personal code in it masked."""
        found = look_up(self._service.database, self._words, scan)
        if found is None:
            said = self.board.discreet(scan)
            self.board.unknown = scan
            self.deeds.refuse(said, (block(Why.UNKNOWN_SCAN, scan=said),))
        elif len(found.rows) == 1 and found.chosen == 0 and found.rows[0].kind is FoundKind.PATRON:
            self.call_up(found.rows[0].key, by_name=True)
        else:
            self.board.change(found=found)

    # The list below the field.

    def look_up(self, text: str) -> None:
        """Show what begins as typed so far."""
        if not self.is_read():
            return
        self.board.change(found=look_up(self._service.database, self._words, text))

    def move(self, step: int) -> None:
        """Choose the next row of the list, or the one before."""
        found = self.state.found
        if found is None:
            return
        before = found.chosen if found.chosen is not None else -1
        self.board.change(found=replace(found, chosen=max(0, min(before + step, len(found.rows) - 1))))

    def enter(self, text: str) -> None:
        """Take the chosen row of the list, where it is the list for this text; else deal with it as a scan."""
        found = self.state.found
        if found is not None and found.text == text and found.chosen is not None:
            self.take(found.chosen)
        else:
            self.scan(text)

    def take(self, place: int) -> None:
        """Take a row of the list."""
        found = self.state.found
        if found is None:
            return
        row = found.rows[place]
        self.deeds.forget()
        self.board.change(found=None, refusal=None)
        if row.kind is FoundKind.PATRON:
            self.call_up(row.key, by_name=True)
        elif self.state.mode is Mode.HOLD and self.state.patron is not None:
            self.deeds.reserve(self.state.patron.scan, f"#{row.key}", row.name)
        else:
            self._stage.open_title(int(row.key), row.name)

    # Modes, and being done.

    def set_mode(self, mode: Mode) -> None:
        self.board.change(mode=mode, item=None, drop_on=None)

    def step_back(self) -> None:
        """Close what is open, from the inside out: the list, the reason, the refusal, the patron."""
        refusal = self.state.refusal
        if not self.is_read():
            self.read()
        elif self.person.asking.step_back():
            pass
        elif self.state.found is not None:
            self.board.change(found=None)
        elif refusal is not None and refusal.asking:
            self.board.change(refusal=replace(refusal, asking=False, complaint=""))
        elif refusal is not None:
            self.deeds.forget()
            self.board.change(refusal=None, line=QUIET)
        else:
            self.clear()

    def read(self) -> None:
        """Put away what had to be read first; what was scanned meanwhile is dealt with now."""
        if not self.is_read():
            self.board.change(pop_up=None)
            self.deeds.go_on()

    def clear(self) -> None:
        """Be done with this patron."""
        self.deeds.forget()
        self.person.asking.close()
        self.deeds.queue.clear()
        self.board.clear()

    # What is offered.

    def may_return_offered(self) -> bool:
        return self.state.item is not None and bool(self.state.item.holder) and not self.deeds.busy

    def return_offered(self) -> None:
        """Take back the copy that was asked about."""
        if self.state.item is not None and (item := show_item(self._service.database, self.state.item.barcode)):
            self.deeds.take_back(item)

    def call_up_holder(self) -> None:
        """Show who has the copy that was asked about."""
        if self.state.item is not None and self.state.item.holder_scan:
            self.call_up(self.state.item.holder_scan, by_name=True)

    def is_read(self) -> bool:
        """Tell whether there is nothing that must be read before anything is done."""
        return self.state.pop_up is None

    def may_renew(self) -> bool:
        return bool(self.state.loans) and not self.deeds.busy and self.is_read()

    def renew(self, loans: Collection[int] = ()) -> None:
        """Renew these loans of the patron; without any named, all of them."""
        chosen = tuple(row.barcode for row in self.state.loans if not loans or row.loan in loans)
        if chosen and self.is_read():
            self.deeds.renew_several(chosen)

    # What a deed or a merge may have changed.

    def touched(self, kinds: Collection[Touched]) -> None:
        if not ON_SCREEN & set(kinds):
            return
        patron = self.state.patron
        if patron is not None:
            shown = self.board.find_patron(patron.scan)
            if shown is None:
                self.clear()
                return
            self.board.show_patron(shown, patron.scan)
        self.board.show_item_anew()
        self.board.show_undo()
