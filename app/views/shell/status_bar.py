"""At the foot: the keys of this screen, and below them the last sentence, the folder, the workstation, the version."""

from __future__ import annotations

from collections.abc import Sequence
from tkinter import Misc
from typing import Literal

import ttkbootstrap as ttk

from app.views.presenters.command import Command
from app.views.presenters.shell import ShellState
from app.views.widgets import fonts
from app.views.widgets.basics import keycap, label
from app.views.widgets.ellipsis import ShortLabel
from app.views.widgets.scale import px
from app.words import Words


class StatusBar:
    """One line, quiet."""

    def __init__(self, parent: Misc, words: Words, *, version: str) -> None:
        self._words, self._version = words, version
        self.frame = ttk.Frame(parent, padding=px(24, 6))
        self.frame.columnconfigure(0, weight=1)
        self._said = ShortLabel(self.frame, font=fonts.SMALL, style="Caption.TLabel")
        self._said.grid(row=0, column=0, sticky="ew")
        self._right = label(self.frame, style="Caption")
        self._right.grid(row=0, column=1, padx=px(16, 0))

    def show(self, state: ShellState) -> None:
        self._said.set(state.line.whole or self._words("shell.ready"))
        version = self._words("shell.version", version=self._version)
        facts = (state.post, state.folder, state.workstation, version)
        self._right.configure(text="   ·   ".join(fact for fact in facts if fact))


Side = Literal["left", "right"]
RIM = 18
"""Logical pixels beside the keys."""


class KeyBar:
    """What may be done now, each with its key; a click does it, too. What has no room is left to the help."""

    def __init__(self, parent: Misc, words: Words) -> None:
        self._words = words
        self.frame = ttk.Frame(parent, padding=px(RIM, 5, RIM, 5))
        self._shown: tuple[tuple[Side, str, str], ...] = ()
        self._commands: dict[str, Command] = {}
        self._hints: list[tuple[Side, ttk.Frame]] = []
        self.frame.bind("<Configure>", lambda _: self._fit(), add="+")

    def show(self, here: Sequence[Command], everywhere: Sequence[Command]) -> None:
        """Show those that may be done, of this screen on the left; nothing moves while they stay the same."""
        sides: tuple[tuple[Side, Sequence[Command]], ...] = (("left", here), ("right", tuple(reversed(everywhere))))
        may = [(side, one) for side, commands in sides for one in commands if one.shown and one.may()]
        self._commands = {command.id: command for _, command in may}
        wanted = tuple((side, command.id, command.keycap) for side, command in may)
        if wanted == self._shown:
            return
        self._shown = wanted
        for _, hint in self._hints:
            hint.destroy()
        self._hints = [(side, self._hint(name, key)) for side, name, key in wanted]
        for side, hint in self._hints:
            hint.pack(side=side)
        self.frame.after_idle(self._fit)  # Only then does anybody know how wide they are.

    def _fit(self) -> None:
        """Leave out what has no room, the last on the left first."""
        room = self.frame.winfo_width() - 2 * px(RIM)
        if room <= 0:
            return
        for side, hint in sorted(self._hints, key=lambda one: one[0] != "right"):
            room -= hint.winfo_reqwidth()
            if room < 0:
                hint.pack_forget()
            elif not hint.winfo_manager():
                hint.pack(side=side)

    def _hint(self, name: str, key: str) -> ttk.Frame:
        frame = ttk.Frame(self.frame, padding=px(6, 2), cursor="hand2")
        keycap(frame, key).pack(side="left")
        label(frame, self._words(self._commands[name].code), "Caption").pack(side="left", padx=px(6, 2))
        for widget in (frame, *frame.winfo_children()):
            widget.bind("<Button-1>", lambda _: self._run(name), add="+")
        return frame

    def _run(self, name: str) -> None:
        command = self._commands.get(name)
        if command is not None and command.may():
            command.run()
