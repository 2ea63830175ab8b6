"""The colours of the desk, light and dark.

The theme family gives ttkbootstrap its accents; the tokens are what its grammar cannot say: page tint, hairlines,
quiet text, tinted notes. Colour is used only where it means something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ttkbootstrap as ttk

FAMILY = "lete"


def theme_name(*, dark: bool) -> str:
    return f"{FAMILY}-dark" if dark else f"{FAMILY}-light"


def register_theme() -> None:
    """Make the theme known; before the window is made."""
    ttk.Theme(
        name=FAMILY,
        primary="#2563a8",
        secondary="#5b6b7e",
        success="#1f8a5b",
        info="#2a86b8",
        warning="#c77d0a",
        danger="#c8393b",
        neutral="#66748a",
        light={"background": "#ffffff", "foreground": "#1d2735"},
        dark={"background": "#1d242e", "foreground": "#e6ebf2"},
    ).register()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours by what they mean. `x` is a surface, `x_fg` what is written on it.

    Attributes:
        card: The surface of cards, and the theme's background: what lies in a card needs no surface of its own.
        edge: Around fields and quiet buttons.
        ring: Around what has the focus.
    """

    card: str
    ink: str
    page: str
    line: str
    edge: str
    muted: str
    stripe: str
    hover: str
    press: str
    ring: str
    primary: str
    primary_hover: str
    primary_press: str
    primary_fg: str
    off: str
    off_fg: str
    rail: str
    rail_fg: str
    rail_on: str
    rail_on_fg: str
    chosen: str
    chosen_fg: str
    ok: str
    ok_fg: str
    bad: str
    bad_fg: str
    warn: str
    warn_fg: str
    chip: str
    chip_fg: str
    training: str
    training_fg: str


LIGHT = Tokens(
    card="#ffffff",
    ink="#1d2735",
    page="#f3f5f9",
    line="#dfe4ec",
    edge="#c3ccd9",
    muted="#5c6a80",
    stripe="#f8fafc",
    hover="#eef2f7",
    press="#e2e8f0",
    ring="#1f5ca3",
    primary="#1f5291",
    primary_hover="#1a477f",
    primary_press="#163c6c",
    primary_fg="#ffffff",
    off="#eceff4",
    off_fg="#98a3b3",
    rail="#16283d",
    rail_fg="#b7c5d6",
    rail_on="#27415e",
    rail_on_fg="#ffffff",
    chosen="#dce9f8",
    chosen_fg="#12304f",
    ok="#e3f4ec",
    ok_fg="#14694a",
    bad="#fbe7e6",
    bad_fg="#a32a2b",
    warn="#fdf1dc",
    warn_fg="#835204",
    chip="#e8edf4",
    chip_fg="#3d4c61",
    training="#6b3fa0",
    training_fg="#ffffff",
)

DARK = Tokens(
    card="#1d242e",
    ink="#e6ebf2",
    page="#151b23",
    line="#313b49",
    edge="#465264",
    muted="#97a6ba",
    stripe="#212936",
    hover="#28313e",
    press="#323d4c",
    ring="#6ea3de",
    primary="#4c82c0",
    primary_hover="#5a8fcb",
    primary_press="#3f74b1",
    primary_fg="#ffffff",
    off="#262e39",
    off_fg="#66738a",
    rail="#0f151d",
    rail_fg="#9fb0c3",
    rail_on="#24364b",
    rail_on_fg="#ffffff",
    chosen="#2b4766",
    chosen_fg="#f2f7fd",
    ok="#17392c",
    ok_fg="#7fd8b0",
    bad="#43211f",
    bad_fg="#f2a19c",
    warn="#41310f",
    warn_fg="#efc36c",
    chip="#2c3644",
    chip_fg="#c7d2e0",
    training="#7d52b3",
    training_fg="#ffffff",
)


def accent(colours: Tokens) -> str:
    """Return the colour of the house as ink on a card."""
    return colours.primary if colours is LIGHT else colours.ring


_BY_MODE: Mapping[str, Tokens] = {"light": LIGHT, "dark": DARK}


def tokens(style: ttk.Style) -> Tokens:
    """Return the colours of the theme in use."""
    return _BY_MODE[style.theme_mode or "light"]
