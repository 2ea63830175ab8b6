"""Confirming an imported form: the second look, by a person. What becomes of the form: `app.desk.form_life`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from app.desk.applications import FIELDS
from app.desk.form_life import ReceivedForm, note_receipt
from app.desk.outcome import Done, Outcome, Refused
from app.desk.patrons import Contact, Registered, register_patron
from app.desk.ports import Work
from app.desk.promises import Guarantor
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block

YES, NO = "yes", "no"
DAYS = ("birth", "guarantor_birth")
ANSWERS = ("card", "consent")


def confirm_application(
    work: Work,
    *,
    fields: Mapping[str, str],
    card_number: str = "",
    document: str = "",
    accepted: str = "",
    received: ReceivedForm | None = None,
    override: Collection[str] = (),
    reason: str = "",
) -> Outcome[Registered]:
    """Register the person whom a form describes, as a human has confirmed or corrected it (L-18 to L-20).

    Args:
        fields: By the names in `FIELDS`; days as ISO text.
        card_number: The card handed over at once, if any.
        document: The kind of document that was shown, where the person is here already (L-21).
        accepted: By what the rules were taken on (L-09): the ink or the e-signature of the form.
        received: How the form came (L-11); this confirmation is the second look at it.
    """
    blocks = (*not_permitted(work, "forms"), *form_blocks(fields))
    if blocks:
        return Refused(blocks=blocks)
    outcome = register_patron(
        work,
        given=fields.get("given", ""),
        family=fields.get("family", ""),
        birth_on=_day(fields.get("birth", "")),
        code=fields.get("code", ""),
        card=card_number,
        contact=Contact(**{name: fields.get(name, "") for name in Contact.__dataclass_fields__}),
        school=fields.get("school", ""),
        guarantor=guarantor_of(fields),
        channel="remote",
        document=document,
        accepted=accepted,
        override=override,
        reason=reason,
    )
    if received is not None and isinstance(outcome, Done):
        note_receipt(work, outcome.record.patron, received, checked=True)
    return outcome


def form_blocks(fields: Mapping[str, str]) -> Iterator[Block]:
    """Yield what no form can say."""
    for name in fields:
        if name not in FIELDS:
            yield block(Why.FIELD_INVALID, field=name)
    for name in DAYS:
        if fields.get(name) and _day(fields[name]) is None:
            yield block(Why.FIELD_INVALID, field=name)
    for name in ANSWERS:
        if fields.get(name, YES) not in {YES, NO, ""}:
            yield block(Why.FIELD_INVALID, field=name)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def guarantor_of(fields: Mapping[str, str]) -> Guarantor | None:
    """Return who answers for a minor, where the form says yes: a name without consent is no guarantee."""
    if not fields.get("guarantor_family") or fields.get("consent") == NO:
        return None
    return Guarantor(
        given=fields.get("guarantor_given", ""),
        family=fields["guarantor_family"],
        code=fields.get("guarantor_code", ""),
        birth_on=_day(fields.get("guarantor_birth", "")),
        phone=fields.get("guarantor_phone", ""),
        email=fields.get("guarantor_email", ""),
    )
