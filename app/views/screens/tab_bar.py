"""Tabs, side by side in as many rows as they need; the keys that walk through them belong to the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from tkinter import Misc, StringVar

import ttkbootstrap as ttk

from app.views.widgets.flow import Flow


class TabBar:
    """Shows which one is chosen; a click chooses another."""

    def __init__(self, parent: Misc, choose: Callable[[str], None]) -> None:
        self.frame = Flow(parent, style="Page.TFrame")
        self._choose = choose
        self._chosen = StringVar(self.frame)
        self._buttons: dict[str, ttk.Radiobutton] = {}

    def show(self, chosen: str, tabs: Sequence[tuple[str, str]]) -> None:
        """Show these tabs, each by its id and its name; which there are does not change."""
        self._chosen.set(chosen)
        changed = False
        for name, said in tabs:
            if name not in self._buttons:
                self._buttons[name] = ttk.Radiobutton(
                    self.frame,
                    value=name,
                    variable=self._chosen,
                    command=partial(self._choose, name),
                    style="Tab.Toolbutton",
                    takefocus=False,
                )
            if str(self._buttons[name].cget("text")) != said:
                self._buttons[name].configure(text=said)
                changed = True
        if changed:
            self.frame.lay_out(tuple(self._buttons.values()))
