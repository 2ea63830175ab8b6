"""Use in the house: a copy was read here and put back, without having been lent."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.circulation import InHouseUse
from app.desk.ids import ItemId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block

COUNT_MAX = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedHere:
    item: ItemId
    barcode: str
    title: str
    count: int


def use_in_house(work: Work, *, item: str, count: int = 1) -> Outcome[UsedHere]:
    """Note that the copy with the scanned number `item` was used here today, so many times."""
    copy, blocks = work.copy(item), not_permitted(work, "lend")
    if copy is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=item)))
    if not 1 <= count <= COUNT_MAX:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="count"))
    if copy.open_loan is not None:
        blocks = (*blocks, block(Why.ON_LOAN, to="another"))
    if blocks:
        return Refused(blocks=blocks)
    work.add(InHouseUse(item=copy.item, on_day=work.today, count=count))
    record = UsedHere(item=copy.item, barcode=copy.barcode, title=copy.title, count=count)
    return Done(record=record, touched=frozenset({Touched.ITEM, Touched.COUNT}))
