"""Rows as the deeds write them. Who, where and when are added to every fact by the one who keeps the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType

PatronId = NewType("PatronId", int)
ItemId = NewType("ItemId", int)
TitleId = NewType("TitleId", int)
LoanId = NewType("LoanId", int)
IdentifierId = NewType("IdentifierId", int)
BranchId = NewType("BranchId", int)
StaffId = NewType("StaffId", int)
FactId = NewType("FactId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    code: str
    name: str
    address: str = ""
    time_zone: str
    closed_weekdays: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workstation:
    replica: int
    branch: BranchId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    code: str
    permissions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """`verifier` proves a password and cannot be turned back into one; `roles` are codes parted by spaces."""

    login: str
    name: str
    verifier: str
    roles: str
    active: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    key: str
    branch: BranchId | None
    from_on: date
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    branch: BranchId | None
    from_on: date
    until_on: date
    reason: str
    cancelled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patron:
    """Somebody, or an institution.

    Attributes:
        care_of: With whom a Danish address is.
        address_protected: 1 where the address is never printed, exported or shown unasked.
        language: Of messages; "" for that of the network.
        external_id: What the catalogue of the country calls them (L-10).
        account_verifier: Proves the password of the account site (L-23) and cannot be turned back into it.
        account_once: 1 while that is the password that was handed out.
        pin_verifier: The same for the PIN (D-02).
    """

    given: str
    family: str
    birth_on: date | None = None
    phone: str = ""
    email: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    village: str = ""
    parish: str = ""
    municipality: str = ""
    town: str = ""
    postcode: str = ""
    school: str = ""
    note: str = ""
    category: str
    home_branch: BranchId
    care_of: str = ""
    address_protected: int = 0
    language: str = ""
    email_bounced_ms: int | None = None
    died_on: date | None = None
    external_id: str = ""
    username: str = ""
    account_verifier: str = ""
    account_once: int = 0
    account_ms: int | None = None
    pin_verifier: str = ""
    pin_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number that acts as a card (L-35, D-01).

    Attributes:
        standing: active, lost, stolen, blocked; replaced by a new card; or removed, as if it had never been bound.
        issuer: Who gave it out, where that is not the library.
    """

    patron: PatronId
    kind: str
    value: str
    standing: str = "active"
    since_ms: int
    issuer: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Somebody took on the obligations of the rules (L-12), in person or remotely (L-05)."""

    patron: PatronId
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """Somebody answers for a minor (L-38, D-04); a guarantor need not be a patron."""

    patron: PatronId
    guarantor: PatronId | None = None
    given: str
    family: str
    code: str = ""
    birth_on: date | None = None
    phone: str = ""
    email: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeEnd:
    """A guarantee ends for loans from then on (L-42): "majority", "withdrawn" or "replaced"."""

    guarantee: FactId
    on_day: date
    cause: str


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
    """What became of a message: "sending", "sent", "failed", "cancelled"; `cause` is the reason's code."""

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
    """Of loans that ended by a day it is forgotten whose they were."""

    until_on: date


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    title: str
    author: str = ""
    isbn: str = ""
    publisher: str = ""
    year: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    title: TitleId
    barcode: str
    home_branch: BranchId
    material: str
    lendable: int = 1
    price_minor: int | None = None
    call_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    patron: PatronId
    item: ItemId
    due_on: date
    overrides: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    loan: LoanId
    item: ItemId
    due_on: date
    overrides: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A copy came back.

    Attributes:
        loan: What the desk knew it to be on.
        on_day: The day that counts, earlier than today for a book drop.
        cause: "returned", or "lent_on" where the next borrower brought it to the desk and took it along.
    """

    loan: LoanId | None
    item: ItemId
    on_day: date
    cause: str = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    fact_table: str
    fact: FactId


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a task; it names the verdict and its facts, so new facts make a new task."""

    task: str
    choice: str


Record = (
    Branch | Workstation | Role | Staff | Setting | ClosedDay | Patron | Identifier | Registration | Guarantee
    | GuaranteeEnd | IdentityCheck | RulesAcceptance | ContactConfirmation | Visit | Viewing | EndOfUse | CardReport
    | CardOrder | CardStep | Notice | NoticeStep | SamePerson | OtherPerson | HistoryCut | ContactPerson | Remark
    | Template | FormReceipt | FormStep | FormDestruction | Erasure | Title | Item | Loan | Renewal | Closing | Undo
    | Decision
)  # fmt: skip
