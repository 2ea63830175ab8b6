"""The screens there are, in the order of the rail. Each is imported when it is made: the door must open quickly."""

from __future__ import annotations

from importlib import import_module
from tkinter import Misc
from typing import cast

from app.views.screens.screen import Room, Screen, ScreenEntry

SCREENS = (
    ScreenEntry(id="desk", icon="upc-scan", name="DeskScreen"),
    ScreenEntry(id="patrons", icon="people-fill", name="PatronsScreen"),
    ScreenEntry(id="forms", icon="file-earmark-text-fill", name="FormsScreen"),
    ScreenEntry(id="stock", icon="book-fill", name="StockScreen"),
    ScreenEntry(id="tasks", icon="clipboard2-check-fill", name="TasksScreen"),
    ScreenEntry(id="reports", icon="bar-chart-fill", name="ReportsScreen"),
    ScreenEntry(id="settings", icon="gear-fill", name="SettingsScreen"),
)
"""Settings come last: they stand at the foot of the rail."""


def make_screen(name: str, parent: Misc, room: Room) -> Screen:
    """Make the screen of this name."""
    entry = next(entry for entry in SCREENS if entry.id == name)
    module = import_module(f"app.views.screens.{entry.id}")
    return cast("Screen", getattr(module, entry.name)(parent, room))
