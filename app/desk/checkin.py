"""Taking a copy back. What came back is never refused: it lies on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.found import Copy
from app.desk.ids import ItemId
from app.desk.lateness import late_notice
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Closing
from app.desk.trapping import put_down
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.calendar import days_late
from app.rules.copies import CopyStanding, return_todos
from app.rules.todo import Todo, todo


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A copy that came back.

    Attributes:
        patron_number: Who had it, as far as this desk knew; "" for nobody.
        days_late: How many days after its due day.
        todo: What to do by hand now.
    """

    item: ItemId
    barcode: str
    title: str
    patron_number: str
    patron_name: str
    days_late: int
    todo: tuple[Todo, ...]


def check_in(work: Work, *, item: str, on: date | None = None) -> Outcome[Returned]:
    """Take back the copy with the scanned number `item`.

    Args:
        on: The day that counts, where that is not today: the book drop was emptied this morning.
    """
    copy, day = work.copy(item), on or work.today
    blocks = (*not_permitted(work, "lend"), *_blocks(work, copy, item, day))
    if blocks or copy is None:
        return Refused(blocks=blocks)
    loan, standing = copy.open_loan, work.copies.standing(copy.item)
    costs = late_notice(work, loan, day) if loan else ()
    work.add(Closing(loan=loan.loan if loan else None, item=copy.item, on_day=day))
    returned = Returned(
        item=copy.item,
        barcode=copy.barcode,
        title=copy.title,
        patron_number=loan.patron_number if loan else "",
        patron_name=loan.patron_name if loan else "",
        days_late=days_late(loan.due_on, day) if loan else 0,
        todo=_todo(work, copy, standing),
    )
    touched = frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON, Touched.HOLD})
    return Done(record=returned, touched=touched, notices=costs)


def _blocks(work: Work, copy: Copy | None, item: str, day: date) -> tuple[Block, ...]:
    if copy is None:
        return (block(Why.UNKNOWN_SCAN, scan=item),)
    if day > work.today:
        return (block(Why.RETURN_IN_THE_FUTURE, on=day),)
    return ()


def _todo(work: Work, copy: Copy, standing: CopyStanding) -> tuple[Todo, ...]:
    """A copy that nobody had, as far as we know, is put down like any other.

    Its return is a fact even then: a loan that another desk made and we have not heard of yet ends with it.
    """
    found = tuple(return_todos(standing))
    if copy.open_loan is None and not found:
        found = (todo("WAS_NOT_ON_LOAN"),)
    return (*found, *_given_back(work, copy, put_down(work, copy)))


def _given_back(work: Work, copy: Copy, put: tuple[Todo, ...]) -> tuple[Todo, ...]:
    """What another library has lent to us goes back to it, once nobody waits for it here."""
    due_on = work.beyond.partner_due_on(copy.item)
    if due_on is None or any(one.code in {"PUT_ON_HOLD_SHELF", "SEND_FOR_HOLD"} for one in put):
        return put
    return (*put, todo("GIVE_BACK_TO_PARTNER", due=due_on))
