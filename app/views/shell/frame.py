"""The frame around every screen: rail, header, banner, keys, status."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ttkbootstrap as ttk

from app.views.presenters.command import Command
from app.views.presenters.line import Line
from app.views.presenters.shell import ShellState
from app.views.screens.help import HelpCard
from app.views.screens.registry import SCREENS
from app.views.shell.banner import Banner
from app.views.shell.header import Header
from app.views.shell.rail import FORMS, TASKS, Rail
from app.views.shell.status_bar import KeyBar, StatusBar
from app.views.widgets.basics import line
from app.words import Words


class Frame:
    """One screen at a time stands in `content`."""

    def __init__(
        self,
        root: ttk.App,
        words: Words,
        *,
        version: str,
        choose: Callable[[str], None],
        commands: Callable[[], Sequence[Command]],
        look_now: Callable[[], None],
        lock: Callable[[], None],
        sign_out: Callable[[], None],
    ) -> None:
        self.outer = ttk.Frame(root, style="Page.TFrame")
        self.outer.columnconfigure(1, weight=1)
        self.outer.rowconfigure(0, weight=1)
        self._commands = commands
        self.rail = Rail(self.outer, words, SCREENS, choose)
        self.rail.frame.grid(row=0, column=0, sticky="ns")
        main = ttk.Frame(self.outer, style="Page.TFrame")
        main.grid(row=0, column=1, sticky="nsew")
        main.columnconfigure(0, weight=1)
        main.rowconfigure(3, weight=1)
        self.header = Header(
            main, words, on_sync=look_now, on_tasks=lambda: choose(TASKS), on_lock=lock, on_sign_out=sign_out
        )
        self.header.frame.grid(row=0, sticky="ew")
        line(main).grid(row=1, sticky="ew")
        self.banner = Banner(main, words, self.hide_banner)
        self.content = ttk.Frame(main, style="Page.TFrame")
        self.content.grid(row=3, sticky="nsew")
        self.content.columnconfigure(0, weight=1)
        self.content.rowconfigure(0, weight=1)
        line(main).grid(row=4, sticky="ew")
        self.keys = KeyBar(main, words)
        self.keys.frame.grid(row=5, sticky="ew")
        line(main).grid(row=6, sticky="ew")
        self.status = StatusBar(main, words, version=version)
        self.status.frame.grid(row=7, sticky="ew")
        self.help = HelpCard(self.outer, words)
        self._in_sight: ttk.Frame | None = None

    @property
    def is_shown(self) -> bool:
        return bool(self.outer.winfo_manager())

    def grid(self, *, row: int) -> None:
        self.outer.grid(row=row, column=0, sticky="nsew")

    def hide(self) -> None:
        self.help.close()
        self.hide_banner()
        self.outer.grid_remove()

    def put(self, frame: ttk.Frame, name: str) -> None:
        """Put a screen into sight."""
        self.help.close()
        if self._in_sight is not None and self._in_sight is not frame:
            self._in_sight.grid_remove()
        frame.grid(row=0, column=0, sticky="nsew")
        self._in_sight = frame
        self.rail.choose(name)
        frame.update_idletasks()  # What is not laid out yet cannot take the focus.

    def show(self, state: ShellState) -> None:
        self.header.show(state)
        self.status.show(state)
        self.rail.count(TASKS, state.tasks)
        self.rail.count(FORMS, state.forms)

    def show_banner(self, said: Line) -> None:
        self.banner.show(said)
        self.banner.frame.grid(row=2, sticky="ew")

    def hide_banner(self) -> None:
        self.banner.clear()
        self.banner.frame.grid_remove()
