"""The page of one person: who it is, tabs, what is known under the one in sight, and what may be done there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.command import Command
from app.views.presenters.person import PersonPresenter
from app.views.presenters.person_state import Fact, Offer, PersonHead, PersonState, Tab, TabColumn
from app.views.screens.question import QuestionPanel
from app.views.screens.screen import Room
from app.views.screens.tab_bar import TabBar
from app.views.widgets import fonts
from app.views.widgets.basics import TINT_OF, Disc, NoteBox, button, card, keycap, label, line, pill
from app.views.widgets.ellipsis import ShortLabel, Wrapped
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller
from app.views.widgets.table import Column, DataTable, Row

SIDE_WIDTH = 292
DIGITS = "1234567890"
KEY_LETTERS = 5
ICONS = {
    Tab.LOANS: "book",
    Tab.HOLDS: "bookmark",
    Tab.FEES: "cash-coin",
    Tab.CARDS: "person-badge",
    Tab.CONTACT: "person-vcard",
    Tab.GUARDIANS: "people",
    Tab.NOTES: "sticky",
    Tab.MESSAGES: "envelope",
    Tab.DATA: "shield-lock",
    Tab.LOG: "clock-history",
}


class PersonPage:
    """Stands in the place of the list of patrons while a person is open."""

    def __init__(self, parent: Misc, room: Room, presenter: PersonPresenter, *, on_close: Callable[[], None]) -> None:
        self._room, self._words, self._presenter = room, room.words, presenter
        self._on_close = on_close
        self.commands: Sequence[Command] = self._commands()
        keys = {command.id: command.keycap for command in self.commands}
        self.frame = ttk.Frame(parent, style="Page.TFrame")
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(2, weight=1)
        self.head = _Head(self.frame, room, keys, on_desk=presenter.open_at_desk, on_close=on_close)
        self.head.frame.grid(row=0, column=0, columnspan=2, sticky="ew", pady=px(0, 10))
        self.tabs = TabBar(self.frame, lambda name: presenter.choose_tab(Tab(name)))
        self.tabs.frame.grid(row=1, column=0, columnspan=2, sticky="ew", pady=px(0, 10))
        self._main = card(self.frame, 18, 14)
        self._main.grid(row=2, column=0, sticky="nsew", padx=px(0, 14))
        self._main.columnconfigure(0, weight=1)
        self._main.rowconfigure(2, weight=1)
        self.question = QuestionPanel(self._main, self._words, presenter.asking, override_key=keys["override"])
        self._facts = ttk.Frame(self._main)
        self._facts.columnconfigure((1, 3), weight=1, uniform="facts")
        self._facts_shown: tuple[Fact, ...] | None = None
        self._columns: tuple[TabColumn, ...] = ()
        self.table: DataTable | None = None
        self.side = _Side(self.frame, room, on_offer=self._start)
        self.side.frame.grid(row=2, column=1, sticky="ns")
        presenter.show = self._show

    def _commands(self) -> tuple[Command, ...]:
        presenter = self._presenter

        def asks() -> bool:
            return presenter.is_open and presenter.state.asked.question is not None

        def is_free() -> bool:
            return presenter.is_open and presenter.state.asked.question is None

        def may_override() -> bool:
            asked = presenter.state.asked
            return presenter.is_open and asked.may_override and not asked.asking

        return (
            Command(id="next-tab", key="Control-Next", run=partial(presenter.step_tab, 1), may=is_free),
            Command(id="last-tab", key="Control-Prior", run=partial(presenter.step_tab, -1), may=is_free, shown=False),
            Command(id="open-at-desk", key="Control-Return", run=presenter.open_at_desk, may=is_free),
            Command(id="answer", key="Control-Return", run=self._answer, may=asks),
            Command(id="override", key="F8", run=presenter.asking.ask_reason, may=may_override),
            *(self._deed(digit) for digit in DIGITS),
        )

    def _deed(self, digit: str) -> Command:
        """The deed that a digit does with Alt is named by its own button, not by the bar of keys."""
        return Command(
            id=f"deed-{digit}",
            key=f"Alt-Key-{digit}",
            run=lambda: self._start(self._offered(digit)),
            may=lambda: self._presenter.state.asked.question is None and self._offered(digit) is not None,
            shown=False,
        )

    def _offered(self, digit: str) -> Offer | None:
        return next((one for one in self._presenter.state.offers if one.key == digit), None)

    # Opening and closing.

    def entered(self) -> None:
        """Put the focus where work goes on."""
        if self._presenter.state.asked.question is not None:
            self.question.focus()
        elif self.table is not None:
            self.table.tree.focus_set()

    def step_back(self) -> None:
        """Close what is asked; else the page."""
        if not self._presenter.step_back():
            self._on_close()
        else:
            self.entered()

    def _answer(self) -> None:
        self.question.submit()

    def _start(self, offer: Offer | None) -> None:
        if offer is None:
            return
        path: Path | None = self._room.ask_save(offer.file) if offer.file else None
        self._presenter.start(offer.id, path)

    # What is shown.

    def _show(self, state: PersonState) -> None:
        if state.head is None:
            self._room.keys_changed()
            return
        self.head.show(state.head)
        self.tabs.show(state.tab, state.tabs)
        self.side.show(state)
        asks = state.asked.question is not None
        was_asking = bool(self.question.frame.winfo_manager())
        self._make_room(whole=asks)
        self._show_tab(state, when=not asks)
        if state.asked.is_open:
            self.question.frame.grid(row=0, column=0, sticky="nsew", pady=px(0, 0 if asks else 8))
            self._main.rowconfigure(0, weight=int(asks))
            self._main.rowconfigure(2, weight=int(not asks))
        else:
            self.question.frame.grid_remove()
            self._main.rowconfigure(0, weight=0)
            self._main.rowconfigure(2, weight=1)
        self.question.show(state.asked)
        if was_asking and not state.asked.is_open:
            self.entered()
        self._room.keys_changed()

    def _make_room(self, *, whole: bool) -> None:
        """A question takes the whole width: until it is answered nothing else is begun."""
        if whole:
            self.side.frame.grid_remove()
            self._main.grid(row=2, column=0, columnspan=2, sticky="nsew", padx=0)
        else:
            self._main.grid(row=2, column=0, columnspan=1, sticky="nsew", padx=px(0, 14))
            self.side.frame.grid()

    def _show_tab(self, state: PersonState, *, when: bool) -> None:
        if not when:
            self._facts.grid_remove()
            if self.table is not None:
                self.table.grid_remove()
            return
        self._show_facts(state.shown.facts)
        if self._columns != state.shown.columns or self.table is None:
            self._columns = state.shown.columns
            self.table = self._make_table(state)
        self.table.grid(row=2, column=0, sticky="nsew")
        self.table.empty.set(state.shown.empty, state.shown.empty_hint, icon=ICONS[state.tab])
        rows = [Row(key=row.key, cells=row.cells, tone=row.tone) for row in state.shown.rows]
        self.table.fill(rows, select=[state.chosen] if state.chosen else [])

    def _make_table(self, state: PersonState) -> DataTable:
        """Every tab has columns of its own."""
        before = self.table
        if before is not None:
            before.destroy()
        columns = [
            Column(id=one.id, heading=one.heading, weight=one.weight, most=one.most, optional=one.optional)
            for one in state.shown.columns
        ]
        table = DataTable(self._main, columns, empty_icon=ICONS[state.tab])
        table.chosen = self._presenter.choose
        if before is not None:  # The focus was on it, or on the tab that was clicked.
            table.tree.focus_set()
        return table

    def _show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Two pairs of label and text in a row."""
        if facts:
            self._facts.grid(row=1, column=0, sticky="ew", pady=px(0, 12))
        else:
            self._facts.grid_remove()
        if facts == self._facts_shown:
            return
        self._facts_shown = facts
        for child in self._facts.winfo_children():
            child.destroy()
        for place, fact in enumerate(facts):
            row, column = divmod(place, 2)
            caption = label(self._facts, fact.label, "Muted")
            caption.grid(row=2 * row, column=2 * column, sticky="nw", padx=px(18 if column else 2, 12), pady=px(4, 4))
            style = f"{TINT_OF[fact.tone]}.Ink.TLabel" if fact.tone.value != "plain" else "Body.TLabel"
            said = Wrapped(self._facts, text=fact.said, style=style)
            said.grid(row=2 * row, column=2 * column + 1, sticky="new", pady=px(4, 4))
            if not column:
                line(self._facts).grid(row=2 * row + 1, column=0, columnspan=4, sticky="ew")


class _Head:
    """Who it is, and the ways out."""

    def __init__(
        self,
        parent: Misc,
        room: Room,
        keys: dict[str, str],
        *,
        on_desk: Callable[[], None],
        on_close: Callable[[], None],
    ) -> None:
        words = room.words
        self.frame = card(parent, 18, 12)
        self.frame.columnconfigure(1, weight=1)
        self._disc = Disc(self.frame)
        self._disc.grid(row=0, column=0, rowspan=2, padx=px(0, 14))
        self._name = ShortLabel(self.frame, font=fonts.NAME, style="Name.TLabel")
        self._name.grid(row=0, column=1, sticky="ew")
        self._about = ShortLabel(self.frame, font=fonts.BODY, style="Muted.TLabel")
        self._about.grid(row=1, column=1, sticky="ew")
        self._category = pill(self.frame, "")
        self._category.grid(row=0, column=2, rowspan=2, padx=px(12, 12))
        text = f"{words('command.open-at-desk')}   {keys['open-at-desk']}"
        button(self.frame, text, on_desk).grid(row=0, column=3, rowspan=2, padx=px(0, 8))
        button(self.frame, f"{words('command.back')}   Esc", on_close, kind="Ghost").grid(row=0, column=4, rowspan=2)

    def show(self, head: PersonHead) -> None:
        self._disc.configure(text=head.initials)
        self._name.set(head.name)
        self._about.set(head.about)
        self._category.configure(text=head.category)


class _Side:
    """On the right: what to know, and what may be done."""

    def __init__(self, parent: Misc, room: Room, *, on_offer: Callable[[Offer], None]) -> None:
        self._words, self._on_offer = room.words, on_offer
        self._shown: object = None
        self.frame = card(parent, 16, 14)
        self.frame.configure(width=px(SIDE_WIDTH))
        self.frame.grid_propagate(False)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(0, weight=1)
        self._scroller = Scroller(self.frame)
        self._scroller.grid(row=0, column=0, sticky="nsew")

    def show(self, state: PersonState) -> None:
        notes = state.head.notes if state.head else ()
        if (notes, state.offers) == self._shown:
            return
        self._shown = (notes, state.offers)
        inside = self._scroller.inside
        for child in inside.winfo_children():
            child.destroy()
        for note in notes:
            NoteBox(inside, note).pack(fill="x", pady=px(0, 8))
        if state.offers:
            label(inside, self._words("person.deeds"), "Label").pack(anchor="w", pady=px(4, 6))
        for offer in state.offers:
            row = ttk.Frame(inside)
            row.pack(fill="x", pady=px(0, 6))
            key = keycap(row, f"Alt+{offer.key}")
            key.configure(width=KEY_LETTERS, anchor="center")
            key.pack(side="left", padx=px(0, 8))
            button(row, offer.label, partial(self._on_offer, offer)).pack(side="left", fill="x", expand=True)
        if not notes and not state.offers:
            label(inside, self._words("person.nothing-to-do"), "Muted", wraplength=px(SIDE_WIDTH - 40)).pack(anchor="w")
        self._scroller.settle()
