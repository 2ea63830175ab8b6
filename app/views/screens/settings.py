"""Settings: of this PC, of post and forms, the terms of lending, hours of opening, closed days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from tkinter import BooleanVar, Misc, StringVar
from typing import Protocol

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.screens.calendar_settings import CalendarPanel
from app.views.screens.hours_settings import HoursPanel
from app.views.screens.post_settings import PostSettingsPanel
from app.views.screens.rules_settings import RulesPanel
from app.views.screens.screen import Room
from app.views.screens.tab_bar import TabBar
from app.views.widgets.basics import card, label, line
from app.views.widgets.scale import px
from app.words import LANGUAGES

WIDTH = 620
PC, POST, RULES, HOURS, CALENDAR = "pc", "post", "rules", "hours", "calendar"
TABS = (PC, POST, RULES, HOURS, CALENDAR)
"""The tabs; `settings.tab.<tab>` words them."""


class Panel(Protocol):
    """What stands under a tab."""

    frame: ttk.Frame

    @property
    def commands(self) -> Sequence[Command]: ...
    @property
    def is_asking(self) -> bool: ...
    def entered(self) -> None: ...
    def touched(self, kinds: Collection[Touched]) -> None: ...
    def leave(self) -> None: ...


class SettingsScreen:
    """What may be chosen, tab by tab."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self.tab = PC
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        self.frame.columnconfigure(0, weight=1)
        self.frame.rowconfigure(2, weight=1)
        label(self.frame, words("settings.title"), "Title").grid(row=0, column=0, sticky="w", pady=px(0, 10))
        self.tabs = TabBar(self.frame, self.choose_tab)
        self.tabs.frame.grid(row=1, column=0, sticky="ew", pady=px(0, 10))
        self.pc = PcPanel(self.frame, room)
        self.post = PostSettingsPanel(self.frame, room)
        self.rules = RulesPanel(self.frame, room)
        self.hours = HoursPanel(self.frame, room)
        self.calendar = CalendarPanel(self.frame, room)
        self._panels: Mapping[str, Panel] = {
            PC: self.pc,
            POST: self.post,
            RULES: self.rules,
            HOURS: self.hours,
            CALENDAR: self.calendar,
        }
        self._walking: Sequence[Command] = (
            Command(id="next-tab", key="Control-Next", run=partial(self._step_tab, 1), may=self._may_leave),
            Command(id="last-tab", key="Control-Prior", run=partial(self._step_tab, -1), may=self._may_leave,
                    shown=False),
        )  # fmt: skip
        self._show_tab()

    @property
    def commands(self) -> Sequence[Command]:
        """What may be done under this tab."""
        return (*self._walking, *self._panels[self.tab].commands)

    def _may_leave(self) -> bool:
        return not self._panels[self.tab].is_asking

    def choose_tab(self, tab: str) -> None:
        """Show what stands under a tab, from the first thing on."""
        self._panels[self.tab].leave()
        self.tab = tab
        self._show_tab()
        self.entered()

    def _step_tab(self, step: int) -> None:
        self.choose_tab(TABS[(TABS.index(self.tab) + step) % len(TABS)])

    def _show_tab(self) -> None:
        self.tabs.show(self.tab, [(tab, self._room.words(f"settings.tab.{tab}")) for tab in TABS])
        for tab, panel in self._panels.items():
            if tab == self.tab:
                panel.frame.grid(row=2, column=0, sticky="nw" if tab == PC else "nsew")
            else:
                panel.frame.grid_remove()

    # The screen and the window.

    def entered(self) -> None:
        self._panels[self.tab].entered()
        self._room.keys_changed()

    def touched(self, kinds: Collection[Touched]) -> None:
        for panel in self._panels.values():
            panel.touched(kinds)

    def forget(self) -> None:
        """Nothing of a patron is in sight here; a password may be half typed."""
        for panel in self._panels.values():
            panel.leave()


class PcPanel:
    """How this PC looks and sounds, and which one it is."""

    commands: Sequence[Command] = ()
    is_asking = False

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        settings = room.settings.settings
        self.frame = card(parent, 24, 20)
        self.frame.columnconfigure(0, minsize=px(200))
        self.frame.columnconfigure(1, minsize=px(WIDTH - 200))
        self.first = self._one_of(0, "settings.language", LANGUAGES, words.language, room.settings.set_language)
        themes = {"light": words("settings.light"), "dark": words("settings.dark")}
        self._one_of(
            2,
            "settings.theme",
            themes,
            "dark" if settings.dark else "light",
            lambda name: room.settings.set_dark(dark=name == "dark"),
        )
        self._sound(4, on=settings.sound)
        facts = (
            ("settings.workstation", room.service.place.workstation if room.service.place else ""),
            ("settings.share", settings.share),
            ("settings.version", room.service.version),
        )
        for number, (code, said) in enumerate(facts):
            line(self.frame).grid(row=5 + 2 * number, column=0, columnspan=2, sticky="ew", pady=px(14, 14))
            label(self.frame, words(code), "Muted").grid(row=6 + 2 * number, column=0, sticky="nw")
            label(self.frame, said, wraplength=px(WIDTH - 220)).grid(row=6 + 2 * number, column=1, sticky="w")

    def entered(self) -> None:
        self.first.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        """Nothing here depends on the rows."""

    def leave(self) -> None:
        """What is chosen here is in force at once."""

    def _one_of(
        self, row: int, code: str, options: Mapping[str, str], now: str, choose: Callable[[str], None]
    ) -> ttk.Radiobutton:
        label(self.frame, self._room.words(code), "Strong").grid(row=row, column=0, sticky="w")
        frame = ttk.Frame(self.frame)
        frame.grid(row=row, column=1, sticky="w")
        chosen = StringVar(frame, value=now)
        made = [
            ttk.Radiobutton(
                frame,
                text=name,
                value=value,
                variable=chosen,
                command=lambda: choose(chosen.get()),
                style="Segment.Toolbutton",
            )
            for value, name in options.items()
        ]
        for one in made:
            one.pack(side="left", padx=px(0, 8))
        line(self.frame).grid(row=row + 1, column=0, columnspan=2, sticky="ew", pady=px(14, 14))
        return made[0]

    def _sound(self, row: int, *, on: bool) -> None:
        words = self._room.words
        label(self.frame, words("settings.sound"), "Strong").grid(row=row, column=0, sticky="w")
        wanted = BooleanVar(self.frame, value=on)
        ttk.Checkbutton(
            self.frame,
            text=words("settings.sound.hint"),
            variable=wanted,
            bootstyle="round toggle",
            command=lambda: self._room.settings.set_sound(sound=wanted.get()),
        ).grid(row=row, column=1, sticky="w")
        self._wanted = wanted
