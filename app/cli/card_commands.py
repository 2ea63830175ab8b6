"""Commands about cards: ordering, making, printing, handing over, losing and finding them."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, flag, optional, required
from app.cli.context import Context
from app.cli.telling import lines, notices_keys, plain, refused_answer
from app.db.queries.cards import CardOrderShown, card_orders
from app.desk.cards import CardMoved, cancel_card, hand_over_card, make_card, order_card
from app.desk.outcome import Outcome, Refused
from app.desk.patrons import LIBRARY_CARD, report_card
from app.words import Words


def _refused(context: Context, outcome: Refused) -> Answer:
    return refused_answer(outcome, context.words)


def _order(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(order_card, patron=given.scan, kind=given.kind, replaces=given.replaces)
    if isinstance(outcome, Refused):
        return _refused(context, outcome)
    record, words = outcome.record, context.words
    price = words("card.order.price", price=words.money(record.price_minor, record.currency))
    return Answer(
        keys={
            "order": str(record.order),
            "patron_id": str(record.patron),
            "kind": record.kind,
            "number": record.number,
            "due_on": plain(record.due_on),
            "replaces": record.replaces,
            "price_minor": record.price_minor,
            "currency": record.currency,
        },
        text=lines(
            words("card.order.done", name=record.name, due=record.due_on),
            words("card.order.replaces", number=record.replaces) if record.replaces else "",
            price if record.price_minor else words("card.order.free"),
        ),
    )


def _made(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(make_card, card=given.order)
    return _moved(context, outcome)


def _hand_over(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(hand_over_card, card=given.order, number=given.number)
    return _moved(context, outcome)


def _cancel(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(cancel_card, card=given.order)
    return _moved(context, outcome)


def _moved(context: Context, outcome: Outcome[CardMoved]) -> Answer:
    if isinstance(outcome, Refused):
        return _refused(context, outcome)
    record, words = outcome.record, context.words
    keys = {
        "order": str(record.order),
        "patron_id": str(record.patron),
        "kind": record.kind,
        "number": record.number,
        "standing": record.standing.value,
        "replaces": record.replaces,
    }
    said = words(f"card.order.{record.standing}.done", name=record.name, number=record.number)
    old = words("card.order.retired", number=record.replaces) if record.replaces else ""
    return Answer(keys=keys, text=lines(said, old))


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = card_orders(station.reading, station.today())
    shown = [one for one in found if given.with_done or one.standing.is_open]
    shown = [one for one in shown if one.days_late or not given.late]
    return Answer(
        keys={"orders": [order_keys(one) for one in shown]},
        text=lines(*(_line(one, context.words) for one in shown)) or context.words("card.list.none"),
    )


def order_keys(order: CardOrderShown) -> dict[str, Any]:
    """Return an order as answers have it."""
    return {
        "order": str(order.order),
        "patron": order.patron_number,
        "patron_id": str(order.patron),
        "name": order.name,
        "kind": order.kind,
        "number": order.number,
        "ordered_on": plain(order.ordered_on),
        "due_on": plain(order.due_on),
        "standing": order.standing.value,
        "days_late": order.days_late,
        "branch": order.branch,
        "replaces": order.replaces,
        "price_minor": order.price_minor,
    }


def _line(order: CardOrderShown, words: Words) -> str:
    late = words("card.list.late", count=order.days_late) if order.days_late else ""
    parts = (words.day(order.due_on), words(f"card.order.{order.standing}"), order.name, order.number, late)
    return "  ".join(filter(None, parts))


def _print(context: Context, given: Namespace) -> Answer:
    from app.station.cards import print_cards  # noqa: PLC0415  # The pages are heavy, and needed for this alone.

    with context.staffed() as station:
        printed = print_cards(station, given.orders, path=Path(given.out), sheets=given.sheets, words=context.words)
    if isinstance(printed, Refused):
        return _refused(context, printed)
    return Answer(
        keys={"file": str(printed.path), "orders": [str(order) for order in printed.orders]},
        text=context.words("card.print.done", count=len(printed.orders), file=printed.path),
    )


def _lost(context: Context, given: Namespace) -> Answer:
    return _report(context, given, given.standing)


def _found(context: Context, given: Namespace) -> Answer:
    return _report(context, given, "active")


def _report(context: Context, given: Namespace, standing: str) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            report_card, number=given.number, standing=standing, override=set(given.override), reason=given.reason
        )
    if isinstance(outcome, Refused):
        return _refused(context, outcome)
    record, words = outcome.record, context.words
    said = words(f"card.{record.standing}", number=record.number)
    return Answer(
        keys={"card": record.number, "standing": record.standing, **notices_keys(outcome, words)},
        text=lines(said, *(words.block(notice) for notice in outcome.notices)),
    )


_ONE = (Argument("order"),)
_OVERRIDE = (Argument("--override", {"nargs": "+", "default": []}), optional("--reason"))
_MOVED = "order, patron_id, kind, number, standing, replaces"
_ORDER = (
    "{order, patron, patron_id, name, kind, number, ordered_on, due_on, standing, days_late, branch, replaces,"
    " price_minor}"
)

COMMANDS = (
    Command(
        words=("card", "order"),
        run=_order,
        arguments=(Argument("scan"), optional("--kind", default=LIBRARY_CARD), optional("--replaces")),
        keys="order, patron_id, kind, number, due_on, replaces, price_minor, currency",
    ),
    Command(words=("card", "made"), run=_made, arguments=_ONE, keys=_MOVED),
    Command(words=("card", "hand-over"), run=_hand_over, arguments=(*_ONE, optional("--number")), keys=_MOVED),
    Command(words=("card", "cancel"), run=_cancel, arguments=_ONE, keys=_MOVED),
    Command(
        words=("card", "list"), run=_list, arguments=(flag("--with-done"), flag("--late")), keys=f"orders: [{_ORDER}]"
    ),
    Command(
        words=("card", "print"),
        run=_print,
        arguments=(Argument("orders", {"nargs": "*"}), required("--out"), flag("--sheets")),
        keys="file, orders",
    ),
    Command(
        words=("card", "lost"),
        run=_lost,
        arguments=(
            Argument("number"),
            Argument("--standing", {"choices": ["lost", "stolen", "blocked", "active"], "default": "lost"}),
            *_OVERRIDE,
        ),
        keys="card, standing; notices",
    ),
    Command(
        words=("card", "found"), run=_found, arguments=(Argument("number"), *_OVERRIDE), keys="card, standing; notices"
    ),
)
