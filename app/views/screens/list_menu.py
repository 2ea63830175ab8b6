"""The menu of lists: those of a group under its name, each with how many there are on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from tkinter import Event, Misc
from typing import Any

import ttkbootstrap as ttk

from app.views.presenters.list_kinds import ListKind
from app.views.presenters.lists_state import MenuEntry
from app.views.widgets import fonts
from app.views.widgets.basics import card
from app.views.widgets.ellipsis import font_named, shortened
from app.views.widgets.palette import tokens
from app.views.widgets.scale import px
from app.words import Words

WIDTH = 236
COUNT_WIDTH = 44
NAME_WIDTH = WIDTH - COUNT_WIDTH - 28
GROUP = "group"


class ListMenu:
    """A narrow tree: the arrows walk through it, a click chooses."""

    def __init__(
        self, parent: Misc, words: Words, entries: Sequence[MenuEntry], choose: Callable[[ListKind], None]
    ) -> None:
        self._words, self._entries, self._choose = words, entries, choose
        self.frame = card(parent, 8, 8)
        self.frame.configure(width=px(WIDTH))
        self.frame.grid_propagate(False)
        self.frame.rowconfigure(0, weight=1)
        self.frame.columnconfigure(0, weight=1)
        self.tree = ttk.Treeview(
            self.frame, columns=("name", "count"), show="", style="Menu.Treeview", selectmode="browse", takefocus=True
        )
        self.tree.column("name", anchor="w", stretch=False, width=px(NAME_WIDTH), minwidth=px(NAME_WIDTH))
        self.tree.column("count", anchor="e", stretch=False, width=px(COUNT_WIDTH), minwidth=px(COUNT_WIDTH))
        self.tree.grid(row=0, column=0, sticky="nsew")
        self._bar = ttk.Scrollbar(self.frame, command=self.tree.yview, bootstyle="round")
        self.tree.configure(yscrollcommand=self._scrolled)
        self._fill()
        self._tint()
        self._bind()

    def _fill(self) -> None:
        room = px(NAME_WIDTH - 10)
        body, bold = font_named(fonts.BODY, self.frame), font_named(fonts.SMALL_BOLD, self.frame)
        groups = list(dict.fromkeys(entry.group for entry in self._entries))
        for group in groups:
            if len(groups) > 1:
                said = shortened(self._words(f"lists.group.{group}"), bold, room + px(COUNT_WIDTH))
                self.tree.insert("", "end", iid=f"{GROUP}:{group}", values=(said, ""), tags=(GROUP,))
            for entry in self._entries:
                if entry.group is group:
                    said = shortened(entry.name, body, room)
                    self.tree.insert("", "end", iid=entry.kind, values=(said, ""), tags=("list",))

    def _bind(self) -> None:
        self.tree.bind("<<TreeviewSelect>>", lambda _: self._selected(), add="+")
        self.tree.bind("<<ThemeChanged>>", lambda _: self._tint(), add="+")
        self.tree.bind("<Configure>", lambda _: self.tree.after_idle(self._see), add="+")
        self.tree.bind("<Up>", lambda _: self._walk(-1))
        self.tree.bind("<Down>", lambda _: self._walk(1))
        self.tree.bind("<Button-1>", self._pressed)

    def show(self, chosen: ListKind, counts: Mapping[ListKind, int]) -> None:
        """Show which list is in sight, and how many there are on each; 0 is shown as nothing."""
        for entry in self._entries:
            count = counts.get(entry.kind, 0)
            self.tree.set(entry.kind, "count", str(count) if count else "")
        if self.tree.selection() != (chosen,):
            self.tree.selection_set(chosen)
        self.tree.focus(chosen)
        self._see()

    def _see(self) -> None:
        """Keep the list that is shown in sight here, too, in whatever room there is."""
        if self.tree.winfo_exists() and (found := self.tree.selection()):
            self.tree.see(found[0])

    # What is pressed.

    def _selected(self) -> None:
        if (found := self.tree.selection()) and not found[0].startswith(GROUP):
            self._choose(ListKind(found[0]))

    def _walk(self, step: int) -> str:
        """The arrows pass over the names of the groups."""
        kinds = [one for one in self.tree.get_children() if not one.startswith(GROUP)]
        now = self.tree.selection()
        place = kinds.index(now[0]) + step if now else 0
        if 0 <= place < len(kinds):
            self.tree.selection_set(kinds[place])
        return "break"

    def _pressed(self, event: Event[Any]) -> str | None:
        """The name of a group cannot be chosen."""
        return "break" if self.tree.identify_row(event.y).startswith(GROUP) else None

    # Looks.

    def _tint(self) -> None:
        style = ttk.Style.get_instance()
        assert style is not None, "a widget lives in a window"
        self.tree.tag_configure(GROUP, foreground=tokens(style).muted, font=fonts.SMALL_BOLD)

    def _scrolled(self, first: str, last: str) -> None:
        self._bar.set(first, last)
        if float(first) <= 0 and float(last) >= 1:
            self._bar.grid_remove()
        else:
            self._bar.grid(row=0, column=1, sticky="ns")
