"""Lists to work through: which one above, its rows below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from tkinter import Misc
from typing import Any

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.list_pairs import Pairs
from app.views.presenters.list_reading import ListKind, Which
from app.views.presenters.lists import ListsPresenter
from app.views.presenters.lists_state import ListsState
from app.views.presenters.person_state import TabColumn
from app.views.screens.compared import ComparedPanel
from app.views.screens.question import QuestionPanel
from app.views.screens.screen import Room
from app.views.screens.tab_bar import TabBar
from app.views.widgets.basics import button, card, enable, label, show_notes
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.fields import Choice
from app.views.widgets.scale import px
from app.views.widgets.table import Column, DataTable, Row


class ListsScreen:
    """Cards on their way, and people to be asked for something."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self._was_asked = False
        self._columns: tuple[TabColumn, ...] = ()
        self.table: DataTable | None = None
        self.presenter = ListsPresenter(room.service, words, room.stage)
        self.commands: Sequence[Command] = self._commands()
        keys = {command.id: command.keycap for command in self.commands}
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(2, weight=1)
        label(self.frame, words("lists.title"), "Title").grid(row=0, column=0, sticky="w", pady=px(0, 10))
        self.tabs = TabBar(self.frame, lambda name: self.presenter.choose_kind(ListKind(name)))
        self.tabs.frame.grid(row=1, column=0, sticky="ew", pady=px(0, 10))
        self._main = card(self.frame, 18, 14)
        self._main.grid(row=2, column=0, sticky="nsew")
        self._main.columnconfigure(0, weight=1)
        self._main.rowconfigure(3, weight=1)
        self._build_top(keys)
        self.presenter.show = self._show

    def _commands(self) -> tuple[Command, ...]:
        presenter = self.presenter
        return (
            Command(id="next-tab", key="Control-Next", run=partial(presenter.step_kind, 1)),
            Command(id="last-tab", key="Control-Prior", run=partial(presenter.step_kind, -1), shown=False),
            Command(id="open-person", key="Return", run=presenter.open_person, may=presenter.may_open),
            Command(id="card-made", key="F8", run=presenter.make, may=presenter.may_make),
            Command(id="join-records", key="F8", run=presenter.join, may=presenter.may_settle, shown=False),
            Command(id="tell-apart", key="F9", run=presenter.tell_apart, may=presenter.may_settle, shown=False),
            Command(id="part-records", key="F6", run=presenter.part, may=presenter.may_part, shown=False),
            Command(id="propose-erasures", key="F8", run=presenter.propose, may=presenter.may_propose, shown=False),
            Command(id="withdraw-erasure", key="F9", run=presenter.withdraw, may=presenter.may_withdraw),
            Command(id="back", key="Escape", run=presenter.step_back, may=lambda: not presenter.is_free(), shown=False),
            Command(id="print-cards", key="Control-p", run=self._print, may=presenter.may_print, shown=False),
        )

    def _build_top(self, keys: dict[str, str]) -> None:
        words, presenter = self._room.words, self.presenter
        top = ttk.Frame(self._main)
        top.grid(row=0, column=0, columnspan=2, sticky="ew", pady=px(0, 8))
        top.columnconfigure(0, weight=1)
        said = ttk.Frame(top)
        said.grid(row=0, column=0, sticky="ew", padx=px(0, 14))
        said.columnconfigure(0, weight=1)
        self._headline = label(said, style="Heading")
        self._headline.grid(row=0, column=0, sticky="w")
        self._hint = Wrapped(said, style="Muted.TLabel")
        self._hint.grid(row=1, column=0, sticky="ew", pady=px(2, 0))
        self.which = Choice(top, "", presenter.choices, width=13)
        self.which.changed = lambda name: presenter.choose_which(Which(name))
        self.pairs = Choice(top, "", presenter.pairs, width=16)
        self.pairs.changed = lambda name: presenter.choose_pairs(Pairs(name))
        self.branch = Choice(top, "", presenter.branches, width=24)
        self.branch.grid(row=0, column=2, sticky="ne")
        self.branch.changed = presenter.choose_branch
        text = f"{words('command.print-cards')}   {keys['print-cards']}"
        self._print_button = button(top, text, self._print, kind="Primary", icon="printer")
        text = f"{words('command.propose-erasures')}   {keys['propose-erasures']}"
        self._propose_button = button(top, text, presenter.propose, kind="Primary")
        self._notes = ttk.Frame(self._main)
        self._notes.grid(row=2, column=0, columnspan=2, sticky="ew")
        self.question = QuestionPanel(self._main, words, presenter.asking, override_key="F8", low=True)
        self.compared = ComparedPanel(
            self._main,
            words,
            keys,
            on_join=presenter.join,
            on_apart=presenter.tell_apart,
            on_part=presenter.part,
        )

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
        path = self._room.ask_save(self.presenter.file_name())
        if path is not None:
            self.presenter.print_cards(path)

    # What is shown.

    def _show(self, state: ListsState) -> None:
        words = self._room.words
        self.tabs.show(state.kind.value, self.presenter.tabs)
        self.branch.value, self.which.value, self.pairs.value = state.branch, state.which.value, state.pairs.value
        self._headline.configure(text=words("lists.reading") if state.reading and not state.rows else state.headline)
        self._hint.configure(text=words(f"lists.{state.kind}.hint"))
        cards, pairs = state.kind is ListKind.CARDS, state.kind is ListKind.PAIRS
        forgetting = state.kind is ListKind.FORGETTING
        _place(self.which, when=cards, row=0, column=1, sticky="ne", padx=px(0, 8))
        _place(self.pairs, when=pairs, row=0, column=1, sticky="ne", padx=px(0, 8))
        _place(self._print_button, when=cards, row=0, column=3, sticky="ne", padx=px(8, 0))
        _place(self._propose_button, when=forgetting, row=0, column=3, sticky="ne", padx=px(8, 0))
        _place(self.compared.frame, when=pairs, row=3, column=1, sticky="ns", padx=px(16, 0))
        self.compared.show(state.compared, may_settle=self.presenter.may_settle(), may_part=self.presenter.may_part())
        enable(self._print_button, when=self.presenter.may_print())
        enable(self._propose_button, when=self.presenter.may_propose())
        show_notes(self._notes, state.notes)
        self._show_question(state)
        self._show_rows(state)
        self._room.keys_changed()

    def _show_question(self, state: ListsState) -> None:
        _place(
            self.question.frame,
            when=state.asked.is_open,
            row=1,
            column=0,
            columnspan=2,
            sticky="ew",
            pady=px(0, 10),
        )
        self.question.show(state.asked)
        if self._was_asked and not state.asked.is_open and self.table is not None:
            self.table.tree.focus_set()
        self._was_asked = state.asked.is_open

    def _show_rows(self, state: ListsState) -> None:
        if self._columns != state.columns or self.table is None:
            self._columns = state.columns
            self.table = self._make_table(state)
        self.table.empty.set(
            self._room.words("lists.reading" if state.reading else "lists.none"),
            icon="hourglass-split" if state.reading else "check2-circle",
        )
        rows = [Row(key=row.key, cells=row.cells, tone=row.tone) for row in state.rows]
        self.table.fill(rows, select=[state.chosen] if state.chosen else [])

    def _make_table(self, state: ListsState) -> DataTable:
        """Every list has columns of its own."""
        before = self.table
        if before is not None:
            before.destroy()
        columns = [
            Column(id=one.id, heading=one.heading, weight=one.weight, most=one.most, optional=one.optional)
            for one in state.columns
        ]
        table = DataTable(self._main, columns, empty_icon="check2-circle")
        table.grid(row=3, column=0, sticky="nsew")
        table.chosen = self.presenter.choose
        table.opened = lambda _: self.presenter.open_person()
        if before is not None:  # The focus was on it, or on the tab that was clicked.
            table.tree.focus_set()
        return table


def _place(widget: ttk.Frame | ttk.Button, *, when: bool, **where: Any) -> None:
    if when:
        widget.grid(**where)
    else:
        widget.grid_remove()
