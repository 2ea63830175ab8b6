"""Commands about the acts of the stock book: by which copies come, and by which they leave."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.relation_commands import answer
from app.cli.telling import blocks_keys, lines, plain, refused_answer
from app.db.queries.stock_book import ActShown, act_by_number, acts, lines_of_act
from app.desk.outcome import Outcome, Refused
from app.desk.stock_book import Entered, Opened, open_act, put_on_act, renumber_act, take_off_act
from app.rules.blocks import Why, block
from app.rules.stock_book import CAUSES


def _open(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            open_act,
            kind=given.kind,
            cause=given.cause,
            number=given.number,
            on_day=given.on,
            source=given.source,
            basis=given.basis,
        )
    return _opened(context, outcome, "cli.act.open.done")


def _renumber(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(renumber_act, act=given.act, number=given.number)
    return _opened(context, outcome, "cli.act.renumber.done")


def _opened(context: Context, outcome: Outcome[Opened], code: str) -> Answer:
    return answer(
        context,
        outcome,
        lambda done: {"act": done.number, "act_id": str(done.act), "kind": done.kind, "on": plain(done.on_day)},
        lambda done: context.words(code, number=done.number),
    )


def _put(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcomes = [
            (item, station.do(put_on_act, act=given.act, item=item, price_minor=given.price)) for item in given.item
        ]
    words, done, refused, said = context.words, [], [], []
    for item, outcome in outcomes:
        if isinstance(outcome, Refused):
            refused.append({"item": item, "blocks": blocks_keys(outcome.blocks, words)})
            said += [f"{item}: {words.block(one)}" for one in outcome.blocks]
        else:
            done.append(_entered_keys(outcome.record))
            said.append(words("cli.act.put.done", title=outcome.record.title, number=outcome.record.number))
    exit_code = Exit.REFUSED if refused else Exit.DONE
    return Answer(keys={"entered": done, "refused": refused}, text=lines(*said), exit=exit_code)


def _entered_keys(entered: Entered) -> dict[str, Any]:
    return {
        "act": entered.number,
        "item": entered.barcode,
        "item_id": str(entered.item),
        "title": entered.title,
        "price_minor": entered.price_minor,
    }


def _take_off(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome: Outcome[tuple[Entered, ...]] = station.do(take_off_act, act=given.act, items=given.item)
    return answer(
        context,
        outcome,
        lambda done: {"taken_off": [_entered_keys(one) for one in done]},
        lambda done: context.words("cli.act.take-off.done", count=len(done)),
    )


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = acts(station.reading, first=given.first or date.min, last=given.last or date.max, branch=given.branch)
    return Answer(
        keys={"acts": [_act_keys(one) for one in found]}, text=lines(*(_act_line(context, one) for one in found))
    )


def _act_keys(act: ActShown) -> dict[str, Any]:
    return {
        "act": act.number,
        "act_id": str(act.act),
        "kind": act.kind,
        "on": plain(act.on_day),
        "cause": act.cause,
        "source": act.source,
        "basis": act.basis,
        "branch": act.branch,
        "count": act.count,
        "value_minor": act.value_minor,
    }


def _act_line(context: Context, act: ActShown) -> str:
    words = context.words
    kind, cause = words(f"act.kind.{act.kind}"), words(f"act.cause.{act.cause}")
    return f"{act.number}  {words.day(act.on_day)}  {kind}  {cause}  {act.count}  {act.branch}".rstrip()


def _show(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        act = act_by_number(station.reading, given.act)
        found = lines_of_act(station.reading, act.act) if act else []
    if act is None:
        return _unknown(context, given.act)
    copies = [
        {"item": one.barcode, "title": one.title, "author": one.author, "price_minor": one.price_minor} for one in found
    ]
    said = (f"  {one.barcode}  {one.title}  {one.author}".rstrip() for one in found)
    return Answer(keys={**_act_keys(act), "copies": copies}, text=lines(_act_line(context, act), *said))


def _unknown(context: Context, number: str) -> Answer:
    return refused_answer(Refused(blocks=(block(Why.ACT_UNKNOWN, number=number),)), context.words)


def _print(context: Context, given: Namespace) -> Answer:
    from app.station.stock_acts import print_stock_act  # noqa: PLC0415  # The pages are heavy, and needed here alone.

    path = Path(given.out)
    with context.staffed() as station:
        printed = print_stock_act(station, act=given.act, path=path, words=context.words)
    if isinstance(printed, Refused):
        return refused_answer(printed, context.words)
    return Answer(keys={"file": str(path), **_act_keys(printed)}, text=str(path))


_ACT = required("--act")
_ITEMS = required("--item", nargs="+")
ACT_KEYS = "act, act_id, kind, on, cause, source, basis, branch, count, value_minor"

COMMANDS = (
    Command(
        words=("act", "open"),
        run=_open,
        arguments=(
            required("--kind", choices=list(CAUSES)),
            optional("--cause"),
            optional("--number"),
            Argument("--on", {"type": day}),
            optional("--source"),
            optional("--basis"),
        ),
        keys="act, act_id, kind, on",
    ),
    Command(
        words=("act", "renumber"),
        run=_renumber,
        arguments=(Argument("act"), optional("--number")),
        keys="act, act_id, kind, on",
    ),
    Command(
        words=("act", "put"),
        run=_put,
        arguments=(_ACT, _ITEMS, Argument("--price", {"type": int})),
        keys="entered: [{act, item, item_id, title, price_minor}], refused: [{item, blocks}]",
    ),
    Command(
        words=("act", "take-off"),
        run=_take_off,
        arguments=(_ACT, _ITEMS),
        keys="taken_off: [{act, item, item_id, title, price_minor}]",
    ),
    Command(
        words=("act", "list"),
        run=_list,
        arguments=(
            Argument("--from", {"type": day, "dest": "first"}),
            Argument("--to", {"type": day, "dest": "last"}),
            optional("--branch"),
        ),
        keys=f"acts: [{{{ACT_KEYS}}}]",
    ),
    Command(
        words=("act", "show"),
        run=_show,
        arguments=(Argument("act"),),
        keys=f"{ACT_KEYS}, copies: [{{item, title, author, price_minor}}]",
    ),
    Command(
        words=("act", "print"), run=_print, arguments=(Argument("act"), required("--out")), keys=f"file, {ACT_KEYS}"
    ),
)
