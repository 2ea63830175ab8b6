"""Money at the desk: charging, paying in whole or in part, waiving, giving back, and taking an entry back.

Each row of a settlement names one fee, so that nothing is settled twice by chance; a payment is split into its fees,
and what is left over of one that came from outside is a row without a name: a credit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.desk.circulation import Charge, Settlement
from app.desk.found import Borrower, Copy
from app.desk.ids import FactId, LoanId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Closing, Undo
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.fees import IN_KIND, LOST, ONCE_A_LOAN, PAYMENT, REFUND, WAIVER, Account, Fee, split, toward

PERMISSION, WAIVING = "money", "money.waive"
PAYMENT_MEANS = ("cash", "card", "municipality")
CHARGE_KINDS = ("lost", "damaged", "handling", "other")
"""What may be charged by hand; being late and cards follow from what has happened."""
TOUCHED = frozenset({Touched.MONEY, Touched.PATRON, Touched.LOAN, Touched.ITEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What was entered about somebody's money.

    Attributes:
        entry: Its number: that of its first row.
        fees: Which fees it is for, each with its part.
        balance_minor: What is owed in all now; below zero for a credit.
    """

    entry: FactId
    kind: str
    patron: PatronId
    number: str
    name: str
    amount_minor: int
    fees: tuple[tuple[str, int], ...]
    balance_minor: int
    currency: str


def charge_fee(
    work: Work, *, patron: str, kind: str, amount_minor: int, item: str = "", note: str = ""
) -> Outcome[Entered]:
    """Charge somebody an amount that no other fact says."""
    borrower, copy = work.borrower(patron), work.copy(item) if item else None
    blocks = [*not_permitted(work, PERMISSION), *_unknown(borrower, patron), *_bad_amount(amount_minor)]
    if item and copy is None:
        blocks.append(block(Why.UNKNOWN_SCAN, scan=item))
    if kind not in CHARGE_KINDS:
        blocks.append(block(Why.FIELD_INVALID, field="fee_kind"))
    if blocks or borrower is None:
        return Refused(blocks=tuple(blocks))
    if not copy and (found := _asked_before(work, borrower.patron, kind)):
        return Refused(blocks=(found,))
    fact = work.add(
        Charge(
            patron=borrower.patron,
            kind=kind,
            item=copy.item if copy else None,
            loan=_loan_of(work, borrower, copy),
            amount_minor=amount_minor,
            on_day=work.today,
            note=note.strip(),
        )
    )
    return _entered(work, borrower, FactId(fact), kind=kind, amount_minor=amount_minor)


def _loan_of(work: Work, borrower: Borrower, copy: Copy | None) -> LoanId | None:
    """Return the loan of a copy that somebody has, or was the last to have: its price is asked once, however often."""
    had = work.copies.last_loan(copy.item) if copy else None
    return had.loan if had is not None and had.patron == borrower.patron else None


def _asked_before(work: Work, patron: PatronId, kind: str) -> Block | None:
    """Return the block for a price that is owed already, where nobody has said that this is for another copy."""
    found = next((fee for fee in work.money.account(patron).open_fees if fee.kind == kind), None)
    if found is None or kind not in ONCE_A_LOAN:
        return None
    return block(Why.ALREADY_CHARGED, owed_minor=found.open_minor, currency=work.policy.text("currency"))


def pay_fees(
    work: Work, *, patron: str, amount_minor: int, means: str, fees: Sequence[str] = (), reference: str = ""
) -> Outcome[Entered]:
    """Take a payment for the fees named, or for whatever is owed longest.

    Args:
        reference: What another system calls it, where it has a name there.
    """
    borrower = work.borrower(patron)
    blocks = [*not_permitted(work, PERMISSION), *_unknown(borrower, patron), *_bad_amount(amount_minor)]
    blocks += _not_a_way(work, means)
    if reference.strip() and work.money.has_payment(reference.strip()):
        blocks.append(block(Why.PAYMENT_KNOWN, reference=reference.strip()))
    if blocks or borrower is None:
        return Refused(blocks=tuple(blocks))
    account = work.money.account(borrower.patron)
    if blocks := list(_beyond(work, account, amount_minor, fees)):
        return Refused(blocks=tuple(blocks))
    parts = split(account, amount_minor, fees)
    entry = settle(work, borrower.patron, account, parts, kind=PAYMENT, means=means, reference=reference.strip())
    return _entered(work, borrower, entry, kind=PAYMENT, amount_minor=amount_minor, parts=parts)


def waive_fee(
    work: Work, *, patron: str, fee: str, reason: str, amount_minor: int | None = None, in_kind: bool = False
) -> Outcome[Entered]:
    """Forgive a fee, in whole or in part, or take a copy of the same in place of its price.

    Args:
        amount_minor: How much of it; None for all that is open.
        in_kind: The person has brought another copy (`in_kind`); else nothing has come (`waiver`).
    """
    borrower = work.borrower(patron)
    blocks = [*not_permitted(work, WAIVING), *_unknown(borrower, patron), *_no_reason(reason)]
    if blocks or borrower is None:
        return Refused(blocks=tuple(blocks))
    account = work.money.account(borrower.patron)
    found = account.fee(fee)
    amount = amount_minor if amount_minor is not None else found.open_minor if found else 0
    blocks = [*_beyond(work, account, amount, (fee,)), *(_bad_amount(amount) if found and found.open_minor else ())]
    if blocks:
        return Refused(blocks=tuple(blocks))
    kind, parts = IN_KIND if in_kind else WAIVER, ((fee, amount),)
    entry = settle(work, borrower.patron, account, parts, kind=kind, reason=reason.strip())
    return _entered(work, borrower, entry, kind=kind, amount_minor=amount, parts=parts)


def refund(work: Work, *, patron: str, amount_minor: int, means: str, reason: str, fee: str = "") -> Outcome[Entered]:
    """Give money back: of a credit, or what was paid for one fee, which then is owed again."""
    borrower = work.borrower(patron)
    blocks = [
        *not_permitted(work, WAIVING), *_unknown(borrower, patron), *_bad_amount(amount_minor), *_no_reason(reason),
        *_not_a_way(work, means),
    ]  # fmt: skip
    if blocks or borrower is None:
        return Refused(blocks=tuple(blocks))
    account = work.money.account(borrower.patron)
    found = account.fee(fee)
    if fee and found is None:
        return Refused(blocks=(block(Why.FEE_UNKNOWN, fee=fee),))
    most = found.paid_minor if found else account.credit_minor
    if amount_minor > most:
        return Refused(blocks=(_too_high(work, most),))
    parts = ((fee, amount_minor),)
    entry = settle(work, borrower.patron, account, parts, kind=REFUND, means=means, reason=reason.strip())
    return _entered(work, borrower, entry, kind=REFUND, amount_minor=amount_minor, parts=parts)


def take_back_entry(work: Work, *, entry: str) -> Outcome[Entered]:
    """Take back a charge, a payment, a waiver or a refund: it is as if it had not been."""
    found = work.money.entry(FactId(int(entry))) if entry.isdecimal() and len(entry) < 20 else None
    if found is None:
        return Refused(blocks=(*not_permitted(work, PERMISSION), block(Why.ENTRY_UNKNOWN, entry=entry)))
    permission = PERMISSION if found.kind == PAYMENT or found.table == "charge" else WAIVING
    borrower = work.borrower(f"#{found.patron}") if found.patron else None
    blocks = not_permitted(work, permission)
    if blocks or borrower is None:
        return Refused(blocks=blocks or (block(Why.ENTRY_UNKNOWN, entry=entry),))
    for fact in found.facts:
        work.add(Undo(fact_table=found.table, fact=fact))
    return _entered(work, borrower, found.facts[0], kind=found.kind, amount_minor=found.amount_minor)


def settle(
    work: Work,
    patron: PatronId,
    account: Account,
    parts: Sequence[tuple[str, int]],
    *,
    kind: str,
    means: str = "",
    reference: str = "",
    reason: str = "",
    on_day: date | None = None,
) -> FactId:
    """Write a settlement, a row for each fee; return the first."""
    rows = []
    for key, amount_minor in parts:
        fee = account.fee(key)
        what, loan, charge = toward(fee) if fee else ("", None, None)
        row = Settlement(
            patron=patron,
            kind=kind,
            means=means,
            amount_minor=amount_minor,
            on_day=on_day or work.today,
            fee=what,
            loan=None if loan is None else LoanId(loan),
            charge=None if charge is None else FactId(charge),
            reference=reference,
            reason=reason,
        )
        rows.append(FactId(work.add(row)))
    if kind != REFUND:
        _end_lost(work, [(account.fee(key), amount_minor) for key, amount_minor in parts])
    return rows[0]


def _end_lost(work: Work, settled: Sequence[tuple[Fee | None, int]]) -> None:
    """End the loans of lost copies whose price is settled whole: nobody waits for them, nor for whoever had them.

    Should one come back all the same, the price falls away, and it was late until then.
    """
    whole = (fee for fee, amount_minor in settled if fee and fee.kind == LOST and amount_minor >= fee.open_minor)
    for loan in (LoanId(loan) for fee in whole for loan in fee.loans):
        item = work.copies.lost_on_loan(loan)
        if item is not None:
            work.add(Closing(loan=loan, item=item, on_day=work.today, cause=LOST))


def _entered(
    work: Work,
    borrower: Borrower,
    entry: FactId,
    *,
    kind: str,
    amount_minor: int,
    parts: Sequence[tuple[str, int]] = (),
) -> Done[Entered]:
    record = Entered(
        entry=entry,
        kind=kind,
        patron=borrower.patron,
        number=borrower.number,
        name=borrower.name,
        amount_minor=amount_minor,
        fees=tuple(part for part in parts if part[0]),
        balance_minor=work.money.account(borrower.patron).balance_minor,
        currency=work.policy.text("currency"),
    )
    return Done(record=record, touched=TOUCHED)


def _unknown(borrower: Borrower | None, scan: str) -> tuple[Block, ...]:
    return () if borrower else (block(Why.UNKNOWN_SCAN, scan=scan),)


def _not_a_way(work: Work, means: str) -> tuple[Block, ...]:
    """Return the block for money that would come or go in a way that this library does not have."""
    ways = work.policy.text("payment_means").split()
    return () if means in ways else (block(Why.MEANS_NOT_TAKEN, payment_means=means),)


def _bad_amount(amount_minor: int) -> tuple[Block, ...]:
    return () if 0 < amount_minor < 1 << 40 else (block(Why.FIELD_INVALID, field="amount"),)


def _no_reason(reason: str) -> tuple[Block, ...]:
    return () if reason.strip() else (block(Why.REASON_MISSING),)


def _beyond(work: Work, account: Account, amount_minor: int, fees: Sequence[str]) -> Iterator[Block]:
    """Yield what is wrong with settling so much of these fees; the desk takes no more than is owed, it gives change.

    What was given back without having been paid, by two desks mostly, is no fee, and is owed all the same.
    """
    named = {key: account.fee(key) for key in fees}
    yield from (block(Why.FEE_UNKNOWN, fee=key) for key, fee in named.items() if fee is None)
    owed = named.values() if named else account.open_fees
    most = sum(fee.open_minor for fee in owed if fee) + (0 if named else account.overdrawn_minor)
    if not most and None not in named.values():
        yield block(Why.NOTHING_OWED)
    elif amount_minor > most:
        yield _too_high(work, most)


def _too_high(work: Work, most: int) -> Block:
    return block(Why.AMOUNT_TOO_HIGH, max_minor=most, currency=work.policy.text("currency"))
