"""Tabs, side by side on the page; the keys that walk through them belong to the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from tkinter import Misc, StringVar

import ttkbootstrap as ttk

from app.views.widgets.scale import px


class TabBar:
    """Shows which one is chosen; a click chooses another."""

    def __init__(self, parent: Misc, choose: Callable[[str], None]) -> None:
        self.frame = ttk.Frame(parent, style="Page.TFrame")
        self._choose = choose
        self._chosen = StringVar(self.frame)
        self._buttons: dict[str, ttk.Radiobutton] = {}

    def show(self, chosen: str, tabs: Sequence[tuple[str, str]]) -> None:
        """Show these tabs, each by its id and its name; which there are does not change."""
        self._chosen.set(chosen)
        for name, said in tabs:
            if name not in self._buttons:
                self._buttons[name] = made = ttk.Radiobutton(
                    self.frame,
                    value=name,
                    variable=self._chosen,
                    command=partial(self._choose, name),
                    style="Tab.Toolbutton",
                    takefocus=False,
                )
                made.pack(side="left", padx=px(0, 6))
            if str(self._buttons[name].cget("text")) != said:
                self._buttons[name].configure(text=said)
