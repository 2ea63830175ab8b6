"""Tabs, side by side in as many rows as they need; the keys that walk through them belong to the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from tkinter import Event, Misc, StringVar

import ttkbootstrap as ttk

from app.views.widgets.scale import px


class TabBar:
    """Shows which one is chosen; a click chooses another."""

    def __init__(self, parent: Misc, choose: Callable[[str], None]) -> None:
        self.frame = ttk.Frame(parent, style="Page.TFrame")
        self.frame.bind("<Configure>", self._resized)
        self._choose = choose
        self._chosen = StringVar(self.frame)
        self._buttons: dict[str, ttk.Radiobutton] = {}
        self._width = 0

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
            self._lay_out()

    def _resized(self, event: Event[Misc]) -> None:
        if event.width != self._width:
            self._width = event.width
            self._lay_out()

    def _lay_out(self) -> None:
        """Place the tabs from the left, and below where the width is used up."""
        gap, x, y = px(6), 0, 0
        for button in self._buttons.values():
            width, height = button.winfo_reqwidth(), button.winfo_reqheight()
            if x and self._width > 1 and x + width > self._width:
                x, y = 0, y + height + gap
            button.place(x=x, y=y)
            x += width + gap
            self.frame.configure(height=y + height)
