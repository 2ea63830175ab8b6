"""Hours of opening: which hold at a branch, which are to come."""

from __future__ import annotations

from collections.abc import Sequence
from tkinter import Misc

from app.views.presenters.command import Command
from app.views.presenters.hours_settings import HoursPresenter, HoursState
from app.views.screens.asking_panel import SettingsTab
from app.views.screens.branch_choice import BranchChoice
from app.views.screens.screen import Room
from app.views.screens.table_panel import TablePanel
from app.views.widgets.basics import enable
from app.views.widgets.table import Column, Row


class HoursPanel(SettingsTab):
    """A branch, its hours, and two deeds."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self.presenter = HoursPresenter(room.service, words, room.stage)
        columns = (
            Column(id="since", heading=words("hours.since"), most=220),
            Column(id="hours", heading=words("column.hours"), weight=3),
            Column(id="closed", heading=words("column.closed-on"), weight=1),
        )
        self.panel = TablePanel(parent, room, self.presenter.asking, columns, icon="clock")
        super().__init__(self.panel, self.presenter)
        self.branch = BranchChoice(self.panel.above)
        self.branch.pack(side="left")
        self.branch.changed = self.presenter.choose_branch
        self._change = self.panel.add_button(f"{words('hours.change.do')}   F2", self.presenter.ask_change)
        self._withdraw = self.panel.add_button(f"{words('hours.withdraw.do')}   F4", self.presenter.ask_withdraw)
        self.panel.table.chosen = self._chosen
        self.panel.table.opened = lambda _: self.presenter.ask_change()
        self.commands: Sequence[Command] = (
            Command(id="change-hours", key="F2", run=self.presenter.ask_change, may=self.is_free),
            Command(
                id="withdraw-hours", key="F4", run=self.presenter.ask_withdraw, may=self._may_withdraw, shown=False
            ),
            *self.panel.answers,
        )
        self.presenter.show = self._show

    def _may_withdraw(self) -> bool:
        return self.presenter.state.may_withdraw and self.is_free()

    def _chosen(self, key: str) -> None:
        if key != self.presenter.state.chosen:
            self.presenter.choose(key)

    def _show(self, state: HoursState) -> None:
        self.branch.fill(state.options, state.branch)
        rows = [Row(key=row.key, cells=(row.since, row.hours, row.closed)) for row in state.rows]
        self.panel.table.fill(rows, select=(state.chosen,))
        enable(self._withdraw, when=self._may_withdraw())
        self.panel.show_question(state.asked)
