"""The screen of holds: which list above, its rows below, what is done with one by a key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from tkinter import BooleanVar, Misc

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.hold_lists import HoldList
from app.views.presenters.holds import HoldsPresenter, HoldsState
from app.views.presenters.person_state import TabColumn
from app.views.screens.question import QuestionPanel
from app.views.screens.screen import Room
from app.views.screens.tab_bar import TabBar
from app.views.widgets.basics import card, label, show_notes
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px
from app.views.widgets.table import Column, DataTable, Row


class HoldsScreen:
    """What to fetch, what lies ready, what is on its way, who waits for long."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self._was_asked = False
        self._columns: tuple[TabColumn, ...] = ()
        self.table: DataTable | None = None
        self.presenter = HoldsPresenter(room.service, words, room.stage)
        self.commands: Sequence[Command] = self._commands()
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(2, weight=1)
        label(self.frame, words("holds.title"), "Title").grid(row=0, column=0, sticky="w", pady=px(0, 10))
        self.tabs = TabBar(self.frame, lambda name: self.presenter.choose_list(HoldList(name)))
        self.tabs.frame.grid(row=1, column=0, sticky="ew", pady=px(0, 10))
        self._main = card(self.frame, 18, 14)
        self._main.grid(row=2, column=0, sticky="nsew")
        self._main.columnconfigure(0, weight=1)
        self._main.rowconfigure(3, weight=1)
        self._build_top()
        self.presenter.show = self._show

    def _commands(self) -> tuple[Command, ...]:
        one = self.presenter
        return (
            Command(id="next-tab", key="Control-Next", run=partial(one.step_list, 1), shown=False),
            Command(id="last-tab", key="Control-Prior", run=partial(one.step_list, -1), shown=False),
            Command(id="open-person", key="Return", run=one.open_person, may=one.may_open),
            Command(id="fetch-hold", key="F8", run=one.fetch, may=one.may_fetch),
            Command(id="give-up-hold", key="F9", run=one.give_up, may=one.may_give_up),
            Command(id="cancel-hold", key="F9", run=one.cancel, may=one.may_cancel),
            Command(id="lose-copy", key="F9", run=one.lose, may=one.may_lose),
            Command(id="print-slip", key="Control-p", run=self._print, may=one.may_print),
            Command(id="back", key="Escape", run=one.step_back, may=lambda: not one.is_free(), shown=False),
        )

    def _build_top(self) -> None:
        words, presenter = self._room.words, self.presenter
        top = ttk.Frame(self._main)
        top.grid(row=0, column=0, sticky="ew", pady=px(0, 8))
        top.columnconfigure(0, weight=1)
        self._headline = label(top, style="Heading")
        self._headline.grid(row=0, column=0, sticky="w")
        self._hint = Wrapped(top, style="Muted.TLabel")
        self._hint.grid(row=1, column=0, columnspan=2, sticky="ew", pady=px(2, 0))
        self._everywhere = BooleanVar(top, value=False)
        ttk.Checkbutton(
            top,
            text=words("report.all-branches"),
            variable=self._everywhere,
            bootstyle="round toggle",
            command=lambda: presenter.choose_everywhere(self._everywhere.get()),
        ).grid(row=0, column=1, sticky="e")
        self._notes = ttk.Frame(self._main)
        self._notes.grid(row=2, column=0, sticky="ew")
        self.question = QuestionPanel(self._main, words, presenter.asking, override_key="F8", low=True)

    # The screen and the window.

    def entered(self) -> None:
        self.presenter.refresh()
        if self.table is not None:
            self.table.tree.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def forget(self) -> None:
        self.presenter.forget()

    def _print(self) -> None:
        path = self._room.ask_save(self.presenter.slip_name)
        if path is not None:
            self.presenter.print_slip(path)

    # What is shown.

    def _show(self, state: HoldsState) -> None:
        words = self._room.words
        self.tabs.show(state.which.value, self.presenter.tabs)
        self._everywhere.set(state.everywhere)
        self._headline.configure(text=words("lists.reading") if state.reading and not state.rows else state.headline)
        self._hint.configure(text=words(f"holds.list.{state.which}.hint"))
        show_notes(self._notes, state.notes)
        self._show_question(state)
        self._show_rows(state)
        self._room.keys_changed()

    def _show_question(self, state: HoldsState) -> None:
        if state.asked.is_open:
            self.question.frame.grid(row=1, column=0, sticky="ew", pady=px(0, 10))
        else:
            self.question.frame.grid_remove()
        self.question.show(state.asked)
        if self._was_asked and not state.asked.is_open and self.table is not None:
            self.table.tree.focus_set()
        self._was_asked = state.asked.is_open

    def _show_rows(self, state: HoldsState) -> None:
        if self._columns != state.columns or self.table is None:
            self._columns = state.columns
            self.table = self._make_table(state)
        self.table.empty.set(
            self._room.words("lists.reading" if state.reading else "lists.none"),
            icon="hourglass-split" if state.reading else "check2-circle",
        )
        rows = [Row(key=row.key, cells=row.cells, tone=row.tone) for row in state.rows]
        self.table.fill(rows, select=[state.chosen] if state.chosen else [])

    def _make_table(self, state: HoldsState) -> DataTable:
        """Every list has columns of its own."""
        before = self.table
        if before is not None:
            before.destroy()
        columns = [Column(id=one.id, heading=one.heading, weight=one.weight, most=one.most) for one in state.columns]
        table = DataTable(self._main, columns, empty_icon="check2-circle")
        table.grid(row=3, column=0, sticky="nsew")
        table.chosen = self.presenter.choose
        table.opened = lambda _: self.presenter.open_person()
        if before is not None:  # The focus was on it, or on the tab that was clicked.
            table.tree.focus_set()
        return table
