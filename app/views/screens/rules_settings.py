"""The terms of lending: for what, what holds, who says so, since when, what comes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from tkinter import Misc

from app.views.presenters.command import Command
from app.views.presenters.rules_settings import BRANCH, PLACE, RulesPresenter, RulesState
from app.views.screens.asking_panel import SettingsTab
from app.views.screens.screen import Room
from app.views.screens.table_panel import TablePanel
from app.views.widgets.basics import enable
from app.views.widgets.fields import Choice
from app.views.widgets.scale import px
from app.views.widgets.table import Column, Row


class RulesPanel(SettingsTab):
    """Four choices, and a table of what follows."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self.presenter = RulesPresenter(room.service, words, room.stage)
        columns = (
            Column(id="term", heading=words("rules.column.term"), weight=3),
            Column(id="value", heading=words("rules.value"), most=230),
            Column(id="why", heading=words("rules.column.why"), weight=2),
            Column(id="since", heading=words("rules.column.since"), most=190, optional=True),
            Column(id="coming", heading=words("rules.column.coming"), most=260),
        )
        self.panel = TablePanel(parent, room, self.presenter.asking, columns, icon="list-check")
        super().__init__(self.panel, self.presenter)
        self._options: dict[str, dict[str, str]] = {}
        self.choices: dict[str, Choice] = {}
        self._change = self.panel.add_button(f"{words('rules.change')}   F2", self._ask)
        self.panel.table.opened = self.presenter.ask_change
        self.panel.table.chosen = lambda _: self._offer()
        self.commands: Sequence[Command] = (
            Command(id="change-rule", key="F2", run=self._ask, may=self._may_change),
            *self.panel.answers,
        )
        self.presenter.show = self._show

    def _may_change(self) -> bool:
        return bool(self.panel.table.selected) and not self.panel.is_asking

    def _ask(self) -> None:
        if self._may_change():
            self.presenter.ask_change(self.panel.table.selected[0])

    # What is shown.

    def _show(self, state: RulesState) -> None:
        if state.options and {name: dict(of) for name, of in state.options.items()} != self._options:
            self._lay_out_choices(state)
        for name, choice in self.choices.items():
            choice.value = state.place.get(name, "")
        rows = [Row(key=row.name, cells=(row.term, row.value, row.why, row.since, row.coming)) for row in state.rows]
        self.panel.table.fill(rows, select=() if self.panel.table.selected or not rows else (rows[0].key,))
        self._offer()
        self.panel.show_question(state.asked)

    def _lay_out_choices(self, state: RulesState) -> None:
        self._options = {name: dict(of) for name, of in state.options.items()}
        for child in self.panel.above.winfo_children():
            child.destroy()
        for place, name in enumerate(PLACE):
            self.panel.above.columnconfigure(place, weight=4 if name == BRANCH else 3, uniform="place")
            made = Choice(self.panel.above, self._room.words(f"rules.{name}"), state.options[name])
            made.grid(row=0, column=place, sticky="ew", padx=px(0, 0 if place == len(PLACE) - 1 else 10))
            made.changed = partial(self.presenter.choose, name)
            self.choices[name] = made

    def _offer(self) -> None:
        enable(self._change, when=self._may_change())
        self._room.keys_changed()
