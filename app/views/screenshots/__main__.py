"""`python -m app.views.screenshots --out DIR`: play every scene, save its picture, fail where a text is cut off."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PIL import ImageGrab

from app.views.screenshots.clipping import clipped
from app.views.screenshots.playing import USUAL, play
from app.views.screenshots.stage import Stage
from app.views.screenshots.town import found_town
from app.words import LANGUAGES

LOG = logging.getLogger("screenshots")


def main() -> int:
    """Make the pictures; return 1 where a text is cut off."""
    logging.basicConfig(level=logging.CRITICAL, format="%(message)s")
    LOG.setLevel(logging.INFO)
    given = _arguments()
    given.out.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for language in given.language:
            folder = Path(scratch) / language
            found_town(folder, language)
            for scale, theme in product(given.scale, given.theme):
                look = _Looking(given.out, f"{language}-{scale}-{theme}", problems)
                play(folder, language, look, scale=int(scale), dark=theme == "dark")
    for problem in problems:
        LOG.error("cut off: %s", problem)
    LOG.info("%s pictures in %s, %s texts cut off", len(list(given.out.glob("*.png"))), given.out, len(problems))
    return 1 if problems else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.views.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--language", type=_several(*LANGUAGES), default=list(LANGUAGES))
    parser.add_argument("--scale", type=_several("100", "125", "150", "200"), default=["100"])
    parser.add_argument("--theme", type=_several("light", "dark"), default=["light"])
    return parser.parse_args()


def _several(*allowed: str) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        chosen = text.split(",")
        if not set(chosen) <= set(allowed):
            raise argparse.ArgumentTypeError(f"choose of {', '.join(allowed)}")
        return chosen

    return read


@dataclass(frozen=True, slots=True)
class _Looking:
    """Looks at every scene, keeps its picture, and notes what is wrong with it."""

    out: Path
    name: str
    problems: list[str]

    def __call__(self, scene: str, size: str, stage: Stage) -> None:
        found = [*clipped(stage.desk.root), *stage.unforeseen(scene)]
        self.problems.extend(f"{self.name} {scene}{size} {problem}" for problem in found)
        if size == USUAL:
            _save(stage, self.out / f"{self.name}-{scene}.png")
            LOG.info("%s %s", self.name, scene)


def _save(stage: Stage, path: Path) -> None:
    """Save the picture, with the focus where a librarian would have it."""
    root = stage.desk.root
    focused = root.focus_lastfor()
    if focused is not None:
        focused.focus_force()
    stage.settle()
    x, y = root.winfo_rootx(), root.winfo_rooty()
    ImageGrab.grab(bbox=(x, y, x + root.winfo_width(), y + root.winfo_height())).save(path)


if __name__ == "__main__":
    sys.exit(main())
