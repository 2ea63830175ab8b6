"""Commands that enter what was written on paper while a PC was dead (C-19)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import blocks_keys, lines, notices_keys, plain
from app.desk.outcome import Done, Outcome
from app.desk.paper import LentOnPaper, ReturnedOnPaper, lend_on_paper, return_on_paper


def _lend(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcomes = [
            (
                item,
                station.do(lend_on_paper, patron=given.patron, item=item, on=given.on, slip=given.slip, due=given.due),
            )
            for item in given.item
        ]
    return _each(context, "loans", outcomes, _lent_keys)


def _lent_keys(done: LentOnPaper, context: Context) -> tuple[dict[str, Any], str]:
    keys = {
        "loan_id": str(done.loan),
        "item": done.barcode,
        "title": done.title,
        "patron": done.patron_number,
        "lent_on": plain(done.lent_on),
        "due_on": plain(done.due_on),
        "over": done.is_over,
    }
    code = "paper.lent.over" if done.is_over else "paper.lent"
    return keys, context.words(code, title=done.title, patron=done.patron_name, day=done.lent_on, due=done.due_on)


def _return(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcomes = [(item, station.do(return_on_paper, item=item, on=given.on)) for item in given.item]
    return _each(context, "returned", outcomes, _returned_keys)


def _returned_keys(done: ReturnedOnPaper, context: Context) -> tuple[dict[str, Any], str]:
    keys = {"item": done.barcode, "title": done.title, "on": plain(done.on), "days_late": done.days_late}
    return keys, context.words("paper.returned", title=done.title, patron=done.patron_name, day=done.on)


def _each(
    context: Context,
    name: str,
    outcomes: Sequence[tuple[str, Outcome[Any]]],
    told: Callable[[Any, Context], tuple[dict[str, Any], str]],
) -> Answer:
    words = context.words
    done, refused, said = [], [], []
    for item, outcome in outcomes:
        if isinstance(outcome, Done):
            keys, line = told(outcome.record, context)
            done.append({**keys, **notices_keys(outcome, words)})
            said += [line, *(words.block(notice) for notice in outcome.notices)]
        else:
            refused.append({"item": item, "blocks": blocks_keys(outcome.blocks, words)})
            said += [f"{item}: {words.block(found)}" for found in outcome.blocks]
    exit_code = Exit.REFUSED if refused else Exit.DONE
    return Answer(keys={name: done, "refused": refused}, text=lines(*said), exit=exit_code)


_ITEMS = required("--item", nargs="+")
_ON = required("--on", type=day)

COMMANDS = (
    Command(
        words=("paper", "lend"),
        run=_lend,
        arguments=(required("--patron"), _ITEMS, _ON, optional("--slip"), Argument("--due", {"type": day})),
        keys="loans: [{loan_id, item, title, patron, lent_on, due_on, over, notices}], refused: [{item, blocks}]",
    ),
    Command(
        words=("paper", "return"),
        run=_return,
        arguments=(_ITEMS, _ON),
        keys="returned: [{item, title, on, days_late}], refused: [{item, blocks}]",
    ),
)
