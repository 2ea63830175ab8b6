"""Commands about what another system collects: who owes what, and the payments that it has taken (D-19)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, required
from app.cli.context import Context
from app.cli.telling import lines, money_keys, plain, refused_answer
from app.db.queries.debtors import PaymentShown, unmatched_payments
from app.db.queries.settings import policy_in_force
from app.desk.outcome import Refused
from app.desk.payments import PaymentRead, match_payment, read_payment
from app.errors import Misuse
from app.rules.payments import LineUnread, read_payments
from app.station.station import Station
from exports.balances import write_balances

PERMISSION = "export"


class PaymentsUnreadable(Misuse):
    """The file of payments is not there, or is no text."""

    code = "payments.unreadable"


def _currency(station: Station) -> str:
    return policy_in_force(station.reading, station.today(), station.acting.branch).text("currency")


def _export(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        if blocks := station.not_permitted(PERMISSION):
            return refused_answer(Refused(blocks=blocks), context.words)
        count = write_balances(Path(given.out), station.reading, today=station.today())
    return Answer(
        keys={"file": given.out, "balances": count},
        text=context.words("cli.fee.export.done", count=count, file=given.out),
    )


def _import(context: Context, given: Namespace) -> Answer:
    try:
        text = Path(given.file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PaymentsUnreadable(file=given.file) from error
    done: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    said: list[str] = []
    with context.staffed() as station:
        currency = _currency(station)
        for line in read_payments(text):
            if isinstance(line, LineUnread):
                sentence = context.words("payments.line", number=line.number, column=line.column or "?")
                refused.append({"line": line.number, "column": line.column, "sentence": sentence})
                said.append(sentence)
                continue
            outcome = station.do(
                read_payment,
                payment=line.payment,
                reference=line.reference,
                amount_minor=line.amount_minor,
                paid_on=line.paid_on,
            )
            if isinstance(outcome, Refused):
                return refused_answer(outcome, context.words)
            done.append(_read_keys(outcome.record, currency))
            said.append(_read_text(outcome.record, currency, context))
    exit_code = Exit.REFUSED if refused else Exit.DONE
    return Answer(keys={"payments": done, "refused": refused}, text=lines(*said), exit=exit_code)


def _read_keys(record: PaymentRead, currency: str) -> dict[str, Any]:
    return {
        "payment": record.payment,
        "standing": record.reading.value,
        "patron": record.number,
        "amount": money_keys(record.amount_minor, currency),
    }


def _read_text(record: PaymentRead, currency: str, context: Context) -> str:
    amount = context.words.money(record.amount_minor, currency)
    return context.words(f"payments.{record.reading}", payment=record.payment, amount=amount, name=record.name)


def _list(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        found, currency = unmatched_payments(station.reading), _currency(station)
    said = (_line(one, currency, context) for one in found)
    return Answer(
        keys={"payments": [_payment_keys(one, currency) for one in found]},
        text=lines(*said) or context.words("payments.none"),
    )


def _payment_keys(one: PaymentShown, currency: str) -> dict[str, Any]:
    return {
        "payment": one.payment,
        "reference": one.reference,
        "on": plain(one.on_day),
        "amount": money_keys(one.amount_minor, currency),
    }


def _line(one: PaymentShown, currency: str, context: Context) -> str:
    amount = context.words.money(one.amount_minor, currency)
    return "  ".join((context.words.day(one.on_day), amount, one.payment, one.reference))


def _match(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(match_payment, payment=given.payment, patron=given.patron)
        currency = _currency(station)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    return Answer(keys=_read_keys(outcome.record, currency), text=_read_text(outcome.record, currency, context))


_PAYMENT = "payment, standing, patron, amount"

COMMANDS = (
    Command(
        words=("fee", "export"), run=_export, arguments=(Argument("out", {"metavar": "FILE"}),), keys="file, balances"
    ),
    Command(
        words=("payments", "import"),
        run=_import,
        arguments=(Argument("file", {"metavar": "FILE"}),),
        keys=f"payments: [{{{_PAYMENT}}}], refused: [{{line, column, sentence}}]",
    ),
    Command(words=("payments", "list"), run=_list, keys="payments: [{payment, reference, on, amount}]"),
    Command(
        words=("payments", "match"),
        run=_match,
        arguments=(Argument("payment"), required("--patron")),
        keys=_PAYMENT,
    ),
)
