"""The rail on the left: the screens there are, settings at its foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from tkinter import Misc, StringVar

import ttkbootstrap as ttk

from app.views.screens.screen import ScreenEntry
from app.views.widgets.scale import px
from app.words import Words

SETTINGS = "settings"
TASKS, FORMS = "tasks", "forms"


class Rail:
    """Chooses a screen."""

    def __init__(
        self, parent: Misc, words: Words, screens: Sequence[ScreenEntry], on_choose: Callable[[str], None]
    ) -> None:
        self._words = words
        self.frame = ttk.Frame(parent, style="Rail.TFrame", padding=px(12, 16))
        brand = ttk.Label(self.frame, text=f" {words('shell.brand')}", style="Brand.TLabel")
        brand.configure(icon="book-half", icon_size=22)
        brand.pack(anchor="w", padx=px(8), pady=px(0, 20))
        self._chosen = StringVar(self.frame)
        self._items: dict[str, ttk.Radiobutton] = {}
        for screen in screens:
            self._items[screen.id] = item = ttk.Radiobutton(
                self.frame,
                text=self._name(screen.id),
                value=screen.id,
                variable=self._chosen,
                icon=screen.icon,
                icon_size=18,
                style="Nav.Toolbutton",
                command=lambda name=screen.id: on_choose(name),
            )
            if screen.id == SETTINGS:
                item.pack(side="bottom", fill="x")
            else:
                item.pack(fill="x", pady=px(2))
        ttk.Frame(self.frame, style="Rail.TFrame", width=px(172), height=1).pack()

    def _name(self, screen: str) -> str:
        return f"  {self._words(f'shell.screen.{screen}')}"

    def choose(self, screen: str) -> None:
        """Mark the screen that is shown."""
        self._chosen.set(screen)

    def count(self, screen: str, count: int) -> None:
        """Say beside a screen how many things wait there."""
        name = self._name(screen)
        self._items[screen].configure(text=f"{name}  ·  {count}" if count else name)
