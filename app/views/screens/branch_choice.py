"""Which branch a tab is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.widgets.fields import Choice

WIDTH = 30


class BranchChoice(ttk.Frame):
    """A list of branches, made anew where there are others than before. `changed` is called with a code."""

    def __init__(self, parent: Misc) -> None:
        super().__init__(parent)
        self._branches: dict[str, str] = {}
        self.changed: Callable[[str], object] = lambda _: None
        self._box = self._made()

    def fill(self, options: Mapping[str, str], code: str) -> None:
        """Show these branches, one of them chosen."""
        if dict(options) != self._branches:
            self._branches = dict(options)
            self._box.destroy()
            self._box = self._made()
        self._box.value = code

    def _chosen(self, code: str) -> None:
        self.changed(code)

    def _made(self) -> Choice:
        made = Choice(self, "", self._branches, width=WIDTH)
        made.changed = self._chosen
        made.pack(fill="x")
        return made
