"""Patrons: found as one types, one of them in full, and the way to register another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from tkinter import Misc

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.patrons import PatronsPresenter, PatronsState
from app.views.presenters.person import PersonPresenter
from app.views.presenters.person_state import Tab
from app.views.presenters.registration import RegistrationPresenter
from app.views.screens.alike import alike_commands
from app.views.screens.found_patrons import found_columns, show_found
from app.views.screens.patron_details import DetailsCard
from app.views.screens.person import PersonPage
from app.views.screens.registration import RegistrationPage
from app.views.screens.screen import Room
from app.views.widgets import fonts
from app.views.widgets.basics import button, card, label
from app.views.widgets.fields import entry, on_enter
from app.views.widgets.scale import px
from app.views.widgets.table import DataTable

TYPED_MS = 150
ON_PAGE = frozenset({"new-patron", "back"})
"""What may be done beside what the page of a person offers; the bar of keys has room for the way back alone."""


class PatronsScreen:
    """A search and somebody at a glance; or, in their place, one person's page, or the form for a new one."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self._job: str | None = None
        self._back: Callable[[], None] | None = None
        self.presenter = PatronsPresenter(room.service, words, room.stage)
        self.registration = RegistrationPresenter(room.service, words, room.stage)
        self.person = PersonPresenter(room.service, words, room.stage)
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(1, weight=1)
        self.page = PersonPage(self.frame, room, self.person, on_close=self._leave_person)
        self._own = self._commands()
        keys = {command.id: command.keycap for command in self._own}
        self._title = label(self.frame, words("patrons.title"), "Title")
        self._title.grid(row=0, column=0, sticky="w", pady=px(0, 10))
        self._list = ttk.Frame(self.frame, style="Page.TFrame")
        self._list.grid(row=1, column=0, sticky="nsew")
        self._build_list(keys)
        self.form = RegistrationPage(self.frame, room, self.registration, keys=keys, on_close=self._close_form)
        self.registration.registered = self._close_form
        self.presenter.show = self._show
        self._show(self.presenter.state)

    def _commands(self) -> tuple[Command, ...]:
        return (
            Command(id="new-patron", key="Control-n", run=self.open_form, may=self._may_begin),
            Command(id="open-person", key="Return", run=self.open_person, may=self._may_open, shown=False),
            Command(id="open-at-desk", key="Control-Return", run=self.presenter.open_at_desk, may=self._may_open),
            Command(id="register", key="Control-Return", run=self._register, may=lambda: self._registering),
            Command(
                id="override",
                key="F8",
                run=self.registration.ask_reason,
                may=lambda: self._registering and self.registration.state.may_override,
            ),
            *alike_commands(
                self.registration.alike,
                self.registration.another,
                on_this=self.registration.alike.this_one,
                may=lambda: self._registering,
            ),
            Command(id="back", key="Escape", run=self._step_back),
        )

    @property
    def commands(self) -> Sequence[Command]:
        """What may be done: of the page while a person is open, else of what stands in its place."""
        if self.person.is_open:
            beside = (replace(one, shown=one.id == "back") for one in self._own if one.id in ON_PAGE)
            return (*self.page.commands, *beside)
        return self._own

    @property
    def _registering(self) -> bool:
        return bool(self.form.frame.winfo_manager())

    def _may_begin(self) -> bool:
        """Tell whether nothing is being typed that a new form would put away."""
        return not self._registering and self.person.state.asked.question is None

    def _may_open(self) -> bool:
        return self._is_list() and self.presenter.state.details is not None

    def _is_list(self) -> bool:
        return not (self._registering or self.person.is_open)

    def _build_list(self, keys: dict[str, str]) -> None:
        words, page = self._room.words, self._list
        page.columnconfigure(0, weight=1)
        page.rowconfigure(1, weight=1)
        top = card(page, 18, 14)
        top.grid(row=0, column=0, columnspan=2, sticky="ew", pady=px(0, 14))
        top.columnconfigure(1, weight=1)
        ttk.Label(top, icon="search", icon_size=20, style="Accent.TLabel").grid(row=0, column=0, padx=px(2, 12))
        self.search = entry(top, font=fonts.BODY)
        self.search.grid(row=0, column=1, sticky="ew")
        text = f"{words('command.new-patron')}   {keys['new-patron']}"
        made = button(top, text, self.open_form, kind="Primary", icon="person-plus")
        made.grid(row=0, column=2, padx=px(14, 0))
        left = card(page, 18, 14)
        left.grid(row=1, column=0, sticky="nsew", padx=px(0, 14))
        left.rowconfigure(0, weight=1)
        left.columnconfigure(0, weight=1)
        self.table = DataTable(left, found_columns(words), empty_icon="search")
        self.table.grid(row=0, column=0, sticky="nsew")
        self.table.chosen = self.presenter.look_at
        self.table.opened = lambda _: self.open_person()
        self.details = DetailsCard(
            page, words, keys=keys, on_open=self.open_person, on_desk=self.presenter.open_at_desk
        )
        self.details.frame.grid(row=1, column=1, sticky="ns")
        self.search.bind("<KeyRelease>", lambda _: self._plan(), add="+")
        on_enter(self.search, self._entered)
        self.search.bind("<Down>", lambda _: self.table.move(1))
        self.search.bind("<Up>", lambda _: self.table.move(-1))

    # The screen and the window.

    def entered(self) -> None:
        self.touched(frozenset(Touched))
        if self.person.is_open:
            self.page.entered()
        elif self._registering:
            self.form.entered()
        else:
            self.search.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)
        self.person.touched(kinds)
        if not self.person.is_open and self.page.frame.winfo_manager():  # Somebody was forgotten meanwhile.
            self._close_person()

    def forget(self) -> None:
        self._close_form()
        self._close_person()
        self.search.delete(0, "end")
        self.presenter.forget()

    # A person.

    def open_details(self, scan: str, tab: Tab | None = None, back: Callable[[], None] | None = None) -> None:
        """Show the page of one patron.

        Args:
            back: Leads to where the page was opened from; None where that is here.
        """
        self._close_form()
        if self.person.open(scan, tab or Tab.LOANS):
            self._back = back
            self._list.grid_remove()
            self._title.grid_remove()
            self.page.frame.grid(row=0, column=0, rowspan=2, sticky="nsew")
            self.frame.update_idletasks()  # What is not laid out yet cannot take the focus.
            self.page.entered()
            self._room.keys_changed()

    def open_known(self, scan: str, told: Mapping[str, str], back: Callable[[], None] | None = None) -> None:
        """Show the page of somebody who came to register and is known, and ask for the contact data."""
        self.open_details(scan, Tab.CONTACT, back)
        self.person.start("change-contact", told=told)

    def open_person(self) -> None:
        """Show the page of whoever is looked at."""
        if self.presenter.state.details is not None:
            self.open_details(self.presenter.state.details.scan)

    def _close_person(self) -> None:
        self._back = None
        self.person.close()
        self.page.frame.grid_remove()
        self._title.grid()
        self._list.grid()
        self._room.keys_changed()

    def _leave_person(self) -> None:
        back = self._back
        self._close_person()
        self.search.focus_set()
        if back is not None:
            back()

    # Finding.

    def _plan(self) -> None:
        if self._job is not None:
            self.frame.after_cancel(self._job)
        self._job = self.frame.after(TYPED_MS, self._find)

    def _find(self) -> None:
        if self._job is not None:
            self.frame.after_cancel(self._job)
            self._job = None
        if self.search.get() != self.presenter.state.text:
            self.presenter.find(self.search.get())

    def _entered(self) -> None:
        """Enter finds, and opens the one that is found."""
        self._find()
        self.open_person()

    def _step_back(self) -> None:
        if self.person.is_open:
            self.page.step_back()
        elif self._registering:
            if not self.registration.step_back():
                self._close_form()
        else:
            self.forget()
            self.search.focus_set()

    # Registering.

    def open_form(self) -> None:
        self._close_person()
        self._list.grid_remove()
        self._title.configure(text=self._room.words("patrons.new"))
        self.form.open()
        self._room.keys_changed()

    def _register(self) -> None:
        self.form.submit()

    def _close_form(self) -> None:
        self.form.close()
        self._title.configure(text=self._room.words("patrons.title"))
        self._list.grid()
        self._room.keys_changed()

    # What is shown.

    def _show(self, state: PatronsState) -> None:
        show_found(self.table, self._room.words, state)
        self.details.show(state)
        self._room.keys_changed()
