"""A tab of the settings: what is shown, buttons, and a question in its place while something is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from tkinter import Misc
from typing import Protocol

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.question import Asking, QuestionState
from app.views.screens.question import QuestionPanel
from app.views.screens.screen import Room
from app.views.widgets.basics import button, card
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px


class AskingPanel:
    """The frame of such a tab. `above` is for choices, row 2 of `shown` for what it is about, `foot` for buttons."""

    def __init__(self, parent: Misc, room: Room, asking: Asking) -> None:
        self._room, self._asking = room, asking
        self.frame = card(parent, 20, 16)
        self.frame.columnconfigure(0, weight=1)
        self.question = QuestionPanel(self.frame, room.words, asking, override_key="F8")
        self.shown = ttk.Frame(self.frame)
        self.shown.columnconfigure(0, weight=1)
        self.shown.rowconfigure(2, weight=1)
        self.above = ttk.Frame(self.shown)
        self.above.grid(row=0, column=0, sticky="ew", pady=px(0, 8))
        self._said = Wrapped(self.shown, style="Muted.TLabel")
        self.foot = ttk.Frame(self.shown)
        self.foot.grid(row=3, column=0, sticky="ew", pady=px(10, 0))
        self.answers: Sequence[Command] = (
            Command(id="answer", key="Control-Return", run=self.question.submit, may=lambda: self.is_asking),
            Command(id="back", key="Escape", run=self.step_back, may=lambda: asking.state.is_open),
        )
        self.home: Callable[[], object] = lambda: None
        """Puts the focus where work begins."""

    @property
    def is_asking(self) -> bool:
        return self._asking.state.question is not None

    def say(self, text: str) -> None:
        """Put a sentence above what is shown; "" for none."""
        self._said.configure(text=text)
        if text:
            self._said.grid(row=1, column=0, sticky="ew", pady=px(0, 8))
        else:
            self._said.grid_remove()

    def add_button(self, text: str, run: Callable[[], object]) -> ttk.Button:
        made = button(self.foot, text, run)
        made.pack(side="left", padx=px(0, 8))
        return made

    def focus(self) -> None:
        if self.is_asking:
            self.question.focus()
        else:
            self.home()

    def step_back(self) -> None:
        self._asking.step_back()
        self.focus()

    def show_question(self, state: QuestionState) -> None:
        """Show what is asked in place of the rest; why something was refused, above it."""
        asks, was = state.question is not None, bool(self.question.frame.winfo_manager())
        if state.is_open:
            self.question.frame.grid(row=0, column=0, sticky="nsew")
        else:
            self.question.frame.grid_remove()
        if asks:
            self.shown.grid_remove()
        else:
            self.shown.grid(row=1, column=0, sticky="nsew")
        self.frame.rowconfigure(0, weight=int(asks))
        self.frame.rowconfigure(1, weight=int(not asks))
        self.question.show(state)
        if was and not state.is_open and self.frame.winfo_viewable():
            self.focus()
        self._room.keys_changed()


class Shows(Protocol):
    """The presenter of such a tab."""

    def refresh(self) -> None: ...
    def touched(self, kinds: Collection[Touched]) -> None: ...
    def forget(self) -> None: ...


class SettingsTab:
    """What every such tab answers to the settings around it."""

    def __init__(self, panel: AskingPanel, presenter: Shows) -> None:
        self._panel, self._presenter = panel, presenter
        self.frame = panel.frame

    @property
    def is_asking(self) -> bool:
        return self._panel.is_asking

    def entered(self) -> None:
        self._presenter.refresh()
        self._panel.focus()

    def touched(self, kinds: Collection[Touched]) -> None:
        self._presenter.touched(kinds)

    def leave(self) -> None:
        self._presenter.forget()

    def is_free(self) -> bool:
        return not self._panel.is_asking
