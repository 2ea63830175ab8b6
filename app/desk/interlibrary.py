"""Loans between libraries: asked for, ordered, received as a copy of ours for a time, and given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.beyond import InterlibraryRequest, InterlibraryStep
from app.desk.holds import place_hold
from app.desk.ids import FactId, ItemId, TitleId
from app.desk.money import charge_fee
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.ports_beyond import HeldIll
from app.desk.records import Item, Title
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.interlibrary import (
    CANCELLED,
    MATERIAL,
    ORDERED,
    RECEIVED,
    REFUSED,
    RETURNED,
    SCOPES,
    IllStanding,
    standing_of,
)

TOUCHED = frozenset({Touched.HOLD, Touched.ITEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class IllMoved:
    """A request to other libraries, as it stands after a deed.

    Attributes:
        barcode: Of the copy as which the thing is lent; "" before it is here.
    """

    request: FactId
    title: str
    patron_number: str
    patron_name: str
    standing: IllStanding
    barcode: str = ""


def request_ill(
    work: Work, *, patron: str, title: str, author: str = "", isbn: str = "", scope: str = "", note: str = ""
) -> Outcome[IllMoved]:
    """Note that somebody wants what only another library has.

    Args:
        scope: Of `app.rules.interlibrary.SCOPES`; "" for the usual one.
    """
    found, title, scope = work.borrower(patron), " ".join(title.split()), scope or SCOPES[0]
    blocks = not_permitted(work, "lend")
    if not title:
        blocks = (*blocks, block(Why.FIELD_MISSING, field="title"))
    if scope not in SCOPES:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="scope"))
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    if found.relation.ended:
        blocks = (*blocks, block(Why.DEREGISTERED, standing=found.relation.ended))
    if blocks:
        return Refused(blocks=blocks)
    row = InterlibraryRequest(
        patron=found.patron, scope=scope, title=title, author=author.strip(), isbn=isbn.strip(), note=note.strip()
    )
    record = IllMoved(
        request=FactId(work.add(row)),
        title=title,
        patron_number=found.number,
        patron_name=found.name,
        standing=IllStanding.REQUESTED,
    )
    return Done(record=record, touched=TOUCHED)


def order_ill(work: Work, *, request: str, partner: str) -> Outcome[IllMoved]:
    """Note from which library a thing was ordered; one that was refused may be ordered from another."""
    found, blocks = _found(work, request)
    if found is not None and not found.standing.may_be_ordered:
        blocks = (*blocks, _stands(found))
    if not partner.strip():
        blocks = (*blocks, block(Why.FIELD_MISSING, field="partner"))
    if blocks or found is None:
        return Refused(blocks=blocks)
    return _moved(work, found, ORDERED, partner=partner.strip())


def receive_ill(
    work: Work,
    *,
    request: str,
    barcode: str,
    due_on: date | None,
    partner: str = "",
    number: str = "",
    price_minor: int | None = None,
) -> Outcome[IllMoved]:
    """Take in what another library has sent: a copy of ours for a time, which lies ready for whoever asked for it.

    Args:
        due_on: When it has to be back with the partner; no loan of it is longer.
        number: What the partner calls the loan.
        price_minor: What whoever asked for it owes for that, where anything.
    """
    found, blocks = _found(work, request)
    barcode = barcode.strip()
    if found is not None and not found.standing.waits:
        blocks = (*blocks, _stands(found))
    blocks = (*blocks, *_not_to_be_received(work, barcode, due_on, price_minor))
    if blocks or found is None:
        return Refused(blocks=blocks)
    title = TitleId(work.add(Title(title=found.title, author=found.author, isbn=found.isbn)))
    item = ItemId(work.add(Item(title=title, barcode=barcode, home_branch=work.acting.branch, material=MATERIAL)))
    moved = _moved(
        work,
        found,
        RECEIVED,
        partner=partner.strip() or found.partner,
        number=number.strip(),
        item=item,
        due_on=due_on,
        amount_minor=price_minor,
    )
    against = _for_whoever_asked(work, found, item, price_minor)
    return moved if against is None else against


def _not_to_be_received(work: Work, barcode: str, due_on: date | None, price_minor: int | None) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = ()
    if not barcode:
        blocks = (*blocks, block(Why.FIELD_MISSING, field="barcode"))
    elif work.barcode_taken(barcode):
        blocks = (*blocks, block(Why.BARCODE_TAKEN))
    if due_on is None:
        blocks = (*blocks, block(Why.FIELD_MISSING, field="due_on"))
    elif due_on < work.today:
        blocks = (*blocks, block(Why.DUE_IN_THE_PAST, on=due_on))
    if price_minor is not None and price_minor <= 0:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="amount_minor"))
    return blocks


def _for_whoever_asked(work: Work, found: HeldIll, item: ItemId, price_minor: int | None) -> Refused | None:
    """Reserve the copy for them, unless something stands against that, and charge what is to be paid."""
    if found.patron is None:
        return None
    scan = f"#{found.patron}"
    place_hold(work, patron=scan, item=f"#{item}", this_copy=True)
    if price_minor is None:
        return None
    charged = charge_fee(work, patron=scan, kind="other", amount_minor=price_minor, note=found.title)
    return charged if isinstance(charged, Refused) else None


def return_ill(work: Work, *, request: str) -> Outcome[IllMoved]:
    """Note that a thing goes back to the partner: it is lent no more, and its barcode is free again."""
    found, blocks = _found(work, request)
    if found is not None and found.standing is not IllStanding.RECEIVED:
        blocks = (*blocks, _stands(found))
    copy = work.copy(f"#{found.item}") if found is not None and found.item is not None else None
    if copy is not None and copy.open_loan is not None:
        blocks = (*blocks, block(Why.COPY_IS_LENT))
    if blocks or found is None:
        return Refused(blocks=blocks)
    if found.item is not None:
        work.amend("item", found.item, barcode="", lendable=0)
    return _moved(work, found, RETURNED)


def refuse_ill(work: Work, *, request: str) -> Outcome[IllMoved]:
    """Note that the library that was asked will not lend."""
    found, blocks = _found(work, request)
    if found is not None and found.standing is not IllStanding.ORDERED:
        blocks = (*blocks, _stands(found))
    if blocks or found is None:
        return Refused(blocks=blocks)
    return _moved(work, found, REFUSED)


def cancel_ill(work: Work, *, request: str) -> Outcome[IllMoved]:
    """Note that a thing is not wanted any more, or not to be had."""
    found, blocks = _found(work, request)
    if found is not None and not found.standing.waits:
        blocks = (*blocks, _stands(found))
    if blocks or found is None:
        return Refused(blocks=blocks)
    return _moved(work, found, CANCELLED)


def _found(work: Work, request: str) -> tuple[HeldIll | None, tuple[Block, ...]]:
    found, blocks = work.beyond.ill(request), not_permitted(work, "lend")
    return found, blocks if found is not None else (*blocks, block(Why.ILL_UNKNOWN, scan=request))


def _stands(found: HeldIll) -> Block:
    return block(Why.ILL_STANDS, standing=found.standing.value)


def _moved(
    work: Work,
    found: HeldIll,
    step: str,
    *,
    partner: str = "",
    number: str = "",
    item: ItemId | None = None,
    due_on: date | None = None,
    amount_minor: int | None = None,
) -> Done[IllMoved]:
    row = InterlibraryStep(
        interlibrary_request=found.request,
        step=step,
        on_day=work.today,
        partner=partner,
        number=number,
        item=item,
        due_on=due_on,
        amount_minor=amount_minor,
    )
    work.add(row)
    copy = work.copy(f"#{item or found.item}") if item or found.item else None
    record = IllMoved(
        request=found.request,
        title=found.title,
        patron_number=found.patron_number,
        patron_name=found.patron_name,
        standing=standing_of([*found.steps, step]),
        barcode=copy.barcode if copy else "",
    )
    return Done(record=record, touched=TOUCHED)
