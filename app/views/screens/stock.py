"""The stock: titles found, their copies with what is done with one, and taking a new copy in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from tkinter import BooleanVar, Misc

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.stock import FIELDS, StockPresenter, StockState
from app.views.screens.question import QuestionPanel
from app.views.screens.screen import Room
from app.views.widgets.basics import button, card, enable, label, show_notes
from app.views.widgets.fields import Choice, Field, entry, on_enter
from app.views.widgets.flow import Flow
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller
from app.views.widgets.table import Column, DataTable, Row

WIDTH = 312
TYPED_MS = 150
KEPT_AFTER_ADDING = ("material", "department", "act")
"""A box of new books is mostly of one kind, for one place, and on one act."""


class StockScreen:
    """Left what there is, right what comes in."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self._job: str | None = None
        self._was_busy = self._was_asked = False
        self._fields: dict[str, Field | Choice] = {}
        self.presenter = StockPresenter(room.service, words, room.stage)
        self.commands: Sequence[Command] = (
            Command(id="new-item", key="Control-n", run=lambda: self._focus("barcode"), may=self._is_free),
            Command(id="override", key="F8", run=self.presenter.asking.ask_reason, may=self._may_override),
            self._of_copy("change-copy", "F2", self.presenter.ask_change),
            self._of_copy("report-copy", "F8", self.presenter.ask_report),
            Command(id="answer", key="Control-Return", run=self._answer, may=self._asks),
            Command(id="add-item", key="Control-Return", run=self._add, may=self._is_free),
            Command(id="back", key="Escape", run=self._back),
        )
        keys = {command.id: command.keycap for command in self.commands}
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(2, weight=1)
        label(self.frame, words("stock.title"), "Title").grid(row=0, column=0, sticky="w", pady=px(0, 10))
        self._build_search()
        self._build_tables()
        self._build_form(keys)
        self.presenter.show = self._show
        self._show(self.presenter.state)

    def _build_search(self) -> None:
        top = card(self.frame, 18, 14)
        top.grid(row=1, column=0, sticky="ew", padx=px(0, 14), pady=px(0, 14))
        top.columnconfigure(1, weight=1)
        ttk.Label(top, icon="search", icon_size=20, style="Accent.TLabel").grid(row=0, column=0, padx=px(2, 12))
        self.search = entry(top)
        self.search.grid(row=0, column=1, sticky="ew")
        self.search.bind("<KeyRelease>", lambda _: self._plan(), add="+")
        on_enter(self.search, self._find)
        self.search.bind("<Down>", lambda _: self.titles.move(1))
        self.search.bind("<Up>", lambda _: self.titles.move(-1))

    def _build_tables(self) -> None:
        words = self._room.words
        self._left = left = card(self.frame, 18, 14)
        left.grid(row=2, column=0, sticky="nsew", padx=px(0, 14))
        left.columnconfigure(0, weight=1)
        left.rowconfigure(0, weight=3, uniform="stock")
        left.rowconfigure(2, weight=2, uniform="stock")
        self.question = QuestionPanel(left, words, self.presenter.asking, override_key="F8")
        self.titles = DataTable(
            left,
            [
                Column(id="title", heading=words("column.title"), weight=3),
                Column(id="author", heading=words("column.author"), weight=2),
                Column(id="age", heading=words("stock.column.age"), most=80, optional=True),
                Column(id="copies", heading=words("stock.column.copies"), number=True),
                Column(id="out", heading=words("stock.column.on-loan"), number=True),
            ],
            empty_icon="search",
        )
        self.titles.grid(row=0, column=0, sticky="nsew")
        self.titles.chosen = lambda key: self.presenter.choose(int(key))
        self._copies_title = label(left, words("stock.column.copies"), "Heading")
        self._copies_title.grid(row=1, column=0, sticky="w", pady=px(12, 2))
        self.copies = DataTable(
            left,
            [
                Column(id="barcode", heading=words("column.barcode"), most=150),
                Column(id="branch", heading=words("column.branch"), weight=2),
                Column(id="department", heading=words("stock.field.department"), most=120, optional=True),
                Column(id="material", heading=words("desk.material"), weight=1),
                Column(id="issue", heading=words("stock.column.issue"), most=150, optional=True),
                Column(id="status", heading=words("column.status"), most=220),
            ],
            empty_icon="upc",
        )
        self.copies.grid(row=2, column=0, sticky="nsew")
        self.copies.chosen = self.presenter.choose_copy
        self.copies.opened = lambda _: self.presenter.ask_change()
        self._foot = foot = Flow(left, gap=8)
        foot.grid(row=3, column=0, sticky="ew", pady=px(10, 0))
        self._change = self._deed_button(foot, "change-copy", self.presenter.ask_change, icon="pencil-square")
        self._report = self._deed_button(foot, "report-copy", self.presenter.ask_report, icon="megaphone")
        foot.lay_out((self._change, self._report))

    def _of_copy(self, name: str, key: str, run: Callable[[], None]) -> Command:
        """What is done with a copy has a button of its own."""
        return Command(id=name, key=key, run=run, may=self.presenter.may_change, shown=False)

    def _deed_button(self, parent: Misc, name: str, run: Callable[[], None], *, icon: str) -> ttk.Button:
        keycap = next(command.keycap for command in self.commands if command.id == name)
        return button(parent, f"{self._room.words(f'command.{name}')}   {keycap}", run, icon=icon)

    def _build_form(self, keys: dict[str, str]) -> None:
        words = self._room.words
        self._right = right = card(self.frame, 18, 16, 14, 16)
        right.configure(width=px(WIDTH))
        right.grid(row=1, column=1, rowspan=2, sticky="ns")
        right.grid_propagate(False)
        right.columnconfigure(0, weight=1)
        right.rowconfigure(1, weight=1)
        label(right, words("stock.new"), "Heading").grid(row=0, column=0, sticky="w", pady=px(0, 10))
        scroller = Scroller(right)
        scroller.grid(row=1, column=0, sticky="nsew")
        inside = scroller.inside
        self._notes = ttk.Frame(inside)
        self._notes.pack(fill="x")
        for name in FIELDS:
            self._fields[name] = made = self._field(inside, name)
            made.pack(fill="x", pady=px(0, 10), padx=px(0, 4))
        self._held_here = BooleanVar(inside, value=False)
        ttk.Checkbutton(
            inside, text=words("stock.not-for-loan"), variable=self._held_here, bootstyle="round toggle"
        ).pack(anchor="w", pady=px(2, 4))
        scroller.settle()
        text = f"{words('command.add-item')}   {keys['add-item']}"
        self._add_button = button(right, text, self._add, kind="Primary", icon="plus-lg")
        self._add_button.grid(row=2, column=0, sticky="ew", pady=px(12, 0))

    def _field(self, parent: Misc, name: str) -> Field | Choice:
        text = self._room.words(f"stock.field.{name}", currency=self.presenter.currency)
        if name == "material":
            made = Choice(parent, text, self.presenter.materials)
            made.value = self.presenter.usual_material
            return made
        field = Field(parent, text)
        on_enter(field.entry, lambda: self._next(name))
        return field

    # The screen and the window.

    def entered(self) -> None:
        self.presenter.touched(frozenset(Touched))
        self.search.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        self.presenter.touched(kinds)

    def forget(self) -> None:
        """Nothing of a patron is in sight here; what is asked is let go."""
        self.presenter.asking.close()

    def open_title(self, title: int, name: str) -> None:
        self.search.delete(0, "end")
        self.search.insert(0, name)
        self.presenter.open_title(title, name)

    # What is typed.

    def _plan(self) -> None:
        if self._job is not None:
            self.frame.after_cancel(self._job)
        self._job = self.frame.after(TYPED_MS, self._find)

    def _find(self) -> None:
        if self._job is not None:
            self.frame.after_cancel(self._job)
            self._job = None
        if self.search.get() != self.presenter.state.text:
            self.presenter.find(self.search.get())

    def _next(self, name: str) -> None:
        """Enter goes on to the next field: a scanner ends every barcode with it."""
        names = list(self._fields)
        self._focus(names[(names.index(name) + 1) % len(names)])

    def _focus(self, name: str) -> None:
        field = self._fields[name]
        (field.entry if isinstance(field, Field) else field.box).focus_set()

    def _is_free(self) -> bool:
        return not self.presenter.state.asked.is_open

    def _asks(self) -> bool:
        return self.presenter.state.asked.question is not None

    def _may_override(self) -> bool:
        asked = self.presenter.state.asked
        return asked.may_override and not asked.asking

    def _answer(self) -> None:
        self.question.submit()

    def _back(self) -> None:
        if self.presenter.asking.step_back():
            return
        self.search.delete(0, "end")
        self.presenter.find("")
        self.search.focus_set()

    def _add(self) -> None:
        values = {name: field.value for name, field in self._fields.items()}
        self.presenter.add(values, lendable=not self._held_here.get())

    # What is shown.

    def _show(self, state: StockState) -> None:
        words, searched = self._room.words, bool(state.text.strip())
        self.titles.empty.set(
            words("stock.none" if searched else "stock.search"),
            words("stock.none.hint" if searched else "stock.search.hint"),
        )
        self.titles.fill(
            [
                Row(key=str(row.title), cells=(row.name, row.author, row.age, row.copies, row.on_loan))
                for row in state.titles
            ],
            select=[str(state.chosen)] if state.chosen is not None else [],
        )
        self.copies.empty.set(words("stock.choose"))
        self.copies.fill(
            [
                Row(
                    key=row.key,
                    cells=(row.barcode, row.branch, row.department, row.material, row.issue, row.status),
                    tone=row.tone,
                )
                for row in state.copies
            ],
            select=[state.copy] if state.copy else [],
        )
        self._show_question(state)
        for name, field in self._fields.items():
            field.complain(state.complaints.get(name, ""))
        show_notes(self._notes, state.notes)
        enable(self._add_button, when=not state.busy and not state.asked.is_open)
        if self._was_busy and not state.busy:
            self._after_adding(state)
        self._was_busy = state.busy
        self._room.keys_changed()

    def _show_question(self, state: StockState) -> None:
        """What is asked about a copy takes the whole room: until it is answered nothing else is begun."""
        asks = state.asked.is_open
        for part in (self.titles, self._copies_title, self.copies, self._foot, self._right):
            if asks:
                part.grid_remove()
            else:
                part.grid()
        self._left.grid(columnspan=2 if asks else 1)
        if asks:
            self.question.frame.grid(row=0, column=0, rowspan=4, sticky="nsew")
        else:
            self.question.frame.grid_remove()
        self.question.show(state.asked)
        for made in (self._change, self._report):
            enable(made, when=self.presenter.may_change())
        if self._was_asked and not asks:
            self.copies.tree.focus_set()
        self._was_asked = asks

    def _after_adding(self, state: StockState) -> None:
        """A copy that went in leaves room for the next; one that did not keeps what was typed."""
        if state.complaints or state.notes:
            self._focus(next(iter(state.complaints), "barcode"))
            return
        for name, field in self._fields.items():
            if name not in KEPT_AFTER_ADDING:
                field.value = ""
        self._held_here.set(False)
        self.search.delete(0, "end")
        self.search.insert(0, state.text)
        self._focus("barcode")
