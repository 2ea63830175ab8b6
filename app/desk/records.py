"""Rows as the deeds write them. Who, where and when are added to every fact by the one who keeps the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType

PatronId = NewType("PatronId", int)
ItemId = NewType("ItemId", int)
TitleId = NewType("TitleId", int)
LoanId = NewType("LoanId", int)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number that acts as a card (L-35, D-01); `standing` is active, lost, stolen or blocked."""

    patron: PatronId
    kind: str
    value: str
    standing: str = "active"
    since_ms: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDestruction:
    """A registration form was destroyed once entered (L-11): what kind, never what it said."""

    patron: PatronId
    form_kind: str
    file_kind: str


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
    | FormDestruction | Erasure | Title | Item | Loan | Renewal | Closing | Undo | Decision
)  # fmt: skip
