"""A month as a grid of days: arrows walk, a click chooses, colours say which days are closed and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from tkinter import Event, Misc
from typing import Any

import ttkbootstrap as ttk

from app.views.presenters.month import WEEKS, DayCell, DayKind
from app.views.widgets import fonts
from app.views.widgets.ellipsis import font_named, shortened
from app.views.widgets.palette import Tokens, tokens
from app.views.widgets.scale import px

DAYS = 7
GAP, INSET = 3, 7
"""Logical pixels between days, and from the rim of one to what stands in it."""
STEPS = {"Left": -1, "Right": 1, "Up": -DAYS, "Down": DAYS}
LEAST_WIDTH, LEAST_HEIGHT = 300, 180


def surface(kind: DayKind, colours: Tokens) -> tuple[str, str]:
    """Return the colours of a day, and of what is written on it."""
    return {
        DayKind.CLOSED: (colours.bad, colours.bad_fg),
        DayKind.HOLIDAY: (colours.warn, colours.warn_fg),
        DayKind.WEEKDAY: (colours.chip, colours.chip_fg),
        DayKind.OPEN: (colours.card, colours.ink),
    }[kind]


class MonthGrid(ttk.Canvas):
    """Six weeks.

    Attributes:
        chosen: Called with the day that was clicked.
        walked: Called with how many days an arrow goes.
    """

    def __init__(self, parent: Misc, weekdays: Sequence[str]) -> None:
        super().__init__(
            parent, highlightthickness=0, borderwidth=0, takefocus=True, width=px(LEAST_WIDTH), height=px(LEAST_HEIGHT)
        )
        self._weekdays, self._cells, self._day = tuple(weekdays), tuple[DayCell, ...](), date.min
        self._bold, self._small = font_named(fonts.BODY_BOLD, self), font_named(fonts.SMALL, self)
        self._plain = font_named(fonts.BODY, self)
        self.chosen: Callable[[date], object] = lambda _: None
        self.walked: Callable[[int], object] = lambda _: None
        self._drawn_at = (0, 0)
        self.bind("<Configure>", lambda _: self._resized(), add="+")
        for sequence in ("<FocusIn>", "<FocusOut>"):
            self.bind(sequence, lambda _: self._draw(), add="+")
        self.bind("<<ThemeChanged>>", lambda _: self._tint(), add="+")
        self._tint()
        for key, days in STEPS.items():
            self.bind(f"<{key}>", partial(self._walk, days), add="+")
        self.bind("<Button-1>", self._clicked, add="+")

    @property
    def has_focus(self) -> bool:
        return self.focus_displayof() is self

    def fill(self, cells: Sequence[DayCell], day: date) -> None:
        """Show these days, one of them chosen."""
        if (tuple(cells), day) != (self._cells, self._day):
            self._cells, self._day = tuple(cells), day
            self._draw()

    def _resized(self) -> None:
        """Draw at another size alone."""
        if (self.winfo_width(), self.winfo_height()) != self._drawn_at:
            self._draw()

    def _tint(self) -> None:
        self.configure(background=self._colours().card)
        self._draw()

    def _walk(self, days: int, _: Event[Any]) -> str:
        self.walked(days)
        return "break"

    def _clicked(self, event: Event[Any]) -> None:
        self.focus_set()
        for place, cell in enumerate(self._cells):
            left, top, right, bottom = self._box(place)
            if left <= event.x < right and top <= event.y < bottom:
                self.chosen(cell.day)

    # Drawing.

    def _colours(self) -> Tokens:
        style = ttk.Style.get_instance()
        assert style is not None, "a widget lives in a window"
        return tokens(style)

    @property
    def _top(self) -> int:
        return self._small.metrics("linespace") + 2 * px(GAP)

    def _box(self, place: int) -> tuple[int, int, int, int]:
        """Return the corners of a day by its place."""
        row, column = divmod(place, DAYS)
        width, height = self.winfo_width(), self.winfo_height() - self._top
        left, right = (width * at // DAYS for at in (column, column + 1))
        top, bottom = (self._top + height * at // WEEKS for at in (row, row + 1))
        return left + px(GAP) // 2, top + px(GAP) // 2, right - px(GAP) // 2 - 1, bottom - px(GAP) // 2 - 1

    def _draw(self) -> None:
        self._drawn_at = (self.winfo_width(), self.winfo_height())
        colours = self._colours()
        self.delete("all")
        for place, name in enumerate(self._weekdays):
            left, _, right, _ = self._box(place)
            text = shortened(name, self._small, right - left - px(INSET))
            self.create_text(left + px(INSET), px(GAP), text=text, anchor="nw", font=fonts.SMALL, fill=colours.muted)
        for place, cell in enumerate(self._cells):
            self._draw_day(cell, self._box(place), colours)

    def _draw_day(self, cell: DayCell, box: tuple[int, int, int, int], colours: Tokens) -> None:
        left, top, right, bottom = box
        fill, ink = surface(cell.kind, colours)
        is_chosen = cell.day == self._day
        edge = (colours.ring if self.has_focus else colours.muted) if is_chosen else colours.line
        self.create_rectangle(*box, fill=fill, outline=edge, width=px(2) if is_chosen else 1)
        x, y = left + px(INSET), top + px(INSET) // 2
        number = self.create_text(
            x,
            y,
            text=str(cell.day.day),
            anchor="nw",
            font=fonts.BODY_BOLD if cell.today else fonts.BODY,
            fill=colours.off_fg if cell.faint else ink,
        )
        if cell.today:
            _, _, end, foot = self.bbox(number)
            self.create_line(x, foot, end, foot, fill=ink, width=px(2))
        below = y + self._plain.metrics("linespace") + px(1)
        if cell.text and below + self._small.metrics("linespace") <= bottom:
            text = shortened(cell.text, self._small, right - left - 2 * px(INSET))
            faint = colours.off_fg if cell.faint else ink
            self.create_text(x, below, text=text, anchor="nw", font=fonts.SMALL, fill=faint)
