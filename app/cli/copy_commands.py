"""Commands about single copies: what is said of them, lending one that is not in stock yet, and use in the house."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import Answer, Argument, Command, Exit, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import blocks_keys, lines, notices_keys, plain, refused_answer
from app.db.queries.settings import policy_in_force
from app.db.queries.stock import quick_items
from app.desk.in_house import use_in_house
from app.desk.outcome import Refused
from app.desk.quick import catalogue_item, lend_quick
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
        return _refused(context, outcome)
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


def _quick(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            lend_quick,
            patron=given.patron,
            barcode=given.barcode,
            title=given.title,
            material=given.type,
            override=set(given.override),
            reason=given.reason,
            due=given.due,
        )
    if isinstance(outcome, Refused):
        return _refused(context, outcome)
    record, words = outcome.record, context.words
    said = words("desk.lent", title=record.title, patron=record.patron_name, due=record.due_on)
    return Answer(
        keys={
            "loan_id": str(record.loan),
            "item": record.barcode,
            "item_id": str(record.item),
            "title": record.title,
            "patron": record.patron_number,
            "due_on": plain(record.due_on),
            **notices_keys(outcome, words),
        },
        text=lines(said, *(words.block(notice) for notice in outcome.notices)),
    )


def _quick_list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = quick_items(station.reading, branch=given.branch)
    keys = [
        {
            "item": one.barcode,
            "item_id": str(one.item),
            "title": one.title,
            "type": one.material,
            "branch": one.branch,
            "lent": one.is_lent,
        }
        for one in found
    ]
    said = lines(*(f"{one.barcode}  {one.title}  {one.branch}" for one in found))
    return Answer(keys={"items": keys}, text=said or context.words("item.quick.none"))


def _catalogue(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            catalogue_item,
            item=given.scan,
            title=given.title,
            author=given.author,
            isbn=given.isbn,
            material=given.type,
            call_number=given.call_number,
            price_minor=given.price,
        )
    if isinstance(outcome, Refused):
        return _refused(context, outcome)
    record = outcome.record
    return Answer(
        keys={"item": record.barcode, "item_id": str(record.item), "title_id": str(record.title)},
        text=context.words("item.catalogued", item=record.barcode),
    )


def _use(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcomes = [(scan, station.do(use_in_house, item=scan, count=given.number)) for scan in given.scans]
    words, used, refused, said = context.words, [], [], []
    for scan, outcome in outcomes:
        if isinstance(outcome, Refused):
            refused.append({"item": scan, "blocks": blocks_keys(outcome.blocks, words)})
            said += [f"{scan}: {words.block(found)}" for found in outcome.blocks]
        else:
            done = outcome.record
            used.append({"item": done.barcode, "title": done.title, "count": done.count})
            said.append(words("desk.used-here", title=done.title, count=done.count))
    exit_code = Exit.REFUSED if refused else Exit.DONE
    return Answer(keys={"used": used, "refused": refused}, text=lines(*said), exit=exit_code)


def _refused(context: Context, refused: Refused) -> Answer:
    return refused_answer(refused, context.words)


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
    Command(
        words=("item", "quick"),
        run=_quick,
        arguments=(
            required("--patron"),
            required("--barcode"),
            required("--title"),
            optional("--type"),
            Argument("--override", {"nargs": "+", "default": []}),
            optional("--reason"),
            Argument("--due", {"type": day}),
        ),
        keys="loan_id, item, item_id, title, patron, due_on, notices",
    ),
    Command(
        words=("item", "uncatalogued"),
        run=_quick_list,
        arguments=(optional("--branch"),),
        keys="items: [{item, item_id, title, type, branch, lent}]",
    ),
    Command(
        words=("item", "catalogue"),
        run=_catalogue,
        arguments=(
            Argument("scan"),
            required("--title"),
            optional("--author"),
            optional("--isbn"),
            optional("--type"),
            optional("--call-number"),
            Argument("--price", {"type": int}),
        ),
        keys="item, item_id, title_id",
    ),
    Command(
        words=("use", "in-house"),
        run=_use,
        arguments=(Argument("scans", {"nargs": "+"}), Argument("--number", {"type": int, "default": 1})),
        keys="used: [{item, title, count}], refused: [{item, blocks}]",
    ),
)
