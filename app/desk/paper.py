"""Paper after a dead PC (C-19): what was written on slips, or stands on printed receipts, is entered later.

What happened is not refused any more: every block is information. Only what cannot be, or was entered before, is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.checkout import blocks_against
from app.desk.found import Borrower, Copy
from app.desk.ids import ItemId, LoanId
from app.desk.lending_holds import note_holds
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Closing, Loan
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block, told
from app.rules.calendar import days_late
from app.rules.turns import LOAN, Turn, loan_on, overtaken_on

PAPER = "paper"
"""The cause of a return that was written on paper first."""

_TOUCHED = frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON, Touched.HOLD})


@dataclass(frozen=True, slots=True, kw_only=True)
class LentOnPaper:
    """A loan of a day that is past.

    Attributes:
        is_over: The copy came back, or was lent again, since.
    """

    loan: LoanId
    item: ItemId
    barcode: str
    title: str
    patron_number: str
    patron_name: str
    lent_on: date
    due_on: date
    is_over: bool


def lend_on_paper(
    work: Work, *, patron: str, item: str, on: date, slip: str = "", due: date | None = None
) -> Outcome[LentOnPaper]:
    """Enter that the copy with the scanned number `item` was lent on a day.

    Args:
        slip: The number on the slip, or of the printed receipt: the same copy is not entered from it twice.
        due: The day that was promised, where that is not what the terms say.
    """
    borrower, copy, slip = work.borrower(patron), work.copy(item), " ".join(slip.split()).upper()
    blocks = (*not_permitted(work, "lend"), *_unknown(borrower, patron), *_unknown(copy, item))
    blocks = (*blocks, *_against(work, "lent_on", on))
    if blocks or borrower is None or copy is None:
        return Refused(blocks=blocks)
    if work.copies.slip_entered(copy.item, slip):
        return Refused(blocks=(block(Why.SLIP_ENTERED, slip=slip),))
    notices = tuple(
        told(found.why, **dict(found.figures)) for found in blocks_against(work, borrower, copy, work.today)
    )
    turns = work.copies.turns(copy.item)
    _end_unseen(work, copy, turns, on)
    later = overtaken_on(turns, on)
    if later is None:
        note_holds(work, borrower, copy)
    until = due or work.terms.of(copy, borrower.category).due_on(on, work.calendar) or on
    loan = LoanId(work.add(Loan(patron=borrower.patron, item=copy.item, due_on=until, lent_on=on, slip=slip)))
    if later is not None and later.kind == LOAN:
        work.add(Closing(loan=loan, item=copy.item, on_day=later.paper_on or later.day, cause=PAPER))
    record = LentOnPaper(
        loan=loan,
        item=copy.item,
        barcode=copy.barcode,
        title=copy.title,
        patron_number=borrower.number,
        patron_name=borrower.name,
        lent_on=on,
        due_on=until,
        is_over=later is not None,
    )
    return Done(record=record, touched=_TOUCHED, notices=notices)


def _end_unseen(work: Work, copy: Copy, turns: tuple[Turn, ...], on: date) -> None:
    """End the loan that the copy was on by then: it must have come back, for it was lent again."""
    last = loan_on(turns, on)
    if last is not None and copy.open_loan is not None and copy.open_loan.loan == last.id:
        work.add(Closing(loan=copy.open_loan.loan, item=copy.item, on_day=on, cause=PAPER))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedOnPaper:
    """A return of a day that is past; `patron_name` is "" where nobody was known to have the copy."""

    item: ItemId
    barcode: str
    title: str
    patron_name: str
    on: date
    days_late: int


def return_on_paper(work: Work, *, item: str, on: date) -> Outcome[ReturnedOnPaper]:
    """Enter that the copy with the scanned number `item` came back on a day; a later loan of it goes on."""
    copy = work.copy(item)
    blocks = (*not_permitted(work, "lend"), *_unknown(copy, item), *_against(work, "on_day", on))
    if blocks or copy is None:
        return Refused(blocks=blocks)
    if work.copies.return_entered(copy.item, on):
        return Refused(blocks=(block(Why.SLIP_ENTERED, slip=copy.barcode),))
    had = loan_on(work.copies.turns(copy.item), on)
    ended = copy.open_loan if had is not None and copy.open_loan and copy.open_loan.loan == had.id else None
    work.add(Closing(loan=LoanId(had.id) if had else None, item=copy.item, on_day=on, cause=PAPER))
    record = ReturnedOnPaper(
        item=copy.item,
        barcode=copy.barcode,
        title=copy.title,
        patron_name=ended.patron_name if ended else "",
        on=on,
        days_late=days_late(ended.due_on, on) if ended else 0,
    )
    return Done(record=record, touched=_TOUCHED)


def _unknown(found: Borrower | Copy | None, scan: str) -> Iterator[Block]:
    if found is None:
        yield block(Why.UNKNOWN_SCAN, scan=scan)


def _against(work: Work, field: str, on: date) -> Iterator[Block]:
    if on > work.today:
        yield block(Why.FIELD_INVALID, field=field)
