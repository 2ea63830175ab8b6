"""Saying something of a copy: lost, claimed returned, missing, found, damaged, repaired, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.circulation import CopyReport
from app.desk.found import Copy
from app.desk.ids import ItemId, LoanId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Closing
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block, told
from app.rules.copies import EFFECTS, CopyStanding, Place, price_of, report_blocks
from app.rules.fees import CHARGE

TOUCHED = frozenset({Touched.ITEM, Touched.LOAN, Touched.PATRON, Touched.MONEY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What was said of a copy.

    Attributes:
        patron_name: Who has it; "" for nobody.
        price_minor: What it is worth, where whoever has it is to pay for it.
        returned_on: The day of its return, where the report ended its loan.
    """

    item: ItemId
    barcode: str
    title: str
    kind: str
    patron_name: str = ""
    price_minor: int | None = None
    returned_on: date | None = None


def report_copy(
    work: Work, *, item: str, kind: str, price_minor: int | None = None, note: str = "", on: date | None = None
) -> Outcome[Reported]:
    """Say something of the copy with the scanned number `item`.

    Args:
        kind: Of `app.rules.copies.REPORTS`.
        price_minor: What it is worth, where that is not what it was bought for, or is usual for its material.
        on: Since when, where that is not today: the day on which somebody says to have returned it.
    """
    copy, permitted = work.copy(item), not_permitted(work, "stock")
    if kind not in EFFECTS:
        return Refused(blocks=(*permitted, block(Why.FIELD_INVALID, field="kind")))
    if copy is None:
        return Refused(blocks=(*permitted, block(Why.UNKNOWN_SCAN, scan=item)))
    day, standing = on or work.today, work.copies.standing(copy.item)
    blocks = (*permitted, *report_blocks(kind, standing, on_loan=copy.open_loan is not None))
    weighed = weigh(work, (*blocks, *_against(work, day, price_minor)))
    if weighed.stopping:
        return Refused(blocks=weighed.stopping)
    charged = _charged(work, copy, kind, price_minor)
    loan = copy.open_loan.loan if copy.open_loan else None
    for said, price in _rows(kind, charged.price_minor):
        of_loan = charged.loan if price is not None else loan
        row = CopyReport(item=copy.item, loan=of_loan, kind=said, on_day=day, price_minor=price, note=_one_line(note))
        work.add(row)
    record = Reported(
        item=copy.item,
        barcode=copy.barcode,
        title=copy.title,
        kind=kind,
        patron_name=charged.patron_name,
        price_minor=charged.price_minor,
        returned_on=_end_claimed(work, copy, loan, standing) if kind == "found" else None,
    )
    unknown = loan is not None and kind == "lost" and charged.price_minor is None
    notices = (*((told(Why.PRICE_UNKNOWN),) if unknown else ()), *_charged_by_hand(work, charged, kind))
    return Done(record=record, touched=TOUCHED, notices=notices)


def _charged_by_hand(work: Work, charged: _Charged, kind: str) -> Iterator[Block]:
    """Tell of a price that was charged by hand without saying for which copy: it may be for this one."""
    if charged.price_minor is None or charged.patron is None:
        return
    for fee in work.money.account(charged.patron).open_fees:
        if fee.kind == kind and fee.key.startswith(f"{CHARGE}:"):
            yield told(Why.CHARGED_BY_HAND, owed_minor=fee.open_minor, currency=work.policy.text("currency"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Charged:
    """Who is to pay, and how much; None for nothing."""

    loan: LoanId | None = None
    patron: PatronId | None = None
    patron_name: str = ""
    price_minor: int | None = None


def _one_line(note: str) -> str:
    return " ".join(note.split())


def _rows(kind: str, price_minor: int | None) -> tuple[tuple[str, int | None], ...]:
    """Return the reports to write. What is to be paid for damage stands with the damage, lent on or not."""
    if kind == "unusable" and price_minor is not None:
        return ("damaged", price_minor), (kind, None)
    return ((kind, price_minor),)


def _against(work: Work, day: date, price_minor: int | None) -> Iterator[Block]:
    if day > work.today:
        yield block(Why.FIELD_INVALID, field="on_day")
    if price_minor is not None and price_minor < 0:
        yield block(Why.FIELD_INVALID, field="price_minor")


def _charged(work: Work, copy: Copy, kind: str, asked: int | None) -> _Charged:
    """Return who pays: for a lost copy its worth; for damage what the librarian thinks of it, if anything.

    Damage is seen when a copy has come back: whoever had it last is meant.
    """
    had = work.copies.last_loan(copy.item) if EFFECTS[kind].priced else None
    if had is None or (kind == "lost" and copy.open_loan is None):
        return _Charged(patron_name=copy.open_loan.patron_name if copy.open_loan else "")
    price = asked
    if kind == "lost":
        usual = work.policy.number(f"default_price.{copy.material}")
        price = price_of(asked, work.copies.price(copy.item), usual)
    is_meant = price is not None or copy.open_loan is not None
    name = had.patron_name if is_meant else ""
    return _Charged(loan=had.loan, patron=had.patron, patron_name=name, price_minor=price)


def _end_claimed(work: Work, copy: Copy, loan: LoanId | None, standing: CopyStanding) -> date | None:
    """End the loan of a copy that was on our shelf all the while, on the day on which its borrower says to have come.

    They were right: nothing is owed for the days since.
    """
    if loan is None or standing.place is not Place.CLAIMED:
        return None
    day = standing.place_on or work.today
    work.add(Closing(loan=loan, item=copy.item, on_day=day))
    return day
