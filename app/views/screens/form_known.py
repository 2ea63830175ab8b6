"""A form beside somebody who is registered already: the differences, before it is entered for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.form_known import KnownRow, KnownSheet
from app.views.widgets.basics import button, label, line
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller
from app.words import Words


class KnownPanel:
    """Stands in place of the fields; what enters the form is the button below them."""

    def __init__(
        self,
        parent: Misc,
        words: Words,
        *,
        page_key: str,
        on_page: Callable[[], None],
        back_key: str,
        on_back: Callable[[], None],
    ) -> None:
        self._words = words
        self._shown: KnownSheet | None = None
        self.frame = ttk.Frame(parent)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(1, weight=1)
        self._title = Wrapped(self.frame, style="Heading.TLabel")
        self._title.grid(row=0, column=0, sticky="ew", pady=px(0, 4))
        self._scroller = Scroller(self.frame)
        self._scroller.grid(row=1, column=0, sticky="nsew")
        foot = ttk.Frame(self.frame)
        foot.grid(row=2, column=0, sticky="ew", pady=px(8, 0))
        button(foot, f"{words('command.open-person')}   {page_key}", on_page, icon="person-check").pack(side="left")
        back = button(foot, f"{words('command.back')}   {back_key}", on_back, kind="Ghost")
        back.pack(side="left", padx=px(8, 0))

    def show(self, sheet: KnownSheet | None) -> None:
        """Show one form beside one person; nothing for none."""
        if sheet == self._shown:
            return
        self._shown = sheet
        inside = self._scroller.inside
        for child in inside.winfo_children():
            child.destroy()
        if sheet is None:
            return
        self._title.configure(text=sheet.title)
        inside.columnconfigure(0, minsize=px(150))
        inside.columnconfigure((1, 2), weight=1, uniform="two")
        for column, code in ((1, "forms.known.now"), (2, "forms.known.said")):
            caption = label(inside, self._words(code), "Label")
            caption.grid(row=0, column=column, sticky="w", padx=px(0, 8), pady=px(0, 2))
        self._section(sheet.said, sheet.taken, 2 + self._section(sheet.doubt, sheet.stays, 1))
        self._scroller.to_top()
        self._scroller.settle()

    def turn(self, pages: int) -> None:
        """Show what stands further down, or up."""
        self._scroller.turn(pages)

    def _section(self, said: str, rows: Sequence[KnownRow], place: int) -> int:
        """Show what differs from row `place` on, with what is known before what the form says; return the last row."""
        inside = self._scroller.inside
        if said:
            heading = Wrapped(inside, text=said, style="Strong.TLabel")
            heading.grid(row=place, column=0, columnspan=3, sticky="ew", pady=px(6, 6))
        for row in rows:
            line(inside).grid(row=place + 1, column=0, columnspan=3, sticky="ew")
            shown = ((row.label, "Muted.TLabel"), (row.known, "Body.TLabel"), (row.said, "Strong.TLabel"))
            for column, (text, style) in enumerate(shown):
                made = Wrapped(inside, text=text, style=style)
                made.grid(row=place + 2, column=column, sticky="new", padx=px(0, 8), pady=px(5, 5))
            place += 2
        return place
