"""The card over the desk that must be read before anything else is done."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.desk_state import DeskState
from app.views.presenters.line import Note, Tone
from app.views.widgets.basics import NoteBox, button, card, label
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px
from app.words import Words

WIDTH = 520


class PopUpCard:
    """Lies over the desk while there is something to read."""

    def __init__(self, parent: Misc, words: Words, *, on_read: Callable[[], object], key: str) -> None:
        self._words = words
        self._shown: object = None
        self.frame = card(parent, 24, 20, style="Float.Card.TFrame")
        self.frame.columnconfigure(0, weight=1, minsize=px(WIDTH - 48))
        label(self.frame, words("desk.pop-up"), "Label").grid(row=0, column=0, sticky="w")
        self._name = Wrapped(self.frame, style="Name.TLabel")
        self._name.grid(row=1, column=0, sticky="ew", pady=px(2, 12))
        self._texts = ttk.Frame(self.frame)
        self._texts.grid(row=2, column=0, sticky="ew")
        foot = ttk.Frame(self.frame)
        foot.grid(row=3, column=0, sticky="ew", pady=px(10, 0))
        text = f"{words('desk.pop-up.read')}   {key}"
        button(foot, text, on_read, kind="Primary", icon="check-lg", takefocus=False).pack(side="left")
        self._waiting = label(foot, style="Caption")
        self._waiting.pack(side="left", padx=px(14, 0))

    def show(self, state: DeskState) -> None:
        waiting = self._words("desk.pop-up.waiting", count=state.waiting) if state.waiting else ""
        self._waiting.configure(text=waiting)
        if state.pop_up == self._shown:
            return
        self._shown = state.pop_up
        for child in self._texts.winfo_children():
            child.destroy()
        if state.pop_up is None:
            self.frame.place_forget()
            return
        self._name.configure(text=state.pop_up.name)
        for text in state.pop_up.texts:
            NoteBox(self._texts, Note(tone=Tone.ATTENTION, text=text)).pack(fill="x", pady=px(0, 8))
        self.frame.place(relx=0.5, rely=0.42, anchor="center", width=px(WIDTH))
        self.frame.lift()
