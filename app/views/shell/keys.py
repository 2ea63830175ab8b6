"""Keys: one listener for the whole window, and the commands that may be done now.

One binding for all keys, not one for each: Tk prefers the most special binding of a window, and a digit that settles
a task on one screen would swallow the digits of a scan on another.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from tkinter import Event, Misc
from typing import Any

from app.views.presenters.command import Command

SHIFT, CONTROL = 0x1, 0x4
ALT = 0x20000 if sys.platform == "win32" else 0x8
SAME = {"KP_Enter": "Return", "ISO_Left_Tab": "Tab"}


def key_of(event: Event[Any]) -> str:
    """Return the key as commands name it: "F2", "Shift-F8", "Control-n", "Control-Key-1", "Alt-Key-1", "Key-1"."""
    name = SAME.get(event.keysym, event.keysym)
    state = int(event.state)
    held = ["Control"] if state & CONTROL else ["Alt"] if state & ALT else []
    if len(name) == 1:
        name = f"Key-{name}" if name.isdecimal() else name.lower()
    elif state & SHIFT:
        held.append("Shift")
    return "-".join((*held, name))


class Keys:
    """Runs the command of a key. `commands` tells which there are at this moment; the first that may be is done."""

    def __init__(self, window: Misc, commands: Callable[[], Sequence[Command]]) -> None:
        self._commands = commands
        self.stray_key: Callable[[Event[Any]], None] = lambda _: None
        self.stray_click: Callable[[], None] = lambda: None
        window.bind("<Key>", self._pressed, add="+")
        window.bind("<ButtonRelease-1>", lambda _: self.stray_click(), add="+")

    def listen(self, key: Callable[[Event[Any]], None], click: Callable[[], None]) -> None:
        """Name who hears of keys that are no commands, and of clicks."""
        self.stray_key, self.stray_click = key, click

    def _pressed(self, event: Event[Any]) -> str | None:
        key = key_of(event)
        for command in self._commands():
            if command.key == key and command.may():
                command.run()
                return "break"
        if not key.startswith("Alt-"):  # Such a key is the system's; it is no letter of anything scanned.
            self.stray_key(event)
        return None
