"""Five sizes of one family. Hierarchy comes from size, weight and colour, not from boxes."""

from __future__ import annotations

import sys

import ttkbootstrap as ttk

FAMILIES = {"win32": "Segoe UI", "darwin": "Helvetica Neue"}
FAMILY = FAMILIES.get(sys.platform, "Inter")

SMALL = "LeteSmall"
SMALL_BOLD = "LeteSmallBold"
BODY = "LeteBody"
BODY_BOLD = "LeteBodyBold"
HEADING = "LeteHeading"
NAME = "LeteName"
SCAN = "LeteScan"
TITLE = "LeteTitle"

_FONTS: dict[str, tuple[int, str]] = {
    SMALL: (9, "normal"),
    SMALL_BOLD: (9, "bold"),
    BODY: (10, "normal"),
    BODY_BOLD: (10, "bold"),
    HEADING: (11, "bold"),
    NAME: (13, "bold"),
    SCAN: (13, "normal"),
    TITLE: (15, "bold"),
}


def define_fonts() -> None:
    """Name the fonts; after the window is made."""
    ttk.Fonts.set_global_family(FAMILY)
    for name, (size, weight) in _FONTS.items():
        ttk.Fonts.create_alias(name, family=FAMILY, size=size, weight=weight)
    for named in ("TkDefaultFont", "TkTextFont", "TkMenuFont"):
        ttk.Fonts.configure(named, size=10)
