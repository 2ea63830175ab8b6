"""One patron at a glance: how to reach them, and their numbers."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc
from typing import TYPE_CHECKING

import ttkbootstrap as ttk

from app.views.presenters.patrons import NumberRow, PatronDetails, PatronsState
from app.views.widgets.basics import Disc, Empty, NoteBox, button, card, label, line, pill
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller

if TYPE_CHECKING:
    from app.words import Words

WIDTH = 360
INSIDE = WIDTH - 44
BAR = 20
"""Logical pixels of the scroll bar and what is kept free beside it."""


class DetailsCard:
    """The card on the right of the patrons."""

    def __init__(
        self,
        parent: Misc,
        words: Words,
        *,
        keys: dict[str, str],
        on_open: Callable[[], object],
        on_desk: Callable[[], object],
    ) -> None:
        self._words = words
        self._shown: PatronDetails | None = None
        self.frame = card(parent, 18, 18, 18, 16)
        self.frame.configure(width=px(WIDTH))
        self.frame.grid_propagate(False)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(0, weight=1)
        self._empty = Empty(self.frame, icon="person-vcard", wrap=INSIDE - 20)
        self._empty.set(words("patrons.nobody"), words("patrons.nobody.hint"))
        self._scroller = Scroller(self.frame)
        self._foot = ttk.Frame(self.frame)
        for name, act in (("open-person", on_open), ("open-at-desk", on_desk)):
            made = button(self._foot, f"{words(f'command.{name}')}   {keys[name]}", act)
            made.pack(fill="x", pady=px(8, 0))

    def show(self, state: PatronsState) -> None:
        if state.details == self._shown and self._shown is not None:
            return
        self._shown = state.details
        for child in self._scroller.inside.winfo_children():
            child.destroy()
        if state.details is None:
            self._scroller.grid_remove()
            self._foot.grid_remove()
            self._empty.place(relx=0.5, rely=0.45, anchor="center")
            return
        self._empty.place_forget()
        self._scroller.grid(row=0, column=0, sticky="nsew")
        self._foot.grid(row=1, column=0, sticky="ew", pady=px(4, 0))
        for note in state.details.warnings:
            NoteBox(self._scroller.inside, note).pack(fill="x", pady=px(0, 8))
        self._fill(state.details)
        self._scroller.settle()

    def _fill(self, details: PatronDetails) -> None:
        inside = self._scroller.inside
        top = ttk.Frame(inside)
        top.pack(fill="x", pady=px(0, 10))
        disc = Disc(top)
        disc.configure(text=details.initials)
        disc.pack(side="left", padx=px(0, 12), anchor="n")
        who = ttk.Frame(top)
        who.pack(side="left", fill="x", expand=True)
        Wrapped(who, text=details.name, style="Name.TLabel").pack(fill="x")
        if details.category:
            pill(who, details.category).pack(anchor="w", pady=px(5, 0))
        for caption, said in details.facts:
            line(inside).pack(fill="x", pady=px(5, 5))
            row = ttk.Frame(inside)
            row.pack(fill="x")
            called = label(row, caption, "Muted")
            called.pack(side="left", anchor="n", padx=px(0, 12))
            room = px(INSIDE - BAR - 12) - called.winfo_reqwidth()  # All there is, or an address breaks within a word.
            label(row, said, wraplength=room, justify="right").pack(side="right")
        label(inside, self._words("patrons.numbers"), "Heading").pack(anchor="w", pady=px(18, 4))
        for number in details.numbers:
            self._number(inside, number)

    def _number(self, inside: ttk.Frame, number: NumberRow) -> None:
        line(inside).pack(fill="x", pady=px(5, 5))
        row = ttk.Frame(inside)
        row.pack(fill="x")
        said = ttk.Frame(row)
        said.pack(side="left")
        label(said, number.value, "Strong").pack(anchor="w")
        label(said, number.kind, "Caption").pack(anchor="w")
        if number.standing:
            pill(row, number.standing, "bad").pack(side="right", anchor="n")
