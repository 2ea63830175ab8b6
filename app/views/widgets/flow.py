"""Widgets side by side, in as many rows as they need."""

from __future__ import annotations

from collections.abc import Sequence
from tkinter import Event, Misc, Widget

import ttkbootstrap as ttk

from app.views.widgets.scale import px


class Flow(ttk.Frame):
    """Lays out its widgets from the left, and below where the width is used up."""

    def __init__(self, parent: Misc, *, gap: int = 6, style: str = "TFrame") -> None:
        super().__init__(parent, style=style)
        self._gap = gap
        self._widgets: Sequence[Widget] = ()
        self._width = 0
        self.bind("<Configure>", self._resized)

    def lay_out(self, widgets: Sequence[Widget]) -> None:
        """Lay out these, which are all that this frame has."""
        self._widgets = tuple(widgets)
        self._place()

    def _resized(self, event: Event[Misc]) -> None:
        if event.width != self._width:
            self._width = event.width
            self._place()

    def _place(self) -> None:
        gap, x, y, height = px(self._gap), 0, 0, 0
        for widget in self._widgets:
            width, height = widget.winfo_reqwidth(), widget.winfo_reqheight()
            if x and self._width > 1 and x + width > self._width:
                x, y = 0, y + height + gap
            widget.place(x=x, y=y)
            x += width + gap
        self.configure(height=y + height or 1)
