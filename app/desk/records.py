"""Rows as the deeds write them. Who, where and when are added to every fact by the one who keeps the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.beyond import (
    InterlibraryRequest,
    InterlibraryStep,
    NameChange,
    Proxy,
    ProxyEnd,
    ProxyHolder,
    StockAct,
    StockActLine,
    Taking,
)
from app.desk.circulation import (
    Charge,
    CopyReport,
    Event,
    Hold,
    HoldStep,
    InHouseUse,
    Receipt,
    ReceiptLine,
    ReceiptStep,
    RenewalAnswer,
    RenewalRequest,
    Restriction,
    RestrictionEnd,
    RestrictionPlace,
    Settlement,
    Tally,
    Transfer,
    TransferEnd,
)
from app.desk.ids import BranchId, FactId, IdentifierId, ItemId, LoanId, PatronId, TitleId
from app.desk.relations import (
    Amendment,
    AmendmentSeen,
    CardOrder,
    CardReport,
    CardStep,
    ContactConfirmation,
    ContactPerson,
    EndOfUse,
    Erasure,
    FormDestruction,
    FormReceipt,
    FormStep,
    HistoryCut,
    IdentityCheck,
    Notice,
    NoticeStep,
    OtherPerson,
    Remark,
    RulesAcceptance,
    SamePerson,
    Template,
    Viewing,
    Visit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    code: str
    name: str
    address: str = ""
    time_zone: str
    closed_weekdays: str = ""
    hours: str = ""


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
    yearly: int = 0


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
        home_service: 1 where the library comes to them; what the one who goes has to know stands in the note.
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
    absent_from: date | None = None
    absent_until: date | None = None
    home_service: int = 0
    home_service_note: str = ""


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
    overrides: str = ""
    reason: str = ""


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
class Title:
    title: str
    author: str = ""
    isbn: str = ""
    publisher: str = ""
    year: str = ""
    language: str = ""
    age_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    title: TitleId
    barcode: str
    home_branch: BranchId
    material: str
    lendable: int = 1
    price_minor: int | None = None
    call_number: str = ""
    department: str = ""
    issue: str = ""
    issued_on: date | None = None
    quick: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """A copy went home with somebody.

    Attributes:
        lent_on: The day that counts, where that is not the day of writing: it was written on a slip of paper first.
        slip: The number of that slip, or of the printed receipt of a desk that is no more (C-19).
        identifier: The number that was shown; None where somebody was called otherwise, or wrote a slip.
    """

    patron: PatronId
    item: ItemId
    due_on: date
    overrides: str = ""
    reason: str = ""
    lent_on: date | None = None
    slip: str = ""
    identifier: IdentifierId | None = None


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
        cause: "returned"; "lent_on" where the next borrower brought it to the desk and took it along; "paper" where
            it was written on a slip first: such a return stands in the copy's order by its day (`app.rules.turns`).
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
    | GuaranteeEnd | IdentityCheck | RulesAcceptance | ContactConfirmation | Amendment | AmendmentSeen | Visit
    | Viewing | EndOfUse | CardReport | CardOrder | CardStep | Notice | NoticeStep | SamePerson | OtherPerson
    | HistoryCut | ContactPerson | Remark | Template | FormReceipt | FormStep | FormDestruction | Erasure | Title
    | Item | Loan | Renewal | Closing | InHouseUse | CopyReport | RenewalRequest | RenewalAnswer | Receipt
    | ReceiptLine | ReceiptStep | Hold | HoldStep | Transfer | TransferEnd | Charge | Settlement | Restriction
    | RestrictionEnd | RestrictionPlace | Tally | Event | Proxy | ProxyHolder | ProxyEnd | Taking | NameChange
    | InterlibraryRequest | InterlibraryStep | StockAct | StockActLine | Undo | Decision
)  # fmt: skip
