"""The network: every workstation in a line, what is not as it should be above them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from tkinter import Misc

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.network import NetworkPresenter, NetworkState
from app.views.screens.screen import Room
from app.views.widgets.basics import button, card, label, show_notes
from app.views.widgets.scale import px
from app.views.widgets.table import Column, DataTable, Row


class NetworkScreen:
    """Who was heard of when, and what is on its way."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self.presenter = NetworkPresenter(room.service, words, room.stage)
        self.commands: Sequence[Command] = (
            Command(
                id="confirm-date",
                key="Control-Return",
                run=self.presenter.confirm_date,
                may=lambda: bool(self.presenter.state.today),
            ),
        )
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(1, weight=1)
        head = ttk.Frame(self.frame, style="Page.TFrame")
        head.grid(row=0, column=0, sticky="ew", pady=px(0, 10))
        label(head, words("network.title"), "Title").pack(side="left")
        self._confirm = button(head, "", self.presenter.confirm_date, kind="PagePrimary", icon="calendar-check")
        below = card(self.frame, 18, 14)
        below.grid(row=1, column=0, sticky="nsew")
        below.columnconfigure(0, weight=1)
        below.rowconfigure(2, weight=1)
        self._notes = ttk.Frame(below)
        self._notes.grid(row=0, column=0, sticky="ew")
        self._sending = label(below, style="Muted")
        self._sending.grid(row=1, column=0, sticky="w", pady=px(0, 6))
        self.table = DataTable(below, self._columns(), empty_icon="diagram-3")
        self.table.grid(row=2, column=0, sticky="nsew")
        self.table.empty.set(words("network.none"))
        self.presenter.show = self._show

    def _columns(self) -> Sequence[Column]:
        words = self._room.words
        return (
            Column(id="branch", heading=words("column.branch"), weight=1),
            Column(id="workstation", heading=words("network.workstation"), most=180),
            Column(id="heard", heading=words("network.heard")),
            Column(id="waiting", heading=words("network.waiting"), number=True),
            Column(id="clock", heading=words("network.clock"), optional=True),
            Column(id="rows", heading=words("network.rows"), optional=True),
            Column(id="version", heading=words("network.version"), optional=True),
        )

    # The screen and the window.

    def entered(self) -> None:
        self.presenter.refresh()
        self.table.tree.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def forget(self) -> None:
        self.presenter.forget()

    # What is shown.

    def _show(self, state: NetworkState) -> None:
        show_notes(self._notes, state.notes)
        self._sending.configure(text=state.sending)
        if state.today:
            text = self._room.words("network.confirm-date", today=state.today)
            self._confirm.configure(text=f" {text}   {self.commands[0].keycap}")
            self._confirm.pack(side="right")
        else:
            self._confirm.pack_forget()
        self.table.fill(
            [
                Row(
                    key=row.key,
                    cells=(row.branch, row.workstation, row.heard, row.waiting, row.clock, row.rows, row.version),
                    tone=row.tone,
                )
                for row in state.rows
            ]
        )
        self._room.keys_changed()
