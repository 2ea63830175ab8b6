"""A question in a card: its fields, what is wrong with each, and the buttons that answer it or let it be."""

from __future__ import annotations

from collections.abc import Mapping
from tkinter import Event, Misc, StringVar
from typing import Any

import ttkbootstrap as ttk

from app.views.presenters.question import Asked, Asking, Kind, Question, QuestionState
from app.views.screens.desk_refusal import RefusalPanel
from app.views.widgets.basics import button, enable, label
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.fields import Choice, Field, on_enter
from app.views.widgets.scale import px
from app.views.widgets.scroller import Scroller
from app.words import Words

COLUMNS = 3
TYPED_OVER = frozenset({Kind.AMOUNT, Kind.DAY})
"""What is proposed for these is selected: the next key begins another."""
DIGITS = frozenset("123456789")
SCAN_MS = 60
"""Digits that follow each other so fast come from a scanner."""


class FewChoices(ttk.Frame):
    """One of a few, all in sight. A digit takes one, the arrows walk, Enter answers."""

    def __init__(self, parent: Misc, text: str, options: Mapping[str, str], *, in_a_row: bool) -> None:
        super().__init__(parent)
        self._shown = StringVar(self)
        self._codes = list(options)
        self._typed_ms: int | None = None
        self._scanned = False
        label(self, text, "Label").pack(anchor="w", pady=px(0, 4))
        self.buttons = [
            ttk.Radiobutton(
                self,
                text=f"{place}   {name}",
                value=code,
                variable=self._shown,
                style="Segment.Toolbutton",
            )
            for place, (code, name) in enumerate(options.items(), start=1)
        ]
        for made in self.buttons:
            if in_a_row:
                made.pack(side="left", padx=px(0, 6))
            else:
                made.pack(anchor="w", fill="x", pady=px(0, 4))
            made.bind("<Key>", self._pressed, add="+")

    @property
    def value(self) -> str:
        return self._shown.get()

    @value.setter
    def value(self, code: str) -> None:
        self._shown.set(code)

    def complain(self, _: str) -> None:
        """A choice is always one of those there are."""

    def focus_chosen(self) -> None:
        self.buttons[self._codes.index(self.value) if self.value in self._codes else 0].focus_set()

    def _pressed(self, event: Event[Any]) -> str | None:
        place = self._codes.index(self.value) if self.value in self._codes else 0
        if event.char and event.char in DIGITS:
            self._scanned = self._typed_ms is not None and event.time - self._typed_ms < SCAN_MS
            self._typed_ms = event.time
            place = int(event.char) - 1
        elif event.keysym in {"Down", "Up", "Right", "Left"}:
            place = (place + (1 if event.keysym in {"Down", "Right"} else -1)) % len(self._codes)
        else:
            return None
        if place < len(self._codes):
            self.value = self._codes[place]
            self.focus_chosen()
        return "break"

    def is_answered(self) -> bool:
        """Tell whether Enter is an answer now: one that ends a scan is none."""
        was_scanned, self._scanned = self._scanned, False
        return not was_scanned


class QuestionPanel:
    """Shows what an `Asking` asks. Its frame is laid out by whoever made it; a `low` one takes as little as it can."""

    def __init__(self, parent: Misc, words: Words, asking: Asking, *, override_key: str, low: bool = False) -> None:
        self._words, self._asking, self._low = words, asking, low
        self._number = -1
        self.fields: dict[str, Field | Choice | FewChoices] = {}
        self._typed_over: frozenset[str] = frozenset()
        self.frame = ttk.Frame(parent)
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(3, weight=1)
        self._title = Wrapped(self.frame, style="Heading.TLabel")
        self._title.grid(row=0, column=0, sticky="ew", pady=px(0, 4))
        self._hint = Wrapped(self.frame, style="Muted.TLabel")
        self._refusal = RefusalPanel(
            self.frame,
            words,
            key=override_key,
            on_ask=asking.ask_reason,
            on_override=asking.override,
            on_close=asking.step_back,
        )
        self._scroller = Scroller(self.frame)
        self._foot = ttk.Frame(self.frame)
        self._confirm = button(self._foot, "", self.submit, kind="Primary", icon="check-lg")
        self._confirm.bind("<Return>", lambda _: self._confirm.invoke(), add="+")
        self._confirm.pack(side="left")
        cancel = button(self._foot, f"{words('command.cancel')}   Esc", asking.step_back, kind="Ghost")
        cancel.pack(side="left", padx=px(8, 0))

    # What is shown.

    def show(self, state: QuestionState) -> None:
        """Show the question, or only why something was refused."""
        if state.number != self._number or not state.is_open:
            self._number = state.number if state.is_open else -1
            self._build(state.question)
        for name, made in self.fields.items():
            made.complain(state.complaints.get(name, ""))
        if state.notes:
            self._refusal.frame.grid(row=2, column=0, sticky="ew", pady=px(4, 8))
            self._refusal.show(
                state.notes, may_override=state.may_override, asking=state.asking, complaint=state.complaint
            )
        else:
            self._refusal.frame.grid_remove()
        enable(self._confirm, when=not state.busy)
        wrong = next((name for name in self.fields if name in state.complaints), "")
        if wrong and not state.asking:
            self._focus(wrong)

    def _build(self, question: Question | None) -> None:
        for child in self._scroller.inside.winfo_children():
            child.destroy()
        self.fields.clear()
        if question is None:
            for part in (self._title, self._hint, self._scroller, self._foot):
                part.grid_remove()
            return
        self._title.configure(text=question.title)
        self._title.grid()
        self._hint.configure(text=question.hint)
        if question.hint:
            self._hint.grid(row=1, column=0, sticky="ew", pady=px(0, 6))
        else:
            self._hint.grid_remove()
        self._fill(question)
        self._confirm.configure(text=f" {question.confirm}   {'Ctrl+' if len(self.fields) > 1 else ''}Enter")
        self._foot.grid(row=4, column=0, sticky="ew", pady=px(12, 0))
        self.frame.update_idletasks()  # What is not laid out yet cannot take the focus.
        self.focus()

    def _fill(self, question: Question) -> None:
        inside = self._scroller.inside
        inside.columnconfigure(tuple(range(COLUMNS)), weight=1, uniform="question")
        self._typed_over = frozenset(asked.name for asked in question.fields if asked.kind in TYPED_OVER)
        for place, asked in enumerate(question.fields):
            self.fields[asked.name] = made = self._field(inside, asked)
            made.value = asked.value
            row, column = divmod(place, COLUMNS)
            wide = isinstance(made, FewChoices)
            made.grid(
                row=row,
                column=column,
                columnspan=COLUMNS if wide else 1,
                sticky="nw" if wide else "new",
                padx=px(0, 14),
                pady=px(4, 6),
            )
        if question.fields:
            self._scroller.grid(row=3, column=0, sticky="nsew", pady=px(4, 0))
            self._scroller.to_top()
            self._scroller.settle()
            if self._low:
                self._scroller.fit()
        else:
            self._scroller.grid_remove()

    def _field(self, parent: ttk.Frame, asked: Asked) -> Field | Choice | FewChoices:
        if asked.kind is Kind.CHOICE:
            few = FewChoices(parent, asked.label, asked.options, in_a_row=self._low)
            for one in few.buttons:
                self._on_enter(one, asked.name)
            return few
        if asked.kind is Kind.LIST:
            made = Choice(parent, asked.label, asked.options)
            self._on_enter(made.box, asked.name)
            return made
        field = Field(parent, asked.label, show="•" if asked.kind is Kind.HIDDEN else "")
        on_enter(field.entry, lambda: self._next(asked.name))
        return field

    def _on_enter(self, widget: Misc, name: str) -> None:
        """Enter goes on; Ctrl+Enter is left to the window."""
        for key in ("<Return>", "<KP_Enter>"):
            widget.bind(key, lambda _: self._next(name), add="+")
        widget.bind("<Control-Return>", lambda _: None, add="+")

    # What is typed.

    def submit(self) -> None:
        self._asking.submit({name: made.value for name, made in self.fields.items()})

    def focus(self) -> None:
        """Put the focus where the answer begins."""
        if self.fields:
            self._focus(next(iter(self.fields)))
        else:
            self._confirm.focus_set()

    def _next(self, name: str) -> str:
        """Enter goes on to the next field, and answers from the last: a scanner ends every number with it."""
        names, made = list(self.fields), self.fields[name]
        if isinstance(made, FewChoices) and not made.is_answered():
            return "break"
        if name == names[-1]:
            self.submit()
        else:
            self._focus(names[names.index(name) + 1])
        return "break"

    def _focus(self, name: str) -> None:
        made = self.fields[name]
        if isinstance(made, FewChoices):
            made.focus_chosen()
        elif isinstance(made, Field):
            made.entry.focus_set()
            made.entry.icursor("end")
            if name in self._typed_over:
                made.entry.select_range(0, "end")
        else:
            made.box.focus_set()
