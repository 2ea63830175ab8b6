"""What deeds are told of what is kept: who acts, a person, a number, a copy, a form, as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.ids import BranchId, FactId, IdentifierId, ItemId, LoanId, PatronId, StaffId, TitleId
from app.rules.cards import OrderStanding
from app.rules.exclusion import OWES_NOTHING, Owes
from app.rules.forms import FormStanding, standing_of
from app.rules.identity import CODE_KINDS, masked_code
from app.rules.likeness import Likeness
from app.rules.notices import NoticeStanding, notice_standing
from app.rules.relation import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who does a deed, where, and what they may."""

    staff: StaffId
    name: str
    branch: BranchId
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoansOfKind:
    """How many open loans somebody has of one kind of copy, and how many of them are overdue."""

    home_branch: BranchId | None
    department: str
    material: str
    count: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrower:
    """A patron as found by one of the numbers that act as a card, with what bears on lending.

    Attributes:
        number: The number for answers and slips: the card's, or `#` and the id for one who has none.
        card_standing, card_valid_until: Of the number that was scanned.
        identifier: That number; None for somebody who was called by the id of their record.
        loans: The open loans, by kind of copy.
    """

    patron: PatronId
    number: str
    name: str
    birth_on: date | None
    category: str
    card_standing: str
    card_valid_until: date | None
    identifier: IdentifierId | None
    has_guarantee: bool
    relation: Relation
    loans: tuple[LoansOfKind, ...] = ()
    owes: Owes = OWES_NOTHING

    @property
    def loans_open(self) -> int:
        return sum(kind.count for kind in self.loans)

    @property
    def loans_overdue(self) -> int:
        return sum(kind.overdue for kind in self.loans)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundNumber:
    """A number that is bound to somebody.

    Attributes:
        shown: As answers say it: one that holds a personal code is masked.
    """

    identifier: IdentifierId
    patron: PatronId
    kind: str
    value: str
    standing: str

    @property
    def shown(self) -> str:
        return masked_code(self.value) if self.kind in CODE_KINDS else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedCard:
    """A card that somebody asked for, with how far it has come."""

    order: FactId
    patron: PatronId
    patron_name: str
    kind: str
    number: str
    due_on: date
    replaces: IdentifierId | None
    standing: OrderStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldForm:
    """A form that was received and entered.

    Attributes:
        patron: None for one whose person was erased.
        staff: Who entered it.
        signature: What could be told of it; "" for a form that cannot bear one we read.
    """

    receipt: FactId
    patron: PatronId | None
    kind: str
    file_kind: str
    staff: StaffId | None
    signature: str
    steps: frozenset[str]
    destroyed: bool

    @property
    def standing(self) -> FormStanding:
        return standing_of(self.steps, destroyed=self.destroyed)

    def standing_after(self, step: str) -> FormStanding:
        return standing_of({*self.steps, step}, destroyed=self.destroyed)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAccount:
    """What somebody signs in with; never a verifier.

    Attributes:
        username: "" for somebody without an account.
        must_change: The password is still the one that was handed out.
        account_ms, pin_ms: When they were given, Unix milliseconds; None for never.
    """

    given: str
    family: str
    username: str
    must_change: bool
    account_ms: int | None
    pin_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldNotice:
    """A message to somebody, with how far it has come.

    Attributes:
        patron: None for somebody who was erased.
        replica: The workstation that sends it, and no other does.
        steps: Oldest first; `cause` and `last_ms` are those of the last one.
    """

    notice: FactId
    patron: PatronId | None
    kind: str
    channel: str
    language: str
    at_ms: int
    replica: int
    steps: tuple[str, ...]
    cause: str
    last_ms: int

    @property
    def standing(self) -> NoticeStanding:
        return notice_standing(self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """How somebody is written to.

    Attributes:
        record: The record of the person that has the address; the leading one where none has.
        email: "" where they cannot be.
        own: It is their own address; else that of who answers for them.
        bounced: Messages to it came back, and it is the same since.
        account_ms: When they were given a password last; None for never.
    """

    record: PatronId
    email: str
    own: bool
    bounced: bool
    died: bool
    language: str
    account_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLoan:
    """The loan that a copy is on. `branch` is the one that lent it; there one returns it."""

    loan: LoanId
    branch: BranchId | None
    patron: PatronId
    patron_category: str
    patron_number: str
    patron_name: str
    lent_on: date
    due_on: date
    renewals: int
    last_renewed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy as found by its barcode.

    Attributes:
        is_newest: It is of the newest issue that its branch has of the title, and the only copy of it.
        age_min: From what age on the title is lent; None for any.
    """

    item: ItemId
    barcode: str
    title_id: TitleId | None
    title: str
    author: str
    material: str
    department: str
    lendable: bool
    is_newest: bool
    age_min: int | None
    home_branch: BranchId | None
    home_branch_name: str
    open_loan: OpenLoan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgettable:
    """Somebody who has not come for years."""

    patron: PatronId
    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedHistory:
    """What a cut of the loan history up to a day would do, as far as this desk knows.

    Attributes:
        loans: How many loans it unlinks.
        known, spared: As the cut says them.
    """

    loans: int
    known: str
    spared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """A fact that this workstation has made, as undo finds it; what it is not about is "" or None."""

    table: str
    fact: FactId
    item: ItemId | None
    barcode: str
    title: str
    patron_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two records that somebody said are of one person."""

    fact: FactId
    patron: PatronId
    other: PatronId


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Somebody who looks like another, in what, and by which number answers call them."""

    patron: PatronId
    number: str
    name: str
    birth_on: date | None
    branch: str
    likeness: Likeness
