"""Why not: every reason at once, and going on all the same with a reason of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.line import Note
from app.views.widgets import fonts
from app.views.widgets.basics import NoteBox, button, label
from app.views.widgets.fields import entry, on_enter
from app.views.widgets.scale import px
from app.words import Words


class RefusalPanel:
    """Shown inside a card while something was refused; the same wherever a deed may be overridden."""

    def __init__(
        self,
        parent: Misc,
        words: Words,
        *,
        key: str,
        on_ask: Callable[[], None],
        on_override: Callable[[str], None],
        on_close: Callable[[], object],
    ) -> None:
        self._words = words
        self._shown: tuple[Note, ...] = ()
        self.frame = ttk.Frame(parent)
        self.frame.columnconfigure(0, weight=1)
        self._notes = ttk.Frame(self.frame)
        self._notes.grid(row=0, column=0, sticky="ew")
        self._offer = ttk.Frame(self.frame)
        button(
            self._offer,
            f"{words('command.override')}   {key}",
            on_ask,
            kind="Warn",
            icon="unlock",
        ).pack(side="left")
        label(self._offer, words("desk.override.offer"), "Caption").pack(side="left", padx=px(12, 0))
        self._question = ttk.Frame(self.frame)
        self._question.columnconfigure(1, weight=1)
        label(self._question, words("desk.override.reason"), "Strong").grid(row=0, column=0, padx=px(0, 12))
        self.reason = entry(self._question, font=fonts.BODY)
        self.reason.grid(row=0, column=1, sticky="ew")
        confirm = button(self._question, f"{words('desk.override.confirm')}   Enter", self._confirm, kind="Warn")
        confirm.grid(row=0, column=2, padx=px(8, 0))
        button(self._question, f"{words('desk.override.cancel')}   Esc", on_close, kind="Ghost").grid(
            row=0, column=3, padx=px(4, 0)
        )
        self._complaint = label(self._question, style="Complaint")
        self._override = on_override
        on_enter(self.reason, self._confirm)

    @property
    def is_typed_into(self) -> bool:
        return str(self.frame.tk.call("focus")) == str(self.reason)

    def show(self, notes: Sequence[Note], *, may_override: bool, asking: bool, complaint: str = "") -> None:
        """Show these reasons; the question gets the focus when it opens."""
        was_asking = bool(self._question.winfo_manager())
        if tuple(notes) != self._shown:
            self._show_notes(notes)
        self._place(self._offer, when=may_override and not asking)
        self._place(self._question, when=asking)
        self._complaint.configure(text=complaint)
        self.reason.state(["invalid" if complaint else "!invalid"])
        if complaint:
            self._complaint.grid(row=1, column=1, sticky="w", pady=px(3, 0))
        else:
            self._complaint.grid_remove()
        if asking and not was_asking:
            self.reason.delete(0, "end")
            self.reason.focus_set()

    def _show_notes(self, notes: Sequence[Note]) -> None:
        self._shown = tuple(notes)
        for child in self._notes.winfo_children():
            child.destroy()
        for note in notes:
            NoteBox(self._notes, note).pack(fill="x", pady=px(0, 6))

    def _place(self, frame: ttk.Frame, *, when: bool) -> None:
        if when:
            frame.grid(row=1, column=0, sticky="ew", pady=px(2, 2))
        else:
            frame.grid_remove()

    def _confirm(self) -> None:
        self._override(self.reason.get())
