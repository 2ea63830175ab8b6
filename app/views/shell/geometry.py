"""Where the window stands: as it was left, if the screen still has room for it."""

from __future__ import annotations

import re
import sys

import ttkbootstrap as ttk

from app.views.widgets.scale import px

START = (1280, 800)
LEAST = (1080, 680)
FULL = "full"
"""What is remembered of a window that filled the screen."""
_GEOMETRY = re.compile(r"(\d+)x(\d+)\+(-?\d+)\+(-?\d+)")


def place_window(root: ttk.App, remembered: str) -> None:
    """Give the window its least size, and its last place or one in the middle."""
    screen = (root.winfo_screenwidth(), root.winfo_screenheight())
    least = tuple(min(wanted, room) for wanted, room in zip(px(*LEAST), screen, strict=True))
    root.minsize(*least)
    if fits(remembered, screen, least):
        root.geometry(remembered)
        return
    wanted = px(*START)
    width, height = (min(size, room) for size, room in zip(wanted, screen, strict=True))
    left, top = (screen[0] - width) // 2, (screen[1] - height) // 3
    root.geometry(f"{width}x{height}+{left}+{top}")
    if remembered == FULL or (width, height) != wanted or height == screen[1]:  # No room for its frame.
        _fill(root)


def place_of(root: ttk.App) -> str:
    """Return what is to be remembered of where the window stands."""
    return FULL if _is_full(root) else str(root.geometry())


def _fill(root: ttk.App) -> None:
    if sys.platform == "win32":
        root.state("zoomed")
    else:
        root.attributes("-zoomed", True)


def _is_full(root: ttk.App) -> bool:
    return root.state() == "zoomed" if sys.platform == "win32" else bool(root.attributes("-zoomed"))


def fits(geometry: str, screen: tuple[int, int], least: tuple[int, ...]) -> bool:
    """Tell whether a remembered place can still be used: a second screen may be gone, the scale may be another."""
    found = _GEOMETRY.fullmatch(geometry)
    if found is None:
        return False
    width, height, left, top = map(int, found.groups())
    large_enough = width >= least[0] and height >= least[1]
    has_frame = height < screen[1]
    return large_enough and has_frame and 0 <= left <= screen[0] - width and 0 <= top <= screen[1] - height
