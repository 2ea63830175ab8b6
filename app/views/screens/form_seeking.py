"""Who a form is about, looked for by name or number among all who are registered."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.patrons import PatronsPresenter, PatronsState
from app.views.screens.found_patrons import found_columns, show_found
from app.views.widgets.basics import button, label
from app.views.widgets.fields import entry, on_enter
from app.views.widgets.scale import px
from app.views.widgets.table import DataTable
from app.words import Words

TYPED_MS = 150


class SeekPanel:
    """Stands in place of the fields: one field, below it who is found; Enter takes the one, or the chosen one."""

    def __init__(
        self,
        parent: Misc,
        words: Words,
        presenter: PatronsPresenter,
        *,
        on_take: Callable[[str], None],
        back_key: str,
        on_back: Callable[[], None],
    ) -> None:
        self._words, self._presenter, self._take = words, presenter, on_take
        self._job: str | None = None
        self.frame = ttk.Frame(parent)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(2, weight=1)
        label(self.frame, words("forms.seek.title"), "Heading").grid(row=0, column=0, sticky="w", pady=px(0, 8))
        self.search = entry(self.frame)
        self.search.grid(row=1, column=0, sticky="ew", pady=px(0, 8))
        self.search.bind("<KeyRelease>", lambda _: self._plan(), add="+")
        on_enter(self.search, self._entered)
        self.table = DataTable(self.frame, found_columns(words), empty_icon="search")
        self.table.grid(row=2, column=0, sticky="nsew")
        self.table.opened = on_take
        self.search.bind("<Down>", lambda _: self.table.move(1))
        self.search.bind("<Up>", lambda _: self.table.move(-1))
        back = button(self.frame, f"{words('command.back')}   {back_key}", on_back, kind="Ghost")
        back.grid(row=3, column=0, sticky="w", pady=px(8, 0))
        self.frame.bind("<Destroy>", lambda _: self._put_off(), add="+")
        presenter.show = self._show
        self._show(presenter.state)

    def open(self, *, anew: bool) -> None:
        """Put the focus in the field; anew with nothing in it."""
        if anew:
            self._put_off()
            self.search.delete(0, "end")
            self._presenter.forget()
        self.frame.update_idletasks()  # What is not laid out yet cannot take the focus.
        self.search.focus_set()

    def _plan(self) -> None:
        self._put_off()
        self._job = self.frame.after(TYPED_MS, self._find)

    def _find(self) -> None:
        self._put_off()
        if self.search.get() != self._presenter.state.text:
            self._presenter.find(self.search.get())

    def _put_off(self) -> None:
        if self._job is not None:
            self.frame.after_cancel(self._job)
            self._job = None

    def _entered(self) -> None:
        """A scan is found as it ends."""
        self._find()
        for scan in self.table.selected:
            self._take(scan)

    def _show(self, state: PatronsState) -> None:
        show_found(self.table, self._words, state)
