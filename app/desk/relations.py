"""Rows of what happened between a person and the library beside loans: seen, accepted, written to, forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.ids import FactId, IdentifierId, PatronId


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCheck:
    """A document was seen (L-07): its kind, never its number or a copy.

    Attributes:
        subject: Whose it was: "patron" or "guarantor" (L-40).
    """

    patron: PatronId
    document: str
    subject: str = "patron"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesAcceptance:
    """Somebody takes on the rules (L-09): "ink", "e-signature" or "registration" (L-12)."""

    patron: PatronId
    version: str
    means: str
    on_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactConfirmation:
    """The contact data of somebody was asked after for a year (L-16, D-10); `changed` names the units, if any."""

    patron: PatronId
    year: str
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """Contact data of somebody were written anew (C-11).

    Attributes:
        unit: Of `app.rules.amendments.UNITS`.
        replaces: The writing in the place of which it was written, as far as the desk knew of one.
        said: What was written, as `app.rules.amendments.written` keeps it.
    """

    patron: PatronId
    unit: str
    replaces: FactId | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentSeen:
    """Somebody at a desk was shown a writing that had given way to another, and answered."""

    amendment: FactId


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody came and showed a document of a kind (L-36), or was found by name and a question."""

    patron: PatronId
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewing:
    """A member of staff looked at somebody's record."""

    patron: PatronId
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfUse:
    """Somebody wishes to stop (L-13): "desk", "letter" or "e-mail"."""

    patron: PatronId
    on_day: date
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReport:
    """What was said of a card, and so when: that decides who answers for what is lent on it (D-07, C-4)."""

    identifier: IdentifierId
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOrder:
    """A card was asked for (L-30); it is due within two weeks (L-31).

    Attributes:
        number: That the card will bear; "" where the blank cards bear one already.
        replaces: The number in whose place it comes (L-37).
        price_minor: What is due for it, in minor units (D-08).
    """

    patron: PatronId
    number: str
    kind: str
    due_on: date
    replaces: IdentifierId | None = None
    price_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStep:
    """How far a card has come: "made", "handed_over" or "cancelled"."""

    card_order: FactId
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message to somebody (L-22, D-13), which the workstation named sends; how it went are steps."""

    patron: PatronId
    kind: str
    channel: str
    language: str
    workstation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeStep:
    """What became of a message: a step and, where that does not tell, a cause (app/rules/notices.py)."""

    notice: FactId
    step: str
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """Two records are of one person. Undoing it parts them again."""

    patron: PatronId
    other: PatronId


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPerson:
    """Two records that look alike are of two people."""

    patron: PatronId
    other: PatronId


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryCut:
    """Of loans that ended by a day it is forgotten whose they were (O-7).

    Attributes:
        known: What its author had heard of: by the number of a replica the last tick, "0" for those not named; JSON.
        spared: The loans whose return was undone, a list in JSON.
    """

    until_on: date
    known: str
    spared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPerson:
    """Who speaks, and may borrow, for an institution (D-11)."""

    patron: PatronId
    given: str
    family: str
    duty: str = ""
    phone: str = ""
    email: str = ""
    may_borrow: int = 1
    active: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note about somebody: "note", or "warning", which pops up at the desk."""

    patron: PatronId
    body: str
    kind: str = "note"
    until_on: date | None = None
    ended: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The words of a message in one language."""

    code: str
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReceipt:
    """A registration form was received and entered; what its signature looked like, if it had one (L-19)."""

    patron: PatronId
    form_kind: str
    file_kind: str
    channel: str
    received_on: date
    signature: str = ""
    signer: str = ""
    signed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormStep:
    """How far a form has come: "checked" (the second look), "validated" (its signature, elsewhere) or "kept"."""

    form_receipt: FactId
    step: str
    on_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDestruction:
    """A registration form was destroyed once entered (L-11): what kind, never what it said."""

    patron: PatronId
    form_kind: str
    file_kind: str
    form_receipt: FactId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Somebody is to be forgotten: on request, or after years without use (L-14, design of forgetting).

    Attributes:
        cause: "request" or "unused".
    """

    patron: PatronId
    cause: str
    reason: str = ""
