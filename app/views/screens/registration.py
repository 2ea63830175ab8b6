"""The form for a new patron: as on paper, with every problem beside its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.alike import LOOKED_AT, AlikeState
from app.views.presenters.registration import (
    CARD,
    CONTACT,
    GUARANTOR,
    PERSON,
    REQUIRED,
    RegistrationForm,
    RegistrationPresenter,
    RegistrationState,
)
from app.views.screens.alike import AlikePanel
from app.views.screens.desk_refusal import RefusalPanel
from app.views.screens.screen import Room
from app.views.widgets.basics import button, card, enable, label
from app.views.widgets.fields import Choice, Field, on_enter
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller

COLUMNS = 3
LABELS = {"card": "card_number"}
"""Where the label of a field is another than its name: which card it is stands beside its number."""


class RegistrationPage:
    """Sections of fields, in the order of the paper."""

    def __init__(
        self,
        parent: Misc,
        room: Room,
        presenter: RegistrationPresenter,
        *,
        keys: dict[str, str],
        on_close: Callable[[], None],
    ) -> None:
        self._room, self._words, self._presenter = room, room.words, presenter
        self.fields: dict[str, Field | Choice] = {}
        self._guarantor: ttk.Frame | None = None
        self._complaints: Mapping[str, str] = {}
        self.frame = card(parent, 22, 18, 22, 16)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(2, weight=1)
        self.alike = AlikePanel(
            self.frame,
            room.words,
            presenter.alike,
            on_another=presenter.another,
            on_this=presenter.alike.this_one,
        )
        self._refusal = RefusalPanel(
            self.frame,
            room.words,
            key=keys["override"],
            on_ask=presenter.ask_reason,
            on_override=presenter.override,
            on_close=presenter.step_back,
        )
        self._scroller = Scroller(self.frame)
        self._scroller.grid(row=2, column=0, sticky="nsew")
        foot = ttk.Frame(self.frame)
        foot.grid(row=3, column=0, sticky="ew", pady=px(14, 0))
        text = f"{room.words('command.register')}   {keys['register']}"
        self._register = button(foot, text, self.submit, kind="Primary", icon="person-check")
        self._register.pack(side="left")
        button(foot, f"{room.words('command.cancel')}   Esc", on_close, kind="Ghost").pack(side="left", padx=px(8, 0))
        label(foot, room.words("patrons.required"), "Caption").pack(side="right")
        presenter.show = self._show
        presenter.alike.show = self._show_alike

    def open(self) -> None:
        """Begin with an empty form."""
        if not self.fields:
            self._build(self._presenter.form())
        for name, field in self.fields.items():
            field.value = self._first_choice(name) if isinstance(field, Choice) else ""
        self._presenter.begin()
        self.frame.grid(row=1, column=0, sticky="nsew")
        self._scroller.to_top()
        self._focus("given")

    def entered(self) -> None:
        """Go on with the first field that is empty: somebody looked at another screen meanwhile."""
        self._focus(next((name for name, field in self.fields.items() if not field.value), "given"))

    def close(self) -> None:
        for field in self.fields.values():
            field.value = ""
        self.alike.forget()
        self._presenter.begin()
        self.frame.grid_remove()

    def submit(self) -> None:
        self.alike.put_off()
        self._presenter.register(self.values)

    @property
    def values(self) -> dict[str, str]:
        return {name: field.value for name, field in self.fields.items()}

    # Building.

    def _build(self, form: RegistrationForm) -> None:
        inside = self._scroller.inside
        inside.columnconfigure(tuple(range(COLUMNS)), weight=1, uniform="form")
        choices = form.choices
        self._section(inside, "person", PERSON, choices)
        self._section(inside, "card", CARD, choices)
        self._section(inside, "contact", (*CONTACT, "school"), choices)
        self._section(inside, "address", form.address, choices)
        self._guarantor = ttk.Frame(inside)
        self._guarantor.columnconfigure(tuple(range(COLUMNS)), weight=1, uniform="form")
        self._guarantor.grid(columnspan=COLUMNS, sticky="ew", pady=px(10, 0))
        self._section(self._guarantor, "guarantor", GUARANTOR, choices)
        birth = self.fields["birth"]
        if isinstance(birth, Field):
            birth.entry.bind("<FocusOut>", lambda _: self._presenter.look_at_birth(birth.value), add="+")
        for name in LOOKED_AT:
            made = self.fields[name]
            if isinstance(made, Field):
                self.alike.watch(made.entry, lambda: self.values)
        self._scroller.settle()

    def _section(
        self, parent: ttk.Frame, name: str, fields: Sequence[str], choices: Mapping[str, Mapping[str, str]]
    ) -> None:
        first = parent.grid_size()[1]
        heading = label(parent, self._words(f"patrons.section.{name}"), "Heading")
        heading.grid(row=first, column=0, columnspan=COLUMNS, sticky="w", pady=px(10 if first else 0, 6))
        for place, field_name in enumerate(fields):
            made = self._field(parent, field_name, choices)
            self.fields[field_name] = made
            row, column = first + 1 + place // COLUMNS, place % COLUMNS
            made.grid(row=row, column=column, sticky="new", padx=px(0, 16), pady=px(0, 10))

    def _field(self, parent: ttk.Frame, name: str, choices: Mapping[str, Mapping[str, str]]) -> Field | Choice:
        text = self._words(f"field.{LABELS.get(name, name)}")
        text = text[:1].upper() + text[1:] + (" *" if name in REQUIRED else "")
        if name in choices:
            choice = Choice(parent, text, choices[name])
            on_enter(choice.box, lambda: self._next(name))
            return choice
        made = Field(parent, text)
        on_enter(made.entry, lambda: self._next(name))
        return made

    def _first_choice(self, name: str) -> str:
        return next(iter(self._presenter.form().choices[name]), "")

    # What is typed.

    def _next(self, name: str) -> None:
        """Enter goes on to the next field that is shown: a scanner ends every number with it."""
        asks_guarantor = self._guarantor is not None and bool(self._guarantor.winfo_manager())
        names = [shown for shown in self.fields if asks_guarantor or shown not in GUARANTOR]
        self._focus(names[(names.index(name) + 1) % len(names)])

    def _focus(self, name: str) -> None:
        field = self.fields[name]
        (field.entry if isinstance(field, Field) else field.box).focus_set()

    # What is shown.

    def _show_alike(self, state: AlikeState) -> None:
        self.alike.show(state)
        if state.rows:
            self.alike.frame.grid(row=1, column=0, sticky="ew", pady=px(0, 12))
        else:
            self.alike.frame.grid_remove()
        self._room.keys_changed()

    def _show(self, state: RegistrationState) -> None:
        for name, field in self.fields.items():
            field.complain(state.complaints.get(name, ""))
        if self._guarantor is not None:
            if state.minor:
                self._guarantor.grid()
            else:
                self._guarantor.grid_remove()
        if state.notes:
            self._refusal.frame.grid(row=0, column=0, sticky="ew", pady=px(0, 12))
            self._refusal.show(
                state.notes,
                may_override=state.may_override,
                asking=state.asking,
            )
        else:
            self._refusal.frame.grid_remove()
        enable(self._register, when=not state.busy)
        if state.complaints and state.complaints != self._complaints:
            self._focus(next(name for name in self.fields if name in state.complaints))
        self._complaints = state.complaints
        self._room.keys_changed()
