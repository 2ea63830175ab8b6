"""Commands about requests for more time."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, flag, optional
from app.cli.context import Context
from app.cli.relation_commands import answer
from app.cli.telling import lines, plain
from app.db.requests import waiting
from app.desk.outcome import Outcome
from app.desk.ports_copies import Request
from app.desk.requests import (
    CAUSES,
    CHANNELS,
    Answered,
    Asked,
    ask_renewal,
    grant_renewal,
    refuse_renewal,
)
from app.words import Words


def _ask(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(ask_renewal, item=given.scan, channel=given.channel)
    return answer(context, outcome, _asked_keys, lambda done: _asked_line(done, context.words))


def _asked_keys(done: Asked) -> dict[str, Any]:
    return {
        "request": str(done.request),
        "item": done.barcode,
        "title": done.title,
        "due_on": plain(done.due_on),
    }


def _asked_line(done: Asked, words: Words) -> str:
    return words("renewal.asked", title=done.title, patron=done.patron_name, due=done.due_on)


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = waiting(station.reading.connection, branch=None if given.all else station.place().branch)
    return Answer(
        keys={"requests": [_request_keys(one) for one in found]},
        text=lines(*(_request_line(one, context.words) for one in found)) or context.words("renewal.list.none"),
        exit=Exit.DONE,
    )


def _request_keys(one: Request) -> dict[str, Any]:
    return {
        "request": str(one.request),
        "item": one.barcode,
        "title": one.title,
        "patron": one.patron_number,
        "name": one.patron_name,
        "due_on": plain(one.due_on),
        "asked_on": plain(one.asked_on),
        "channel": one.channel,
        "renewals": one.renewals,
        "branch": one.branch_name,
    }


def _request_line(one: Request, words: Words) -> str:
    return f"{one.request}  {words.day(one.due_on)}  {one.title}  {one.patron_name}  {one.branch_name}"


def _accept(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(grant_renewal, request=given.request, override=set(given.override), reason=given.reason)
    return _answer(context, outcome)


def _refuse(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(refuse_renewal, request=given.request, cause=given.cause)
    return _answer(context, outcome)


def _answer(context: Context, outcome: Outcome[Answered]) -> Answer:
    return answer(context, outcome, _answered_keys, lambda done: answered_line(done, context.words))


def _answered_keys(done: Answered) -> dict[str, Any]:
    return {
        "request": str(done.request),
        "answer": done.answer,
        "cause": done.cause,
        "item": done.barcode,
        "title": done.title,
        "due_on": plain(done.due_on),
    }


def answered_line(done: Answered, words: Words) -> str:
    """Tell what became of a request."""
    if done.due_on is None:
        cause = words(f"renewal.cause.{done.cause}")
        return words("renewal.refused", title=done.title, patron=done.patron_name, cause=cause)
    return words("desk.renewed", title=done.title, patron=done.patron_name, due=done.due_on)


_REQUEST = Argument("request", {"type": int})
_ANSWER = "request, answer, cause, item, title, due_on; notices"

COMMANDS = (
    Command(
        words=("renewal", "request"),
        run=_ask,
        arguments=(Argument("scan"), Argument("--channel", {"choices": CHANNELS, "default": CHANNELS[0]})),
        keys="request, item, title, due_on",
    ),
    Command(
        words=("renewal", "list"),
        run=_list,
        arguments=(flag("--all"),),
        keys=("requests: [{request, item, title, patron, name, due_on, asked_on, channel, renewals, branch}]"),
    ),
    Command(
        words=("renewal", "accept"),
        run=_accept,
        arguments=(_REQUEST, Argument("--override", {"nargs": "+", "default": []}), optional("--reason")),
        keys=_ANSWER,
    ),
    Command(
        words=("renewal", "refuse"),
        run=_refuse,
        arguments=(_REQUEST, Argument("--cause", {"choices": CAUSES, "required": True})),
        keys=_ANSWER,
    ),
)
