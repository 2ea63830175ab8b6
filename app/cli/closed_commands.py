"""Commands about closed days: which there are, closing, opening again."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from app.cli.command import Answer, Argument, Command, flag, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.places import branch_of, no_branch
from app.cli.telling import lines, plain, refused_answer
from app.db.queries.calendar import ClosedShown, branch_calendar, closed_days, closing, national_days, will_move
from app.desk.opening import close_days, open_again
from app.desk.outcome import Refused


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        branch, year = branch_of(station, given.branch), given.year or station.today().year
        if branch is None:
            return no_branch(context)
        found = closed_days(station.reading, date(year, 1, 1), None if given.everywhere else branch)
        holidays = national_days(branch_calendar(station.reading, branch, date(year, 1, 1)), year)
    keys = {
        "closed": [_keys(one) for one in found],
        "holidays": [{"on": plain(on), "name": name} for on, name in sorted(holidays.items())],
    }
    said = [_line(context, one) for one in found]
    said += [f"{context.words.day(on)}  {name}" for on, name in sorted(holidays.items())]
    return Answer(keys=keys, text=lines(*said))


def _keys(one: ClosedShown) -> dict[str, Any]:
    return {
        "closed_day": str(one.closed_day),
        "branch": one.branch or None,
        "from": plain(one.first),
        "until": plain(one.last),
        "yearly": one.yearly,
        "reason": one.reason,
    }


def _line(context: Context, one: ClosedShown) -> str:
    words = context.words
    again = words("calendar.yearly") if one.yearly else ""
    where = one.branch or words("calendar.everywhere")
    return f"{one.closed_day}  {words.day(one.first)} – {words.day(one.last)}  {where}  {one.reason}  {again}".rstrip()


def _add(context: Context, given: Namespace) -> Answer:
    last = given.until or given.first
    with context.staffed() as station:
        branch = None if given.everywhere else branch_of(station, given.branch)
        if branch is None and not given.everywhere:
            return no_branch(context)
        due = will_move(station.reading, branch, closing(given.first, last, yearly=given.yearly))
        outcome = station.do(
            close_days,
            first=given.first,
            last=last,
            reason=given.reason,
            branch=given.branch,
            everywhere=given.everywhere,
            yearly=given.yearly,
        )
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    record = outcome.record
    keys = {"closed_day": str(record.closed_day), "from": plain(given.first), "until": plain(last), "due_days": due}
    said = context.words("cli.closed.add.done", first=given.first, last=last)
    return Answer(keys=keys, text=lines(said, context.words("calendar.moves", count=due) if due else ""))


def _cancel(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(open_again, closed_day=given.closed_day)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    record = outcome.record
    keys = {"closed_day": str(record.closed_day), "from": plain(record.first), "until": plain(record.last)}
    return Answer(keys=keys, text=context.words("cli.closed.cancel.done", first=record.first, last=record.last))


COMMANDS = (
    Command(
        words=("closed", "add"),
        run=_add,
        arguments=(
            required("--from", dest="first", type=day),
            Argument("--until", {"type": day}),
            optional("--reason"),
            optional("--branch"),
            flag("--everywhere"),
            flag("--yearly"),
        ),
        keys="closed_day, from, until, due_days",
    ),
    Command(
        words=("closed", "list"),
        run=_list,
        arguments=(Argument("--year", {"type": int}), optional("--branch"), flag("--everywhere")),
        keys="closed: [{closed_day, branch or null, from, until, yearly, reason}], holidays: [{on, name}]",
    ),
    Command(
        words=("closed", "cancel"),
        run=_cancel,
        arguments=(Argument("closed_day", {"type": int}),),
        keys="closed_day, from, until",
    ),
)
