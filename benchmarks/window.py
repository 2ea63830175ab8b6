"""How soon the window takes keys, from the start of the process; beside an empty window of ttkbootstrap."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.bootstrap import has_display, make_world
from app.demo.invented import BRANCHES
from app.demo.training import found_training
from app.station.vault import FileVault
from benchmarks.measuring import Result, in_turn, timed
from benchmarks.town import Size

ROUNDS = 7
EMPTY = """
import os
import ttkbootstrap
root = ttkbootstrap.App()
root.update()
os._exit(0)
"""
DESK = """
import os, sys, tkinter
def served(root):
    root.update()
    entry = root.focus_lastfor()
    entry.focus_force()
    assert entry.winfo_class() == "TEntry" and entry.winfo_viewable()
    while not entry.get():
        root.update()
        entry.event_generate("<KeyPress>", keysym="a")
    os._exit(0)
tkinter.Misc.mainloop = served
from app.__main__ import desk
sys.exit(desk())
"""
"""The road of whoever starts `lete-desk`, up to where Tk is served: then the door is on the screen and takes a key."""


def measure(_: Size, folder: Path) -> Iterator[Result]:
    """Measure nothing where there is no screen."""
    if not has_display():
        print("window ready: not measured, for there is no screen", file=sys.stderr)
        return
    world = replace(make_world(), vault=lambda home: FileVault(path=home.keys, random=os.urandom))
    home = found_training(folder / "training", world, lambda _: None).home(BRANCHES[0][0])
    ours = partial(_run, DESK, "--home", str(home.path))
    took, limit = in_turn(partial(timed, ours), partial(timed, partial(_run, EMPTY)), ROUNDS)
    yield Result(work="window ready", size="a training desk", ours=took, limit=limit, aim=2.0)


def _run(program: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", program, *arguments], check=True)  # The two above.
