"""Reports: chosen, looked at, saved as an Excel file, opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from tkinter import Misc

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.days import written_day
from app.views.presenters.reports import PERIODS, ReportsPresenter, ReportsState
from app.views.screens.screen import Room
from app.views.widgets.basics import button, card, enable, label, show_notes
from app.views.widgets.fields import Choice, Field, on_enter
from app.views.widgets.scale import px
from app.views.widgets.table import Column, DataTable, Row


class ReportsScreen:
    """What is asked for above, what it shows below."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self._columns: tuple[str, ...] = ()
        self.table: DataTable | None = None
        self.presenter = ReportsPresenter(room.service, words, room.stage)
        self.commands: Sequence[Command] = (
            Command(id="save-report", key="Control-s", run=self._save, may=lambda: not self.presenter.state.busy),
            Command(
                id="open-report",
                key="Control-Return",
                run=self.presenter.open_written,
                may=lambda: self.presenter.state.written is not None,
            ),
        )
        keys = {command.id: command.keycap for command in self.commands}
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(2, weight=1)
        head = ttk.Frame(self.frame, style="Page.TFrame")
        head.grid(row=0, column=0, sticky="ew", pady=px(0, 10))
        label(head, words("reports.title"), "Title").pack(side="left")
        text = f"{words('command.save-report')}   {keys['save-report']}"
        self._save_button = button(head, text, self._save, kind="PagePrimary", icon="download")
        self._save_button.pack(side="right")
        self._build_question()
        self._build_preview()
        self.presenter.show = self._show

    def _build_question(self) -> None:
        words = self._room.words
        top = card(self.frame, 18, 14, 18, 16)
        top.grid(row=1, column=0, sticky="ew", pady=px(0, 14))
        top.columnconfigure((0, 1), weight=1)
        self.report = Choice(top, words("reports.report"), self.presenter.names, width=14)
        self.report.grid(row=0, column=0, sticky="new", padx=px(0, 14))
        self.report.changed = self.presenter.choose
        self.branch = Choice(top, words("column.branch"), self.presenter.branches, width=14)
        self.branch.grid(row=0, column=1, sticky="new", padx=px(0, 14))
        self.branch.changed = self.presenter.set_branch
        self.first = Field(top, words("reports.first"), width=11)
        self.first.grid(row=0, column=2, sticky="nw", padx=px(0, 8))
        self.last = Field(top, words("reports.last"), width=11)
        self.last.grid(row=0, column=3, sticky="nw")
        for field in (self.first, self.last):
            on_enter(field.entry, self._take_days)
            field.entry.bind("<FocusOut>", lambda _: self._take_days(), add="+")
        self._periods = ttk.Frame(top)
        self._periods.grid(row=1, column=0, columnspan=4, sticky="w", pady=px(10, 0))
        for name in PERIODS:
            button(
                self._periods,
                words(f"reports.period.{name}"),
                partial(self.presenter.take_period, name),
                kind="Ghost",
            ).pack(side="left", padx=px(0, 4))

    def _build_preview(self) -> None:
        self._below = card(self.frame, 18, 14)
        self._below.grid(row=2, column=0, sticky="nsew")
        self._below.columnconfigure(0, weight=1)
        self._below.rowconfigure(2, weight=1)
        self._notes = ttk.Frame(self._below)
        self._notes.grid(row=0, column=0, columnspan=2, sticky="ew")
        self._count = label(self._below, style="Heading")
        self._count.grid(row=1, column=0, sticky="w", pady=px(0, 4))
        self._open = button(
            self._below,
            f"{self._room.words('command.open-report')}   {self.commands[1].keycap}",
            self.presenter.open_written,
            kind="Ghost",
            icon="box-arrow-up-right",
        )

    # The screen and the window.

    def entered(self) -> None:
        self.presenter.refresh()
        self.report.box.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def forget(self) -> None:
        self.presenter.forget()

    # What is done.

    def _take_days(self) -> None:
        state = self.presenter.state
        typed = (self.first.value, self.last.value)
        if typed != (written_day(state.first), written_day(state.last)):
            self.presenter.set_period(*typed)

    def _save(self) -> None:
        path = self._room.ask_save(self.presenter.file_name())
        if path is not None:
            self.presenter.write(path)

    # What is shown.

    def _show(self, state: ReportsState) -> None:
        words = self._room.words
        self.report.value, self.branch.value = state.name, state.branch
        self._show_period(state)
        if self._columns != state.preview.columns or self.table is None:
            self._columns = state.preview.columns
            self.table = self._make_table(state)
        self.table.empty.set(words("report.empty"))
        self.table.fill([Row(key=str(place), cells=row) for place, row in enumerate(state.preview.rows)])
        shown, all_rows = len(state.preview.rows), state.preview.all
        code = "reports.rows" if shown == all_rows else "reports.rows-shown"
        self._count.configure(text=words(code, count=all_rows, shown=shown))
        show_notes(self._notes, state.notes)
        if state.written is not None:
            self._open.grid(row=1, column=1, sticky="e")
        else:
            self._open.grid_remove()
        enable(self._save_button, when=not state.busy)
        self._room.keys_changed()

    def _show_period(self, state: ReportsState) -> None:
        for field, name, day in ((self.first, "first", state.first), (self.last, "last", state.last)):
            complaint = state.complaints.get(name, "")
            field.complain(complaint)
            if not complaint:
                field.value = written_day(day)
            if state.period:
                field.grid()
            else:
                field.grid_remove()
        if state.period:
            self._periods.grid()
        else:
            self._periods.grid_remove()

    def _make_table(self, state: ReportsState) -> DataTable:
        """Every report has columns of its own."""
        if self.table is not None:
            self.table.destroy()
        preview = state.preview
        columns = [
            Column(
                id=str(place),
                heading=heading,
                number=place in preview.numbers,
                weight=2 if heading in {self._room.words(code) for code in WIDE} else 0,
                most=180,
            )
            for place, heading in enumerate(preview.columns)
        ]
        table = DataTable(self._below, columns, empty_icon="bar-chart")
        table.grid(row=2, column=0, columnspan=2, sticky="nsew")
        return table


WIDE = ("column.branch", "column.title", "column.name", "column.branch-lent")
