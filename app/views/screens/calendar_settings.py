"""When a branch is closed: a month of days to walk in, the closed ones of the year beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.calendar_settings import CalendarPresenter, CalendarState
from app.views.presenters.command import Command
from app.views.presenters.month import DayKind
from app.views.screens.asking_panel import AskingPanel, SettingsTab
from app.views.screens.branch_choice import BranchChoice
from app.views.screens.screen import Room
from app.views.widgets.basics import Tint, button, enable, label, pill
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.month_grid import MonthGrid
from app.views.widgets.scale import px
from app.views.widgets.table import Column, DataTable, Row

LEGEND: tuple[tuple[DayKind, Tint], ...] = (
    (DayKind.CLOSED, "bad"),
    (DayKind.HOLIDAY, "warn"),
    (DayKind.WEEKDAY, "chip"),
)

LEAST_YEAR = 200
"""Logical pixels of the year beside the month."""


class CalendarPanel(SettingsTab):
    """A month, a year, and what can be done with a day."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, self.presenter = room, CalendarPresenter(room.service, room.words, room.stage)
        self.panel = AskingPanel(parent, room, self.presenter.asking)
        super().__init__(self.panel, self.presenter)
        self._build_head()
        self._build_days()
        self._build_foot()
        self.commands: Sequence[Command] = (*self._on_days(), *self.panel.answers)
        self.presenter.show = self._show

    def _build_head(self) -> None:
        above, words = self.panel.above, self._room.words
        above.columnconfigure(4, weight=1)
        self.month = label(above, "", "Heading")
        back = button(above, "‹", partial(self.presenter.step, months=-1), takefocus=False)
        on = button(above, "›", partial(self.presenter.step, months=1), takefocus=False)
        today = button(above, words("calendar.today"), self.presenter.to_today, kind="Ghost", takefocus=False)
        for place, made in enumerate((back, on, self.month, today)):
            made.grid(row=0, column=place, padx=px(4))
        self.branch = BranchChoice(above)
        self.branch.grid(row=0, column=4, sticky="e")
        self.branch.changed = self.presenter.choose_branch

    def _build_days(self) -> None:
        words, inside = self._room.words, ttk.Frame(self.panel.shown)
        inside.grid(row=2, column=0, sticky="nsew")
        inside.columnconfigure(0, weight=3, uniform="calendar")
        inside.columnconfigure(1, weight=2, uniform="calendar")
        inside.rowconfigure(0, weight=1)
        self.grid = MonthGrid(inside, [words.weekday(day) for day in range(1, 8)])
        self.grid.grid(row=0, column=0, sticky="nsew", padx=px(0, 16))
        self.grid.chosen = self.presenter.choose
        self.grid.walked = lambda days: self.presenter.step(days=days)
        self.panel.home = self.grid.focus_set
        columns = (
            Column(id="days", heading=words("calendar.days"), most=200),
            Column(id="reason", heading=words("calendar.reason"), weight=1),
        )
        beside = ttk.Frame(inside, width=px(LEAST_YEAR))
        beside.grid(row=0, column=1, sticky="nsew")
        beside.pack_propagate(
            flag=False
        )  # Or what the table asks for, and what it gets, would change each other for ever.
        self.year = DataTable(beside, columns, empty_icon="calendar3")
        self.year.pack(fill="both", expand=True)
        self.year.empty.set(words("calendar.none"))
        self.year.chosen = self._row_chosen

    def _build_foot(self) -> None:
        words, foot = self._room.words, self.panel.foot
        self.told = Wrapped(foot, style="Strong.TLabel")
        self.told.pack(side="top", fill="x", pady=px(0, 6))
        legend = ttk.Frame(foot)
        legend.pack(side="top", fill="x", pady=px(0, 8))
        for kind, tint in LEGEND:
            pill(legend, words(f"calendar.kind.{kind}"), tint).pack(side="left", padx=px(0, 6))
        self.panel.add_button(f"{words('calendar.close')}   F2", self.presenter.ask_to_close)
        self._open = self.panel.add_button(f"{words('calendar.open.do')}   F4", self.presenter.ask_to_open)
        self._undo = self.panel.add_button(f"{words('command.undo')}   F6", self.presenter.undo)

    def _on_days(self) -> tuple[Command, ...]:
        step = self.presenter.step
        return (
            Command(id="toggle-day", key="space", run=self.presenter.toggle, may=self._is_walking),
            Command(id="close-days", key="F2", run=self.presenter.ask_to_close, may=self.is_free),
            Command(id="open-days", key="F4", run=self.presenter.ask_to_open, may=self._may_open, shown=False),
            Command(id="undo", key="F6", run=self.presenter.undo, may=self._may_undo, shown=False),
            self._walk("last-month", "Prior", partial(step, months=-1)),
            self._walk("next-month", "Next", partial(step, months=1)),
            self._walk("this-day", "Home", self.presenter.to_today),
            self._walk("last-year", "Control-Left", partial(step, years=-1)),
            self._walk("next-year", "Control-Right", partial(step, years=1)),
        )

    def _walk(self, name: str, key: str, run: Callable[[], None]) -> Command:
        return Command(id=name, key=key, run=run, may=self._is_walking, shown=False)

    def _is_walking(self) -> bool:
        return self.is_free() and self.grid.has_focus

    def _may_open(self) -> bool:
        return self.presenter.state.may_open and self.is_free()

    def _may_undo(self) -> bool:
        return self.presenter.state.may_undo and self.is_free()

    def _row_chosen(self, key: str) -> None:
        """Go to the first of the days that are chosen in the list; what is only filled anew chooses nothing."""
        found = next((row for row in self.presenter.state.rows if row.key == key), None)
        if found is not None and self.year.focus_displayof() is self.year.tree:
            self.presenter.choose(found.first)

    # What is shown.

    def _show(self, state: CalendarState) -> None:
        self.branch.fill(state.options, state.branch)
        self.month.configure(text=state.month)
        self.panel.say(state.hours)
        if state.day is not None:
            self.grid.fill(state.cells, state.day)
        self.told.configure(text=state.told)
        self.year.fill([Row(key=row.key, cells=(row.days, row.reason)) for row in state.rows])
        enable(self._open, when=self._may_open())
        enable(self._undo, when=self._may_undo())
        self.panel.show_question(state.asked)
