"""Rows of lending beside the loan: reports on copies, holds, transfers, money, restrictions, receipts, counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.ids import BranchId, FactId, ItemId, LoanId, PatronId, TitleId


@dataclass(frozen=True, slots=True, kw_only=True)
class InHouseUse:
    """A copy was used in the house, so many times, without having been lent."""

    item: ItemId
    on_day: date
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyReport:
    """Something was said of a copy: lost, claimed returned, damaged, missing, withdrawn, or found again.

    Attributes:
        loan: What it was on, where it was.
        price_minor: What it is worth, where that is asked for (D-20).
        note: In somebody's own words.
    """

    item: ItemId
    loan: LoanId | None
    kind: str
    on_day: date
    price_minor: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalRequest:
    """Somebody asks for more time (L-28)."""

    loan: LoanId
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalAnswer:
    """A request for more time was "accepted", with the renewal that came of it, or "refused", with a code why."""

    renewal_request: FactId
    answer: str
    cause: str = ""
    renewal: FactId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A paper for somebody to keep (D-12, D-14), of a kind: loan, return, payment, hold, transit."""

    patron: PatronId | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """What stands on a receipt: a fact, with the day promised or the amount told. What was promised binds."""

    receipt: FactId
    fact_table: str
    fact: FactId
    promised_on: date | None = None
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptStep:
    """A receipt was "printed", "sent" or "failed"."""

    receipt: FactId
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Somebody wants a title, or one copy of it: a copy on the shelf is reserved (L-26), else there is a queue (L-27).

    Attributes:
        item: The one copy that is wanted; None for any copy of the title.
        kind: "shelf" or "queue", as it was when the hold was placed.
        pickup: Where it is to be collected.
        until_on: The last day of interest; None for no end.
    """

    patron: PatronId
    title: TitleId
    item: ItemId | None = None
    kind: str
    pickup: BranchId
    until_on: date | None = None
    overrides: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStep:
    """What became of a hold.

    Attributes:
        step: caught, ready, collected, cancelled, expired, suspended, resumed, moved, fetching, requeued.
        item: The copy that was caught for it, lies ready, or was collected.
        to_branch: Where it is to be collected from now on.
        until_on: Until when it is suspended, or lies on the hold shelf.
        cause: A code.
    """

    hold: FactId
    step: str
    item: ItemId | None = None
    to_branch: BranchId | None = None
    until_on: date | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A copy is sent to another branch: "home", or for a "hold"."""

    item: ItemId
    to_branch: BranchId
    cause: str
    hold: FactId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferEnd:
    """A copy on its way was "received", or "intercepted" by a loan or a return elsewhere."""

    transfer: FactId
    item: ItemId
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """An amount that somebody owes for what no other fact says: a card, damage, a handling fee, something else."""

    patron: PatronId
    kind: str
    item: ItemId | None = None
    loan: LoanId | None = None
    amount_minor: int
    on_day: date
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """Money came or went, or was forgiven.

    Attributes:
        kind: payment, waiver, refund or in_kind.
        means: How it was paid: cash, card, municipality; "" where no money moved.
        fee, loan, charge: What it is for; all empty for whatever is owed longest.
        patron: None for a payment from outside that nobody was found for yet.
        reference: What another system calls it; a payment with one counts once, however often it is read in.
    """

    patron: PatronId | None
    kind: str
    means: str = ""
    amount_minor: int
    on_day: date
    fee: str = ""
    loan: LoanId | None = None
    charge: FactId | None = None
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Somebody may not borrow for a time, for debt (D-18), with the amount told, or for misuse; or may not come in.

    Attributes:
        from_on: The first day, after the days of notice.
        until_on: The last day; None until it is lifted, or the debt is paid.
    """

    patron: PatronId
    kind: str
    from_on: date
    until_on: date | None = None
    amount_minor: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionPlace:
    """A branch where somebody may not come in; a ban without one holds in all."""

    restriction: FactId
    place: BranchId


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionEnd:
    """A restriction is lifted."""

    restriction: FactId
    on_day: date
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often something happened in an hour of a day, without saying who: a visit, Wi-Fi, a computer (L-03)."""

    kind: str
    on_day: date
    hour: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something the library held, and how many came."""

    kind: str
    name: str
    on_day: date
    adults: int
    children: int
