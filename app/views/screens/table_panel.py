"""A tab of the settings that is a table."""

from __future__ import annotations

from collections.abc import Sequence
from tkinter import Misc

from app.views.presenters.question import Asking
from app.views.screens.asking_panel import AskingPanel
from app.views.screens.screen import Room
from app.views.widgets.table import Column, DataTable


class TablePanel(AskingPanel):
    """Shows a table."""

    def __init__(self, parent: Misc, room: Room, asking: Asking, columns: Sequence[Column], *, icon: str) -> None:
        super().__init__(parent, room, asking)
        self.table = DataTable(self.shown, columns, empty_icon=icon)
        self.table.grid(row=2, column=0, sticky="nsew")
        self.home = self.table.tree.focus_set
