"""Commands about money: what is owed, charging, paying, waiving, giving back, taking back."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, flag, optional, required
from app.cli.context import Context
from app.cli.telling import lines, money_keys, notices_keys, plain, refused_answer
from app.db.queries.money import AccountShown, EntryShown, FeeShown, show_account
from app.desk.money import (
    CHARGE_KINDS,
    PAYMENT_MEANS,
    Entered,
    charge_fee,
    pay_fees,
    refund,
    take_back_entry,
    waive_fee,
)
from app.desk.outcome import Outcome, Refused
from app.rules.amounts import parse_amount
from app.words import Words


def amount(text: str) -> int:
    """Read an amount.

    Raises:
        ArgumentTypeError: It is none.
    """
    minor = parse_amount(text)
    if minor is None:
        raise ArgumentTypeError(f"no amount: {text} (12.50)")
    return minor


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        shown = show_account(station.reading, given.patron, today=station.today())
    if shown is None:
        sentence = context.words("block.UNKNOWN_SCAN", scan=given.patron)
        blocks = [{"code": "UNKNOWN_SCAN", "sentence": sentence}]
        return Answer(keys={"refused": [{"blocks": blocks}]}, text=sentence, exit=Exit.REFUSED)
    fees = [one for one in shown.fees if one.fee.open_minor or given.with_settled]
    keys = {
        "patron": shown.number,
        "patron_id": str(shown.patron),
        "balance": money_keys(shown.account.balance_minor, shown.currency),
        "credit": money_keys(shown.account.credit_minor, shown.currency),
        "overdrawn": money_keys(shown.account.overdrawn_minor, shown.currency),
        "fees": [_fee_keys(one, shown.currency) for one in fees],
        "entries": [_entry_keys(one, shown.currency) for one in shown.entries],
    }
    return Answer(keys=keys, text=_account_text(shown, fees, context.words))


def _fee_keys(shown: FeeShown, currency: str) -> dict[str, Any]:
    fee = shown.fee
    return {
        "fee": fee.key,
        "kind": fee.kind,
        "titles": list(shown.titles),
        "on": plain(fee.on_day),
        "due_on": plain(fee.due_on),
        "days_late": fee.days,
        "amount": money_keys(fee.amount_minor, currency),
        "open": money_keys(fee.open_minor, currency),
    }


def _entry_keys(entry: EntryShown, currency: str) -> dict[str, Any]:
    return {
        "entry": str(entry.entry),
        "kind": entry.kind,
        "means": entry.means,
        "amount": money_keys(entry.amount_minor, currency),
        "on": plain(entry.on_day),
        "branch": entry.branch,
        "staff": entry.staff,
        "reference": entry.reference,
        "why": entry.why,
    }


def _account_text(shown: AccountShown, fees: list[FeeShown], words: Words) -> str:
    said = (
        "  ".join(
            (
                words.day(one.fee.on_day),
                words.money(one.fee.open_minor, shown.currency),
                words(f"fee.{one.fee.kind}"),
                ", ".join(one.titles),
                one.fee.key,
            )
        )
        for one in fees
    )
    over = shown.account.overdrawn_minor
    too_much = words("money.overdrawn", amount=words.money(over, shown.currency)) if over else ""
    return lines(shown.name, *said, too_much, balance_text(shown.account.balance_minor, shown.currency, words))


def balance_text(balance_minor: int, currency: str, words: Words) -> str:
    """Return in a sentence what is owed in all, or is too much."""
    if balance_minor < 0:
        return words("money.credit", amount=words.money(-balance_minor, currency))
    return words("money.owed", amount=words.money(balance_minor, currency)) if balance_minor else words("money.nothing")


def _charge(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            charge_fee,
            patron=given.patron,
            kind=given.kind,
            amount_minor=given.amount,
            item=given.item,
            note=given.note,
        )
    return entered(context, "money.charged", outcome)


def _pay(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            pay_fees,
            patron=given.patron,
            amount_minor=given.amount,
            means=given.means,
            fees=given.fee,
            reference=given.reference,
        )
    return entered(context, "money.paid", outcome)


def _waive(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            waive_fee,
            patron=given.patron,
            fee=given.fee,
            amount_minor=given.amount,
            reason=given.reason,
            in_kind=given.in_kind,
        )
    return entered(context, "money.replaced" if given.in_kind else "money.waived", outcome)


def _refund(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            refund,
            patron=given.patron,
            amount_minor=given.amount,
            means=given.means,
            reason=given.reason,
            fee=given.fee,
        )
    return entered(context, "money.refunded", outcome)


def _take_back(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(take_back_entry, entry=given.entry)
    return entered(context, "money.taken-back", outcome)


def entered(context: Context, code: str, outcome: Outcome[Entered]) -> Answer:
    """Answer what was entered, and what is owed now."""
    words = context.words
    if isinstance(outcome, Refused):
        return refused_answer(outcome, words)
    record = outcome.record
    return Answer(
        keys={
            "entry": str(record.entry),
            "patron": record.number,
            "patron_id": str(record.patron),
            "amount": money_keys(record.amount_minor, record.currency),
            "fees": [{"fee": key, "amount": money_keys(part, record.currency)} for key, part in record.fees],
            "balance": money_keys(record.balance_minor, record.currency),
            **notices_keys(outcome, words),
        },
        text=lines(
            words(code, name=record.name, amount=words.money(record.amount_minor, record.currency)),
            balance_text(record.balance_minor, record.currency, words),
        ),
    )


_PATRON = required("--patron")
_AMOUNT = required("--amount", type=amount)
_MEANS = required("--means", choices=list(PAYMENT_MEANS))
_ENTERED = "entry, patron, patron_id, amount, fees: [{fee, amount}], balance"

COMMANDS = (
    Command(
        words=("fee", "list"),
        run=_list,
        arguments=(_PATRON, flag("--with-settled")),
        keys=(
            "patron, patron_id, balance: {minor, currency}, credit, overdrawn,"
            " fees: [{fee, kind, titles, on, due_on, days_late, amount, open}],"
            " entries: [{entry, kind, means, amount, on, branch, staff, reference, why}]"
        ),
    ),
    Command(
        words=("fee", "charge"),
        run=_charge,
        arguments=(
            _PATRON,
            required("--kind", choices=list(CHARGE_KINDS)),
            _AMOUNT,
            optional("--item"),
            optional("--note"),
        ),
        keys=_ENTERED,
    ),
    Command(words=("fee", "take-back"), run=_take_back, arguments=(Argument("entry"),), keys=_ENTERED),
    Command(
        words=("pay",),
        run=_pay,
        arguments=(
            _PATRON,
            _AMOUNT,
            _MEANS,
            Argument("--fee", {"nargs": "+", "default": []}),
            optional("--reference"),
        ),
        keys=_ENTERED,
    ),
    Command(
        words=("waive",),
        run=_waive,
        arguments=(
            _PATRON,
            required("--fee"),
            Argument("--amount", {"type": amount}),
            required("--reason"),
            flag("--in-kind"),
        ),
        keys=_ENTERED,
    ),
    Command(
        words=("refund",),
        run=_refund,
        arguments=(_PATRON, _AMOUNT, _MEANS, required("--reason"), optional("--fee")),
        keys=_ENTERED,
    ),
)
