"""Commands about a person's life outside the library: another name, and death."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import Answer, Argument, Command, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.relation_commands import answer, person_keys
from app.cli.telling import lines, plain
from app.db.queries.deceased import DeceasedShown, deceased
from app.desk.changes import change_name, note_death


def _rename(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            change_name, patron=given.scan, document=given.document, given=given.given, family=given.family
        )
    return answer(
        context,
        outcome,
        lambda done: {**person_keys(done), "name": done.name, "former": done.former},
        lambda done: context.words("cli.patron.rename.done", name=done.name, former=done.former),
    )


def _died(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(note_death, patron=given.scan, on_day=given.on)
    return answer(
        context,
        outcome,
        lambda done: {
            **person_keys(done),
            "died_on": plain(done.on_day),
            "loans": done.loans,
            "holds_cancelled": done.holds,
        },
        lambda done: context.words("cli.patron.died.done", name=done.name, day=done.on_day),
    )


def _deceased(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = deceased(station.reading, given.branch)
    return Answer(
        keys={
            "patrons": [
                {
                    "patron": one.number,
                    "patron_id": str(one.patron),
                    "name": one.name,
                    "died_on": plain(one.died_on),
                    "phone": one.phone,
                    "branch": one.branch,
                    "owes_minor": one.owes_minor,
                    "titles": list(one.titles),
                }
                for one in found
            ]
        },
        text=lines(*(_line(context, one) for one in found)),
    )


def _line(context: Context, one: DeceasedShown) -> str:
    return "  ".join(filter(None, (one.number, one.name, context.words.day(one.died_on), "; ".join(one.titles))))


COMMANDS = (
    Command(
        words=("patron", "rename"),
        run=_rename,
        arguments=(Argument("scan"), required("--document"), optional("--given"), optional("--family")),
        keys="patron, patron_id, name, former",
    ),
    Command(
        words=("patron", "died"),
        run=_died,
        arguments=(Argument("scan"), Argument("--on", {"type": day})),
        keys="patron, patron_id, died_on, loans, holds_cancelled; notices",
    ),
    Command(
        words=("patron", "deceased"),
        run=_deceased,
        arguments=(optional("--branch"),),
        keys="patrons: [{patron, patron_id, name, died_on, phone, branch, owes_minor, titles}]",
    ),
)
