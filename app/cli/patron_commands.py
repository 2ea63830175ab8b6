"""Commands about patrons and their cards."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import blocks_keys, lines, notices_keys, plain, refusal
from app.db.queries.people import PatronFound, PatronShown, find_patrons, show_patron
from app.desk.outcome import Refused
from app.desk.patrons import LIBRARY_CARD, Contact, Guarantor, register_patron

CONTACT = ("phone", "email", "street", "house", "flat", "village", "parish", "municipality", "town", "postcode")
GUARANTOR = ("guarantor_code", "guarantor_phone", "guarantor_email")


def _register(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            register_patron,
            given=given.given,
            family=given.family,
            birth_on=given.birth,
            code=given.code,
            card=given.card,
            card_kind=given.card_kind,
            category=given.category,
            contact=Contact(**{name: getattr(given, name) for name in CONTACT}),
            school=given.school,
            guarantor=_guarantor(given),
            override=set(given.override),
            reason=given.reason,
        )
    if isinstance(outcome, Refused):
        keys, text = refusal(outcome, context.words)
        return Answer(keys=keys, text=text, exit=Exit.REFUSED)
    record = outcome.record
    notices = [context.words.block(notice) for notice in outcome.notices]
    return Answer(
        keys={
            "patron": record.number,
            "patron_id": str(record.patron),
            **notices_keys(outcome, context.words),
        },
        text=lines(context.words("cli.patron.register.done", name=record.name, number=record.number), *notices),
    )


def _guarantor(given: Namespace) -> Guarantor | None:
    """The guarantor is named as people write it: given names, then the family name."""
    if not given.guarantor:
        return None
    first, _, family = given.guarantor.strip().rpartition(" ")
    return Guarantor(
        given=first,
        family=family,
        birth_on=given.guarantor_birth,
        **{name.removeprefix("guarantor_"): getattr(given, name) for name in GUARANTOR},
    )


def _find(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = find_patrons(station.reading, " ".join(given.text))
    said = [f"{one.number}  {one.name}  {_birth(context, one.birth_on)}  {one.branch}".rstrip() for one in found]
    return Answer(
        keys={"patrons": [_found_keys(one) for one in found]},
        text=lines(*said) or context.words("cli.patron.find.none"),
    )


def _birth(context: Context, birth_on: date | None) -> str:
    return context.words.day(birth_on) if birth_on else ""


def _found_keys(found: PatronFound) -> dict[str, Any]:
    return {
        "patron": found.number,
        "patron_id": str(found.patron),
        "name": found.name,
        "birth": plain(found.birth_on),
        "branch": found.branch,
    }


def _show(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        shown = show_patron(station.reading, given.scan, today=station.today(), branch=station.acting.branch)
    if shown is None:
        sentence = context.words("block.UNKNOWN_SCAN", scan=given.scan)
        blocks = [{"code": "UNKNOWN_SCAN", "sentence": sentence}]
        return Answer(keys={"refused": [{"blocks": blocks}]}, text=sentence, exit=Exit.REFUSED)
    return Answer(keys=patron_keys(shown, context), text=patron_text(shown, context))


def patron_keys(shown: PatronShown, context: Context) -> dict[str, Any]:
    return {
        "patron": shown.number,
        "patron_id": str(shown.patron),
        "name": shown.name,
        "given": shown.given,
        "family": shown.family,
        "birth": plain(shown.birth_on),
        "category": shown.category,
        "phone": shown.phone,
        "email": shown.email,
        "address": shown.address,
        "branch": shown.branch,
        "guarantor": shown.guarantor,
        "numbers": [{"kind": one.kind, "value": one.value, "standing": one.standing} for one in shown.numbers],
        "loans": [
            {
                "loan_id": str(loan.loan),
                "item": loan.barcode,
                "item_id": str(loan.item),
                "title": loan.title,
                "due_on": plain(loan.due_on),
                "branch": loan.branch,
                "renewals": loan.renewals,
            }
            for loan in shown.loans
        ],
        "blocks": blocks_keys(shown.blocks, context.words),
    }


def patron_text(shown: PatronShown, context: Context) -> str:
    words = context.words
    loans = [f"  {loan.barcode}  {loan.title}  {words.day(loan.due_on)}  {loan.branch}" for loan in shown.loans]
    return lines(
        f"{shown.name}  {shown.number}",
        ", ".join(filter(None, (shown.phone, shown.email, shown.address))),
        *(words.block(block) for block in shown.blocks),
        words("desk.loans.count", count=len(shown.loans)),
        *loans,
    )


_OVERRIDE = (Argument("--override", {"nargs": "+", "default": []}), optional("--reason"))

COMMANDS = (
    Command(
        words=("patron", "register"),
        run=_register,
        arguments=(
            required("--given"),
            required("--family"),
            Argument("--birth", {"type": day}),
            optional("--code"),
            optional("--card"),
            optional("--card-kind", default=LIBRARY_CARD),
            optional("--category"),
            *(optional(f"--{name}") for name in CONTACT),
            optional("--school"),
            optional("--guarantor"),
            *(optional(f"--{name.replace('_', '-')}") for name in GUARANTOR),
            Argument("--guarantor-birth", {"type": day}),
            *_OVERRIDE,
        ),
        keys="patron, patron_id; notices",
    ),
    Command(
        words=("patron", "find"),
        run=_find,
        arguments=(Argument("text", {"nargs": "+"}),),
        keys="patrons: [{patron, patron_id, name, birth, branch}]",
    ),
    Command(
        words=("patron", "show"),
        run=_show,
        arguments=(Argument("scan"),),
        keys=(
            "patron, patron_id, name, given, family, birth, category, phone, email, address, branch, guarantor,"
            " numbers: [{kind, value, standing}], loans: [{loan_id, item, item_id, title, due_on, branch, renewals}],"
            " blocks: [{code, severity, figures, sentence}]"
        ),
    ),
)
