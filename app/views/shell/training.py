"""The mark of a network for practice, on the door and above every screen."""

from __future__ import annotations

from tkinter import Misc

import ttkbootstrap as ttk

from app.views.widgets.basics import label
from app.views.widgets.scale import px
from app.words import Words


def training_band(parent: Misc, words: Words) -> ttk.Frame:
    """Return the band that marks a network for practice on every screen."""
    band = ttk.Frame(parent, style="Training.TFrame", padding=px(24, 4))
    label(band, f"  {words('shell.training')}", "TrainingBand", icon="mortarboard-fill", icon_size=14).pack()
    return band
