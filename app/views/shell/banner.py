"""The banner for what went wrong: in the window, over no field, gone with a click."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.line import Line
from app.views.widgets.basics import ICON_OF, TINT_OF
from app.views.widgets.picture import Glyph
from app.views.widgets.scale import px
from app.words import Words


class Banner:
    """Takes no room while nothing is wrong."""

    def __init__(self, parent: Misc, words: Words, on_close: Callable[[], None]) -> None:
        self._words = words
        self.frame = ttk.Frame(parent)
        self._on_close = on_close
        self._text = ""

    @property
    def text(self) -> str:
        return self._text

    def show(self, said: Line) -> None:
        self._text = said.whole
        tint = TINT_OF[said.tone]
        for child in self.frame.winfo_children():
            child.destroy()
        inner = ttk.Frame(self.frame, style=f"{tint}.NoteFrame.TFrame", padding=px(24, 10, 16, 10))
        inner.pack(fill="x")
        inner.columnconfigure(1, weight=1)
        icon = Glyph(inner, ICON_OF[said.tone], 18, f"{tint}.InNote.TLabel")
        icon.grid(row=0, column=0, rowspan=2, padx=px(0, 12), sticky="n")
        wrap = max(self.frame.master.winfo_width(), px(700)) - px(140)
        text = ttk.Label(inner, text=said.text, style=f"{tint}.InNoteBold.TLabel", wraplength=wrap)
        text.grid(row=0, column=1, sticky="w")
        if said.todo:
            hint = ttk.Label(inner, text=said.todo, style=f"{tint}.InNote.TLabel", wraplength=wrap)
            hint.grid(row=1, column=1, sticky="w", pady=px(2, 0))
        close = Glyph(inner, "x-lg", 14, f"{tint}.InNote.TLabel", cursor="hand2")
        close.grid(row=0, column=2, sticky="ne")
        close.bind("<Button-1>", lambda _: self._on_close(), add="+")

    def clear(self) -> None:
        self._text = ""
