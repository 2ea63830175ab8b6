"""Commands about loans between libraries (SBA, fjernlån)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from app.cli.command import Answer, Argument, Command, flag, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.relation_commands import answer
from app.cli.telling import lines, plain
from app.db.queries.interlibrary import ill_list
from app.desk.interlibrary import (
    IllMoved,
    cancel_ill,
    order_ill,
    receive_ill,
    refuse_ill,
    request_ill,
    return_ill,
)
from app.desk.outcome import Outcome
from app.desk.ports_beyond import HeldIll
from app.rules.interlibrary import SCOPES

Run = Callable[[Context, Namespace], Answer]


def _request(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            request_ill,
            patron=given.patron,
            title=given.title,
            author=given.author,
            isbn=given.isbn,
            scope=given.scope,
            note=given.note,
        )
    return _moved(context, outcome)


def _order(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        return _moved(context, station.do(order_ill, request=given.request, partner=given.partner))


def _receive(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            receive_ill,
            request=given.request,
            barcode=given.barcode,
            due_on=given.due,
            partner=given.partner,
            number=given.number,
            price_minor=given.price,
        )
    return _moved(context, outcome)


def _step(deed: Callable[..., Outcome[IllMoved]]) -> Run:
    """Return the command that takes a request a step further."""

    def run(context: Context, given: Namespace) -> Answer:
        with context.staffed() as station:
            return _moved(context, station.do(deed, request=given.request))

    return run


def _moved(context: Context, outcome: Outcome[IllMoved]) -> Answer:
    words = context.words
    return answer(
        context,
        outcome,
        lambda done: {
            "request": str(done.request),
            "title": done.title,
            "patron": done.patron_number,
            "standing": done.standing.value,
            "item": done.barcode,
        },
        lambda done: words(
            "cli.ill.done", request=str(done.request), title=done.title, standing=words(f"ill.standing.{done.standing}")
        ),
    )


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found, today = ill_list(station.reading, given.branch, ended=given.ended), station.today()
    keys = [{**_keys(one), "late": one.due_on is not None and one.standing.is_open and one.due_on < today}
            for one in found]  # fmt: skip
    return Answer(keys={"requests": keys}, text=lines(*(_line(context, one) for one in found)))


def _keys(one: HeldIll) -> dict[str, Any]:
    return {
        "request": str(one.request),
        "patron": one.patron_number,
        "name": one.patron_name,
        "scope": one.scope,
        "title": one.title,
        "author": one.author,
        "asked_on": plain(one.asked_on),
        "standing": one.standing.value,
        "partner": one.partner,
        "number": one.number,
        "due_on": plain(one.due_on),
        "branch": one.branch,
    }


def _line(context: Context, one: HeldIll) -> str:
    words = context.words
    due = words.day(one.due_on) if one.due_on else ""
    parts = (str(one.request), words(f"ill.standing.{one.standing}"), one.title, one.patron_name, one.partner, due)
    return "  ".join(filter(None, parts))


_REQUEST = (Argument("request"),)
_KEYS = "request, title, patron, standing, item; notices"

COMMANDS = (
    Command(
        words=("ill", "request"),
        run=_request,
        arguments=(
            required("--patron"),
            required("--title"),
            optional("--author"),
            optional("--isbn"),
            optional("--scope", choices=["", *SCOPES]),
            optional("--note"),
        ),
        keys=_KEYS,
    ),
    Command(words=("ill", "order"), run=_order, arguments=(*_REQUEST, required("--partner")), keys=_KEYS),
    Command(
        words=("ill", "receive"),
        run=_receive,
        arguments=(
            *_REQUEST,
            required("--barcode"),
            required("--due", type=day),
            optional("--partner"),
            optional("--number"),
            Argument("--price", {"type": int}),
        ),
        keys=_KEYS,
    ),
    Command(words=("ill", "return"), run=_step(return_ill), arguments=_REQUEST, keys=_KEYS),
    Command(words=("ill", "refuse"), run=_step(refuse_ill), arguments=_REQUEST, keys=_KEYS),
    Command(words=("ill", "cancel"), run=_step(cancel_ill), arguments=_REQUEST, keys=_KEYS),
    Command(
        words=("ill", "list"),
        run=_list,
        arguments=(optional("--branch"), flag("--ended")),
        keys=(
            "requests: [{request, patron, name, scope, title, author, asked_on, standing, partner, number, due_on,"
            " branch, late}]"
        ),
    ),
)
