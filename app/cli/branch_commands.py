"""Commands about branches: which there are, where they are, when they never open."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import Answer, Argument, Command, Exit, optional
from app.cli.context import Context
from app.cli.telling import lines, refusal
from app.db.queries.network import branches
from app.desk.branches import change_branch
from app.desk.outcome import Refused


def _list(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        found = branches(station.reading)
    keys = [
        {
            "branch": one.code,
            "name": one.name,
            "address": one.address,
            "closed_weekdays": sorted(one.closed_weekdays),
            "hours": one.hours,
        }
        for one in found
    ]
    said = (f"{one.code}  {one.name}  {one.address}  {one.hours}".rstrip() for one in found)
    return Answer(keys={"branches": keys}, text=lines(*said))


def _set(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            change_branch,
            code=given.branch,
            name=given.branch_name,
            address=given.branch_address,
            closed_weekdays=given.closed_weekdays,
            hours=given.hours,
        )
    if isinstance(outcome, Refused):
        keys, text = refusal(outcome, context.words)
        return Answer(keys=keys, text=text, exit=Exit.REFUSED)
    return Answer(keys={"branch": given.branch}, text=context.words("cli.branch.set.done", branch=given.branch))


COMMANDS = (
    Command(
        words=("branch", "list"),
        run=_list,
        keys="branches: [{branch, name, address, closed_weekdays: [1 to 7], hours}]",
    ),
    Command(
        words=("branch", "set"),
        run=_set,
        arguments=(
            Argument("branch"),
            optional("--branch-name", default=None),
            optional("--branch-address", default=None),
            optional("--closed-weekdays", default=None),
            optional("--hours", default=None),
        ),
        keys="branch",
    ),
)
