"""Commands about receipts."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, optional, required
from app.cli.context import Context
from app.cli.telling import lines, plain, refused_answer
from app.db.borrowers import borrower
from app.db.queries.receipts import ReceiptLineShown, ReceiptShown, receipts
from app.db.queries.settings import policy_in_force
from app.desk.outcome import Refused
from app.rules.blocks import Why, block
from app.rules.receipts import KINDS, LOAN
from app.station.station import Station
from app.words import Words


def _print(context: Context, given: Namespace) -> Answer:
    from app.station.receipts import print_receipt  # noqa: PLC0415  # The pages are heavy, and needed for this alone.

    with context.staffed() as station:
        printed = print_receipt(
            station,
            patron=given.patron,
            kind=given.kind,
            number=given.number,
            path=Path(given.out),
            words=context.words,
        )
        currency = _currency(station)
    if isinstance(printed, Refused):
        return refused_answer(printed, context.words)
    return Answer(
        keys={"file": given.out, **_keys(printed, currency)},
        text=context.words("receipt.print.done", number=printed.number, file=given.out),
    )


def _list(context: Context, given: Namespace) -> Answer:
    words = context.words
    with context.staffed() as station:
        patron, currency = None, _currency(station)
        if given.patron:
            zone = station.place().time_zone
            found = borrower(station.reading.connection, given.patron, station.today(), zone)
            if found is None:
                return refused_answer(Refused(blocks=(block(Why.UNKNOWN_SCAN, scan=given.patron),)), words)
            patron = found.patron
        shown = receipts(station.reading, patron=patron)
    return Answer(
        keys={"receipts": [_keys(one, currency) for one in shown]},
        text=lines(*(_line(one, words) for one in shown)) or words("receipt.list.none"),
    )


def _currency(station: Station) -> str:
    return policy_in_force(station.reading, station.today(), station.place().branch).text("currency")


def _keys(receipt: ReceiptShown, currency: str) -> dict[str, Any]:
    return {
        "receipt": receipt.number,
        "receipt_id": str(receipt.receipt),
        "kind": receipt.kind,
        "patron": receipt.patron_number,
        "at": receipt.at.isoformat(),
        "branch": receipt.branch,
        "printed": receipt.printed,
        "lines": [_line_keys(one, currency) for one in receipt.lines],
    }


def _line_keys(line: ReceiptLineShown, currency: str) -> dict[str, Any]:
    amount = None if line.amount_minor is None else {"minor": line.amount_minor, "currency": currency}
    return {
        "what": line.what,
        "item": line.barcode,
        "title": line.title,
        "due_on": plain(line.promised_on),
        "returned_on": plain(line.returned_on),
        "days_late": line.days_late,
        "amount": amount,
        "undone": line.undone,
    }


def _line(receipt: ReceiptShown, words: Words) -> str:
    kind = words(f"receipt.title.{receipt.kind}")
    return "  ".join(filter(None, (receipt.number, words.moment(receipt.at), kind, receipt.patron_name)))


_LINES = "[{what, item, title, due_on, returned_on, days_late, amount: {minor, currency} or null, undone}]"
_RECEIPT = f"receipt, receipt_id, kind, patron, at, branch, printed, lines: {_LINES}"

COMMANDS = (
    Command(
        words=("receipt", "print"),
        run=_print,
        arguments=(
            Argument("number", {"nargs": "?", "default": ""}),
            optional("--patron"),
            Argument("--kind", {"choices": KINDS, "default": LOAN}),
            required("--out"),
        ),
        keys=f"file, {_RECEIPT}",
    ),
    Command(
        words=("receipt", "list"),
        run=_list,
        arguments=(optional("--patron"),),
        keys=f"receipts: [{{{_RECEIPT}}}]",
    ),
)
