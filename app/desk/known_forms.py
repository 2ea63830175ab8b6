"""A form whose person is registered already (L-41): what it says is confirmed or noted in place of a registration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.desk.amending import CONTACT, confirm_contact
from app.desk.applications import FIELDS
from app.desk.contact_data import write_contact
from app.desk.form_life import ReceivedForm, note_receipt
from app.desk.forms import NO, form_blocks, guarantor_of
from app.desk.found import Borrower
from app.desk.identity import note_document, unknown_document, unknown_means
from app.desk.ids import PatronId
from app.desk.numbers import add_number
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.patrons import LIBRARY_CARD, PERSONAL_CODE
from app.desk.ports import Work
from app.desk.promises import Guarantor, guarantee, take_on_rules
from app.desk.weighing import not_permitted
from app.rules.amendments import ADDRESS
from app.rules.blocks import Block, Why, block, told
from app.rules.identity import is_minor, masked_code, read_personal_code

PLACE = ("street", "house", "village", "town")
"""Where two of these differ, they are two places; a parish is written in too many ways to tell."""

CONFIRMED = (*(name for name in CONTACT if name in FIELDS), "school")
"""What of a form is taken for somebody who is known."""

COLUMNS = {"given": "given", "family": "family", "birth": "birth_on"}
"""What is settled on the page of the person, and never by a form: each field with the column that keeps it."""

GUARANTOR = "guarantor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where a form says something else than what is known.

    Attributes:
        field: A key of `FIELDS`, or `GUARANTOR` for who answers for the person.
        known: "" for nothing; a day as ISO text; a personal code is masked.
        said: What the form says, as it would be kept.
        taken: Entering the form takes it; else it is to be settled on the page of the person.
    """

    field: str
    known: str
    said: str
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownForm:
    """A form beside the person whom it is about, or entered for them."""

    patron: PatronId
    number: str
    name: str
    differences: tuple[Difference, ...]


def compare_form(work: Work, *, patron: str, fields: Mapping[str, str]) -> Outcome[KnownForm]:
    """Say what entering a form for somebody who is registered would change; nothing is written."""
    found = work.borrower(patron)
    blocks = tuple(_blocks(work, patron, found, fields))
    if blocks or found is None:
        return Refused(blocks=blocks)
    return Done(record=_known_form(work, found, fields), touched=frozenset())


def enter_for_known(
    work: Work,
    *,
    patron: str,
    fields: Mapping[str, str],
    card_number: str = "",
    document: str = "",
    accepted: str = "",
    received: ReceivedForm | None = None,
) -> Outcome[KnownForm]:
    """Enter a form for somebody who is registered: contact data, guarantee and rules; never name, birth date or code.

    What the form leaves blank changes nothing, but for parts of an address that is another place now.

    Args:
        patron: Any number that finds the person.
        fields, card_number, document, accepted, received: As for somebody who is registered from a form.
    """
    found, guarantor = work.borrower(patron), guarantor_of(fields)
    blocks = (
        *_blocks(work, patron, found, fields),
        *unknown_document(work, document, found.birth_on if found else None),
        *unknown_means(work, "accepted", accepted, "acceptance_means"),
    )
    if blocks or found is None:
        return Refused(blocks=blocks)
    record = _known_form(work, found, fields)
    confirmed = confirm_contact(work, patron=patron, changes=_changes(work, found, fields))
    if isinstance(confirmed, Refused):
        return confirmed
    notices = [*confirmed.notices, *_unguaranteed(work, found, guarantor)]
    if guarantor is not None:
        promised = guarantee(work, patron=patron, guarantor=guarantor)
        if isinstance(promised, Refused):
            return promised
        notices += promised.notices
    if card_number.strip():
        bound = add_number(work, patron=patron, number=card_number, kind=LIBRARY_CARD)
        if isinstance(bound, Refused):
            return bound
        notices += bound.notices
    note_document(work, found.patron, document)
    if fields.get("consent") != NO:
        take_on_rules(work, found, accepted)
    if received is not None:
        note_receipt(work, found.patron, received, checked=True)
    return Done(record=record, touched=frozenset({Touched.PATRON, Touched.FORM}), notices=tuple(notices))


def _blocks(work: Work, patron: str, found: Borrower | None, fields: Mapping[str, str]) -> Iterator[Block]:
    yield from not_permitted(work, "forms")
    yield from not_permitted(work, "register")
    yield from form_blocks(fields)
    if found is None:
        yield block(Why.UNKNOWN_SCAN, scan=patron)
    code = fields.get("code", "").strip()
    read = read_personal_code(code, work.policy.text("country")) if code else None
    if code and read is None:
        yield block(Why.FIELD_INVALID, field="code")
    if read is not None and found is not None and work.number_owner(read.value) not in {None, found.patron}:
        yield block(Why.NUMBER_TAKEN)


def _unguaranteed(work: Work, found: Borrower, guarantor: Guarantor | None) -> Iterator[Block]:
    years = work.policy.number("guarantee_until_years")
    if guarantor is None and not found.has_guarantee and is_minor(found.birth_on, work.today, years):
        yield told(Why.GUARANTEE_MISSING, years=years)


# What differs.


def _known_form(work: Work, found: Borrower, fields: Mapping[str, str]) -> KnownForm:
    differences = (*_taken(work, found, fields), *_to_settle(work, found, fields))
    return KnownForm(patron=found.patron, number=found.number, name=found.name, differences=differences)


def _taken(work: Work, found: Borrower, fields: Mapping[str, str]) -> Iterator[Difference]:
    known, changes = _columns(work, found), _changes(work, found, fields)
    for name in CONFIRMED:
        if name in changes and changes[name] != known.get(name, ""):
            yield Difference(field=name, known=known.get(name, ""), said=changes[name], taken=True)
    guarantor = guarantor_of(fields)
    if guarantor is not None:
        phone = write_contact({"phone": guarantor.phone}, work.policy.text("country")).values["phone"]
        said = _named(f"{guarantor.given} {guarantor.family}", phone)
        standing = [one for one in work.promises_for(found.patron) if one.until_on is None]
        before = "; ".join(_named(one.name, one.phone) for one in standing)
        if said != before:
            yield Difference(field=GUARANTOR, known=before, said=said, taken=True)


def _named(name: str, phone: str) -> str:
    return ", ".join(filter(None, (" ".join(name.split()), phone)))


def _to_settle(work: Work, found: Borrower, fields: Mapping[str, str]) -> Iterator[Difference]:
    known = _columns(work, found)
    for name, column in COLUMNS.items():
        said = " ".join(fields.get(name, "").split())
        if said and said != known.get(column, ""):
            yield Difference(field=name, known=known.get(column, ""), said=said, taken=False)
    read = read_personal_code(fields.get("code", ""), work.policy.text("country"))
    if read is not None and work.number_owner(read.value) is None:
        codes = [one.shown for one in work.numbers_of(found.patron) if one.kind == PERSONAL_CODE]
        yield Difference(field="code", known="; ".join(codes), said=masked_code(read.value), taken=False)


def _columns(work: Work, found: Borrower) -> dict[str, str]:
    return {name: str(value) for name, value in work.columns_of(found.patron).items() if value is not None}


def _changes(work: Work, found: Borrower, fields: Mapping[str, str]) -> dict[str, str]:
    """Return what the form says of what is confirmed, as it is kept.

    An address is one thing: half of the former and half of this one would be nobody's.
    """
    known, said = _columns(work, found), {name: fields[name] for name in CONFIRMED if fields.get(name, "").strip()}
    moved = any(known.get(name) and name in said and _bare(known[name]) != _bare(said[name]) for name in PLACE)
    emptied = {name: "" for name in ADDRESS if known.get(name) and name not in said} if moved else {}
    return {**write_contact(said, work.policy.text("country")).values, **emptied}


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()
