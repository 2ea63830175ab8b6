"""The command that prints a letter on paper."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.cli.command import Answer, Argument, Command, Exit, required
from app.cli.context import Context
from app.cli.telling import plain, refusal
from app.desk.outcome import Refused
from app.rules.letters import ON_PAPER


def _print(context: Context, given: Namespace) -> Answer:
    from app.station.paper_letters import print_exclusion_letter  # noqa: PLC0415  # The pages are heavy.

    with context.staffed() as station:
        printed = print_exclusion_letter(station, patron=given.scan, path=Path(given.out))
    if isinstance(printed, Refused):
        keys, text = refusal(printed, context.words)
        return Answer(keys=keys, text=text, exit=Exit.REFUSED)
    return Answer(
        keys={
            "file": given.out,
            "notice": str(printed.notice),
            "patron": printed.number,
            "patron_id": str(printed.patron),
            "from": plain(printed.from_on),
            "again": printed.again,
        },
        text=context.words("cli.notice.print.done", name=printed.name, file=given.out),
    )


COMMANDS = (
    Command(
        words=("notice", "print"),
        run=_print,
        arguments=(Argument("template", {"choices": sorted(ON_PAPER)}), Argument("scan"), required("--out")),
        keys="file, notice, patron, patron_id, from, again",
    ),
)
