"""Settings of this PC: language, theme, sound."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from tkinter import BooleanVar, Misc, StringVar

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.screens.screen import Room
from app.views.widgets.basics import card, label, line
from app.views.widgets.scale import px
from app.words import LANGUAGES

WIDTH = 620


class SettingsScreen:
    """A few choices, each at once in force."""

    def __init__(self, parent: Misc, room: Room) -> None:
        self._room, words = room, room.words
        self.commands: Sequence[Command] = ()
        settings = room.settings.settings
        self.frame = ttk.Frame(parent, style="Page.TFrame", padding=px(24, 16, 24, 12))
        label(self.frame, words("settings.title"), "Title").pack(anchor="w", pady=px(0, 10))
        self._card = card(self.frame, 24, 20)
        self._card.pack(anchor="w")
        self._card.columnconfigure(0, minsize=px(200))
        self._card.columnconfigure(1, minsize=px(WIDTH - 200))
        self._first = self._one_of(0, "settings.language", LANGUAGES, words.language, room.settings.set_language)
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
            line(self._card).grid(row=5 + 2 * number, column=0, columnspan=2, sticky="ew", pady=px(14, 14))
            label(self._card, words(code), "Muted").grid(row=6 + 2 * number, column=0, sticky="nw")
            label(self._card, said, wraplength=px(WIDTH - 220)).grid(row=6 + 2 * number, column=1, sticky="w")

    def _one_of(
        self, row: int, code: str, options: Mapping[str, str], now: str, choose: Callable[[str], None]
    ) -> ttk.Radiobutton:
        label(self._card, self._room.words(code), "Strong").grid(row=row, column=0, sticky="w")
        frame = ttk.Frame(self._card)
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
        line(self._card).grid(row=row + 1, column=0, columnspan=2, sticky="ew", pady=px(14, 14))
        return made[0]

    def _sound(self, row: int, *, on: bool) -> None:
        words = self._room.words
        label(self._card, words("settings.sound"), "Strong").grid(row=row, column=0, sticky="w")
        wanted = BooleanVar(self._card, value=on)
        ttk.Checkbutton(
            self._card,
            text=words("settings.sound.hint"),
            variable=wanted,
            bootstyle="round toggle",
            command=lambda: self._room.settings.set_sound(sound=wanted.get()),
        ).grid(row=row, column=1, sticky="w")
        self._wanted = wanted

    # The screen and the window.

    def entered(self) -> None:
        self._first.focus_set()

    def touched(self, kinds: Collection[Touched]) -> None:
        """Nothing here is of the network."""

    def forget(self) -> None:
        """Nothing of a patron is in sight here."""
