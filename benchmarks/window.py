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
import os, sys
from pathlib import Path
from app.bootstrap import in_thread, make_world, open_with_system
from app.station.home import Home
from app.views.shell.opening import open_window
from app.words import Words
desk = open_window(Home(Path(sys.argv[1])), make_world(), Words("lv"), spawn=in_thread, open_file=open_with_system)
desk.root.update()
assert desk.shell.sign_in.password.entry.winfo_viewable()
os._exit(0)
"""


def measure(_: Size, folder: Path) -> Iterator[Result]:
    """Measure nothing where there is no screen."""
    if not has_display():
        print("window ready: not measured, for there is no screen", file=sys.stderr)
        return
    world = replace(make_world(), vault=lambda home: FileVault(path=home.keys, random=os.urandom))
    home = found_training(folder / "training", world, lambda _: None).home(BRANCHES[0][0])
    ours, limit = in_turn(partial(timed, partial(_run, DESK, home.path)), partial(timed, partial(_run, EMPTY)), ROUNDS)
    yield Result(work="window ready", size="a training desk", ours=ours, limit=limit, aim=2.0)


def _run(program: str, *arguments: Path) -> None:
    subprocess.run([sys.executable, "-c", program, *map(str, arguments)], check=True)
