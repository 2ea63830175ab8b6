"""Commands about the numbers that act as somebody's card."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import lines, notices_keys, plain, refused_answer
from app.db.queries.people import NumberShown, show_patron
from app.desk.numbers import NumberBound, add_number, remove_number
from app.desk.outcome import Outcome, Refused
from app.rules.blocks import Why, block
from app.words import Words


def _add(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            add_number,
            patron=given.scan,
            number=given.number,
            kind=given.kind,
            issuer=given.issuer,
            valid_until=given.valid_until,
            override=set(given.override),
            reason=given.reason,
        )
    return _answer(context, outcome, "cli.number.add.done")


def _remove(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(remove_number, number=given.number)
    return _answer(context, outcome, "cli.number.remove.done")


def _answer(context: Context, outcome: Outcome[NumberBound], done: str) -> Answer:
    words = context.words
    if isinstance(outcome, Refused):
        return refused_answer(outcome, words)
    record = outcome.record
    keys = {
        "number": record.number,
        "number_id": str(record.identifier),
        "kind": record.kind,
        "patron_id": str(record.patron),
        **notices_keys(outcome, words),
    }
    said = words(done, number=record.number, kind=words(f"number.{record.kind}"), name=record.name)
    return Answer(keys=keys, text=lines(said, *(words.block(notice) for notice in outcome.notices)))


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        shown = show_patron(station.reading, given.scan, today=station.today(), branch=station.acting.branch)
    if shown is None:
        return refused_answer(Refused(blocks=(block(Why.UNKNOWN_SCAN, scan=given.scan),)), context.words)
    return Answer(
        keys={"numbers": [number_keys(one) for one in shown.numbers]},
        text=lines(*(_line(one, context.words) for one in shown.numbers)) or context.words("cli.number.list.none"),
    )


def number_keys(number: NumberShown) -> dict[str, Any]:
    """Return a number as answers have it."""
    return {
        "number": number.value,
        "number_id": str(number.identifier),
        "kind": number.kind,
        "standing": number.standing,
        "issuer": number.issuer,
        "valid_until": plain(number.valid_until),
    }


def _line(number: NumberShown, words: Words) -> str:
    until = words("number.valid-until", on=number.valid_until) if number.valid_until else ""
    standing = words(f"patrons.standing.{number.standing}") if number.standing != "active" else ""
    parts = (number.value, words(f"number.{number.kind}"), number.issuer, until, standing)
    return "  ".join(filter(None, parts))


COMMANDS = (
    Command(
        words=("number", "add"),
        run=_add,
        arguments=(
            Argument("scan"),
            Argument("number"),
            required("--kind"),
            optional("--issuer"),
            Argument("--valid-until", {"type": day}),
            Argument("--override", {"nargs": "+", "default": []}),
            optional("--reason"),
        ),
        keys="number, number_id, kind, patron_id; notices",
    ),
    Command(
        words=("number", "remove"),
        run=_remove,
        arguments=(Argument("number"),),
        keys="number, number_id, kind, patron_id",
    ),
    Command(
        words=("number", "list"),
        run=_list,
        arguments=(Argument("scan"),),
        keys="numbers: [{number, number_id, kind, standing, issuer, valid_until}]",
    ),
)
