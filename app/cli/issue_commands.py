"""Commands about the issues of periodicals."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import Answer, Argument, Command, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.relation_commands import answer
from app.cli.telling import lines, plain, refused_answer
from app.db.queries.periodicals import show_periodical
from app.desk.outcome import Refused
from app.desk.periodicals import add_issue
from app.rules.blocks import Why, block


def _add(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            add_issue, like=given.like, barcode=given.barcode, issue=given.issue, issued_on=given.issued_on
        )
    return answer(
        context,
        outcome,
        lambda done: {"item": done.barcode, "item_id": str(done.item), "title_id": str(done.title)},
        lambda done: context.words("cli.item.add.done", item=done.barcode),
    )


def _list(context: Context, given: Namespace) -> Answer:
    words = context.words
    with context.staffed() as station:
        found = show_periodical(station.reading, given.scan, branch=station.place().branch, today=station.today())
    if found is None:
        return refused_answer(Refused(blocks=(block(Why.UNKNOWN_SCAN, scan=given.scan),)), words)
    rhythm = found.rhythm
    issues = [
        {"item": one.barcode, "issue": one.issue, "issued_on": plain(one.issued_on), "due_on": plain(one.due_on)}
        for one in found.issues
    ]
    return Answer(
        keys={
            "title": found.title,
            "issues": issues,
            "every_days": rhythm.every_days,
            "missing": [plain(one) for one in rhythm.missing],
            "next_on": plain(rhythm.next_on),
        },
        text=lines(
            found.title,
            *(f"  {words.day(one.issued_on)}  {one.issue}  {one.barcode}" for one in found.issues),
            *(words("periodical.missing", on=one) for one in rhythm.missing),
            words("periodical.next", on=rhythm.next_on) if rhythm.next_on else "",
        ),
    )


COMMANDS = (
    Command(
        words=("issue", "add"),
        run=_add,
        arguments=(
            required("--like"),
            required("--barcode"),
            required("--issue"),
            Argument("--issued-on", {"type": day}),
        ),
        keys="item, item_id, title_id",
    ),
    Command(
        words=("issue", "list"),
        run=_list,
        arguments=(Argument("scan"),),
        keys="title, issues: [{item, issue, issued_on, due_on}], every_days, missing: [day], next_on",
    ),
)
