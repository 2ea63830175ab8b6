"""Commands about single copies: what is said of them."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import Answer, Argument, Command, Exit, optional
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import lines, notices_keys, plain, refusal
from app.db.queries.settings import policy_in_force
from app.desk.outcome import Refused
from app.desk.reports import Reported, report_copy
from app.rules.copies import REPORTS


def _report(context: Context, given: Namespace) -> Answer:
    words = context.words
    with context.staffed() as station:
        outcome = station.do(
            report_copy, item=given.scan, kind=given.kind, price_minor=given.price, note=given.note, on=given.on
        )
        policy = policy_in_force(station.reading, station.today(), station.place().branch)
    if isinstance(outcome, Refused):
        keys, text = refusal(outcome, words)
        return Answer(keys=keys, text=text, exit=Exit.REFUSED)
    record, currency = outcome.record, policy.text("currency")
    price = None if record.price_minor is None else {"minor": record.price_minor, "currency": currency}
    return Answer(
        keys={
            "item": record.barcode,
            "item_id": str(record.item),
            "kind": record.kind,
            "price": price,
            "returned_on": plain(record.returned_on),
            **notices_keys(outcome, words),
        },
        text=lines(
            words(f"copy.report.{record.kind}.done", title=record.title),
            _price_line(context, record, currency),
            *(words.block(notice) for notice in outcome.notices),
        ),
    )


def _price_line(context: Context, record: Reported, currency: str) -> str:
    if record.price_minor is None:
        return ""
    amount = context.words.money(record.price_minor, currency)
    return context.words("copy.report.price", patron=record.patron_name, amount=amount)


COMMANDS = (
    Command(
        words=("item", "report"),
        run=_report,
        arguments=(
            Argument("scan"),
            Argument("--kind", {"choices": REPORTS, "required": True}),
            Argument("--price", {"type": int}),
            optional("--note"),
            Argument("--on", {"type": day}),
        ),
        keys="item, item_id, kind, price: {minor, currency} or null, returned_on, notices",
    ),
)
