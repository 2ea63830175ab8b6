"""Commands about visits, notes, and contact persons of institutions."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import Answer, Argument, Command, flag, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.patron_telling import contact_keys, contact_line, shown_words
from app.cli.relation_commands import answer, person_keys
from app.cli.telling import lines, refused_answer
from app.db.queries.people import show_patron
from app.desk.institutions import add_contact_person, end_contact_person
from app.desk.outcome import Refused
from app.desk.visits import add_remark, end_remark, record_visit
from app.rules.blocks import Why, block


def _visit(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(record_visit, patron=given.scan, shown=given.shown)
    return answer(
        context,
        outcome,
        lambda done: {**person_keys(done), "shown": done.shown},
        lambda done: context.words("cli.visit.add.done", name=done.name, shown=shown_words(done.shown, context.words)),
    )


def _remark(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            add_remark, patron=given.scan, body=given.body, warning=given.warning, until_on=given.until
        )
    return answer(
        context,
        outcome,
        lambda done: {"remark": str(done.remark), "patron_id": str(done.patron)},
        lambda done: context.words("cli.remark.add.done", remark=done.remark),
    )


def _end_remark(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(end_remark, remark=given.remark)
    return answer(
        context,
        outcome,
        lambda done: {"remark": str(done.remark), "patron_id": str(done.patron)},
        lambda done: context.words("cli.remark.end.done", remark=done.remark),
    )


def _contact(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            add_contact_person,
            patron=given.scan,
            given=given.given,
            family=given.family,
            duty=given.duty,
            phone=given.phone,
            email=given.email,
            may_borrow=not given.no_borrowing,
        )
    return answer(
        context,
        outcome,
        lambda done: {"contact": str(done.contact), "patron_id": str(done.patron), "name": done.name},
        lambda done: context.words("cli.contact.add.done", name=done.name, contact=done.contact),
    )


def _end_contact(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(end_contact_person, contact=given.contact)
    return answer(
        context,
        outcome,
        lambda done: {"contact": str(done.contact), "patron_id": str(done.patron)},
        lambda done: context.words("cli.contact.end.done", contact=done.contact),
    )


def _contacts(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        shown = show_patron(station.reading, given.scan, today=station.today(), branch=station.acting.branch)
    if shown is None:
        return refused_answer(Refused(blocks=(block(Why.UNKNOWN_SCAN, scan=given.scan),)), context.words)
    found = shown.relation.contacts
    return Answer(
        keys={"contacts": [contact_keys(one) for one in found]},
        text=lines(*(f"{one.contact}  {contact_line(one, context.words)}" for one in found))
        or context.words("cli.contact.list.none"),
    )


_SCAN = Argument("scan")

COMMANDS = (
    Command(
        words=("visit", "add"),
        run=_visit,
        arguments=(_SCAN, optional("--shown")),
        keys="patron, patron_id, shown; notices",
    ),
    Command(
        words=("remark", "add"),
        run=_remark,
        arguments=(_SCAN, Argument("body"), flag("--warning"), Argument("--until", {"type": day})),
        keys="remark, patron_id",
    ),
    Command(
        words=("remark", "end"),
        run=_end_remark,
        arguments=(Argument("remark", {"type": int}),),
        keys="remark, patron_id",
    ),
    Command(
        words=("contact", "add"),
        run=_contact,
        arguments=(
            _SCAN,
            optional("--given"),
            required("--family"),
            *(optional(f"--{name}") for name in ("duty", "phone", "email")),
            flag("--no-borrowing"),
        ),
        keys="contact, patron_id, name; notices",
    ),
    Command(
        words=("contact", "end"),
        run=_end_contact,
        arguments=(Argument("contact", {"type": int}),),
        keys="contact, patron_id",
    ),
    Command(
        words=("contact", "list"),
        run=_contacts,
        arguments=(_SCAN,),
        keys="contacts: [{contact, name, duty, phone, email, may_borrow}]",
    ),
)
