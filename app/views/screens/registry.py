"""The screens there are, in the order of the rail. Each is imported when it is made: the door must open quickly."""

from __future__ import annotations

from importlib import import_module
from tkinter import Misc
from types import ModuleType
from typing import cast

from app.views.screens.screen import Room, Screen, ScreenEntry

SCREENS = (
    ScreenEntry(id="desk", icon="upc-scan", name="DeskScreen"),
    ScreenEntry(id="patrons", icon="people-fill", name="PatronsScreen"),
    ScreenEntry(id="forms", icon="file-earmark-text-fill", name="FormsScreen"),
    ScreenEntry(id="stock", icon="book-fill", name="StockScreen"),
    ScreenEntry(id="tasks", icon="clipboard2-check-fill", name="TasksScreen"),
    ScreenEntry(id="reports", icon="bar-chart-fill", name="ReportsScreen"),
    ScreenEntry(id="lists", icon="card-checklist", name="ListsScreen"),
    ScreenEntry(id="holds", icon="bookmark-fill", name="HoldsScreen"),
    ScreenEntry(id="network", icon="diagram-3-fill", name="NetworkScreen"),
    ScreenEntry(id="settings", icon="gear-fill", name="SettingsScreen"),
)
"""Settings come last: they stand at the foot of the rail."""


def make_screen(name: str, parent: Misc, room: Room) -> Screen:
    """Make the screen of this name."""
    entry = next(entry for entry in SCREENS if entry.id == name)
    return cast("Screen", getattr(import_screen(entry), entry.name)(parent, room))


def import_screen(entry: ScreenEntry) -> ModuleType:
    """Import the module of a screen."""
    return import_module(f"app.views.screens.{entry.id}")
