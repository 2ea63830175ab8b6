"""Commands about copies on their way between branches."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Command, Exit, flag, optional, required
from app.cli.context import Context
from app.cli.telling import lines, plain, refusal, refused_answer, todo_keys, todo_sentence
from app.db.queries.transit import TransitShown, on_their_way
from app.desk.outcome import Done, Outcome, Refused
from app.desk.transit import Sent, lose_copy, receive_copy, send_copy


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = on_their_way(station.reading, today=station.today(), branch=station.acting.branch)
        here = station.acting.branch
    shown = [one for one in found if (not given.late or one.is_late) and (given.everywhere or _concerns(one, here))]
    words = context.words
    said = [
        f"{words.day(one.sent_on)}  {one.barcode}  {one.title}  {one.origin} → {one.to}  "
        + words(f"transit.cause.{one.cause}")
        for one in shown
    ]
    keys = [
        {
            "item": one.barcode,
            "item_id": str(one.item),
            "title": one.title,
            "from": one.origin,
            "to": one.to,
            "cause": one.cause,
            "sent_on": plain(one.sent_on),
            "days": one.days,
            "late": one.is_late,
        }
        for one in shown
    ]
    return Answer(keys={"transit": keys}, text=lines(*said) or words("transit.list.none"))


def _concerns(one: TransitShown, here: int) -> bool:
    return here in {one.origin_id, one.to_id}


def _send(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        return _sent(context, station.do(send_copy, item=given.item, to=given.to))


def _lost(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        return _sent(context, station.do(lose_copy, item=given.item))


def _sent(context: Context, outcome: Outcome[Sent]) -> Answer:
    words = context.words
    if isinstance(outcome, Refused):
        return refused_answer(outcome, words)
    record = outcome.record
    keys = {"item": record.barcode, "item_id": str(record.item), "to": record.to, "cause": record.cause}
    code = "transit.lost.done" if record.cause == "lost" else "transit.sent"
    return Answer(keys=keys, text=words(code, title=record.title, branch=record.to))


def _receive(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcomes = [(item, station.do(receive_copy, item=item)) for item in given.item]
    words = context.words
    received: list[dict[str, Any]] = []
    refused: list[Any] = []
    said: list[str] = []
    for item, outcome in outcomes:
        if isinstance(outcome, Done):
            todo = outcome.record.todo
            received.append({"item": outcome.record.barcode, "do": [todo_keys(one, words) for one in todo]})
            said += [outcome.record.title, *(todo_sentence(one, words) for one in todo)]
        else:
            keys, text = refusal(outcome, words)
            refused.append({"item": item, **keys["refused"][0]})
            said.append(f"{item}: {text}")
    exit_code = Exit.REFUSED if refused else Exit.DONE
    return Answer(keys={"received": received, "refused": refused}, text=lines(*said), exit=exit_code)


_SENT = "item, item_id, to, cause"

COMMANDS = (
    Command(
        words=("transit", "list"),
        run=_list,
        arguments=(flag("--late"), flag("--everywhere")),
        keys="transit: [{item, item_id, title, from, to, cause, sent_on, days, late}]",
    ),
    Command(words=("transit", "send"), run=_send, arguments=(required("--item"), optional("--to")), keys=_SENT),
    Command(
        words=("transit", "receive"),
        run=_receive,
        arguments=(required("--item", nargs="+"),),
        keys="received: [{item, do: [{code, sentence}]}], refused: [{item, blocks}]",
    ),
    Command(words=("transit", "lost"), run=_lost, arguments=(required("--item"),), keys=_SENT),
)
