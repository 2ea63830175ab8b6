"""A tip inside the window, for text that was shortened. No window of its own: it cannot be lost behind others."""

from __future__ import annotations

from tkinter import Event, Misc
from typing import Any

import ttkbootstrap as ttk

from app.views.widgets import fonts
from app.views.widgets.scale import px

DELAY_MS = 450


class Tip:
    """Shows `text` beside the pointer while it rests on a widget; nothing where the text is empty."""

    def __init__(self, widget: Misc, text: str = "") -> None:
        self.text = text
        self._widget = widget
        self._job: str | None = None
        self._label: ttk.Label | None = None
        widget.bind("<Enter>", self._plan, add="+")
        for event in ("<Leave>", "<ButtonPress>", "<Destroy>"):  # None of keys: Tab would stop at what hears them.
            widget.bind(event, lambda _: self.hide(), add="+")

    def _plan(self, event: Event[Any]) -> None:
        self.plan(event.x_root, event.y_root)

    def plan(self, x_root: int, y_root: int) -> None:
        """Show the tip when the pointer has rested for a moment."""
        self.hide()
        if self.text:
            self._job = self._widget.after(DELAY_MS, lambda: self.show(x_root, y_root))

    def show(self, x_root: int, y_root: int) -> None:
        """Show the tip below this point of the screen, within the window."""
        self.hide()
        window = self._widget.winfo_toplevel()
        label = ttk.Label(
            window, text=self.text, style="Tip.TLabel", font=fonts.SMALL, wraplength=px(360), padding=px(10, 6)
        )
        x = min(x_root - window.winfo_rootx() + px(8), window.winfo_width() - label.winfo_reqwidth() - px(8))
        y = y_root - window.winfo_rooty() + px(18)
        if y + label.winfo_reqheight() > window.winfo_height():
            y -= label.winfo_reqheight() + px(28)
        label.place(x=max(0, x), y=max(0, y))
        label.lift()
        self._label = label

    def hide(self) -> None:
        if self._job is not None:
            self._widget.after_cancel(self._job)
            self._job = None
        if self._label is not None:
            self._label.destroy()
            self._label = None
