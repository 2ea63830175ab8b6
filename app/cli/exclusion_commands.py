"""Commands about who may not borrow: excluding somebody, lifting it."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import Answer, Argument, Command, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import money_keys, plain, refused_answer
from app.desk.exclusion import KINDS, lift, restrict
from app.desk.outcome import Refused
from app.rules.exclusion import DEBT


def _restrict(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(restrict, patron=given.patron, kind=given.kind, reason=given.reason, until=given.until)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    record, words = outcome.record, context.words
    amount = words.money(record.amount_minor, record.currency)
    done = words("cli.restrict.done", name=record.name, on=record.from_on)
    of_debt = words("cli.restrict.debt", name=record.name, on=record.from_on, amount=amount)
    return Answer(
        keys={
            "restriction": str(record.restriction),
            "patron": record.number,
            "patron_id": str(record.patron),
            "kind": record.kind,
            "from": plain(record.from_on),
            "until": plain(record.until_on),
            "amount": money_keys(record.amount_minor, record.currency),
        },
        text=of_debt if record.kind == DEBT else done,
    )


def _lift(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(lift, patron=given.patron)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    record = outcome.record
    return Answer(
        keys={
            "patron": record.number,
            "patron_id": str(record.patron),
            "restrictions": [str(one) for one in record.restrictions],
        },
        text=context.words("cli.lift.done", name=record.name),
    )


COMMANDS = (
    Command(
        words=("restrict",),
        run=_restrict,
        arguments=(
            required("--patron"),
            required("--kind", choices=list(KINDS)),
            optional("--reason"),
            Argument("--until", {"type": day}),
        ),
        keys="restriction, patron, patron_id, kind, from, until, amount",
    ),
    Command(words=("lift",), run=_lift, arguments=(required("--patron"),), keys="patron, patron_id, restrictions"),
)
