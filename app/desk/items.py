"""Taking a copy into stock, and telling otherwise what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.desk.ids import ItemId, TitleId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Item, Title
from app.desk.stock_book import put_on_act
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block

AMENDABLE = ("material", "department", "lendable", "price_minor", "call_number", "issue", "issued_on")
"""What of a copy may be told otherwise, as the columns are called."""

AGE_MAX = 99
"""Nothing is for older people alone; a larger number is a slip of the keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A new copy, and the title that it is a copy of."""

    item: ItemId
    title: TitleId
    barcode: str


def add_item(
    work: Work,
    *,
    barcode: str,
    title: str,
    author: str = "",
    isbn: str = "",
    material: str = "",
    price_minor: int | None = None,
    call_number: str = "",
    lendable: bool = True,
    department: str = "",
    issue: str = "",
    issued_on: date | None = None,
    age_min: int | None = None,
    act: str = "",
) -> Outcome[Added]:
    """Add a copy; its title is found by ISBN, or by title and author, or else it is new.

    Args:
        department: The department of the branch to which it belongs; terms of lending may name it.
        issue, issued_on: Of a periodical: what stands on it, and its day, by which the newest one is known.
        age_min: From what age on the title is lent.
        act: The number of the act of accession on which it is put at once; "" for none.
    """
    title, author, barcode = " ".join(title.split()), " ".join(author.split()), barcode.strip()
    material = material or work.policy.text("material")
    blocks = (*not_permitted(work, "stock"), *_blocks(work, barcode, title, material), *_numbers(age_min, price_minor))
    if blocks:
        return Refused(blocks=blocks)
    found = work.title_like(title=title, author=author, isbn=isbn)
    title_id = found or TitleId(work.add(Title(title=title, author=author, isbn=isbn, age_min=age_min)))
    if found and age_min is not None:
        work.amend("title", found, age_min=age_min)
    item = ItemId(
        work.add(
            Item(
                title=title_id,
                barcode=barcode,
                home_branch=work.acting.branch,
                material=material,
                lendable=int(lendable),
                price_minor=price_minor,
                call_number=call_number.strip(),
                department=department.strip(),
                issue=" ".join(issue.split()),
                issued_on=issued_on,
            )
        )
    )
    if act and isinstance(entered := put_on_act(work, act=act, item=f"#{item}"), Refused):
        return entered
    return Done(record=Added(item=item, title=title_id, barcode=barcode), touched=frozenset({Touched.ITEM}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAmended:
    """A copy of which something is told otherwise; `changed` names what."""

    item: ItemId
    barcode: str
    changed: tuple[str, ...]


def amend_item(
    work: Work, *, item: str, changes: Mapping[str, str | int | date | None], age_min: int | None = None
) -> Outcome[ItemAmended]:
    """Tell otherwise what a copy is; what is not named stays.

    Args:
        age_min: From what age on its title is lent, 0 for any: of all copies of the title.
        changes: By the name of a column of `AMENDABLE`; None for a price that nobody knows any more.
    """
    copy, blocks = work.copy(item), not_permitted(work, "stock")
    if copy is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=item)))
    wrong = [name for name in changes if name not in AMENDABLE]
    wrong += (
        ["material"] if changes.get("material", copy.material) not in {*work.policy.materials, copy.material} else []
    )
    price = changes.get("price_minor")
    wrong += ["price_minor"] if isinstance(price, int) and price < 0 else []
    wrong += ["age_min"] if age_min is not None and not 0 <= age_min <= AGE_MAX else []
    blocks = (*blocks, *(block(Why.FIELD_INVALID, field=name) for name in wrong))
    if blocks:
        return Refused(blocks=blocks)
    columns = {name: _column(value) for name, value in changes.items()}
    if columns:
        work.amend("item", copy.item, **columns)
    if age_min is not None and copy.title_id is not None:
        work.amend("title", copy.title_id, age_min=age_min)
    changed = (*columns, *(("age_min",) if age_min is not None else ()))
    record = ItemAmended(item=copy.item, barcode=copy.barcode, changed=changed)
    return Done(record=record, touched=frozenset({Touched.ITEM}))


def _column(value: str | int | date | None) -> str | int | None:
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(value.split()) if isinstance(value, str) else value


def _blocks(work: Work, barcode: str, title: str, material: str) -> Iterator[Block]:
    for field, value in (("barcode", barcode), ("title", title)):
        if not value:
            yield block(Why.FIELD_MISSING, field=field)
    if barcode and work.barcode_taken(barcode):
        yield block(Why.BARCODE_TAKEN)
    if material not in work.policy.materials:
        yield block(Why.FIELD_INVALID, field="material")


def _numbers(age_min: int | None, price_minor: int | None) -> Iterator[Block]:
    if price_minor is not None and price_minor < 0:
        yield block(Why.FIELD_INVALID, field="price_minor")
    if age_min is not None and not 0 <= age_min <= AGE_MAX:
        yield block(Why.FIELD_INVALID, field="age_min")
