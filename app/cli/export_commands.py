"""Commands that write what other systems are told: the library's site, the e-book library."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from app.cli.command import Answer, Argument, Command
from app.cli.context import Context
from app.cli.telling import refused_answer
from app.desk.outcome import Refused
from exports.accounts import Exported, Moment, write_accounts, write_status

PERMISSION = "export"


def _accounts(context: Context, given: Namespace) -> Answer:
    return _export(context, Path(given.out), write_accounts)


def _status(context: Context, given: Namespace) -> Answer:
    return _export(context, Path(given.out), write_status)


def _export(context: Context, path: Path, write: Callable[[Path, Moment], Exported]) -> Answer:
    with context.staffed() as station:
        if blocks := station.not_permitted(PERMISSION):
            return refused_answer(Refused(blocks=blocks), context.words)
        moment = Moment(
            database=station.reading,
            network=station.roster().name,
            today=station.today(),
            branch=station.acting.branch,
            now_ms=context.world.clock.wall_ms(),
        )
        written = write(path, moment)
    return Answer(
        keys={"file": str(written.path), "accounts": written.count},
        text=context.words("cli.export.done", count=written.count, file=written.path),
    )


_FILE = (Argument("out", {"metavar": "FILE"}),)

COMMANDS = (
    Command(words=("export", "accounts"), run=_accounts, arguments=_FILE, keys="file, accounts"),
    Command(words=("export", "status"), run=_status, arguments=_FILE, keys="file, accounts"),
)
