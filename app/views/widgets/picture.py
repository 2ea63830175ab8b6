"""Icons on widgets that come and go.

The theme's own icons make a style for each widget, and every style that is made has Tk lay out the whole window anew.
That is well for what is built once. What changes with every scan bears a plain image, in the ink of its style.
"""

from __future__ import annotations

from tkinter import Misc
from typing import Any

import ttkbootstrap as ttk


class Picture:
    """The icon of a label or a button, beside its text or alone."""

    def __init__(self, widget: ttk.Label | ttk.Button, size: int) -> None:
        self._widget, self._size, self._shown = widget, size, ("", "")
        widget.bind("<<ThemeChanged>>", lambda _: self._paint(), add="+")

    def set(self, name: str) -> None:
        """Show an icon in the ink of the widget's style as it is now."""
        self._shown = (name, self._ink())
        self._widget.configure(image=ttk.Icon(name, self._size, self._shown[1]), compound="left")

    def _paint(self) -> None:
        name, ink = self._shown
        if name and ink != self._ink():
            self.set(name)

    def _ink(self) -> str:
        style = ttk.Style.get_instance()
        assert style is not None, "a widget lives in a window"
        return str(style.lookup(str(self._widget.cget("style")), "foreground"))


class Glyph(ttk.Label):
    """An icon that stands alone."""

    def __init__(self, parent: Misc, name: str, size: int, style: str, **options: Any) -> None:
        super().__init__(parent, style=style, **options)
        self._picture, self._drawn = Picture(self, size), ("", "")
        self.set(name, style)

    def set(self, name: str, style: str) -> None:
        """Show another icon, in another ink."""
        if (name, style) != self._drawn:
            self._drawn = (name, style)
            self.configure(style=style)
            self._picture.set(name)
