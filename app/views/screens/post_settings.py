"""Where forms come in and letters leave: a folder, a mailbox, a server, and the one desk that sends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from tkinter import Misc

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.line import Note
from app.views.presenters.post_settings import FOLDER, MAILBOX, SENDER, PostSettingsPresenter, PostSettingsState
from app.views.screens.question import QuestionPanel
from app.views.screens.screen import Room
from app.views.widgets.basics import button, card, enable, label, line, show_notes
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller

DESK = "desk"
LABEL_WIDTH = 190


class PostSettingsPanel:
    """One part a thing that is set: what it is, what may be done, and what came of trying it."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self._asked_from = FOLDER
        self.presenter = PostSettingsPresenter(room.service, words, room.stage)
        self.frame = card(parent, 24, 18)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(1, weight=1)
        self.question = QuestionPanel(self.frame, words, self.presenter.asking, override_key="F8")
        self.commands: Sequence[Command] = (
            Command(id="answer", key="Control-Return", run=self.question.submit, may=lambda: self.is_asking),
            Command(id="back", key="Escape", run=self._step_back, may=lambda: self.presenter.asking.state.is_open),
            Command(
                id="override",
                key="F8",
                run=self.presenter.asking.ask_reason,
                may=lambda: self.presenter.asking.state.may_override,
                shown=False,
            ),
        )
        self._scroller = Scroller(self.frame)
        inside = self._scroller.inside
        inside.columnconfigure(0, weight=1)
        self.parts = {
            FOLDER: self._part(FOLDER, ("settings.choose", self._ask_folder), ("settings.let-go", self._let_folder_go)),
            MAILBOX: self._part(
                MAILBOX,
                ("settings.change", self._ask_mailbox),
                ("settings.try", partial(self._try, MAILBOX)),
                ("settings.drop", partial(self._ask_to_drop, MAILBOX)),
            ),
            SENDER: self._part(
                SENDER,
                ("settings.change", self._ask_sender),
                ("settings.try", partial(self._try, SENDER)),
                ("settings.drop", partial(self._ask_to_drop, SENDER)),
            ),
            DESK: self._part(
                DESK,
                ("settings.desk.here", lambda: self.presenter.send_here(here=True)),
                ("settings.desk.nobody", lambda: self.presenter.send_here(here=False)),
            ),
        }
        self._scroller.grid(row=1, column=0, sticky="nsew")
        self.presenter.show = self._show

    def _part(self, name: str, *deeds: tuple[str, Callable[[], None]]) -> _Part:
        inside = self._scroller.inside
        _, place = inside.grid_size()
        if place:
            line(inside).grid(row=place, column=0, sticky="ew", pady=px(12, 12))
        part = _Part(inside, self._room, name, deeds)
        part.frame.grid(row=place + 1, column=0, sticky="ew")
        return part

    @property
    def is_asking(self) -> bool:
        return self.presenter.asking.state.question is not None

    # The screen and the window.

    def entered(self) -> None:
        self.presenter.refresh()
        if self.is_asking:
            self.question.focus()
        else:
            self._focus()

    def _focus(self) -> None:
        """Put the focus where the last question was asked from, at first on the first part."""
        self.parts[self._asked_from].buttons[0].focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def leave(self) -> None:
        self._asked_from = FOLDER
        self.presenter.forget()

    # What is done.

    def _ask_folder(self) -> None:
        folder = self._room.ask_folder()
        if folder is not None:
            self.presenter.choose_folder(folder)

    def _let_folder_go(self) -> None:
        self.presenter.choose_folder(None)

    def _ask_mailbox(self) -> None:
        self._asked_from = MAILBOX
        self.presenter.ask_mailbox()

    def _ask_sender(self) -> None:
        self._asked_from = SENDER
        self.presenter.ask_sender()

    def _ask_to_drop(self, which: str) -> None:
        self._asked_from = which
        self.presenter.ask_to_drop(which)

    def _try(self, which: str) -> None:
        self.presenter.attempt(which)

    def _step_back(self) -> None:
        self.presenter.asking.step_back()
        self.entered()

    # What is shown.

    def _show(self, state: PostSettingsState) -> None:
        none = self._room.words("settings.none")
        for name, said in (
            (FOLDER, state.folder or none),
            (MAILBOX, state.mailbox),
            (SENDER, state.sender),
            (DESK, state.desk),
        ):
            note = state.said.get(name)
            self.parts[name].show(said, (note,) if note else ())
        self.parts[FOLDER].allow(True, bool(state.folder))
        for name, is_set in ((MAILBOX, state.has_mailbox), (SENDER, state.has_sender)):
            self.parts[name].allow(True, is_set and not state.trying, is_set and not state.trying)
        self.parts[DESK].allow(not state.is_here, state.has_desk)
        asks, was = state.asked.question is not None, bool(self.question.frame.winfo_manager())
        if state.asked.is_open:
            self.question.frame.grid(row=0, column=0, sticky="nsew", pady=px(0, 0 if asks else 10))
        else:
            self.question.frame.grid_remove()
        self.frame.rowconfigure(0, weight=int(asks))
        self.frame.rowconfigure(1, weight=int(not asks))
        if asks:
            self._scroller.grid_remove()
        else:
            self._scroller.grid()
            self._scroller.settle()
        self.question.show(state.asked)
        if was and not state.asked.is_open and self.frame.winfo_viewable():
            self._focus()
        self._room.keys_changed()


class _Part:
    """A name, what is set, buttons on the right, and below it what came of it."""

    def __init__(self, parent: Misc, room: Room, name: str, deeds: Sequence[tuple[str, Callable[[], None]]]) -> None:
        words = room.words
        self.frame = ttk.Frame(parent)
        self.frame.columnconfigure(0, minsize=px(LABEL_WIDTH))
        self.frame.columnconfigure(1, weight=1)
        label(self.frame, words(f"settings.{name}"), "Strong").grid(row=0, column=0, sticky="nw", pady=px(6, 0))
        self._said = Wrapped(self.frame, style="Body.TLabel")
        self._said.grid(row=0, column=1, sticky="new", pady=px(6, 0))
        self.buttons = [button(self.frame, words(code), run) for code, run in deeds]
        for place, made in enumerate(self.buttons):
            made.grid(row=0, column=2 + place, sticky="n", padx=px(8, 0))
        hint = Wrapped(self.frame, text=words(f"settings.{name}.hint"), style="Caption.TLabel")
        hint.grid(row=1, column=1, columnspan=1 + len(deeds), sticky="ew", pady=px(2, 0))
        self._notes = ttk.Frame(self.frame)
        self._shown: tuple[Note, ...] = ()

    def show(self, said: str, notes: tuple[Note, ...]) -> None:
        self._said.configure(text=said)
        if notes == self._shown:
            return
        self._shown = notes
        show_notes(self._notes, notes)
        if notes:
            self._notes.grid(row=2, column=1, columnspan=1 + len(self.buttons), sticky="ew", pady=px(8, 0))
        else:
            self._notes.grid_remove()

    def allow(self, *may: bool) -> None:
        """Say of each button whether it does anything now."""
        for made, one in zip(self.buttons, may, strict=True):
            enable(made, when=one)
