"""Two records side by side."""

from __future__ import annotations

from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.line import Tone
from app.views.presenters.list_kinds import ComparedRow
from app.views.widgets.basics import TINT_OF, label, line
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller


class ComparedPanel:
    """Below a list of pairs."""

    def __init__(self, parent: Misc) -> None:
        self._shown: tuple[ComparedRow, ...] | None = None
        self.frame = ttk.Frame(parent)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(0, weight=1)
        self._scroller = Scroller(self.frame)
        self._scroller.grid(row=0, column=0, sticky="nsew")

    def show(self, rows: tuple[ComparedRow, ...]) -> None:
        """Show two people; nobody for no rows."""
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
