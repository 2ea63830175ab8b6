"""Commands that open the window. What they import is on the way to it, and somebody waits."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.bootstrap import has_display, open_desk
from app.cli.command import Answer, Command, flag, optional
from app.cli.context import Context
from app.words import Words


def _demo(context: Context, given: Namespace) -> Answer:
    """Open a desk on the training network; without a display, or where asked, play the story in it."""
    from app.demo.story import tell_story  # noqa: PLC0415  # What a demo is made of is needed nowhere else.
    from app.demo.training import LOGIN, PASSWORD, found_training  # noqa: PLC0415  # As above.

    folder, words = Path(given.folder), context.words
    if given.headless or not has_display():
        told = tell_story(folder, context.world, words, lambda line: context.say({}, line))
        keys = {"folder": str(folder), "report": str(told.report), "digest": told.digest}
        return Answer(keys=keys, text=words("cli.demo.done", file=told.report))
    training = found_training(folder, context.world, lambda code: context.say({}, words(code)))
    context.say({}, words("cli.demo.desk", login=LOGIN, password=PASSWORD))
    home = training.home("MAZ")
    chosen = home.settings.load().language  # In the window, the last time.
    open_desk(home, context.world, Words(chosen) if chosen else words)
    return Answer(keys={"folder": str(folder)}, text="")


def _desk(context: Context, _: Namespace) -> Answer:
    """Open the window; whatever it does not find out before it is shown is told in it."""
    if context.fixed_clock:
        with context.station():
            pass  # Refused here: a clock set by hand outside training.
    open_desk(context.home, context.world, context.words)
    return Answer(keys={}, text="")


COMMANDS = (
    Command(
        words=("demo",),
        run=_demo,
        arguments=(optional("--folder", default="training"), flag("--headless")),
        keys="folder; headless: report, digest",
    ),
    Command(words=("desk",), run=_desk, keys=""),
)
