"""Institutions as patrons (D-11): no personal code and no birthday, and people who speak and borrow for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.contact_data import write_contact
from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.relations import ContactPerson
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacted:
    """A contact person of an institution."""

    contact: int
    patron: PatronId
    name: str


def add_contact_person(
    work: Work,
    *,
    patron: str,
    given: str,
    family: str,
    duty: str = "",
    phone: str = "",
    email: str = "",
    may_borrow: bool = True,
) -> Outcome[Contacted]:
    """Name somebody who speaks for an institution, and may borrow for it unless it is said otherwise."""
    found = work.borrower(patron)
    blocks = not_permitted(work, "register")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    if found.category not in work.policy.institutions:
        blocks = (*blocks, block(Why.NOT_AN_INSTITUTION))
    if not family.strip():
        blocks = (*blocks, block(Why.FIELD_MISSING, field="family"))
    if blocks:
        return Refused(blocks=blocks)
    kept = write_contact({"phone": phone, "email": email}, work.policy.text("country"))
    row = work.add(
        ContactPerson(
            patron=found.patron,
            given=given.strip(),
            family=family.strip(),
            duty=duty.strip(),
            phone=kept.values["phone"],
            email=kept.values["email"],
            may_borrow=int(may_borrow),
        )
    )
    record = Contacted(contact=row, patron=found.patron, name=f"{given} {family}".strip())
    return Done(record=record, touched=frozenset({Touched.PATRON}), notices=kept.notices)


def end_contact_person(work: Work, *, contact: int) -> Outcome[Contacted]:
    """Note that somebody no longer speaks for an institution."""
    patron = work.person_of("contact_person", contact)
    blocks = not_permitted(work, "register")
    if patron is None:
        blocks = (*blocks, block(Why.ROW_UNKNOWN, row=str(contact)))
    if blocks or patron is None:
        return Refused(blocks=blocks)
    work.amend("contact_person", contact, may_borrow=0, active=0)
    return Done(record=Contacted(contact=contact, patron=patron, name=""), touched=frozenset({Touched.PATRON}))


def not_of_an_institution(birth_on: date | None, code: str, guarantor: object | None) -> Iterator[Block]:
    """Yield what only a person has, where it is given for an institution."""
    for field, value in (("birth", birth_on), ("code", code), ("guarantor_family", guarantor)):
        if value:
            yield block(Why.FIELD_INVALID, field=field)
