"""Commands that print what is to be filled in."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.cli.command import Answer, Argument, Command, required
from app.cli.context import Context
from app.desk.form_life import KINDS, UNKNOWN
from app.words import LANGUAGES, Words


def _blank(context: Context, given: Namespace) -> Answer:
    from app.station.blanks import write_blank  # noqa: PLC0415  # The pages are heavy, and needed for this alone.

    words = Words(given.language or context.words.language)
    with context.staffed() as station:
        path = write_blank(station, given.form, Path(given.out), words)
    return Answer(
        keys={"file": str(path), "form": given.form, "language": words.language},
        text=context.words("cli.forms.blank.done", file=path),
    )


COMMANDS = (
    Command(
        words=("forms", "blank"),
        run=_blank,
        arguments=(
            required("--form", choices=[kind for kind in KINDS if kind != UNKNOWN]),
            Argument("--language", {"choices": list(LANGUAGES), "default": ""}),
            required("--out"),
        ),
        keys="file, form, language",
    ),
)
