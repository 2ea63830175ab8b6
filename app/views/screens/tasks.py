"""Tasks: a list, and the one in sight with both of its facts and the keys that settle it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from tkinter import Misc

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.line import Tone
from app.views.presenters.tasks import SideCard, TaskCard, TasksPresenter, TasksState
from app.views.screens.screen import Room
from app.views.widgets.basics import Empty, button, card, label, line, pill, show_notes
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller
from app.views.widgets.table import Column, DataTable, Row

LIST_WIDTH = 300
CHOICES_MAX = 3


class TasksScreen:
    """What two desks did without knowing of each other."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self._shown: object = None
        self.presenter = TasksPresenter(room.service, words, room.stage)
        self.commands: Sequence[Command] = tuple(self._choice(number) for number in range(CHOICES_MAX))
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(1, weight=1)
        self.frame.rowconfigure(1, weight=1)
        label(self.frame, words("tasks.title"), "Title").grid(row=0, column=0, columnspan=2, sticky="w", pady=px(0, 10))
        left = card(self.frame, 14, 14)
        left.configure(width=px(LIST_WIDTH))
        left.grid(row=1, column=0, sticky="ns", padx=px(0, 14))
        left.grid_propagate(False)
        left.rowconfigure(0, weight=1)
        left.columnconfigure(0, weight=1)
        columns = [
            Column(id="kind", heading=words("tasks.task"), weight=1),
            Column(id="branch", heading=words("column.branch"), most=110),
        ]
        self.table = DataTable(left, columns, empty_icon="check2-circle")
        self.table.grid(row=0, column=0, sticky="nsew")
        self.table.empty.set(words("tasks.none"))
        self.table.chosen = lambda key: self.presenter.choose(self._place(key))
        self._right = card(self.frame, 22, 20, 16, 20)
        self._right.grid(row=1, column=1, sticky="nsew")
        self._right.columnconfigure(0, weight=1)
        self._right.rowconfigure(0, weight=1)
        self._scroller = Scroller(self._right)
        self._empty = Empty(self._right, icon="clipboard2-check", wrap=360)
        self._empty.set(words("tasks.none"), words("tasks.none.hint"))
        self.presenter.show = self._show

    def _choice(self, number: int) -> Command:
        """The digit settles the task in sight; it is named by its own button, not by the bar of keys."""

        def may() -> bool:
            task = self.presenter.state.task
            return task is not None and number < len(task.choices)

        return Command(
            id=f"settle-{number + 1}",
            key=f"Key-{number + 1}",
            run=lambda: self.presenter.settle(number),
            may=may,
            shown=False,
        )

    # The screen and the window.

    def entered(self) -> None:
        self.presenter.refresh()
        self.table.tree.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def forget(self) -> None:
        self.presenter.forget()

    def _place(self, key: str) -> int:
        names = [task.name for task in self.presenter.state.tasks]
        return names.index(key) if key in names else -1

    # What is shown.

    def _show(self, state: TasksState) -> None:
        task = state.task
        self.table.fill(
            [
                Row(
                    key=one.name,
                    cells=(one.kind, one.branch),
                    tone=Tone.ATTENTION if one.mine else Tone.PLAIN,
                )
                for one in state.tasks
            ],
            select=[task.name] if task else [],
        )
        if (task, state.notes) != self._shown:
            self._shown = (task, state.notes)
            self._show_task(state)
        self._room.keys_changed()

    def _show_task(self, state: TasksState) -> None:
        inside = self._scroller.inside
        for child in inside.winfo_children():
            child.destroy()
        if state.task is None:
            self._scroller.grid_remove()
            self._empty.place(relx=0.5, rely=0.45, anchor="center")
            return
        self._empty.place_forget()
        self._scroller.grid(row=0, column=0, sticky="nsew")
        notes = ttk.Frame(inside)
        notes.pack(fill="x")
        show_notes(notes, state.notes)
        self._fill(inside, state.task)
        self._scroller.settle()

    def _fill(self, inside: ttk.Frame, task: TaskCard) -> None:
        words = self._room.words
        head = ttk.Frame(inside)
        head.pack(fill="x", pady=px(0, 8))
        label(head, task.kind, "Name").pack(side="left")
        if task.branch:
            pill(head, task.branch, "warn" if task.mine else "chip").pack(side="left", padx=px(12, 0))
        Wrapped(inside, text=task.sentence, style="Body.TLabel").pack(fill="x", pady=px(0, 14))
        sides = ttk.Frame(inside)
        sides.pack(fill="x")
        for number, side in enumerate(task.sides):
            sides.columnconfigure(number % 2, weight=1, uniform="sides")
            self._side(sides, side).grid(
                row=number // 2, column=number % 2, sticky="nsew", padx=px(0, 12), pady=px(0, 12)
            )
        Wrapped(inside, text=words("tasks.decide"), style="Caption.TLabel").pack(fill="x", pady=px(4, 8))
        choices = ttk.Frame(inside)
        choices.pack(fill="x")
        for place, choice in enumerate(task.choices):
            button(
                choices,
                f"{choice.label}   {choice.key}",
                partial(self.presenter.settle, place),
                kind="Primary" if place == 0 else "Quiet",
                icon="check-lg",
            ).pack(side="left", padx=px(0, 8))

    def _side(self, parent: Misc, side: SideCard) -> ttk.Frame:
        words = self._room.words
        frame = card(parent, 16, 14, style="Inner.Card.TFrame")
        frame.columnconfigure(1, weight=1)
        facts = (
            ("tasks.patron", side.patron),
            ("tasks.copy", side.what),
            ("tasks.at", side.at),
            ("column.branch", side.branch),
            ("tasks.by", side.staff),
        )
        shown = [(words(code), said) for code, said in facts if said]
        for row, (caption, said) in enumerate(shown):
            if row:
                line(frame).grid(row=2 * row - 1, column=0, columnspan=2, sticky="ew", pady=px(5, 5))
            label(frame, caption, "Muted").grid(row=2 * row, column=0, sticky="nw", padx=px(0, 16))
            Wrapped(frame, text=said, style="Strong.TLabel").grid(row=2 * row, column=1, sticky="ew")
        return frame
