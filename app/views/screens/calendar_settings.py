"""The closed days of a year: what is closed when, why and where; closing and opening again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from tkinter import Misc

from app.desk.outcome import Touched
from app.views.presenters.calendar_settings import CalendarPresenter, CalendarState
from app.views.presenters.command import Command
from app.views.screens.screen import Room
from app.views.screens.table_panel import TablePanel
from app.views.widgets.basics import button, enable, label
from app.views.widgets.scale import px
from app.views.widgets.table import Column, Row


class CalendarPanel:
    """A year, its closed days, and two deeds."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self.presenter = CalendarPresenter(room.service, words, room.stage)
        columns = (
            Column(id="days", heading=words("calendar.days"), most=300),
            Column(id="weekday", heading=words("calendar.weekday"), most=150),
            Column(id="reason", heading=words("calendar.reason"), weight=1),
            Column(id="where", heading=words("calendar.where"), most=220),
            Column(id="again", heading=words("calendar.often"), most=180),
        )
        self.panel = TablePanel(parent, room, self.presenter.asking, columns, icon="calendar3")
        self.frame = self.panel.frame
        button(self.panel.above, "‹", lambda: self._step(-1), takefocus=False).pack(side="left")
        self.year = label(self.panel.above, "", "Heading")
        self.year.pack(side="left", padx=px(12, 12))
        button(self.panel.above, "›", lambda: self._step(1), takefocus=False).pack(side="left")
        self.panel.add_button(f"{words('calendar.close')}   F2", self.presenter.ask_to_close)
        self._open = self.panel.add_button(f"{words('calendar.open.do')}   F4", self.presenter.ask_to_open)
        self.panel.table.chosen = self.presenter.choose
        self.panel.table.empty.set(words("calendar.none"), words("calendar.close.hint"))
        self.commands: Sequence[Command] = (
            Command(id="close-days", key="F2", run=self.presenter.ask_to_close, may=self._is_free),
            Command(id="open-days", key="F4", run=self.presenter.ask_to_open, may=self._may_open),
            Command(id="last-year", key="Control-Left", run=lambda: self._step(-1), may=self._is_free, shown=False),
            Command(id="next-year", key="Control-Right", run=lambda: self._step(1), may=self._is_free, shown=False),
            *self.panel.answers,
        )
        self.presenter.show = self._show

    # The screen and the window.

    @property
    def is_asking(self) -> bool:
        return self.panel.is_asking

    def entered(self) -> None:
        self.presenter.refresh()
        self.panel.focus()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def leave(self) -> None:
        self.presenter.forget()

    def _is_free(self) -> bool:
        return not self.panel.is_asking

    def _may_open(self) -> bool:
        return self.presenter.state.may_open and not self.panel.is_asking

    def _step(self, step: int) -> None:
        year = self.presenter.state.year + step
        if year in self.presenter.state.years:
            self.presenter.choose_year(year)

    # What is shown.

    def _show(self, state: CalendarState) -> None:
        self.year.configure(text=str(state.year))
        self.panel.say(state.hours)
        self.panel.table.fill(
            [Row(key=row.key, cells=(row.days, row.weekday, row.reason, row.where, row.again)) for row in state.rows]
        )
        enable(self._open, when=self._may_open())
        self.panel.show_question(state.asked)
