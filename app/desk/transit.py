"""Copies on their way: sent by hand, received, and lost between two branches."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.checkin import Returned, check_in
from app.desk.circulation import CopyReport, HoldStep, TransferEnd
from app.desk.found import Copy
from app.desk.ids import ItemId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.trapping import HOLD, HOME, LOST, send
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.holds import REQUEUED

TOUCHED = frozenset({Touched.ITEM, Touched.HOLD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A copy on its way.

    Attributes:
        cause: "home" or "hold"; "lost" for one that never came.
    """

    item: ItemId
    barcode: str
    title: str
    to: str
    cause: str


def send_copy(work: Work, *, item: str, to: str = "") -> Outcome[Sent]:
    """Send a copy to another branch; home where none is named, or to where the hold is collected that it is for."""
    copy = work.copy(item)
    if copy is None:
        return Refused(blocks=(*not_permitted(work, "lend"), block(Why.UNKNOWN_SCAN, scan=item)))
    held, place = work.holds.on_copy(copy.item), work.holds.place(copy.item)
    usual = held.pickup if held is not None else copy.home_branch
    branch = work.branch_with_code(to) if to else usual
    blocks = not_permitted(work, "lend")
    if branch is None:
        blocks = (*blocks, block(Why.BRANCH_UNKNOWN, code=to))
    elif branch == work.acting.branch:
        blocks = (*blocks, block(Why.ALREADY_THERE, branch=work.holds.branch_name(branch)))
    if copy.open_loan is not None:
        blocks = (*blocks, block(Why.STILL_ON_LOAN))
    if blocks or branch is None:
        return Refused(blocks=blocks)
    hold = held if held is not None and held.pickup == branch else None
    cause = HOLD if hold is not None else HOME
    send(work, copy, branch, cause=cause, hold=hold, sent=place)
    record = _sent(copy, work.holds.branch_name(branch), cause)
    return Done(record=record, touched=TOUCHED)


def receive_copy(work: Work, *, item: str) -> Outcome[Returned]:
    """Receive a copy that was sent here. Whatever comes to a desk is scanned the same way."""
    return check_in(work, item=item)


def lose_copy(work: Work, *, item: str) -> Outcome[Sent]:
    """Give up a copy that never came: it is missing, and whoever it was for waits again in the old place."""
    copy = work.copy(item)
    place = None if copy is None else work.holds.place(copy.item)
    blocks = (*not_permitted(work, "lend"), *_not_sent(copy, item, on_its_way=bool(place and place.transfer)))
    if blocks or copy is None or place is None or place.transfer is None:
        return Refused(blocks=blocks)
    work.add(TransferEnd(transfer=place.transfer, item=copy.item, cause=LOST))
    work.add(CopyReport(item=copy.item, loan=None, kind="missing", on_day=work.today))
    held = work.holds.on_copy(copy.item)
    if held is not None:
        work.add(HoldStep(hold=held.hold, step=REQUEUED, item=copy.item, cause=LOST))
    return Done(record=_sent(copy, place.to_branch_name, LOST), touched=TOUCHED)


def _not_sent(copy: Copy | None, scan: str, *, on_its_way: bool) -> tuple[Block, ...]:
    if copy is None:
        return (block(Why.UNKNOWN_SCAN, scan=scan),)
    return () if on_its_way else (block(Why.NOT_ON_ITS_WAY),)


def _sent(copy: Copy, to: str, cause: str) -> Sent:
    return Sent(item=copy.item, barcode=copy.barcode, title=copy.title, to=to, cause=cause)
