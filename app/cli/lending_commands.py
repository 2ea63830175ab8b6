"""Commands about copies: taking them into stock, lending them, taking them back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, flag, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import blocks_keys, lines, notices_keys, plain, refusal, refused_answer, todo_keys, todo_sentence
from app.db.queries.liable import liable_for_loan
from app.db.queries.stock import ItemShown, show_item
from app.desk.checkin import Returned, check_in
from app.desk.checkout import Lent, check_out
from app.desk.items import add_item, amend_item
from app.desk.outcome import Done, Outcome, Refused
from app.desk.renew import Renewed, renew
from app.desk.undo import undo

Deed = Callable[[str], Outcome[Any]]


def _add(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            add_item,
            barcode=given.barcode,
            title=given.title,
            author=given.author,
            isbn=given.isbn,
            material=given.type,
            price_minor=given.price,
            call_number=given.call_number,
            lendable=not given.not_for_loan,
            department=given.department,
            issue=given.issue,
            issued_on=given.issued_on,
            age_min=given.age,
            act=given.act,
        )
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    record = outcome.record
    return Answer(
        keys={"item": record.barcode, "item_id": str(record.item), "title_id": str(record.title)},
        text=context.words("cli.item.add.done", item=record.barcode),
    )


def _amend(context: Context, given: Namespace) -> Answer:
    lendable = {"yes": 1, "no": 0}.get(given.lendable)
    said = {
        "material": given.type,
        "department": given.department,
        "issue": given.issue,
        "issued_on": given.issued_on,
        "call_number": given.call_number,
        "price_minor": given.price,
        "lendable": lendable,
    }
    named = {name: value for name, value in said.items() if value is not None}
    with context.staffed() as station:
        outcome = station.do(amend_item, item=given.scan, age_min=given.age, changes=named)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    record = outcome.record
    return Answer(
        keys={"item": record.barcode, "changed": list(record.changed)},
        text=context.words("cli.item.amend.done", item=record.barcode),
    )


def _show(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        shown = show_item(station.reading, given.scan, zone=station.place().time_zone)
        loan_id = shown.loan if shown else None
        liable = liable_for_loan(station.reading, loan_id, station.today()) if loan_id else None
    if shown is None:
        sentence = context.words("block.UNKNOWN_SCAN", scan=given.scan)
        blocks = [{"code": "UNKNOWN_SCAN", "sentence": sentence}]
        return Answer(keys={"refused": [{"blocks": blocks}]}, text=sentence, exit=Exit.REFUSED)
    loan = {
        "loan_id": str(shown.loan),
        "patron": shown.patron_number,
        "name": shown.patron_name,
        "due_on": plain(shown.due_on),
        "liable": {"as": liable.role.value, "name": liable.name, "phone": liable.phone} if liable else None,
    }
    return Answer(
        keys={
            "item": shown.barcode,
            "item_id": str(shown.item),
            "title": shown.title,
            "author": shown.author,
            "type": shown.material,
            "status": shown.status,
            "branch": shown.branch,
            "said": [{"kind": kind, "since": plain(since)} for kind, since in _said(shown)],
            "lies_at": shown.lies_at,
            "sent_to": shown.sent_to,
            "loan": loan if shown.loan else None,
        },
        text=lines(
            f"{shown.barcode}  {shown.title}  {shown.author}".rstrip(),
            f"{context.words(f'item.{shown.status}')}  {shown.branch}",
            " → ".join(filter(None, (shown.lies_at, shown.sent_to))),
            f"{shown.patron_name}  {context.words.day(shown.due_on)}" if shown.due_on else "",
            *(context.words(f"item.said.{kind}") for kind, _ in _said(shown)),
            shown.fitness_note,
        ),
    )


def _said(shown: ItemShown) -> list[tuple[str, date | None]]:
    found = [(shown.place, shown.place_on), (shown.fitness, None)]
    return [(kind, since) for kind, since in found if kind]


def _checkout(context: Context, given: Namespace) -> Answer:
    def lend(item: str) -> Outcome[Lent]:
        return station.do(
            check_out,
            patron=given.patron,
            item=item,
            override=set(given.override),
            reason=given.reason,
            due=given.due,
            shown=given.shown,
            taken_by=given.taken_by,
        )

    with context.staffed() as station:
        outcomes = [(item, lend(item)) for item in given.item]
    return _each(context, "loans", outcomes, _lent_keys, _lent_line)


def _lent_keys(lent: Lent, _: Context) -> dict[str, Any]:
    return {
        "loan_id": str(lent.loan),
        "item": lent.barcode,
        "item_id": str(lent.item),
        "title": lent.title,
        "patron": lent.patron_number,
        "due_on": plain(lent.due_on),
        "taken_by": lent.taken_by,
    }


def _lent_line(lent: Lent, context: Context) -> str:
    said = context.words("desk.lent", title=lent.title, patron=lent.patron_name, due=lent.due_on)
    return lines(said, context.words("desk.lent.taken-by", name=lent.taken_by) if lent.taken_by else "")


def _checkin(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcomes = [(item, station.do(check_in, item=item, on=given.on)) for item in given.item]
    return _each(context, "returned", outcomes, _returned_keys, _returned_line)


def _returned_keys(returned: Returned, context: Context) -> dict[str, Any]:
    return {
        "item": returned.barcode,
        "item_id": str(returned.item),
        "title": returned.title,
        "patron": returned.patron_number,
        "days_late": returned.days_late,
        "do": [todo_keys(todo, context.words) for todo in returned.todo],
    }


def _returned_line(returned: Returned, context: Context) -> str:
    words = context.words
    code = "desk.returned.late" if returned.days_late else "desk.returned"
    said = words(code, title=returned.title, patron=returned.patron_name, count=returned.days_late)
    return lines(said, *(todo_sentence(todo, words) for todo in returned.todo))


def _renew(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcomes = [
            (item, station.do(renew, item=item, override=set(given.override), reason=given.reason))
            for item in given.item
        ]
    return _each(context, "renewed", outcomes, _renewed_keys, _renewed_line)


def _renewed_keys(renewed: Renewed, _: Context) -> dict[str, Any]:
    return {
        "item": renewed.barcode,
        "item_id": str(renewed.item),
        "title": renewed.title,
        "patron": renewed.patron_number,
        "due_on": plain(renewed.due_on),
    }


def _renewed_line(renewed: Renewed, context: Context) -> str:
    return context.words("desk.renewed", title=renewed.title, patron=renewed.patron_name, due=renewed.due_on)


def _each(
    context: Context,
    name: str,
    outcomes: Sequence[tuple[str, Outcome[Any]]],
    keys: Callable[[Any, Context], dict[str, Any]],
    line: Callable[[Any, Context], str],
) -> Answer:
    """Tell of several scans: what was done is listed even where another was refused."""
    words = context.words
    done, refused, said = [], [], []
    for item, outcome in outcomes:
        if isinstance(outcome, Done):
            done.append({**keys(outcome.record, context), **notices_keys(outcome, words)})
            said += [line(outcome.record, context), *(words.block(notice) for notice in outcome.notices)]
        else:
            refused.append({"item": item, "blocks": blocks_keys(outcome.blocks, words)})
            said += [f"{item}: {words.block(block)}" for block in outcome.blocks]
    exit_code = Exit.REFUSED if refused else Exit.DONE
    return Answer(keys={name: done, "refused": refused}, text=lines(*said), exit=exit_code)


def _undo(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(undo)
    if isinstance(outcome, Refused):
        keys, text = refusal(outcome, context.words)
        return Answer(keys={"undone": None, **keys}, text=text, exit=Exit.REFUSED)
    undone = outcome.record
    return Answer(
        keys={"undone": {"deed": undone.deed, "item": undone.barcode, "title": undone.title}},
        text=context.words(f"desk.undone.{undone.deed}", title=undone.title, patron=undone.patron_name),
    )


_ITEMS = required("--item", nargs="+")
_OVERRIDE = (Argument("--override", {"nargs": "+", "default": []}), optional("--reason"))

COMMANDS = (
    Command(
        words=("item", "add"),
        run=_add,
        arguments=(
            required("--barcode"),
            required("--title"),
            optional("--author"),
            optional("--isbn"),
            optional("--type"),
            Argument("--price", {"type": int}),
            optional("--call-number"),
            flag("--not-for-loan"),
            optional("--department"),
            optional("--issue"),
            Argument("--issued-on", {"type": day}),
            Argument("--age", {"type": int}),
            optional("--act"),
        ),
        keys="item, item_id, title_id",
    ),
    Command(
        words=("item", "amend"),
        run=_amend,
        arguments=(
            Argument("scan"),
            optional("--type", default=None),
            optional("--department", default=None),
            optional("--call-number", default=None),
            Argument("--price", {"type": int}),
            optional("--issue", default=None),
            Argument("--issued-on", {"type": day}),
            Argument("--age", {"type": int}),
            Argument("--lendable", {"choices": ("yes", "no")}),
        ),
        keys="item, changed",
    ),
    Command(
        words=("item", "show"),
        run=_show,
        arguments=(Argument("scan"),),
        keys=(
            "item, item_id, title, author, type, status, branch, lies_at, sent_to, said: [{kind, since}],"
            " loan: {loan_id, patron, name, due_on, liable: {as, name, phone}} or null"
        ),
    ),
    Command(
        words=("checkout",),
        run=_checkout,
        arguments=(
            required("--patron"),
            _ITEMS,
            *_OVERRIDE,
            Argument("--due", {"type": day}),
            optional("--shown"),
            optional("--taken-by"),
        ),
        keys=(
            "loans: [{loan_id, item, item_id, title, patron, due_on, taken_by, notices}],"
            " refused: [{item, blocks: [{code, severity, permission, figures, sentence}]}]"
        ),
    ),
    Command(
        words=("checkin",),
        run=_checkin,
        arguments=(_ITEMS, Argument("--on", {"type": day})),
        keys="returned: [{item, item_id, title, patron, days_late, do: [{code, sentence}]}], refused: [{item, blocks}]",
    ),
    Command(
        words=("renew",),
        run=_renew,
        arguments=(_ITEMS, *_OVERRIDE),
        keys="renewed: [{item, item_id, title, patron, due_on, notices}], refused: [{item, blocks}]",
    ),
    Command(words=("undo",), run=_undo, keys="undone: {deed, item, title}"),
)
