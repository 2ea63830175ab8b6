"""Playing every scene on a copy of a town, at the sizes that a window may have."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from app.station.home import Home
from app.views.screenshots.people import TOWNS
from app.views.screenshots.scenes import SCENES
from app.views.screenshots.stage import Stage
from app.views.screenshots.town import TODAY, played_world
from app.views.shell.geometry import LEAST, START
from app.views.shell.opening import OpenDesk, open_window
from app.views.widgets.scale import px
from app.words import Words

PIXELS_A_POINT = 96 / 72
LIMIT_S = 60
USUAL, SMALLEST = "", "-least"
SIZES: Mapping[str, tuple[int, int]] = {USUAL: START, SMALLEST: LEAST}

Look = Callable[[str, str, Stage], None]
"""Is shown every scene: its name, the name of the size, and the stage on which it stands."""


def play(folder: Path, language: str, look: Look, *, scale: int = 100, dark: bool = False) -> None:
    """Play every scene on a copy of the town in `folder`."""
    with tempfile.TemporaryDirectory() as scratch:
        stage = _open(_copy(folder, Path(scratch), dark=dark), language, scale)
        try:
            for scene, act in SCENES.items():
                act(stage)
                for size, logical in SIZES.items():
                    _resize(stage, logical)
                    look(scene, size, stage)
        finally:
            _close(stage.desk)


def _copy(folder: Path, scratch: Path, *, dark: bool) -> Home:
    shutil.copytree(folder, scratch / "town")
    home = Home(scratch / "town" / "home")
    home.settings.change(dark=dark, sound=False, share=str(scratch / "town" / "share"))
    return home


def _open(home: Home, language: str, scale: int) -> Stage:
    town = TOWNS[language]
    desk = open_window(
        home,
        played_world(town, at=TODAY),
        Words(language),
        spawn=lambda work: threading.Thread(target=work, daemon=True).start(),
        open_file=lambda _: None,
        scaling=PIXELS_A_POINT * scale / 100,
    )
    stage = Stage(desk, town)
    stage.pump(lambda: desk.inside is not None)
    stage.settle()
    desk.root.focus_force()
    return stage


def _resize(stage: Stage, size: tuple[int, int]) -> None:
    width, height = px(*size)
    root = stage.desk.root
    root.geometry(f"{width}x{height}+0+0")
    stage.pump(lambda: (root.winfo_width(), root.winfo_height()) == (width, height))
    stage.settle()


def _close(desk: OpenDesk) -> None:
    """Close the window as a person does, and wait for its threads."""
    gone: list[bool] = []
    desk.root.bind("<Destroy>", lambda event: gone.append(event.widget is desk.root), add="+")
    desk.closing.begin()
    limit = time.monotonic() + LIMIT_S
    while not any(gone) and time.monotonic() < limit:
        desk.root.update()
