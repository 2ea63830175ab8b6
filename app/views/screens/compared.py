"""Two records side by side, and what may be said of them."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.line import Tone
from app.views.presenters.list_pairs import ComparedRow
from app.views.widgets.basics import TINT_OF, button, enable, label, line
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller
from app.words import Words

WIDTH = 470


class ComparedPanel:
    """On the right of a list of pairs."""

    def __init__(
        self,
        parent: Misc,
        words: Words,
        keys: dict[str, str],
        *,
        on_join: Callable[[], None],
        on_apart: Callable[[], None],
        on_part: Callable[[], None],
    ) -> None:
        self._words = words
        self._shown: tuple[ComparedRow, ...] | None = None
        self.frame = ttk.Frame(parent, width=px(WIDTH))
        self.frame.grid_propagate(False)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(0, weight=1)
        self._scroller = Scroller(self.frame)
        self._scroller.grid(row=0, column=0, sticky="nsew")
        foot = ttk.Frame(self.frame)
        foot.grid(row=1, column=0, sticky="ew", pady=px(10, 0))
        foot.columnconfigure((0, 1), weight=1, uniform="answers")
        self._join = self._button(foot, "join-records", keys, on_join, icon="people-fill")
        self._join.grid(row=0, column=0, sticky="ew", padx=px(0, 8))
        self._apart = self._button(foot, "tell-apart", keys, on_apart, icon="person-plus")
        self._apart.grid(row=0, column=1, sticky="ew")
        self._part = self._button(foot, "part-records", keys, on_part, icon="arrow-counterclockwise")

    def _button(
        self, parent: ttk.Frame, name: str, keys: dict[str, str], command: Callable[[], None], *, icon: str
    ) -> ttk.Button:
        return button(parent, f"{self._words(f'command.{name}')}   {keys[name]}", command, icon=icon)

    def show(self, rows: tuple[ComparedRow, ...], *, may_settle: bool, may_part: bool) -> None:
        """Show two people; nobody for no rows."""
        enable(self._join, when=may_settle)
        enable(self._apart, when=may_settle)
        if may_part:
            self._part.grid(row=1, column=0, columnspan=2, sticky="ew", pady=px(8, 0))
        else:
            self._part.grid_remove()
        if rows == self._shown:
            return
        self._shown = rows
        inside = self._scroller.inside
        for child in inside.winfo_children():
            child.destroy()
        inside.columnconfigure((1, 2), weight=1, uniform="two")
        for place, row in enumerate(rows):
            caption = label(inside, row.label, "Muted", wraplength=px(122))
            caption.grid(row=2 * place, column=0, sticky="nw", padx=px(0, 10), pady=px(5, 5))
            style = "Body.TLabel" if row.tone is Tone.PLAIN else f"{TINT_OF[row.tone]}.Ink.TLabel"
            for column, said in ((1, row.one), (2, row.other)):
                made = Wrapped(inside, text=said, style=style)
                made.grid(row=2 * place, column=column, sticky="new", padx=px(0, 8), pady=px(5, 5))
            line(inside).grid(row=2 * place + 1, column=0, columnspan=3, sticky="ew")
        self._scroller.to_top()
        self._scroller.settle()
