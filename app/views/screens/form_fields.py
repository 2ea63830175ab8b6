"""The fields of a form: what was understood, to be corrected, beside the label that is printed on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from tkinter import Misc

import ttkbootstrap as ttk

from app.desk.applications import Unread
from app.views.presenters.form_sheet import FieldRow
from app.views.presenters.forms import ANSWERS
from app.views.presenters.line import Note, Tone
from app.views.widgets import fonts
from app.views.widgets.basics import NoteBox, label, line
from app.views.widgets.ellipsis import ShortLabel, Wrapped
from app.views.widgets.fields import Choice, entry
from app.views.widgets.scale import px
from app.words import Words


class FormFields:
    """One line a field: its name, its value, its source; below it what is doubtful."""

    def __init__(self, parent: ttk.Frame, words: Words) -> None:
        self._parent, self._words = parent, words
        self._entries: dict[str, ttk.Entry | Choice] = {}
        self._below: dict[str, ttk.Label] = {}
        self._problems: dict[str, str] = {}
        self._unread: list[Misc] = []
        self._stop = -1
        parent.columnconfigure(1, weight=5, uniform="sheet")
        parent.columnconfigure(2, weight=4, uniform="sheet")

    @property
    def values(self) -> dict[str, str]:
        return {name: made.value if isinstance(made, Choice) else made.get() for name, made in self._entries.items()}

    def entries(self, names: Collection[str]) -> list[ttk.Entry]:
        """Return those of these fields that are shown and typed into."""
        shown = ((name, made) for name, made in self._entries.items() if name in names)
        return [made for _, made in shown if isinstance(made, ttk.Entry)]

    def fill(
        self, rows: Sequence[FieldRow], unread: Sequence[Unread] = (), signature: Sequence[str] = (), *, note: str = ""
    ) -> None:
        """Show a note, then these fields, below them what was not understood and what the signatures say."""
        for child in self._parent.winfo_children():
            child.destroy()
        self._entries, self._below, self._problems = {}, {}, {}
        self._unread, self._stop = [], -1
        if note:
            box = NoteBox(self._parent, Note(tone=Tone.ATTENTION, text=note))
            box.grid(row=0, column=0, columnspan=3, sticky="ew", pady=px(0, 10))
        if not rows:
            return
        for column, code in ((0, "forms.field"), (1, "forms.read-as"), (2, "forms.on-form")):
            heading = label(self._parent, self._words(code), "Label")
            heading.grid(row=1, column=column, sticky="w", pady=px(0, 4), padx=px(12 if column == 2 else 2, 8))
        for place, row in enumerate(rows):
            self._row(2 + 2 * place, row)
        below = 2 + 2 * len(rows)
        self._show_unread(below, unread)
        self._show_signature(below + 2 + 2 * len(unread), signature)

    def _show_signature(self, at: int, said: Sequence[str]) -> None:
        heading = label(self._parent, self._words("forms.signatures"), "Heading")
        heading.grid(row=at, column=0, columnspan=3, sticky="w", pady=px(16, 0))
        for place, sentence in enumerate(said, start=1):
            shown = Wrapped(self._parent, text=sentence, style="Strong.TLabel" if place == 1 else "Caption.TLabel")
            shown.grid(row=at + place, column=0, columnspan=3, sticky="ew", pady=px(0, 2))

    def _show_unread(self, at: int, unread: Sequence[Unread]) -> None:
        """Show raw what is on the form and in no field: nothing that somebody wrote is hidden."""
        words = self._words
        heading = label(self._parent, words("forms.unread"), "Heading")
        heading.grid(row=at, column=0, columnspan=3, sticky="w", pady=px(16, 0))
        hint = Wrapped(self._parent, text=words("forms.unread.hint" if unread else "forms.unread.none"))
        hint.configure(style="Caption.TLabel")
        hint.grid(row=at + 1, column=0, columnspan=3, sticky="ew", pady=px(0, 6))
        for place, one in enumerate(unread):
            row = at + 2 + 2 * place
            line(self._parent).grid(row=row, column=0, columnspan=3, sticky="ew", pady=px(4, 6), padx=px(0, 6))
            said = label(self._parent, one.label or words("forms.no-label"), "Muted", wraplength=px(130))
            said.grid(row=row + 1, column=0, sticky="nw", padx=px(0, 12))
            value = Wrapped(self._parent, text=one.value, style="Strong.TLabel")
            value.grid(row=row + 1, column=1, columnspan=2, sticky="ew")
            self._unread.append(value)

    def _row(self, at: int, row: FieldRow) -> None:
        name = label(self._parent, row.label, "Muted", wraplength=px(130))
        name.grid(row=at, column=0, sticky="w", padx=px(0, 12))
        made = self._input(self._parent, row)
        made.grid(row=at, column=1, sticky="ew", pady=px(3, 3))
        self._paper(at, row)
        below = Wrapped(self._parent, text=row.problem, style="Doubt.TLabel")
        below.grid(row=at + 1, column=1, columnspan=2, sticky="ew", pady=px(0, 4))
        if not row.problem:
            below.grid_remove()
        self._entries[row.name], self._below[row.name], self._problems[row.name] = made, below, row.problem

    def _paper(self, at: int, row: FieldRow) -> None:
        """Show where on the form a value stands, and what stands there where that is not the same."""
        frame = ttk.Frame(self._parent)
        frame.columnconfigure(0, weight=1)
        frame.grid(row=at, column=2, sticky="ew", padx=px(12, 6))
        if row.source or not row.written:
            source = ShortLabel(frame, style="Caption.TLabel", font=fonts.SMALL)
            source.set(row.source or "–")
            source.grid(row=0, column=0, sticky="ew")
        if row.written:
            Wrapped(frame, text=row.written, style="Body.TLabel").grid(row=1, column=0, sticky="ew")

    def next_doubt(self) -> Misc | None:
        """Return what is to be looked at next, a field with the focus on it; after the last comes the first again."""
        stops: list[Misc] = [self._entries[name] for name, problem in self._problems.items() if problem]
        stops += self._unread[-1:]
        if not stops:
            return None
        self._stop = (self._stop + 1) % len(stops)
        stop = stops[self._stop]
        if stop not in self._unread:
            (stop.box if isinstance(stop, Choice) else stop).focus_set()
        return stop

    def _input(self, parent: Misc, row: FieldRow) -> ttk.Entry | Choice:
        if row.name in ANSWERS:
            choice = Choice(
                parent, "", {"": "", "yes": self._words("forms.yes"), "no": self._words("forms.no")}, width=8
            )
            choice.value = row.value
            return choice
        made = entry(parent, width=12)
        made.insert(0, row.value)
        return made

    def complain(self, complaints: Mapping[str, str]) -> None:
        """Say beside each field what is wrong with it, or what was doubtful from the beginning."""
        for name, below in self._below.items():
            wrong = complaints.get(name, "")
            made = self._entries[name]
            if isinstance(made, ttk.Entry):
                made.state(["invalid" if wrong else "!invalid"])
            said = wrong or self._problems[name]
            below.configure(text=said, style="Complaint.TLabel" if wrong else "Doubt.TLabel")
            if said:
                below.grid()
            else:
                below.grid_remove()
