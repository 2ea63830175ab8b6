"""Commands about the house: staff, rules, tasks, reports."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, flag, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import lines, refusal, refused_answer
from app.db.queries.settings import settings_in_force
from app.db.queries.tasks import TaskShown, tasks
from app.desk.network import Account, add_staff, change_setting
from app.desk.outcome import Outcome, Refused
from app.desk.tasks import decide_task
from app.errors import Misuse
from app.station.passwords import verifier_of

LIST = "list"
"""Stands where a report's name does, and lists them."""


class OutMissing(Misuse):
    """A report needs a file to be written to."""

    code = "report.out-missing"


def _answer(context: Context, outcome: Outcome[Any], keys: Mapping[str, Any], text: str) -> Answer:
    if isinstance(outcome, Refused):
        refused, said = refusal(outcome, context.words)
        return Answer(keys=refused, text=said, exit=Exit.REFUSED)
    return Answer(keys=keys, text=text)


def _staff_add(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        verifier = verifier_of(context.secret("LETE_NEW_PASSWORD"))
        account = Account(login=given.login, name=given.name, verifier=verifier)
        outcome = station.do(add_staff, account=account, role=given.role)
    done = context.words("cli.staff.add.done", name=given.name)
    return _answer(context, outcome, {"staff": given.login, "role": given.role}, done)


def _setting_list(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        values = settings_in_force(station.reading, station.today(), station.acting.branch)
    return Answer(keys={"settings": values}, text=lines(*(f"{key} = {value}" for key, value in values.items())))


def _setting_set(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            change_setting,
            key=given.key,
            value=given.value,
            from_on=given.from_on,
            everywhere=not given.here,
        )
    done = context.words("cli.setting.set.done", key=given.key, value=given.value)
    return _answer(context, outcome, {"key": given.key, "value": given.value}, done)


def _task_list(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        shown = tasks(station.reading)
        found = [_task_keys(context, task) for task in shown]
    said = [f"{task.name}  {context.words(f'task.{task.kind}', subject=task.subject)}" for task in shown]
    return Answer(keys={"tasks": found}, text=lines(*said) or context.words("cli.task.none"))


def _task_keys(context: Context, task: TaskShown) -> dict[str, Any]:
    return {
        "task": task.name,
        "kind": task.kind,
        "subject": task.subject,
        "branch": task.branch,
        "sentence": context.words(f"task.{task.kind}", subject=task.subject),
        "facts": [
            {"what": side.what, "patron": side.patron, "branch": side.branch, "staff": side.staff, "at_ms": side.at_ms}
            for side in task.sides
        ],
        "choices": list(task.choices),
    }


def _task_close(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(decide_task, task=given.task, choice=given.choice)
    keys = {"task": given.task, "choice": given.choice}
    return _answer(context, outcome, keys, context.words("cli.task.close.done"))


def _report(context: Context, given: Namespace) -> Answer:
    from exports.registry import REPORTS, write_report  # noqa: PLC0415  # openpyxl takes a fifth of a second.

    if given.name == LIST:
        said = [f"{name}  {context.words(f'report.{name}.title')}" for name in REPORTS]
        return Answer(keys={"reports": list(REPORTS)}, text=lines(*said))
    if not given.out:
        raise OutMissing
    with context.staffed() as station:
        if blocks := station.not_permitted("reports"):
            return refused_answer(Refused(blocks=blocks), context.words)
        today = station.today()
        first, last = _period(today, given.first, given.last)
        written = write_report(
            given.name,
            Path(given.out),
            database=station.reading,
            words=context.words,
            first=first,
            last=last,
            today=today,
            now_ms=context.world.clock.wall_ms(),
            zone=station.place().time_zone,
            branch=given.branch,
        )
    return Answer(
        keys={"file": str(written.path), "rows": written.rows},
        text=context.words("cli.report.done", file=written.path, count=written.rows),
    )


def _period(today: date, first: date | None, last: date | None) -> tuple[date, date]:
    """Without days a report is of today; with one of the two, of that day alone."""
    begin = first or last or today
    return begin, last or begin


COMMANDS = (
    Command(
        words=("staff", "add"),
        run=_staff_add,
        arguments=(required("--login"), required("--name"), optional("--role", default="librarian")),
        keys="staff, role",
    ),
    Command(words=("setting", "list"), run=_setting_list, keys="settings: {key: value}"),
    Command(
        words=("setting", "set"),
        run=_setting_set,
        arguments=(
            Argument("key"),
            Argument("value"),
            Argument("--from", {"type": day, "dest": "from_on"}),
            flag("--here"),
        ),
        keys="key, value",
    ),
    Command(
        words=("task", "list"), run=_task_list, keys="tasks: [{task, kind, subject, branch, sentence, facts, choices}]"
    ),
    Command(
        words=("task", "close"),
        run=_task_close,
        arguments=(Argument("task"), required("--choice")),
        keys="task, choice",
    ),
    Command(
        words=("report",),
        run=_report,
        arguments=(
            Argument("name"),
            Argument("--from", {"type": day, "dest": "first"}),
            Argument("--to", {"type": day, "dest": "last"}),
            optional("--branch"),
            optional("--out"),
        ),
        keys="file, rows; for the name list: reports: [name]",
    ),
)
