"""Commands about patrons and their cards."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.patron_telling import PATRON_KEYS, patron_keys, patron_text
from app.cli.telling import lines, notices_keys, plain, refused_answer
from app.db.queries.people import PatronFound, find_patrons, show_patron
from app.desk.form_life import KINDS, ReceivedForm
from app.desk.ids import PatronId
from app.desk.outcome import Refused
from app.desk.patrons import LIBRARY_CARD, Contact, register_patron
from app.desk.promises import Guarantor
from app.desk.viewing import note_viewing
from app.words import LANGUAGES

ADDRESS_AND_REACH = (
    "phone",
    "email",
    "care-of",
    "street",
    "house",
    "flat",
    "village",
    "parish",
    "municipality",
    "town",
    "postcode",
)
GUARANTOR = ("code", "phone", "email", "document")


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
            contact=Contact(**{name: getattr(given, name) for name in Contact.__dataclass_fields__}),
            address_protected=given.protected == "yes",
            school=given.school,
            language=given.language,
            guarantor=guarantor_of(given) if given.guarantor else None,
            channel=given.channel,
            document=given.document,
            accepted=given.accepted,
            paper=ReceivedForm(kind=given.form) if given.form else None,
            override=set(given.override),
            reason=given.reason,
        )
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
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


def guarantor_of(given: Namespace) -> Guarantor:
    """Return the guarantor, named as people write it: given names, then the family name."""
    first, _, family = given.guarantor.strip().rpartition(" ")
    return Guarantor(
        given=first,
        family=family,
        birth_on=given.guarantor_birth,
        means=given.guarantee_means,
        **{name: getattr(given, f"guarantor_{name}") for name in GUARANTOR},
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
        if shown is not None:
            station.do(note_viewing, patron=PatronId(shown.patron), reason=given.why)
    if shown is None:
        sentence = context.words("block.UNKNOWN_SCAN", scan=given.scan)
        blocks = [{"code": "UNKNOWN_SCAN", "sentence": sentence}]
        return Answer(keys={"refused": [{"blocks": blocks}]}, text=sentence, exit=Exit.REFUSED)
    return Answer(keys=patron_keys(shown, context), text=patron_text(shown, context))


OVERRIDE = (Argument("--override", {"nargs": "+", "default": []}), optional("--reason"))
GUARANTOR_ARGUMENTS = (
    *(optional(f"--guarantor-{name}") for name in GUARANTOR),
    Argument("--guarantor-birth", {"type": day}),
    optional("--guarantee-means"),
)

COMMANDS = (
    Command(
        words=("patron", "register"),
        run=_register,
        arguments=(
            optional("--given"),
            required("--family"),
            Argument("--birth", {"type": day}),
            optional("--code"),
            optional("--card"),
            optional("--card-kind", default=LIBRARY_CARD),
            optional("--category"),
            *(optional(f"--{name}") for name in ADDRESS_AND_REACH),
            Argument("--protected", {"choices": ["yes", "no"], "default": "no"}),
            optional("--school"),
            optional("--language", choices=["", *LANGUAGES]),
            optional("--document"),
            optional("--accepted"),
            Argument("--form", {"choices": list(KINDS)}),
            optional("--channel", choices=["in_person", "remote", "online"], default="in_person"),
            optional("--guarantor"),
            *GUARANTOR_ARGUMENTS,
            *OVERRIDE,
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
        arguments=(Argument("scan"), optional("--why")),
        keys=PATRON_KEYS,
    ),
)
