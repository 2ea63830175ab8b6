"""The deeds of the desk: what is done, what is refused, and doing it all the same.

While a deed is being answered, further scans wait in `queue`: a burst from an eager scanner keeps its order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from app.db.queries.stock import ItemShown
from app.desk.checkin import Returned, check_in
from app.desk.checkout import Lent, check_out
from app.desk.holds import Placed, place_hold
from app.desk.outcome import Done, Outcome, Refused
from app.desk.renew import Renewed, renew
from app.desk.undo import Undone, undo
from app.rules.blocks import Block, Why, block
from app.views.presenters.desk_board import DeskBoard
from app.views.presenters.desk_state import Refusal, ReturnRow
from app.views.presenters.line import Line, Tone
from app.views.presenters.renewing import RenewedAll, RenewingAll
from app.views.presenters.service import Deed
from app.views.presenters.telling import (
    block_notes,
    lent_line,
    overridable,
    placed_line,
    renewed_line,
    returned_line,
    todo_sentence,
    undone_line,
)

R = TypeVar("R")

RETURNED_MAX = 200
"""So many returns stay in sight; what is older is in the day sheet."""

WITH_SLIP = frozenset({"PUT_ON_HOLD_SHELF", "SEND_FOR_HOLD", "SEND_HOME"})
"""What is done by hand with a copy that a slip goes with."""

Again = Callable[[Collection[str], str], None]
"""Does what was refused once more, in spite of blocks with these codes, for a reason."""


class DeskDeeds:
    """Carries out deeds and lays what came of them on the board.

    Attributes:
        next_scan: Deals with the next scan of the queue.
    """

    def __init__(self, board: DeskBoard, next_scan: Callable[[str], None]) -> None:
        self._board = board
        self._words, self._service = board.words, board.service
        self._next_scan = next_scan
        self._renewing = RenewingAll(board.service)
        self._again: Again | None = None
        self._codes: frozenset[str] = frozenset()
        self.busy = False
        self.queue: deque[str] = deque()

    def forget(self) -> None:
        """Let go of what was refused."""
        self._again, self._codes = None, frozenset()

    # Lending and taking back.

    def lend(
        self, patron: str, item: ItemShown, codes: Collection[str] = (), reason: str = "", *, shown: str = ""
    ) -> None:
        """Lend a copy; the first of the day notes the visit, and what was shown (L-36)."""
        taken_by = self._board.state.taker
        deed = partial(
            check_out,
            patron=patron,
            item=item.barcode,
            override=codes,
            reason=reason,
            shown=shown,
            taken_by=taken_by,
        )
        self._start(deed, self._lent, what=item.title, again=partial(self.lend, patron, item, shown=shown))

    def _lent(self, done: Done[Lent]) -> None:
        self._board.fresh[done.record.loan] = "lent"
        self._board.tell(lent_line(self._words, done.record, self._board.news(done.notices)))

    def take_back(self, item: ItemShown) -> None:
        deed = partial(check_in, item=item.barcode, on=self._board.state.drop_on)
        self._start(deed, partial(self._returned, item), what=item.title)

    def _returned(self, item: ItemShown, done: Done[Returned]) -> None:
        line = returned_line(self._words, done.record, done.notices)
        row = ReturnRow(
            barcode=item.barcode,
            title=item.title,
            author=item.author,
            state=self._state_of_return(done),
            tone=line.tone,
        )
        slip = item.barcode if WITH_SLIP & {one.code for one in done.record.todo} else ""
        before = self._board.state
        self._board.change(
            returned=(row, *before.returned)[:RETURNED_MAX],
            item=None,
            slip=slip,
            returner=done.record.patron_number or before.returner,
        )
        self._board.tell(line)

    def _state_of_return(self, done: Done[Returned]) -> str:
        """Say where a copy goes, then whatever else was told: the end of a line that is too long is not in sight."""
        returned, drop_on = done.record, self._board.state.drop_on
        code = "desk.return.late" if returned.days_late else "desk.return.in-time"
        by_hand = " ".join(todo_sentence(self._words, one) for one in returned.todo)
        said = by_hand or self._words(code, count=returned.days_late)
        told = (self._words.block(notice) for notice in done.notices)
        return " · ".join((*((self._words.day(drop_on),) if drop_on else ()), said, *told))

    def print_slip(self, path: Path) -> None:
        """Write the slip of the copy that was put down last: for the hold shelf, or for its way."""
        item = self._board.state.slip
        if item and not self.busy:
            self.busy = True
            self._service.print_slip(item, path=path, done=self._printed, failed=self._failed)

    def _printed(self, outcome: Outcome[Path]) -> None:
        if isinstance(outcome, Refused):
            self.refuse(self._words("command.print-slip"), outcome.blocks)
        else:
            self._board.tell(Line(tone=Tone.OK, text=self._words("route-slip.done", file=outcome.record.name)))
            self._board.stage.open_file(outcome.record)
        self._free()

    # Renewing.

    def renew(self, item: ItemShown, codes: Collection[str] = (), reason: str = "") -> None:
        deed = partial(renew, item=item.barcode, override=codes, reason=reason)
        self._start(deed, self._renewed, what=item.title, again=partial(self.renew, item))

    def _renewed(self, done: Done[Renewed]) -> None:
        self._mark_renewed({done.record.barcode})
        self._board.tell(renewed_line(self._words, done.record, self._board.news(done.notices)))

    def _mark_renewed(self, barcodes: Collection[str]) -> None:
        self._board.fresh |= {row.loan: "renewed" for row in self._board.state.loans if row.barcode in barcodes}

    def renew_several(self, barcodes: Sequence[str], codes: Collection[str] = (), reason: str = "") -> None:
        """Renew several loans; those that cannot be are told together."""
        self.busy = True
        done = partial(self._several_renewed, barcodes)
        self._renewing.start(barcodes, codes, reason, done=done, failed=self._failed)

    def _several_renewed(self, asked: Sequence[str], result: RenewedAll) -> None:
        self._mark_renewed(result.renewed)
        text = self._words("desk.renewed.several", count=len(result.renewed), all=len(asked))
        if result.refused:
            left = tuple(dict.fromkeys(barcode for barcode, _ in result.refused))
            self._again = partial(self.renew_several, left)
            self._refuse(text, tuple(dict.fromkeys(found for _, found in result.refused)), text=text)
        else:
            self._board.change(refusal=None)
            self._board.tell(Line(tone=Tone.OK, text=text))
        self._free()

    # Reserving.

    def reserve(self, patron: str, scan: str, what: str, codes: Collection[str] = (), reason: str = "") -> None:
        """Place a hold on the title of a copy, or on a title by `#` and its number."""
        deed = partial(place_hold, patron=patron, item=scan, override=codes, reason=reason)
        self._start(deed, self._reserved, what=what, again=partial(self.reserve, patron, scan, what))

    def _reserved(self, done: Done[Placed]) -> None:
        self._board.tell(placed_line(self._words, done.record, self._board.news(done.notices)))

    # Undoing.

    def undo(self) -> None:
        """Undo the last deed of this workstation."""
        if not self.busy:
            self._start(undo, self._undone, what=self._words("command.undo"))

    def _undone(self, done: Done[Undone]) -> None:
        self._board.tell(undone_line(self._words, done.record))

    # Refusals, and going on all the same.

    def ask_reason(self) -> None:
        """Open the question for the reason, where whoever is signed in may override."""
        refusal = self._board.state.refusal
        if refusal is not None and refusal.may_override:
            self._board.change(refusal=replace(refusal, asking=True))

    def override(self, reason: str) -> None:
        """Do what was refused, in spite of it."""
        refusal, again, codes = self._board.state.refusal, self._again, self._codes
        if refusal is None or again is None or self.busy:
            return
        if not reason.strip():
            complaint = self._words.block(block(Why.REASON_MISSING))
            self._board.change(refusal=replace(refusal, complaint=complaint))
            return
        again(codes, reason)

    def refuse(self, what: str, blocks: Sequence[Block]) -> None:
        """Say that something was not done, with every reason."""
        self.forget()
        self._refuse(what, blocks)

    def _refuse(self, what: str, blocks: Sequence[Block], *, text: str = "") -> None:
        acting = self._service.acting
        notes = block_notes(self._words, blocks, acting)
        self._codes = overridable(blocks, acting)
        may = self._again is not None and {found.why.value for found in blocks} == self._codes
        self._board.change(refusal=Refusal(what=what, notes=notes, may_override=may))
        self._board.tell(Line(tone=Tone.REFUSED, text=text or self._words("desk.refused", what=what)))

    # One deed after another.

    def _start(self, deed: Deed[R], done: Callable[[Done[R]], None], *, what: str, again: Again | None = None) -> None:
        self.busy = True
        self._again = again

        def answered(outcome: Outcome[R]) -> None:
            if isinstance(outcome, Refused):
                self._refuse(what, outcome.blocks)
            else:
                self._board.change(refusal=None)
                done(outcome)
            self._free()

        self._service.do(deed, done=answered, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._board.stage.trouble(error)
        self._free()

    def _free(self) -> None:
        """Be ready for the next deed."""
        self.busy = False
        self.go_on()

    def go_on(self) -> None:
        """Deal with what was scanned meanwhile, up to the next deed, or to what must be read first."""
        while self.queue and not self.busy and self._board.state.pop_up is None:
            self._next_scan(self.queue.popleft())
        self._board.change(waiting=len(self.queue))
