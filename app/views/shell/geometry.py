"""Where the window stands: as it was left, if the screen still has room for it."""

from __future__ import annotations

import re

import ttkbootstrap as ttk

from app.views.widgets.scale import px

START = (1280, 800)
LEAST = (1080, 680)
_GEOMETRY = re.compile(r"(\d+)x(\d+)\+(-?\d+)\+(-?\d+)")


def place_window(root: ttk.App, remembered: str) -> None:
    """Give the window its least size, and its last place or one in the middle."""
    screen = (root.winfo_screenwidth(), root.winfo_screenheight())
    least = tuple(min(wanted, room) for wanted, room in zip(px(*LEAST), screen, strict=True))
    root.minsize(*least)
    if fits(remembered, screen, least):
        root.geometry(remembered)
        return
    width, height = (min(wanted, room) for wanted, room in zip(px(*START), screen, strict=True))
    left, top = (screen[0] - width) // 2, (screen[1] - height) // 3
    root.geometry(f"{width}x{height}+{left}+{top}")


def fits(geometry: str, screen: tuple[int, int], least: tuple[int, ...]) -> bool:
    """Tell whether a remembered place can still be used: a second screen may be gone, the scale may be another."""
    found = _GEOMETRY.fullmatch(geometry)
    if found is None:
        return False
    width, height, left, top = map(int, found.groups())
    large_enough = width >= least[0] and height >= least[1]
    return large_enough and 0 <= left <= screen[0] - width and 0 <= top <= screen[1] - height
