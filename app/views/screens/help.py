"""All keys on one card, over whatever is shown; Esc or F1 takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.command import Command
from app.views.widgets.basics import card, keycap, label, line
from app.views.widgets.scale import px
from app.words import Words

COLUMNS = 4
ROWS_MAX = 16
"""More keys of one screen go on in the next column: the card has to fit into the least window."""


class HelpCard:
    """Shown in the middle of the window."""

    def __init__(self, parent: Misc, words: Words) -> None:
        self._words = words
        self.frame = card(parent, 22, 22, 22, 24, style="Float.Card.TFrame")

    @property
    def is_open(self) -> bool:
        return bool(self.frame.winfo_manager())

    def open(self, sections: Sequence[tuple[str, Sequence[Command]]]) -> None:
        """Show these commands, each section under its name."""
        for child in self.frame.winfo_children():
            child.destroy()
        label(self.frame, self._words("shell.help"), "Name").grid(row=0, column=0, columnspan=COLUMNS, sticky="w")
        label(self.frame, self._words("shell.help.close"), "Caption").grid(
            row=1, column=0, columnspan=COLUMNS, sticky="w", pady=px(2, 8)
        )
        columns = [
            (name if first == 0 else "", commands[first : first + ROWS_MAX])
            for name, commands in ((name, self._once(commands)) for name, commands in sections)
            for first in range(0, len(commands), ROWS_MAX)
        ]
        for place, (name, commands) in enumerate(columns):
            section = ttk.Frame(self.frame)
            section.grid(row=2, column=place, sticky="new", padx=px(0 if place == 0 else 26, 0))
            section.columnconfigure(1, weight=1)
            self._section(section, name, commands)
        self.frame.place(relx=0.5, rely=0.5, anchor="center")
        self.frame.lift()

    def close(self) -> None:
        self.frame.place_forget()

    def _once(self, commands: Sequence[Command]) -> Sequence[Command]:
        """Return what reads differently: one key may do the same to two things, each a command of its own."""
        return list({(one.keycap, self._words(one.code)): one for one in commands}.values())

    def _section(self, parent: ttk.Frame, name: str, commands: Sequence[Command]) -> None:
        label(parent, name, "Heading").grid(row=0, column=0, columnspan=2, sticky="w", pady=px(8, 6))
        for row, command in enumerate(commands, start=1):
            if row > 1:
                line(parent).grid(row=2 * row - 1, column=0, columnspan=2, sticky="ew", pady=px(4, 4))
            keycap(parent, command.keycap).grid(row=2 * row, column=0, sticky="w", padx=px(0, 12))
            label(parent, self._words(command.code)).grid(row=2 * row, column=1, sticky="w")
