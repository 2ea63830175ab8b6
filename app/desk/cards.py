"""The library's own card: asked for, made, handed over; a lost one replaced (L-30 to L-32, L-37, D-07, D-08)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.desk.found import Borrower, BoundNumber, OrderedCard
from app.desk.ids import FactId, PatronId
from app.desk.notices import note_notice
from app.desk.numbers import bind, taken
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.patrons import LIBRARY_CARD
from app.desk.ports import Work
from app.desk.relations import CardOrder, CardReport, CardStep
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block
from app.rules.cards import CANCELLED, HANDED_OVER, MADE, OrderStanding
from app.rules.identity import CODE_KINDS
from app.rules.letters import CARD_READY

OWN = "own"
"""Says of the numbers of cards that the library draws them itself; others are printed on the blank cards."""
REPLACED = "replaced"
"""The standing of a good card in whose place another was handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOrdered:
    """A card that was asked for.

    Attributes:
        number: That it will bear; "" where the blank cards bear one.
        replaces: The number in whose place it comes; "" for a first card.
        price_minor: What is due for it, in minor units of `currency`.
    """

    order: FactId
    patron: PatronId
    name: str
    kind: str
    number: str
    due_on: date
    replaces: str
    price_minor: int
    currency: str


def order_card(
    work: Work,
    *,
    patron: str,
    kind: str = LIBRARY_CARD,
    replaces: str = "",
    override: Collection[str] = (),
    reason: str = "",
) -> Outcome[CardOrdered]:
    """Note that somebody asks for a card: a first one is free (L-32), a later one has the profile's price.

    Args:
        replaces: The number in whose place it comes; "" for the last card of this kind, if there was one.
    """
    borrower = work.borrower(patron)
    if borrower is None:
        return Refused(blocks=(*not_permitted(work, "register"), block(Why.UNKNOWN_SCAN, scan=patron)))
    old = work.number(replaces) if replaces else _last(work.numbers_of(borrower.patron), kind)
    blocks = (*not_permitted(work, "register"), *_blocks(work, borrower, kind, replaces, old))
    weighed = weigh(work, blocks, override, reason)
    if weighed.stopping:
        return Refused(blocks=weighed.stopping)
    policy = work.policy
    ordered = CardOrder(
        patron=borrower.patron,
        number=work.fresh_card_number(policy.text("card_prefix")) if policy.text("card_numbers") == OWN else "",
        kind=kind,
        due_on=work.today + timedelta(days=policy.number("card_days")),
        replaces=old.identifier if old else None,
        price_minor=policy.number("card_replacement_minor") if old else 0,
    )
    record = CardOrdered(
        order=FactId(work.add(ordered)),
        patron=borrower.patron,
        name=borrower.name,
        kind=kind,
        number=ordered.number,
        due_on=ordered.due_on,
        replaces=old.shown if old else "",
        price_minor=ordered.price_minor,
        currency=policy.text("currency"),
    )
    return Done(record=record, touched=frozenset({Touched.PATRON}), notices=weighed.notices)


def _last(numbers: Collection[BoundNumber], kind: str) -> BoundNumber | None:
    """Return the last card of a kind that was not replaced yet."""
    cards = [one for one in numbers if one.kind == kind and one.standing != REPLACED]
    return cards[-1] if cards else None


def _blocks(work: Work, borrower: Borrower, kind: str, replaces: str, old: BoundNumber | None) -> Iterator[Block]:
    if kind not in work.policy.number_kinds or kind in CODE_KINDS:
        yield block(Why.FIELD_INVALID, field="card_kind")
    if replaces and old is None:
        yield block(Why.UNKNOWN_SCAN, scan=replaces)
    if replaces and old is not None and old.patron != borrower.patron:
        yield block(Why.NUMBER_TAKEN)
    before = work.ordered_card(f"#{borrower.patron}")
    if before is not None and before.standing.is_open:
        yield block(Why.ALREADY_ORDERED, due=before.due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMoved:
    """A card that has come a step further. `replaces` is the number that is good no more; "" for a first card."""

    order: FactId
    patron: PatronId
    name: str
    kind: str
    number: str
    standing: OrderStanding
    replaces: str = ""


def make_card(work: Work, *, card: str) -> Outcome[CardMoved]:
    """Note that a card is made, and lies ready."""
    found = work.ordered_card(card)
    if found is None or (blocks := _not_open(work, found, beyond=OrderStanding.READY)):
        return _refused(work, card, () if found is None else blocks)
    note_notice(work, found.patron, CARD_READY)
    return _step(work, found, MADE, OrderStanding.READY, number=found.number)


def cancel_card(work: Work, *, card: str) -> Outcome[CardMoved]:
    """Note that a card is not wanted any more."""
    found = work.ordered_card(card)
    if found is None or (blocks := _not_open(work, found)):
        return _refused(work, card, () if found is None else blocks)
    return _step(work, found, CANCELLED, OrderStanding.CANCELLED, number="")


def hand_over_card(work: Work, *, card: str, number: str = "") -> Outcome[CardMoved]:
    """Give a card to the one who asked for it: from now on its number finds them, in every branch (L-33).

    Args:
        number: What stands on it, where that is not the number it was ordered with.
    """
    found = work.ordered_card(card)
    value = number.strip() or (found.number if found else "")
    if found is None or (blocks := (*_not_open(work, found), *_unbindable(work, found, value))):
        return _refused(work, card, () if found is None else blocks)
    bind(work, found.patron, number=value, kind=found.kind)
    old = _retire(work, found)
    return _step(work, found, HANDED_OVER, OrderStanding.HANDED_OVER, number=value, replaces=old)


def _not_open(work: Work, found: OrderedCard, beyond: OrderStanding | None = None) -> tuple[Block, ...]:
    closed = not found.standing.is_open or found.standing is beyond
    return (
        *not_permitted(work, "register"),
        *((block(Why.ORDER_CLOSED, standing=found.standing.value),) if closed else ()),
    )


def _unbindable(work: Work, found: OrderedCard, number: str) -> Iterator[Block]:
    if not number:
        yield block(Why.FIELD_MISSING, field="number")
    if found.standing.is_open:
        yield from taken(work, number, found.patron)


def _refused(work: Work, card: str, blocks: tuple[Block, ...]) -> Refused:
    return Refused(blocks=blocks or (*not_permitted(work, "register"), block(Why.ORDER_UNKNOWN, scan=card)))


def _retire(work: Work, found: OrderedCard) -> str:
    """Take a good card out of use; one that is lost or stolen stays so. Return its number, "" for none."""
    old = next((one for one in work.numbers_of(found.patron) if one.identifier == found.replaces), None)
    if old is not None and old.standing == "active":
        work.amend("identifier", old.identifier, standing=REPLACED, since_ms=work.now_ms)
        work.add(CardReport(identifier=old.identifier, standing=REPLACED))
    return old.shown if old else ""


def _step(
    work: Work, found: OrderedCard, step: str, standing: OrderStanding, *, number: str, replaces: str = ""
) -> Done[CardMoved]:
    work.add(CardStep(card_order=found.order, step=step))
    record = CardMoved(
        order=found.order,
        patron=found.patron,
        name=found.patron_name,
        kind=found.kind,
        number=number,
        standing=standing,
        replaces=replaces,
    )
    return Done(record=record, touched=frozenset({Touched.PATRON}))
