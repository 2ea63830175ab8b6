"""The header: where, when, how this desk stands with the others, and who works at it."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import Misc

import ttkbootstrap as ttk

from app.views.presenters.line import Tone
from app.views.presenters.shell import ShellState
from app.views.widgets import fonts
from app.views.widgets.basics import ICON_OF, TINT_OF, button, pill
from app.views.widgets.ellipsis import ShortLabel
from app.views.widgets.picture import Picture
from app.views.widgets.scale import px
from app.words import Words

SYNC_ICONS = {Tone.PLAIN: "cloud", Tone.OK: ICON_OF[Tone.OK], Tone.ATTENTION: "cloud-slash"}


class Header:
    """Everything in it is text or a pill; the pills can be pressed."""

    def __init__(
        self,
        parent: Misc,
        words: Words,
        *,
        on_sync: Callable[[], None],
        on_tasks: Callable[[], None],
        on_lock: Callable[[], None],
        on_sign_out: Callable[[], None],
    ) -> None:
        self._words = words
        self.frame = ttk.Frame(parent, padding=px(24, 8, 16, 8))
        self.frame.columnconfigure(0, weight=1)
        where = ttk.Frame(self.frame)
        where.grid(row=0, column=0, sticky="ew")
        where.columnconfigure(1, weight=1)
        self._code = pill(where, "")
        self._code.grid(row=0, column=0, rowspan=2, padx=px(0, 14))
        self._branch = ShortLabel(where, font=fonts.HEADING, style="Heading.TLabel")
        self._branch.grid(row=0, column=1, sticky="ew")
        self._day = ShortLabel(where, font=fonts.SMALL, style="Caption.TLabel")
        self._day.grid(row=1, column=1, sticky="ew")
        self._tasks = ttk.Button(self.frame, command=on_tasks, style="warn.Pill.TButton")
        self._sync = ttk.Button(self.frame, command=on_sync, style="chip.Pill.TButton")
        self._sync_icon, self._tasks_icon = Picture(self._sync, 13), Picture(self._tasks, 13)
        self._sync.grid(row=0, column=2)
        self._staff = button(self.frame, "", self._open_menu, kind="Ghost", icon="person-circle")
        self._staff.grid(row=0, column=3, padx=px(10, 0))
        self._menu = ttk.Menu(self.frame, tearoff=False)
        self._menu.add_command(label=words("command.lock"), accelerator="F12", command=on_lock)
        self._menu.add_command(label=words("shell.sign-out"), command=on_sign_out)

    def show(self, state: ShellState) -> None:
        words = self._words
        self._branch.set(state.branch)
        self._code.configure(text=state.code)
        self._day.set(state.day)
        self._sync.configure(text=f" {state.sync}", style=f"{TINT_OF[state.sync_tone]}.Pill.TButton")
        self._sync_icon.set(SYNC_ICONS[state.sync_tone])
        self._staff.configure(text=f" {state.staff}")
        if state.tasks:
            self._tasks.configure(text=f" {words('shell.tasks', count=state.tasks)}")
            self._tasks_icon.set("clipboard2-check")
            self._tasks.grid(row=0, column=1, padx=px(12, 8))
        else:
            self._tasks.grid_remove()

    def _open_menu(self) -> None:
        x = self._staff.winfo_rootx()
        y = self._staff.winfo_rooty() + self._staff.winfo_height()
        self._menu.tk_popup(x, y)
