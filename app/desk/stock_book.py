"""The stock book: acts by which copies enter the stock or leave it, and the copies on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.beyond import StockAct, StockActLine
from app.desk.found import Copy
from app.desk.ids import FactId, ItemId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.ports_stock_book import HeldAct
from app.desk.records import Undo
from app.desk.reports import report_copy
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.copies import Fitness
from app.rules.stock_book import CAUSES, WITHDRAWAL, may_stand_on, next_number

TOUCHED = frozenset({Touched.ITEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An act on which copies may be put."""

    act: FactId
    kind: str
    number: str
    on_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A copy on an act."""

    act: FactId
    number: str
    kind: str
    item: ItemId
    barcode: str
    title: str
    price_minor: int


def open_act(
    work: Work,
    *,
    kind: str,
    cause: str = "",
    number: str = "",
    on_day: date | None = None,
    source: str = "",
    basis: str = "",
) -> Outcome[Opened]:
    """Begin an act: "accession" or "withdrawal".

    Args:
        cause: Why, of `app.rules.stock_book.CAUSES`; "" for what is usual.
        number: As it is on paper; "" for the branch's next of the year.
        source: From whom the copies come, or to whom they go.
        basis: What it rests on: an invoice, a decision.
    """
    number, day = " ".join(number.split()), on_day or work.today
    causes = CAUSES.get(kind, ())
    cause = cause or next(iter(causes), "")
    wrong = (("kind", kind not in CAUSES), ("cause", cause not in causes), ("on_day", day > work.today))
    blocks = (*not_permitted(work, "stock"), *(block(Why.FIELD_INVALID, field=name) for name, is_ in wrong if is_))
    if number and work.stock_book.act(number) is not None:
        blocks = (*blocks, block(Why.ACT_NUMBER_TAKEN, number=number))
    if blocks:
        return Refused(blocks=blocks)
    number = number or next_number(work.stock_book.branch_code(), day.year, work.stock_book.numbers())
    row = StockAct(kind=kind, number=number, on_day=day, cause=cause, source=source.strip(), basis=basis.strip())
    record = Opened(act=FactId(work.add(row)), kind=kind, number=number, on_day=day)
    return Done(record=record, touched=TOUCHED)


def renumber_act(work: Work, *, act: str, number: str = "") -> Outcome[Opened]:
    """Give an act another number: it is written anew with all that stands on it, and the first writing is taken back.

    Args:
        number: The new one; "" for the branch's next of the year.
    """
    number, found = " ".join(number.split()), work.stock_book.act(act)
    blocks = not_permitted(work, "stock")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.ACT_UNKNOWN, number=act)))
    if number and work.stock_book.act(number) is not None:
        blocks = (*blocks, block(Why.ACT_NUMBER_TAKEN, number=number))
    if blocks:
        return Refused(blocks=blocks)
    number = number or next_number(work.stock_book.branch_code(), found.on_day.year, work.stock_book.numbers())
    row = StockAct(
        kind=found.kind,
        number=number,
        on_day=found.on_day,
        cause=found.cause,
        source=found.source,
        basis=found.basis,
    )
    new = FactId(work.add(row))
    for line, item, price_minor in work.stock_book.lines_on(found.act):
        work.add(Undo(fact_table="stock_act_line", fact=line))
        work.add(StockActLine(stock_act=new, item=item, price_minor=price_minor))
    work.add(Undo(fact_table="stock_act", fact=found.act))
    record = Opened(act=new, kind=found.kind, number=number, on_day=found.on_day)
    return Done(record=record, touched=TOUCHED)


def put_on_act(work: Work, *, act: str, item: str, price_minor: int | None = None) -> Outcome[Entered]:
    """Put the copy with the scanned number `item` on an act; by one of withdrawal it leaves the stock.

    Args:
        price_minor: Its value, where that is not its price.
    """
    found, copy = work.stock_book.act(act), work.copy(item)
    blocks = not_permitted(work, "stock")
    if found is None or copy is None:
        missing = (block(Why.ACT_UNKNOWN, number=act),) if found is None else ()
        unknown = (block(Why.UNKNOWN_SCAN, scan=item),) if copy is None else ()
        return Refused(blocks=(*blocks, *missing, *unknown))
    price = _price(work, copy, price_minor)
    blocks = (*blocks, *_against(work, found, copy, price))
    if blocks or price is None:
        return Refused(blocks=blocks)
    if found.kind == WITHDRAWAL and work.copies.standing(copy.item).fitness is not Fitness.WITHDRAWN:
        withdrawn = report_copy(work, item=f"#{copy.item}", kind="withdrawn", note=found.number)
        if isinstance(withdrawn, Refused):
            return withdrawn
    work.add(StockActLine(stock_act=found.act, item=copy.item, price_minor=price))
    return Done(record=_entered(found, copy, price), touched=TOUCHED)


def _entered(act: HeldAct, copy: Copy, price_minor: int) -> Entered:
    return Entered(
        act=act.act,
        number=act.number,
        kind=act.kind,
        item=copy.item,
        barcode=copy.barcode,
        title=copy.title,
        price_minor=price_minor,
    )


def _price(work: Work, copy: Copy, said: int | None) -> int | None:
    """Return what a copy is worth in the book: as said, as it came in, or its price."""
    if said is not None:
        return said
    lines = work.stock_book.lines_of(copy.item)
    return lines[-1].price_minor if lines else work.copies.price(copy.item)


def _against(work: Work, act: HeldAct, copy: Copy, price_minor: int | None) -> Iterator[Block]:
    lines = work.stock_book.lines_of(copy.item)
    if not may_stand_on(act.kind, [line.kind for line in lines]):
        yield block(Why.ON_ACT_ALREADY, number=lines[-1].number)
    if price_minor is None:
        yield block(Why.FIELD_MISSING, field="price_minor")
    elif price_minor < 0:
        yield block(Why.FIELD_INVALID, field="price_minor")


def take_off_act(work: Work, *, act: str, items: Collection[str]) -> Outcome[tuple[Entered, ...]]:
    """Take copies off an act that they were put on by mistake; what was said of them by it is said anew elsewhere."""
    found = work.stock_book.act(act)
    blocks = not_permitted(work, "stock")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.ACT_UNKNOWN, number=act)))
    taken = []
    for scan in items:
        copy = work.copy(scan)
        lines = [line for line in work.stock_book.lines_of(copy.item) if line.act == found.act] if copy else []
        if copy is None or not lines:
            why = block(Why.NOT_ON_ACT, number=found.number) if copy else block(Why.UNKNOWN_SCAN, scan=scan)
            blocks = (*blocks, why)
            continue
        for line in lines:
            work.add(Undo(fact_table="stock_act_line", fact=line.line))
        taken.append(_entered(found, copy, lines[-1].price_minor))
    return Refused(blocks=blocks) if blocks else Done(record=tuple(taken), touched=TOUCHED)
