"""The desk screen: it lays out the cards and passes keys to the presenter."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from functools import partial
from tkinter import Event, Misc, TclError
from typing import Any

import ttkbootstrap as ttk

from app.desk.counting import COUNTED
from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.desk import DeskPresenter
from app.views.presenters.desk_state import DeskState, Mode
from app.views.screens.desk_found import FoundList
from app.views.screens.desk_loans import LoansCard
from app.views.screens.desk_patron import PatronCard
from app.views.screens.desk_pop_up import PopUpCard
from app.views.screens.desk_refusal import RefusalPanel
from app.views.screens.desk_scan import ScanCard
from app.views.screens.question import QuestionPanel
from app.views.screens.screen import Room
from app.views.widgets.basics import label
from app.views.widgets.scale import px

TAKES_TEXT = {"TEntry", "TCombobox", "Entry", "Text"}
STRAY_MS = 1200
"""After a click that leads nowhere, the field has the focus again so soon."""


class DeskScreen:
    """One field for every scan, always ready."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self.presenter = DeskPresenter(room.service, words, room.stage)
        self.commands: Sequence[Command] = self._commands()
        keys = {command.id: command.keycap for command in self.commands}
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(1, weight=1)
        self.frame.rowconfigure(3, weight=1)
        label(self.frame, words("desk.title"), "Title").grid(row=0, column=0, columnspan=2, sticky="w", pady=px(0, 10))
        deeds = self.presenter.deeds
        self.scan = ScanCard(
            self.frame,
            words,
            mode_keys={mode: keys[mode.value] for mode in Mode},
            on_mode=self._set_mode,
            on_undo=deeds.undo,
            undo_key=keys["undo"],
        )
        self.scan.frame.grid(row=1, column=0, columnspan=2, sticky="ew", pady=px(0, 14))
        self.refusal = RefusalPanel(
            self.scan.frame,
            words,
            key=keys["override"],
            on_ask=deeds.ask_reason,
            on_override=deeds.override,
            on_close=self._step_back,
        )
        self.patron = PatronCard(
            self.frame,
            words,
            keys=keys,
            on_done=self._done,
            on_details=self._open_details,
            on_confirm=self.presenter.person.confirm_contact,
            on_take=self.presenter.person.take_given_up,
            on_document=self.presenter.person.note_document,
            on_return=self.presenter.return_offered,
            on_holder=self.presenter.call_up_holder,
        )
        self.patron.frame.grid(row=3, column=0, sticky="ns", padx=px(0, 14))
        self.loans = LoansCard(self.frame, words, keys=keys, on_renew=self.presenter.renew)
        self.loans.frame.grid(row=3, column=1, sticky="nsew")
        self.question = QuestionPanel(
            self.scan.frame, words, self.presenter.person.asking, override_key=keys["override"], low=True
        )
        self.pop_up = PopUpCard(self.frame, words, on_read=self._read, key=keys["done"])
        self.found = FoundList(self.frame, self.scan.field, self._take)
        self._bind()
        self.presenter.board.show = self._show
        self.presenter.board.clear()

    def _commands(self) -> tuple[Command, ...]:
        presenter, person = self.presenter, self.presenter.person

        def mode(chosen: Mode) -> Command:
            return Command(id=chosen.value, key=MODE_KEYS[chosen], run=lambda: self._set_mode(chosen), shown=False)

        return (
            *(mode(chosen) for chosen in Mode),
            Command(id="find", key="F5", run=self._room.stage.open_registration),
            Command(id="open-person", key="Shift-F5", run=self._open_details, may=self._has_patron, shown=False),
            Command(id="confirm-contact", key="F11", run=person.confirm_contact, may=person.may_confirm, shown=False),
            Command(id="take-given-up", key="Control-F11", run=person.take_given_up, may=person.may_take, shown=False),
            Command(id="note-document", key="Shift-F11", run=person.note_document, may=person.may_note, shown=False),
            Command(id="undo", key="F6", run=presenter.deeds.undo, may=self._may_undo, shown=False),
            *self._extra_commands(),
            Command(id="print-slip", key="Control-p", run=self._print_slip, may=self._may_print_slip),
            Command(id="answer", key="Control-Return", run=self._answer, may=self._is_asking, shown=False),
            Command(id="override", key="F8", run=person.asking.ask_reason, may=self._may_override_answer),
            Command(id="override", key="F8", run=presenter.deeds.ask_reason, may=self._may_override),
            Command(id="return-offered", key="F8", run=presenter.return_offered, may=presenter.may_return_offered),
            Command(
                id="open-holder",
                key="Shift-F8",
                run=presenter.call_up_holder,
                may=presenter.may_return_offered,
                shown=False,
            ),
            Command(id="renew-all", key="F9", run=presenter.renew, may=presenter.may_renew),
            Command(id="renew-chosen", key="Shift-F9", run=self._renew_chosen, may=self._may_renew_chosen),
            Command(id="done", key="Escape", run=self._step_back),
        )

    def _extra_commands(self) -> tuple[Command, ...]:
        """What is done beside lending; each opens a question, or is one key."""
        extras = self.presenter.extras

        def one(name: str, key: str, run: Callable[[], None], may: Callable[[], bool] = extras.is_free) -> Command:
            return Command(id=name, key=key, run=run, may=may, shown=may == extras.may_report)

        return (
            one("lend-quick", "Shift-F2", extras.lend_quick, extras.may_lend_quick),
            one("book-drop", "Shift-F3", extras.begin_drop),
            one("enter-slip", "Shift-F4", extras.enter_slip),
            one("answer-request", "Shift-F6", extras.answer_request),
            one("ask-renewal", "Control-e", extras.ask_renewal, extras.may_ask),
            one("report-copy", "Shift-F10", extras.report, extras.may_report),
            one("use-here", "Control-u", extras.use_here, extras.may_report),
            one("take-along", "Control-t", self.presenter.taker.ask, self.presenter.taker.may_ask),
            *self._receipts(),
            *(
                one(f"count-{kind}", f"Control-F{place + 1}", partial(extras.count, place))
                for place, kind in enumerate(COUNTED)
            ),
        )

    def _receipts(self) -> tuple[Command, ...]:
        """One key prints what the mode calls for; a receipt for returns has one of its own beside."""
        extras, returned = self.presenter.extras, partial(self._print, returned=True)
        lent = partial(self._print, returned=False)
        return (
            Command(id="print-receipt", key="Control-p", run=lent, may=extras.may_print_loans),
            Command(id="print-return-receipt", key="Control-p", run=returned, may=extras.may_print_this_return),
            Command(id="print-return-receipt", key="Control-r", run=returned, may=extras.may_print_return, shown=False),
        )

    def _print(self, *, returned: bool) -> None:
        path = self._room.ask_save(self.presenter.extras.receipt_name())
        if path is not None:
            self.presenter.extras.print_receipt(path, returned=returned)

    # The screen and the window.

    def entered(self) -> None:
        self.presenter.touched(frozenset(Touched))
        self.scan.focus()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def forget(self) -> None:
        self.scan.clear()
        self.presenter.clear()

    def open_patron(self, scan: str) -> None:
        self.presenter.call_up(scan, by_name=True)
        self.scan.focus()

    # Keys.

    def _bind(self) -> None:
        self.scan.entered = self._entered
        self.scan.typed = self.presenter.look_up
        field = self.scan.field
        field.bind("<Down>", lambda _: self._move(1))
        field.bind("<Up>", lambda _: self._move(-1))
        self._room.listen(self._stray_key, self._stray_click)

    def _entered(self, text: str) -> None:
        self.presenter.enter(text)
        if self.presenter.state.found is None:
            self.scan.clear()
        self.scan.focus()

    def _take(self, place: int) -> None:
        self.presenter.take(place)
        self.scan.clear()
        self.scan.focus()

    def _move(self, step: int) -> str:
        """The arrows walk through the list while it is open, and through the loans while it is not."""
        if self.presenter.state.found is not None:
            self.presenter.move(step)
        elif self.presenter.state.loans:
            self.loans.loans.move(step)
        return "break"

    def _stray_key(self, event: Event[Any]) -> None:
        """Whatever has the focus, what is typed or scanned goes into the field."""
        printable = event.char and event.char.isprintable() and not event.char.isspace()
        state = int(event.state)
        held = bool(state & CONTROL) != bool(state & ALT)  # Both together are AltGr, which writes letters.
        if printable and not held and self._is_in_sight() and not self._takes_text():
            self.scan.add(event.char)

    def _stray_click(self) -> None:
        self.frame.after(STRAY_MS, self._come_back)

    def _come_back(self) -> None:
        if self._is_in_sight() and not self._takes_text():
            self.scan.focus()

    def _is_in_sight(self) -> bool:
        return bool(self.frame.winfo_exists() and self.frame.winfo_ismapped())

    def _takes_text(self) -> bool:
        try:
            focus = self.frame.focus_get()
        except (KeyError, TclError):  # A menu or a list of Tk's own has it, and keeps it.
            return True
        return focus is not None and focus.winfo_class() in TAKES_TEXT

    # Commands.

    def _set_mode(self, mode: Mode) -> None:
        self.presenter.set_mode(mode)
        self.scan.focus()

    def _step_back(self) -> None:
        if self.scan.field.get() and self.presenter.state.refusal is None:
            self.scan.clear()
            self.presenter.look_up("")
        else:
            self.presenter.step_back()
        self.scan.focus()

    def _done(self) -> None:
        self.scan.clear()
        self.presenter.clear()
        self.scan.focus()

    def _read(self) -> None:
        self.presenter.read()
        self.scan.focus()

    def _has_patron(self) -> bool:
        return self.presenter.state.patron is not None

    def _open_details(self) -> None:
        patron = self.presenter.state.patron
        if patron is not None:
            self._room.stage.open_details(patron.scan)

    def _may_undo(self) -> bool:
        return bool(self.presenter.state.undo) and self.presenter.is_read()

    def _may_print_slip(self) -> bool:
        return bool(self.presenter.state.slip) and not self.presenter.deeds.busy

    def _print_slip(self) -> None:
        path = self._room.ask_save(f"{self._room.words('route-slip.file')} {self.presenter.state.slip}.pdf")
        if path is not None:
            self.presenter.deeds.print_slip(path)
        self.scan.focus()

    def _is_asking(self) -> bool:
        return self.presenter.state.asked.question is not None

    def _answer(self) -> None:
        self.question.submit()

    def _may_override_answer(self) -> bool:
        asked = self.presenter.state.asked
        return asked.may_override and not asked.asking

    def _may_override(self) -> bool:
        refusal = self.presenter.state.refusal
        return refusal is not None and refusal.may_override and not refusal.asking

    def _may_renew_chosen(self) -> bool:
        return bool(self.loans.loans.selected) and self.presenter.may_renew()

    def _renew_chosen(self) -> None:
        self.presenter.renew({int(key) for key in self.loans.loans.selected})

    # What is shown.

    def _show(self, state: DeskState) -> None:
        self.scan.show(state)
        self.patron.show(state.patron, state.item)
        self.loans.show(state)
        self.found.show(state.found)
        self.pop_up.show(state)
        self._ask(state)
        if state.refusal is None:
            if self.refusal.is_typed_into:  # A field out of sight would keep the focus, and swallow the next scan.
                self.scan.focus()
            self.refusal.frame.grid_remove()
        else:
            self.refusal.frame.grid(row=2, column=0, columnspan=3, sticky="ew", pady=px(10, 0))
            self.refusal.show(
                state.refusal.notes,
                may_override=state.refusal.may_override,
                asking=state.refusal.asking,
                complaint=state.refusal.complaint,
            )
        self._room.keys_changed()

    def _ask(self, state: DeskState) -> None:
        """Show what is asked below the scan field; when it is answered the field has the focus again."""
        was_asking = bool(self.question.frame.winfo_manager())
        if state.asked.is_open:
            self.question.frame.grid(row=3, column=0, columnspan=3, sticky="ew", pady=px(10, 0))
        else:
            self.question.frame.grid_remove()
        if state.asked.is_open or was_asking:
            self.question.show(state.asked)
        if was_asking and not state.asked.is_open:
            self.scan.focus()


MODE_KEYS = {Mode.CHECK_OUT: "F2", Mode.RETURN: "F3", Mode.RENEW: "F4", Mode.HOLD: "F10"}
CONTROL = 0x4
ALT = 0x20000 if sys.platform == "win32" else 0x8
