"""A frame that scrolls when its content is higher than it; whatever gets the focus is brought into sight."""

from __future__ import annotations

from tkinter import Event, Misc
from typing import Any, Literal

import ttkbootstrap as ttk

from app.views.widgets.palette import tokens
from app.views.widgets.scale import px

TAKES_FOCUS = {"TButton", "TCheckbutton", "TCombobox", "TEntry", "TRadiobutton"}


class Scroller(ttk.Frame):
    """Put widgets into `inside`."""

    def __init__(self, parent: Misc) -> None:
        super().__init__(parent)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self._canvas = ttk.Canvas(self, highlightthickness=0, borderwidth=0, width=px(120), height=px(60))
        self._canvas.grid(row=0, column=0, sticky="nsew")
        self._bar = ttk.Scrollbar(self, command=self._canvas.yview, bootstyle="round")
        self._canvas.configure(yscrollcommand=self._scrolled)
        self.inside = ttk.Frame(self._canvas)
        self._window = self._canvas.create_window(0, 0, anchor="nw", window=self.inside)
        self.inside.bind("<Configure>", lambda _: self._measure(), add="+")
        self._canvas.bind("<Configure>", lambda _: self._measure(), add="+")
        self.bind("<<ThemeChanged>>", lambda _: self._tint(), add="+")
        self._tint()

    def fit(self) -> None:
        """Be as high as the content: there is little of it."""
        self.update_idletasks()
        self._canvas.configure(height=self.inside.winfo_reqheight())

    def to_top(self) -> None:
        self._canvas.yview_moveto(0)

    def settle(self) -> None:
        """Follow the focus and the wheel over all that is inside; to be called once the content is there."""
        self.columnconfigure(1, minsize=0)
        for widget in (self._canvas, self.inside, *_below(self.inside)):
            if widget.winfo_class() in TAKES_FOCUS:  # Whatever hears of the focus, Tab would stop at.
                widget.bind("<FocusIn>", self._see, add="+")
            widget.bind("<MouseWheel>", lambda event: self._scroll(-1 if event.delta > 0 else 1), add="+")
            widget.bind("<Button-4>", lambda _: self._scroll(-1), add="+")
            widget.bind("<Button-5>", lambda _: self._scroll(1), add="+")

    def _see(self, event: Event[Any]) -> None:
        self.see(event.widget)

    def see(self, widget: Misc) -> None:
        """Bring something that is inside into sight."""
        top = widget.winfo_rooty() - self.inside.winfo_rooty()
        bottom = top + widget.winfo_height()
        height, seen = max(1, self.inside.winfo_height()), self._canvas.winfo_height()
        first = self._canvas.canvasy(0)
        if top < first:
            self._canvas.yview_moveto(max(0, top - px(24)) / height)
        elif bottom > first + seen:
            self._canvas.yview_moveto((bottom - seen + px(24)) / height)

    def turn(self, pages: int) -> None:
        """Go so many pages down, or up."""
        self._scroll(pages, "pages")

    def _measure(self) -> None:
        self._canvas.itemconfigure(self._window, width=self._canvas.winfo_width())
        self._canvas.configure(scrollregion=(0, 0, 0, self.inside.winfo_reqheight()))

    def _scrolled(self, first: str, last: str) -> None:
        """Show the bar where there is more than fits; its room is kept from then on.

        Text that is as high as the room without a bar, and higher beside one, would show and hide it for ever.
        """
        self._bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._bar.grid_remove()
        else:
            self.columnconfigure(1, minsize=self._bar.winfo_reqwidth() + px(6))
            self._bar.grid(row=0, column=1, sticky="ns", padx=px(6, 0))

    def _scroll(self, step: int, unit: Literal["units", "pages"] = "units") -> None:
        if self.inside.winfo_reqheight() > self._canvas.winfo_height():
            self._canvas.yview_scroll(step, unit)

    def _tint(self) -> None:
        style = ttk.Style.get_instance()
        assert style is not None, "a widget lives in a window"
        self._canvas.configure(background=tokens(style).card)


def _below(widget: Misc) -> list[Misc]:
    children = widget.winfo_children()
    return [*children, *(found for child in children for found in _below(child))]
