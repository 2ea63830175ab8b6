"""What a screen is to the window, and what it gets from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from tkinter import Event
from typing import Any, Protocol

import ttkbootstrap as ttk

from app.desk.outcome import Touched
from app.views.presenters.command import Command
from app.views.presenters.service import Service
from app.views.presenters.settings import SettingsPresenter
from app.views.presenters.stage import Stage
from app.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a screen gets from the window around it.

    Attributes:
        keys_changed: Called when other commands may be done than before.
        listen: Names who hears of every key, and of every click, in the window.
        ask_files: Asks which files to read.
        ask_folder: Asks for a folder; None for none.
        ask_save: Asks where to save, offering a name; None for nowhere.
    """

    service: Service
    words: Words
    stage: Stage
    settings: SettingsPresenter
    keys_changed: Callable[[], None]
    listen: Callable[[Callable[[Event[Any]], None], Callable[[], None]], None]
    ask_files: Callable[[], Sequence[Path]]
    ask_folder: Callable[[], Path | None]
    ask_save: Callable[[str], Path | None]


class Screen(Protocol):
    """One screen.

    Attributes:
        frame: All its widgets.
        commands: What may be done on it, each with its key.
    """

    @property
    def frame(self) -> ttk.Frame: ...

    @property
    def commands(self) -> Sequence[Command]: ...

    def entered(self) -> None:
        """Show what is now, and put the focus where work begins."""

    def touched(self, kinds: Collection[Touched]) -> None:
        """Show anew what a deed or a merge may have changed."""

    def forget(self) -> None:
        """Put everything away: the desk is locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenEntry:
    """A screen's line in the rail: `shell.screen.<id>` words it, Ctrl and its place is its key.

    Attributes:
        id: Also the name of its module.
        name: Of its class.
    """

    id: str
    icon: str
    name: str
