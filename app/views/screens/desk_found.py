"""The list that drops down below the scan field while a name is typed."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.desk_state import Found, FoundKind, FoundRow
from app.views.widgets import fonts
from app.views.widgets.basics import card, label
from app.views.widgets.ellipsis import ShortLabel
from app.views.widgets.picture import Glyph
from app.views.widgets.scale import px

ICONS = {FoundKind.PATRON: "person", FoundKind.TITLE: "book"}


class FoundList:
    """Floats over the page, as wide as the field it belongs to."""

    def __init__(self, page: Misc, below: Misc, on_take: Callable[[int], object]) -> None:
        self._below, self._take = below, on_take
        self._shown: Found | None = None
        self.frame = card(page, 6, 6, style="Float.Card.TFrame")
        self.frame.columnconfigure(0, weight=1)

    def show(self, found: Found | None) -> None:
        if found == self._shown:
            return
        self._shown = found
        for child in self.frame.winfo_children():
            child.destroy()
        if found is None:
            self.frame.place_forget()
            return
        for place, row in enumerate(found.rows):
            self._row(place, row, chosen=place == found.chosen)
        if found.more:
            label(self.frame, found.more, "Caption").grid(sticky="w", padx=px(10), pady=px(4, 2))
        self.frame.place(in_=self._below, x=0, rely=1.0, y=px(3), relwidth=1.0, bordermode="outside")
        self.frame.lift()

    def _row(self, place: int, row: FoundRow, *, chosen: bool) -> None:
        frame = ttk.Frame(self.frame, style="Chosen.TFrame" if chosen else "TFrame", padding=px(10, 6))
        frame.grid(sticky="ew")
        frame.columnconfigure(1, weight=3, uniform="found")
        frame.columnconfigure(2, weight=4, uniform="found")
        name, about = ("ChosenName", "ChosenAbout") if chosen else ("Strong", "Caption")
        icon = Glyph(frame, ICONS[row.kind], 15, f"{about}.TLabel")
        icon.grid(row=0, column=0, padx=px(0, 10))
        for column, (text, style, font) in enumerate(
            ((row.name, name, fonts.BODY_BOLD), (row.about, about, fonts.SMALL)), start=1
        ):
            said = ShortLabel(frame, style=f"{style}.TLabel", font=font)
            said.set(text)
            said.grid(row=0, column=column, sticky="ew", padx=px(0, 8))
        for widget in (frame, *frame.winfo_children()):
            widget.bind("<Button-1>", lambda _: self._take(place), add="+")
