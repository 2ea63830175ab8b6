"""Commands about a person's relation to the library: identity, rules, guarantees, contact data, and whom to ask."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.cli.command import Answer, Argument, Command, flag, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.entry_commands import NOT_ENTERED, list_not_entered
from app.cli.patron_commands import ADDRESS_AND_REACH, GUARANTOR_ARGUMENTS, OVERRIDE, guarantor_of
from app.cli.telling import lines, notices_keys, plain, refused_answer
from app.db.queries.asking import AskedOne, contact_round, majority, unguaranteed, unverified
from app.db.queries.settings import policy_in_force
from app.desk.amending import Amended, amend_patron, confirm_contact, take_given_up
from app.desk.identity import GUARANTOR, PATRON, identify
from app.desk.outcome import Outcome, Refused
from app.desk.promises import accept_rules, guarantee
from app.station.station import Station
from app.words import LANGUAGES

COLUMNS: Mapping[str, str] = {
    "given": "given",
    "family": "family",
    **{name.replace("-", "_"): name.replace("-", "_") for name in ADDRESS_AND_REACH},
    "school": "school",
    "note": "note",
    "category": "category",
    "language": "language",
    "birth": "birth_on",
    "died": "died_on",
    "protected": "address_protected",
}
"""The columns of a patron by the arguments that amend them."""


def answer(
    context: Context, outcome: Outcome[Any], keys: Callable[[Any], Mapping[str, Any]], text: Callable[[Any], str]
) -> Answer:
    """Tell how a deed went: its keys and sentence with what is told besides, or every reason against it."""
    words = context.words
    if isinstance(outcome, Refused):
        return refused_answer(outcome, words)
    notices = (words.block(notice) for notice in outcome.notices)
    return Answer(
        keys={**keys(outcome.record), **notices_keys(outcome, words)},
        text=lines(text(outcome.record), *notices),
    )


def person_keys(record: Any) -> dict[str, Any]:
    """Return the keys by which every answer calls somebody."""
    return {"patron": record.number, "patron_id": str(record.patron)}


def _identify(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(identify, patron=given.scan, document=given.document, subject=given.subject)
    words = context.words
    return answer(
        context,
        outcome,
        lambda done: {**person_keys(done), "document": done.document, "subject": done.subject},
        lambda done: words("cli.patron.identify.done", name=done.name, document=words(f"document.{done.document}")),
    )


def _accept(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(accept_rules, patron=given.scan, means=given.means)
    words = context.words
    return answer(
        context,
        outcome,
        lambda done: {**person_keys(done), "version": done.version, "guarantees_ended": done.ended},
        lambda done: lines(
            words("cli.patron.accept-rules.done", name=done.name, version=done.version),
            words("cli.patron.accept-rules.ended") if done.ended else "",
        ),
    )


def _guarantee(context: Context, given: Namespace) -> Answer:
    guarantor = guarantor_of(given)
    with context.staffed() as station:
        outcome = station.do(guarantee, patron=given.scan, guarantor=guarantor)
    return answer(
        context,
        outcome,
        lambda done: {**person_keys(done), "guarantor": done.guarantor},
        lambda done: context.words("cli.patron.guarantee.done", name=done.name, guarantor=done.guarantor),
    )


def _changes(given: Namespace) -> dict[str, str]:
    """Return what was named to be written anew, by column; an empty value empties."""
    named = {column: getattr(given, name, None) for name, column in COLUMNS.items()}
    return {column: str(plain(value)) for column, value in named.items() if value is not None}


def _amend(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            amend_patron,
            patron=given.scan,
            changes=_changes(given),
            code=given.code,
            override=set(given.override),
            reason=given.reason,
        )
    return answer(context, outcome, _amended_keys, lambda done: _amended_text(context, done, ""))


def _confirm(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        if given.take_given_up:
            outcome = station.do(take_given_up, patron=given.scan)
        else:
            outcome = station.do(confirm_contact, patron=given.scan, changes=_changes(given))
    said = "cli.patron.confirm.done"
    return answer(context, outcome, _amended_keys, lambda done: _amended_text(context, done, said))


def _amended_keys(done: Amended) -> dict[str, Any]:
    return {**person_keys(done), "changed": list(done.changed)}


def _amended_text(context: Context, done: Amended, confirmed: str) -> str:
    words = context.words
    fields = ", ".join(words(f"field.{name}") for name in done.changed)
    amended = words("cli.patron.amend.done", name=done.name, fields=fields) if fields else ""
    if confirmed:
        return lines(words(confirmed, name=done.name), amended)
    return amended or words("cli.patron.amend.same", name=done.name)


def _list(context: Context, given: Namespace) -> Answer:
    if given.which == NOT_ENTERED:
        return list_not_entered(context, given)
    with context.staffed() as station:
        if blocks := station.not_permitted("register"):
            return refused_answer(Refused(blocks=blocks), context.words)
        found, counted = _asked(station, given.which, given.days, given.branch)
    words = context.words
    said = [_asked_line(context, one) for one in found] or [words("cli.patron.list.nobody")]
    share = words("cli.patron.list.share", **counted) if counted else ""
    return Answer(keys={"patrons": [_asked_keys(one) for one in found], **counted}, text=lines(*said, share))


def _asked(station: Station, name: str, days: int, branch: str) -> tuple[list[AskedOne], dict[str, int]]:
    database, today, place = station.reading, station.today(), station.place()
    policy = policy_in_force(database, today, place.branch)
    if name == "unconfirmed":
        asked = contact_round(database, policy, today, place.time_zone, branch)
        everybody = asked.done + len(asked.missing)
        return asked.missing, {"done": asked.done, "all": everybody, "share": asked.share}
    if name == "unverified":
        return unverified(database, place.time_zone, branch), {}
    if name == "unguaranteed":
        return unguaranteed(database, policy, today, place.time_zone, branch), {}
    return majority(database, policy, today, within_days=days, branch=branch), {}


def _asked_keys(one: AskedOne) -> dict[str, Any]:
    return {
        "patron": one.number,
        "patron_id": str(one.patron),
        "name": one.name,
        "birth": plain(one.birth_on),
        "phone": one.phone,
        "email": one.email,
        "branch": one.branch,
        "on": plain(one.on_day),
    }


def _asked_line(context: Context, one: AskedOne) -> str:
    on_day: date | None = one.on_day
    said = context.words.day(on_day) if on_day else ""
    return f"{one.number}  {one.name}  {said}  {one.phone}  {one.email}  {one.branch}".rstrip()


LISTS = ("majority", "unconfirmed", "unverified", "unguaranteed", NOT_ENTERED)
_SCAN = Argument("scan")
_REACH = tuple(Argument(f"--{name}", {"default": None}) for name in ADDRESS_AND_REACH)

COMMANDS = (
    Command(
        words=("patron", "identify"),
        run=_identify,
        arguments=(
            _SCAN,
            required("--document"),
            Argument("--subject", {"choices": [PATRON, GUARANTOR], "default": PATRON}),
        ),
        keys="patron, patron_id, document, subject",
    ),
    Command(
        words=("patron", "accept-rules"),
        run=_accept,
        arguments=(_SCAN, optional("--means")),
        keys="patron, patron_id, version, guarantees_ended",
    ),
    Command(
        words=("patron", "guarantee"),
        run=_guarantee,
        arguments=(_SCAN, required("--guarantor"), *GUARANTOR_ARGUMENTS),
        keys="patron, patron_id, guarantor; notices",
    ),
    Command(
        words=("patron", "amend"),
        run=_amend,
        arguments=(
            _SCAN,
            *(Argument(f"--{name}", {"default": None}) for name in ("given", "family")),
            Argument("--birth", {"type": day}),
            optional("--code"),
            *_REACH,
            Argument("--protected", {"choices": ["yes", "no"]}),
            *(Argument(f"--{name}", {"default": None}) for name in ("school", "note", "category")),
            Argument("--language", {"choices": ["", *LANGUAGES]}),
            Argument("--died", {"type": day}),
            *OVERRIDE,
        ),
        keys="patron, patron_id, changed: [field]; notices",
    ),
    Command(
        words=("patron", "confirm"),
        run=_confirm,
        arguments=(_SCAN, *_REACH, flag("--take-given-up")),
        keys="patron, patron_id, changed: [field]; notices",
    ),
    Command(
        words=("patron", "list"),
        run=_list,
        arguments=(
            Argument("which", {"choices": list(LISTS)}),
            Argument("--days", {"type": int, "default": 30}),
            optional("--branch"),
            optional("--out"),
        ),
        keys=(
            "patrons: [{patron, patron_id, name, birth, phone, email, branch, on}];"
            " for the list unconfirmed: done, all, share;"
            " for the list not-entered: patrons: [{patron, patron_id, name, birth, branch, registered_on}];"
            " or file, rows"
        ),
    ),
)
