"""Is any text cut off? Every mapped widget is asked how much room its text needs, and how much it got."""

from __future__ import annotations

from collections.abc import Iterator
from tkinter import Misc, TclError
from tkinter.font import Font
from typing import Any

import ttkbootstrap as ttk

from app.views.widgets.ellipsis import ELLIPSIS, RIM
from app.views.widgets.scale import px

TEXTS = {"TLabel", "TButton", "TRadiobutton", "TCheckbutton", "TMenubutton", "Toolbutton"}
HEADING_PADDING, CELL_PADDING, ARROW = 8, 8, 40
FORGIVEN = 1
"""Device pixels that rounding may cost."""


def clipped(root: Misc) -> list[str]:
    """Return what is cut off, each with its widget and its text; nothing where all is well."""
    return [f"{widget}: {problem}" for widget in mapped(root) for problem in problems_of(widget)]


def mapped(widget: Misc) -> Iterator[Misc]:
    """Yield every widget below this one that is in sight."""
    for child in widget.winfo_children():
        if child.winfo_class() == "Menu" or not child.winfo_viewable():
            continue
        yield child
        yield from mapped(child)


def problems_of(widget: Misc) -> Iterator[str]:
    """Yield what is cut off of one widget."""
    kind = widget.winfo_class()
    if kind in TEXTS and (text := str(widget.cget("text"))):
        yield from _too_small(widget, text)
        yield from _outside(widget, text)
    elif kind == "TCombobox":
        shown = str(widget.get())  # type: ignore[attr-defined]  # A combobox has a text.
        need = _font(widget).measure(shown) + px(ARROW)
        if need > widget.winfo_width() + FORGIVEN:
            yield f"{shown!r} needs {need} and has {widget.winfo_width()}"
    elif isinstance(widget, ttk.Treeview):
        yield from _table(widget)


def _too_small(widget: Misc, text: str) -> Iterator[str]:
    width, height = widget.winfo_reqwidth(), widget.winfo_reqheight()
    if int(widget.cget("width") or 0):
        width = max(width, _font(widget).measure(text) + px(RIM))
    if width > widget.winfo_width() + FORGIVEN:
        yield f"{text!r} needs a width of {width} and has {widget.winfo_width()}"
    if height > widget.winfo_height() + FORGIVEN:
        yield f"{text!r} needs a height of {height} and has {widget.winfo_height()}"


def _outside(widget: Misc, text: str) -> Iterator[str]:
    """What lies in something that scrolls may be below it, never beside it."""
    right = widget.winfo_rootx() + widget.winfo_width()
    bottom = widget.winfo_rooty() + widget.winfo_height()
    parent, scrolls = widget.master, False
    while parent is not None:
        scrolls = scrolls or parent.winfo_class() == "Canvas"
        if right > parent.winfo_rootx() + parent.winfo_width() + FORGIVEN:
            yield f"{text!r} is cut off at the right of {parent}"
        if not scrolls and bottom > parent.winfo_rooty() + parent.winfo_height() + FORGIVEN:
            yield f"{text!r} is cut off at the bottom of {parent}"
        parent = parent.master


def _table(tree: ttk.Treeview) -> Iterator[str]:
    if not str(tree.cget("show")).strip("()',"):
        return
    style = ttk.Style.get_instance()
    bold = Font(root=tree, name=str(style.lookup("Desk.Treeview.Heading", "font")), exists=True) if style else None
    plain = Font(root=tree, name=str(style.lookup("Desk.Treeview", "font")), exists=True) if style else None
    assert bold, "a table lives in a window"
    assert plain, "and has a font"
    total = 0
    shown = tree["displaycolumns"]
    for column in tree["columns"] if shown in {"#all", ("#all",)} else shown:
        width = int(tree.column(column, "width"))
        total += width
        heading = str(tree.heading(column, "text"))
        if bold.measure(heading) + px(HEADING_PADDING) > width + FORGIVEN:
            yield f"the heading {heading!r} needs {bold.measure(heading) + px(HEADING_PADDING)} and has {width}"
        for row in tree.get_children():
            text = str(tree.set(row, column))
            if plain.measure(text) + px(CELL_PADDING) > width + FORGIVEN and text != ELLIPSIS:
                yield f"the cell {text!r} needs {plain.measure(text) + px(CELL_PADDING)} and has {width}"
    if total > tree.winfo_width() + FORGIVEN:
        yield f"the columns need {total} and have {tree.winfo_width()}"


def _font(widget: Any) -> Font:
    style = ttk.Style.get_instance()
    try:
        name = str(widget.cget("font"))
    except TclError:
        name = ""
    if not name and style is not None:
        name = str(style.lookup(str(widget.cget("style")) or widget.winfo_class(), "font"))
    return Font(root=widget, name=name or "TkDefaultFont", exists=True)
