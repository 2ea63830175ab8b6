"""Fields of a form: a quiet label above, the field, and below it what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from tkinter import Event, Misc, StringVar
from typing import Any

import ttkbootstrap as ttk

from app.views.widgets import fonts
from app.views.widgets.basics import label
from app.views.widgets.ellipsis import Wrapped
from app.views.widgets.scale import px


def entry(parent: Misc, *, font: str = fonts.BODY, **options: Any) -> ttk.Entry:
    """Return a field without a label."""
    return ttk.Entry(parent, style="Field.TEntry", font=font, **options)


class Complaint:
    """What is wrong with a field, below it; there is no room for it while nothing is."""

    def __init__(self, parent: Misc) -> None:
        self._said = Wrapped(parent, style="Complaint.TLabel")

    def show(self, text: str) -> None:
        self._said.configure(text=text)
        if text:
            self._said.grid(row=2, column=0, sticky="ew", pady=px(2, 0))
        else:
            self._said.grid_remove()


class Field(ttk.Frame):
    """A text field with its label and its complaint."""

    def __init__(self, parent: Misc, text: str, *, width: int = 20, show: str = "") -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self.label = label(self, text, "Label")
        self.label.grid(row=0, column=0, sticky="w", pady=px(0, 3))
        self.entry = entry(self, width=width, show=show)
        self.entry.grid(row=1, column=0, sticky="ew")
        self._complaint = Complaint(self)

    @property
    def value(self) -> str:
        return self.entry.get()

    @value.setter
    def value(self, text: str) -> None:
        self.entry.delete(0, "end")
        self.entry.insert(0, text)

    def complain(self, text: str) -> None:
        """Say what is wrong; "" for nothing."""
        self.entry.state(["invalid" if text else "!invalid"])
        self._complaint.show(text)


class Choice(ttk.Frame):
    """One of several, by name; asked for by code. A letter goes on to the next name that begins with it."""

    def __init__(self, parent: Misc, text: str, options: Mapping[str, str], *, width: int = 20) -> None:
        super().__init__(parent)
        self.columnconfigure(0, weight=1)
        self._names = dict(options)
        self._shown = StringVar(self)
        self.changed: Callable[[str], object] = lambda _: None
        if text:
            label(self, text, "Label").grid(row=0, column=0, sticky="w", pady=px(0, 3))
        self.box = ttk.Combobox(
            self,
            textvariable=self._shown,
            values=list(self._names.values()),
            state="readonly",
            width=width,
            style="Field.TCombobox",
            font=fonts.BODY,
        )
        self.box.grid(row=1, column=0, sticky="ew")
        self.box.bind("<<ComboboxSelected>>", lambda _: self._chosen(), add="+")
        self.box.bind("<KeyPress>", lambda event: self._typed(event.char), add="+")
        self._complaint = Complaint(self)

    def offer(self, options: Mapping[str, str]) -> None:
        """Offer other names; the value is to be set anew."""
        if dict(options) != self._names:
            self._names = dict(options)
            self.box.configure(values=list(self._names.values()))

    @property
    def value(self) -> str:
        return next((code for code, name in self._names.items() if name == self._shown.get()), "")

    @value.setter
    def value(self, code: str) -> None:
        self._shown.set(self._names.get(code, ""))

    def complain(self, text: str) -> None:
        """Say what is wrong; "" for nothing."""
        self.box.state(["invalid" if text else "!invalid"])
        self._complaint.show(text)

    def _typed(self, letter: str) -> None:
        names, begin = list(self._names.values()), letter.casefold()
        at = names.index(self._shown.get()) + 1 if self._shown.get() in names else 0
        found = next((name for name in names[at:] + names[:at] if begin and name.casefold().startswith(begin)), None)
        if found is not None:
            self._shown.set(found)
            self._chosen()

    def _chosen(self) -> None:
        self.box.selection_clear()
        self.changed(self.value)


def forgive_the_wheel(window: Misc) -> None:
    """Let the mouse wheel pass over a closed list: it would change a value that nobody is looking at."""
    for event in ("<MouseWheel>", "<Button-4>", "<Button-5>", "<Shift-MouseWheel>"):
        window.unbind_class("TCombobox", event)


def on_enter(field: Misc, act: Callable[[], object]) -> None:
    """Do something when Enter is pressed in a field; Ctrl+Enter is left to the window."""

    def entered(_: Event[Any]) -> str:
        act()
        return "break"

    field.bind("<Return>", entered, add="+")
    field.bind("<KP_Enter>", entered, add="+")
    field.bind("<Control-Return>", lambda _: None, add="+")
