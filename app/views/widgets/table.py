"""A table: fitted columns, an ellipsis for what is too long and the whole of it as a tip, rows by their tone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from tkinter import Event, Misc
from typing import Any, Literal

import ttkbootstrap as ttk

from app.views.presenters.line import Tone
from app.views.widgets import fonts
from app.views.widgets.basics import Empty
from app.views.widgets.ellipsis import font_named, shortened
from app.views.widgets.palette import tokens
from app.views.widgets.scale import px
from app.views.widgets.tip import Tip

CELL_PADDING = 18
"""Logical pixels that Tk and we keep free in a cell."""
RIM_RIGHT = "\u2002"
SHARE_LEAST = 96
"""Logical pixels below which a column with a weight is too narrow to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Attributes:
        weight: Its share of the room that is left; 0 for as wide as its content.
        most: Logical pixels that a fitted column is at most wide.
        optional: Left out where there is no room for all.
    """

    id: str
    heading: str
    weight: int = 0
    most: int = 240
    number: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row; `key` names it to whoever asked for it."""

    key: str
    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN


class DataTable(ttk.Frame):
    """A table without borders.

    Attributes:
        chosen: Called with the key of the row that was chosen.
        opened: Called with the key of the row that was double-clicked, or entered.
    """

    def __init__(self, parent: Misc, columns: Sequence[Column], *, empty_icon: str, many: bool = False) -> None:
        super().__init__(parent)
        self._columns, self._rows = tuple(columns), tuple[Row, ...]()
        self._font, self._bold = font_named(fonts.BODY, self), font_named(fonts.SMALL_BOLD, self)
        self._laid_out_for = 0
        self.chosen: Callable[[str], object] = lambda _: None
        self.opened: Callable[[str], object] = lambda _: None
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.tree = self._make_tree(many=many)
        self._bar = ttk.Scrollbar(self, command=self.tree.yview, bootstyle="round")
        self.tree.configure(yscrollcommand=self._scrolled)
        self.empty = Empty(self.tree, icon=empty_icon)
        self._tip = Tip(self.tree)
        self._tint()
        self._bind()

    def _make_tree(self, *, many: bool) -> ttk.Treeview:
        tree = ttk.Treeview(
            self,
            columns=[column.id for column in self._columns],
            show="headings",
            style="Desk.Treeview",
            selectmode="extended" if many else "browse",
        )
        for column in self._columns:
            anchor: Literal["e", "w"] = "e" if column.number else "w"
            tree.heading(column.id, text=_with_rim(column.heading, column), anchor=anchor)
            tree.column(column.id, anchor=anchor, stretch=False, minwidth=px(24))
        tree.grid(row=0, column=0, sticky="nsew")
        return tree

    def _bind(self) -> None:
        self.tree.bind("<Configure>", lambda _: self._lay_out(), add="+")
        self.tree.bind("<<ThemeChanged>>", lambda _: self._tint(), add="+")
        self.tree.bind("<<TreeviewSelect>>", lambda _: self._tell(self.chosen), add="+")
        self.tree.bind("<Double-Button-1>", lambda _: self._tell(self.opened), add="+")
        self.tree.bind("<Return>", lambda _: self._tell(self.opened), add="+")
        self.tree.bind("<Motion>", self._point, add="+")
        self.tree.bind("<FocusIn>", self._focused, add="+")

    # Filling.

    def fill(self, rows: Sequence[Row], *, select: Sequence[str] = ()) -> None:
        """Show these rows; rows that stay keep their place and their selection."""
        rows = tuple(rows)
        selected = set(select) or set(self.tree.selection())
        if rows != self._rows:
            self._rows = rows
            self.tree.delete(*self.tree.get_children())
            for place, row in enumerate(rows):
                self.tree.insert("", "end", iid=row.key, tags=(row.tone.value, "odd" if place % 2 else "even"))
            self._laid_out_for = 0
        keep = [row.key for row in rows if row.key in selected]
        if keep != list(self.tree.selection()):
            self.tree.selection_set(keep)
        self.tree.configure(show="headings" if rows else "")
        self._lay_out()

    def head(self, columns: Sequence[Column]) -> None:
        """Change the headings; as many columns as before."""
        self._columns = tuple(columns)
        for column in columns:
            self.tree.heading(column.id, text=_with_rim(column.heading, column))
        self._laid_out_for = 0
        self._lay_out()

    @property
    def selected(self) -> tuple[str, ...]:
        return tuple(self.tree.selection())

    def move(self, step: int) -> None:
        """Select the next row, or the one before."""
        keys = [row.key for row in self._rows]
        if not keys:
            return
        current = keys.index(self.selected[0]) if self.selected and self.selected[0] in keys else -1 if step > 0 else 0
        key = keys[max(0, min(current + step, len(keys) - 1))]
        self.tree.selection_set(key)
        self.tree.focus(key)
        self.tree.see(key)

    # Laying out.

    def _lay_out(self) -> None:
        """Give every column its width, and shorten what is longer; without rows say so, as far as there is room."""
        if self._rows:
            self.empty.place_forget()
        else:
            self.empty.place_in_middle(self.tree.winfo_height())
        room = self.tree.winfo_width()
        if room <= 1 or room == self._laid_out_for:
            return
        self._laid_out_for = room
        widths = self._widths(room)
        for column, width in zip(self._columns, widths, strict=True):
            if width:
                self.tree.column(column.id, width=width)
        for row in self._rows:
            self.tree.item(row.key, values=self._fitting(row, widths))

    def _widths(self, room: int) -> list[int]:
        """Return a width for every column; 0 for one that is left out."""
        natural = [self._natural(place, column) for place, column in enumerate(self._columns)]
        shown = self._shown(natural, room)
        weight = sum(column.weight for place, column in enumerate(self._columns) if place in shown)
        fixed = sum(natural[place] for place in shown if not self._columns[place].weight)
        widths = [0] * len(natural)
        for place in shown:
            column = self._columns[place]
            share = (room - fixed) * column.weight // weight if weight else 0
            widths[place] = max(share, self._heading(column)) if column.weight else natural[place]
        return _squeezed(widths, room, [self._heading(column) for column in self._columns])

    def _shown(self, natural: Sequence[int], room: int) -> list[int]:
        """Leave out optional columns, the last first, until the rest can be read."""
        shown = list(range(len(natural)))
        for place in reversed(range(len(natural))):
            need = sum(px(SHARE_LEAST) if self._columns[one].weight else natural[one] for one in shown)
            if need <= room:
                break
            if self._columns[place].optional:
                shown.remove(place)
        self.tree.configure(displaycolumns=[self._columns[place].id for place in shown])
        return shown

    def _heading(self, column: Column) -> int:
        return self._bold.measure(_with_rim(column.heading, column)) + px(CELL_PADDING) // 2

    def _natural(self, place: int, column: Column) -> int:
        heading = self._bold.measure(_with_rim(column.heading, column))
        texts = {_with_rim(row.cells[place], column) for row in self._rows}
        cells = max(map(self._font.measure, texts), default=0)
        return max(heading, min(cells, px(column.most))) + px(CELL_PADDING)

    def _fitting(self, row: Row, widths: Sequence[int]) -> tuple[str, ...]:
        return tuple(
            shortened(_with_rim(text, column), self._font, width - px(CELL_PADDING) // 2)
            for text, column, width in zip(row.cells, self._columns, widths, strict=True)
        )

    # Looks.

    def _tint(self) -> None:
        """Tags are not style: they keep the old colours when the theme changes."""
        style = ttk.Style.get_instance()
        assert style is not None, "a widget lives in a window"
        colours = tokens(style)
        self.tree.tag_configure("odd", background=colours.stripe)
        for tone, ink in ((Tone.OK, colours.ok_fg), (Tone.ATTENTION, colours.warn_fg), (Tone.REFUSED, colours.bad_fg)):
            self.tree.tag_configure(tone.value, foreground=ink)

    def _scrolled(self, first: str, last: str) -> None:
        self._bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._bar.grid_remove()
        else:
            self._bar.grid(row=0, column=1, sticky="ns")

    def _focused(self, _: Event[Any]) -> None:
        """The keyboard needs a row to start from."""
        if self._rows and not self.tree.focus():
            self.tree.focus(self._rows[0].key)

    def _tell(self, listener: Callable[[str], object]) -> None:
        if self.selected:
            listener(self.selected[0])

    def _point(self, event: Event[Any]) -> None:
        """Have the tip tell the whole of a shortened cell."""
        key, place = self.tree.identify_row(event.y), self.tree.identify_column(event.x)
        row = next((row for row in self._rows if row.key == key), None)
        full = shown = ""
        if row and place[1:] not in {"", "0"}:
            name = str(self.tree.column(place, "id"))
            column = next(column for column in self._columns if column.id == name)
            full = _with_rim(row.cells[self._columns.index(column)], column)
            shown = self.tree.set(key, name)
        wanted = full if full != shown else ""
        if wanted != self._tip.text:
            self._tip.hide()
            self._tip.text = wanted
            if wanted:
                self._tip.plan(event.x_root, event.y_root)


def _with_rim(text: str, column: Column) -> str:
    """Keep a number away from the text in the next column: Tk has no padding at the right of a cell."""
    return f"{text}{RIM_RIGHT}" if column.number and text else text


def _squeezed(widths: list[int], room: int, least: Sequence[int]) -> list[int]:
    """Take what is too much from the widest columns, a little at a time, but never of a heading."""
    over = sum(widths) - room
    while over > 0:
        loose = [place for place, width in enumerate(widths) if width > least[place]]
        if not loose:
            break
        widest = max(loose, key=lambda place: widths[place])
        cut = min(over, max(1, (widths[widest] - least[widest]) // 4))
        widths[widest] -= cut
        over -= cut
    return widths
