"""Long text made short. Tk cuts what does not fit in the middle of a letter; we end it with an ellipsis ourselves."""

from __future__ import annotations

from tkinter import Misc
from tkinter.font import Font
from typing import Any

import ttkbootstrap as ttk

from app.views.widgets.scale import px
from app.views.widgets.tip import Tip

ELLIPSIS = "…"
RIM = 4
"""Logical pixels that a label keeps around its text."""
STARTS_WITH = 240
"""Logical pixels of a line until the label knows its width."""


def font_named(name: str, widget: Misc) -> Font:
    return ttk.nametofont(name, root=widget)


def shortened(text: str, font: Font, width: int) -> str:
    """Return `text`, or as much of its beginning as fits into `width` device pixels with an ellipsis."""
    if width <= 0 or font.measure(text) <= width:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if font.measure(text[:middle].rstrip() + ELLIPSIS) <= width:
            fits = middle
        else:
            too_long = middle
    return text[:fits].rstrip() + ELLIPSIS


class Wrapped(ttk.Label):
    """A label that breaks its lines where its width ends; it must be laid out to fill a width that is given to it."""

    def __init__(self, parent: Misc, **options: Any) -> None:
        super().__init__(parent, wraplength=px(STARTS_WITH), **options)
        self.bind("<Configure>", lambda event: self._wrap(event.width), add="+")

    def _wrap(self, width: int) -> None:
        wanted = max(width - px(RIM), px(40))
        if wanted != int(str(self.cget("wraplength"))):
            self.configure(wraplength=wanted)


class ShortLabel(ttk.Label):
    """A label of one line that shortens its text to the width it gets, and tells the whole of it as a tip."""

    def __init__(self, parent: Misc, *, font: str, **options: Any) -> None:
        super().__init__(parent, width=1, font=font, **options)
        self._font, self._full = font_named(font, self), ""
        self._tip = Tip(self)
        self.bind("<Configure>", lambda _: self._fit(), add="+")

    @property
    def full_text(self) -> str:
        return self._full

    def set(self, text: str) -> None:
        """Show a text."""
        self._full = text
        self._fit()

    def _fit(self) -> None:
        width = self.winfo_width() - px(RIM)
        shown = shortened(self._full, self._font, width) if width > 1 else self._full
        if shown != self.cget("text"):
            self.configure(text=shown)
        self._tip.text = self._full if shown != self._full else ""
