"""Commands about branches: which there are, where they are, when they open."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from functools import partial
from typing import Any

from app.cli.command import Answer, Argument, Command, flag, optional
from app.cli.context import Context
from app.cli.days import day
from app.cli.places import branch_of, no_branch
from app.cli.telling import lines, plain, refused_answer
from app.db.queries.calendar import HoursShown, hours_from, opening, will_move
from app.db.queries.network import branches
from app.desk.branches import change_branch
from app.desk.opening import HoursSet, change_hours, withdraw_hours
from app.desk.outcome import Outcome, Refused
from app.rules.hours import closed_weekdays, open_but, write_hours


def _list(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        today = station.today()
        found = [(one, hours_from(station.reading, one.branch, today)) for one in branches(station.reading)]
    keys = [
        {"branch": one.code, "name": one.name, "address": one.address, "opening": list(map(_hours_keys, hours))}
        for one, hours in found
    ]
    said = (f"{one.code}  {one.name}  {one.address}  {context.words.hours(hours[0].hours)}" for one, hours in found)
    return Answer(keys={"branches": keys}, text=lines(*map(str.rstrip, said)))


def _hours_keys(one: HoursShown) -> dict[str, Any]:
    return {
        "from": plain(one.from_on),
        "hours": write_hours(one.hours),
        "closed_weekdays": sorted(closed_weekdays(one.hours)),
    }


def _set(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(change_branch, code=given.branch, name=given.branch_name, address=given.branch_address)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    return Answer(keys={"branch": given.branch}, text=context.words("cli.branch.set.done", branch=given.branch))


def _hours(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        branch, since = branch_of(station, given.branch), given.from_on or station.today()
        if branch is None:
            return no_branch(context)
        hours = "" if given.withdraw else given.hours or open_but(given.closed_weekdays)
        moving = will_move(station.reading, branch, opening(hours, since))
        outcome = station.do(_deed(given), branch=given.branch, from_on=since)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    code, record = "withdrawn" if given.withdraw else "done", outcome.record
    keys = {"branch": given.branch, "hours": record.hours, "from": plain(since), "due_days": moving}
    said = context.words(f"cli.branch.hours.{code}", branch=given.branch, first=since)
    return Answer(keys=keys, text=lines(said, context.words("calendar.moves", count=moving) if moving else ""))


def _deed(given: Namespace) -> Callable[..., Outcome[HoursSet]]:
    if given.withdraw:
        return withdraw_hours
    return partial(change_hours, hours=given.hours, closed_weekdays=given.closed_weekdays)


COMMANDS = (
    Command(
        words=("branch", "list"),
        run=_list,
        keys="branches: [{branch, name, address, opening: [{from or null, hours, closed_weekdays: [1 to 7]}]}]",
    ),
    Command(
        words=("branch", "set"),
        run=_set,
        arguments=(
            Argument("branch"),
            optional("--branch-name", default=None),
            optional("--branch-address", default=None),
        ),
        keys="branch",
    ),
    Command(
        words=("branch", "hours"),
        run=_hours,
        arguments=(
            Argument("branch"),
            optional("--hours"),
            optional("--closed-weekdays"),
            Argument("--from", {"type": day, "dest": "from_on"}),
            flag("--withdraw"),
        ),
        keys="branch, hours, from, due_days",
    ),
)
