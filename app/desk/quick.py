"""Lending a copy that is not in stock yet, and cataloguing it later: a scan that is unknown stops no loan."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.checkout import Lent, check_out
from app.desk.ids import ItemId, TitleId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Item, Title
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block


def lend_quick(
    work: Work,
    *,
    patron: str,
    barcode: str,
    title: str,
    material: str = "",
    override: Collection[str] = (),
    reason: str = "",
    due: date | None = None,
    shown: str = "",
) -> Outcome[Lent]:
    """Take a copy into stock under the title that stands on it, to be catalogued later, and lend it in the same deed.

    Where the loan is refused, the copy is not taken in either. A title is not looked for: who types in a hurry would
    make the copy one of another edition.
    """
    title, barcode = " ".join(title.split()), barcode.strip()
    material = material or work.policy.text("material")
    blocks = (*not_permitted(work, "lend"), *_blocks(work, barcode, title, material))
    if blocks:
        return Refused(blocks=blocks)
    work.add(
        Item(
            title=TitleId(work.add(Title(title=title))),
            barcode=barcode,
            home_branch=work.acting.branch,
            material=material,
            quick=1,
        )
    )
    return check_out(work, patron=patron, item=barcode, override=override, reason=reason, due=due, shown=shown)


def _blocks(work: Work, barcode: str, title: str, material: str) -> Iterator[Block]:
    for field, value in (("barcode", barcode), ("title", title)):
        if not value:
            yield block(Why.FIELD_MISSING, field=field)
    if barcode and work.barcode_taken(barcode):
        yield block(Why.BARCODE_TAKEN)
    if material not in work.policy.materials:
        yield block(Why.FIELD_INVALID, field="material")


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogued:
    """A copy that is in the catalogue as it should be."""

    item: ItemId
    title: TitleId
    barcode: str


def catalogue_item(
    work: Work,
    *,
    item: str,
    title: str,
    author: str = "",
    isbn: str = "",
    material: str = "",
    call_number: str = "",
    price_minor: int | None = None,
) -> Outcome[Catalogued]:
    """Write down properly what was lent in a hurry; its title is found as that of a new copy is, or made."""
    copy, title = work.copy(item), " ".join(title.split())
    blocks = not_permitted(work, "stock")
    if copy is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=item)))
    material = material or copy.material
    if not title:
        blocks = (*blocks, block(Why.FIELD_MISSING, field="title"))
    if material not in work.policy.materials:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="material"))
    if price_minor is not None and price_minor < 0:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="price_minor"))
    if blocks:
        return Refused(blocks=blocks)
    found = work.title_like(title=title, author=author, isbn=isbn)
    title_id = found or TitleId(work.add(Title(title=title, author=author, isbn=isbn)))
    work.amend("item", copy.item, title=title_id, barcode=work.copies.barcode(copy.item))
    work.amend("item", copy.item, material=material, call_number=call_number.strip(), quick=0)
    if price_minor is not None:
        work.amend("item", copy.item, price_minor=price_minor)
    record = Catalogued(item=copy.item, title=title_id, barcode=copy.barcode)
    return Done(record=record, touched=frozenset({Touched.ITEM}))
