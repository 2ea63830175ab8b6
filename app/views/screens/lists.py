"""Lists to work through: which one at the left, its rows beside it, and below them what is done with one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from tkinter import Misc
from typing import Any, ClassVar

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.list_kinds import WorkList
from app.views.presenters.list_registry import LISTS
from app.views.presenters.lists import ListsPresenter
from app.views.presenters.lists_state import DeedShown, ListsState
from app.views.presenters.person_state import TabColumn
from app.views.screens.compared import ComparedPanel
from app.views.screens.list_menu import ListMenu
from app.views.screens.question import QuestionPanel
from app.views.screens.screen import Room
from app.views.widgets.basics import button, card, label, show_notes
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.fields import Choice
from app.views.widgets.flow import Flow
from app.views.widgets.scale import px
from app.views.widgets.table import Column, DataTable, Row

TABLE, BESIDE = 3, 4


class ListsScreen:
    """What the library has to do and to ask."""

    TITLE: ClassVar[str] = "lists.title"
    LISTS: ClassVar[Sequence[WorkList]] = LISTS

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self._was_asked = False
        self._columns: tuple[TabColumn, ...] = ()
        self._buttons: dict[str, ttk.Button] = {}
        self.table: DataTable | None = None
        self.presenter = ListsPresenter(room.service, words, room.stage, self.LISTS)
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(1, weight=1)
        self.frame.rowconfigure(1, weight=1)
        title = label(self.frame, words(self.TITLE), "Title")
        title.grid(row=0, column=0, columnspan=2, sticky="w", pady=px(0, 10))
        self.menu = ListMenu(self.frame, words, self.presenter.menu, self._choose)
        self.menu.frame.grid(row=1, column=0, sticky="ns", padx=px(0, 14))
        self._main = card(self.frame, 18, 14)
        self._main.grid(row=1, column=1, sticky="nsew")
        self._main.columnconfigure(0, weight=1)
        self._build_top()
        self._notes = ttk.Frame(self._main)
        self._notes.grid(row=2, column=0, sticky="ew")
        self.question = QuestionPanel(self._main, words, self.presenter.asking, override_key="F8", low=True)
        self.compared = ComparedPanel(self._main)
        self._foot = Flow(self._main, gap=8)
        self._foot.grid(row=5, column=0, sticky="ew", pady=px(10, 0))
        self.presenter.show = self._show

    def _build_top(self) -> None:
        presenter = self.presenter
        top = ttk.Frame(self._main)
        top.grid(row=0, column=0, sticky="ew", pady=px(0, 8))
        top.columnconfigure(0, weight=1)
        self._headline = Wrapped(top, style="Heading.TLabel")
        self._headline.grid(row=0, column=0, sticky="ew", padx=px(0, 14))
        self._hint = Wrapped(top, style="Muted.TLabel")
        self._hint.grid(row=1, column=0, columnspan=3, sticky="ew", pady=px(4, 0))
        self.which = Choice(top, "", presenter.shows, width=13)
        self.which.changed = presenter.choose_show
        self.branch = Choice(top, "", presenter.branches, width=25)
        self.branch.changed = presenter.choose_branch

    @property
    def commands(self) -> Sequence[Command]:
        """What may be done with the list in sight; the deeds of it have buttons of their own."""
        presenter, asked = self.presenter, self.presenter.state.asked

        def may_override() -> bool:
            return asked.may_override and not asked.asking

        return (
            Command(id="next-list", key="Control-Next", run=partial(presenter.step_kind, 1)),
            Command(id="last-list", key="Control-Prior", run=partial(presenter.step_kind, -1), shown=False),
            Command(id="open-row", key="Return", run=presenter.open_row, may=presenter.may_open_row),
            Command(id="open-person", key="Return", run=presenter.open_person, may=presenter.may_open),
            Command(id="override", key="F8", run=presenter.asking.ask_reason, may=may_override),
            Command(id="answer", key="Control-Return", run=self.question.submit, may=self._asks, shown=False),
            *(self._command(one) for one in presenter.state.deeds),
            Command(id="back", key="Escape", run=presenter.step_back, may=presenter.may_step_back),
        )

    def _asks(self) -> bool:
        return self.presenter.state.asked.question is not None

    def _command(self, deed: DeedShown) -> Command:
        return Command(id=deed.id, key=deed.key, run=partial(self._begin, deed.id), may=lambda: deed.may, shown=False)

    # The screen and the window.

    def entered(self) -> None:
        self.branch.offer(self.presenter.branches)
        self.presenter.refresh()
        if self.table is not None:
            self.table.tree.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def forget(self) -> None:
        self.presenter.forget()

    def _choose(self, kind: Any) -> None:
        if kind is not self.presenter.state.kind:
            self.presenter.choose_kind(kind)

    def _begin(self, name: str) -> None:
        deed = next(one for one in self.presenter.state.deeds if one.id == name)
        path: Path | None = self._room.ask_save(deed.file) if deed.file else None
        if path is not None or not deed.file:
            self.presenter.begin(name, path)

    # What is shown.

    def _show(self, state: ListsState) -> None:
        words, one = self._room.words, self.presenter.list
        self.menu.show(state.kind, state.counts)
        headline = words("lists.reading") if state.reading and not state.rows else state.headline
        self._headline.configure(text=" · ".join(filter(None, (state.title, headline))))
        self._hint.configure(text=words(f"lists.{state.kind}{'.inside' if state.inside else ''}.hint"))
        self.which.offer(self.presenter.shows)
        self.branch.value, self.which.value = state.branch, state.show
        _place(self.which, when=bool(one.shows) and not state.inside, column=1, padx=px(0, 8))
        _place(self.branch, when=one.by_branch and not state.inside, column=2)
        self._show_beside(state)
        show_notes(self._notes, state.notes)
        self._show_question(state)
        self._show_rows(state)
        self._show_deeds(state)
        self._room.keys_changed()

    def _show_beside(self, state: ListsState) -> None:
        has = self.presenter.list.beside is not None
        self._main.rowconfigure(TABLE, weight=2 if has else 1, uniform="rows" if has else "")
        self._main.rowconfigure(BESIDE, weight=3 if has else 0, uniform="rows" if has else "")
        if has:
            self.compared.frame.grid(row=BESIDE, column=0, sticky="nsew", pady=px(10, 0))
        else:
            self.compared.frame.grid_remove()
        self.compared.show(state.compared)

    def _show_question(self, state: ListsState) -> None:
        if state.asked.is_open:
            self.question.frame.grid(row=1, column=0, sticky="ew", pady=px(0, 10))
        else:
            self.question.frame.grid_remove()
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
        focused = before is not None and self.frame.focus_get() is before.tree
        if before is not None:
            before.destroy()
        columns = [
            Column(id=one.id, heading=one.heading, weight=one.weight, most=one.most, optional=one.optional)
            for one in state.columns
        ]
        table = DataTable(self._main, columns, empty_icon="check2-circle")
        table.grid(row=TABLE, column=0, sticky="nsew")
        table.chosen = self.presenter.choose
        table.tree.bind("<Double-Button-1>", lambda _: self._open(), add="+")
        if focused:
            table.tree.focus_set()
        return table

    def _open(self) -> None:
        """A double click does what Enter does."""
        if self.presenter.may_open_row():
            self.presenter.open_row()
        else:
            self.presenter.open_person()

    def _show_deeds(self, state: ListsState) -> None:
        """Show a button for each deed that may be begun now, with its key."""
        offered = [one for one in state.deeds if one.may]
        if list(self._buttons) == [one.id for one in offered]:
            return
        for old in self._buttons.values():
            old.destroy()
        self._buttons = {one.id: self._button(one) for one in offered}
        self._foot.lay_out(tuple(self._buttons.values()))

    def _button(self, deed: DeedShown) -> ttk.Button:
        keycap = Command(id=deed.id, key=deed.key, run=lambda: None).keycap
        text = f"{self._room.words(f'command.{deed.id}')}   {keycap}"
        return button(self._foot, text, partial(self._begin, deed.id), icon=deed.icon)


def _place(widget: ttk.Frame, *, when: bool, **where: Any) -> None:
    if when:
        widget.grid(row=0, sticky="ne", **where)
    else:
        widget.grid_remove()
