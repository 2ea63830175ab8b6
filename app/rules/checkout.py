"""May this patron take this copy today?

Pure: everything known comes in as an argument and the answer goes out as a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.rules.blocks import Block, Why, block
from app.rules.identity import is_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutCase:
    """What the desk knows at the moment of the scan.

    Attributes:
        card_standing: Of the number that was scanned: active, lost, stolen or blocked.
        guarantee_until_years: Younger people need a guarantor (L-38) or a guardian's consent (D-04).
        loans_of_group: Open loans of the copy's group of material, and the most there may be (0: any number).
        on_loan_to: "" for a copy on the shelf, "same" or "another" for one lent.
        last_heard_hours: How long ago the network was last heard of; None for a desk that is alone.
    """

    today: date
    card_standing: str
    birth_on: date | None
    guarantee_until_years: int
    has_guarantee: bool
    loans_overdue: int
    loans_open: int
    loans_open_max: int
    group: str
    loans_of_group: int
    loans_of_group_max: int
    lendable: bool
    on_loan_to: str
    last_heard_hours: int | None
    stale_after_hours: int


def checkout_blocks(case: CheckoutCase) -> tuple[Block, ...]:
    """Return every reason to refuse, not just the first; empty means yes.

    The librarian sees the whole answer at once, instead of clearing one block only to meet the next.
    """
    return (*_of_the_person(case), *_of_the_number_of_loans(case), *_of_the_copy(case))


def _of_the_person(case: CheckoutCase) -> Iterator[Block]:
    if case.card_standing != "active":
        yield block(Why.CARD_BLOCKED, standing=case.card_standing)
    if is_minor(case.birth_on, case.today, case.guarantee_until_years) and not case.has_guarantee:
        yield block(Why.GUARANTEE_MISSING, years=case.guarantee_until_years)
    if case.loans_overdue:
        yield block(Why.HAS_OVERDUE, count=case.loans_overdue)


def _of_the_number_of_loans(case: CheckoutCase) -> Iterator[Block]:
    if 0 < case.loans_open_max <= case.loans_open:
        yield block(Why.LOANS_AT_LIMIT, count=case.loans_open, max=case.loans_open_max, group="")
    if 0 < case.loans_of_group_max <= case.loans_of_group:
        yield block(Why.LOANS_AT_LIMIT, count=case.loans_of_group, max=case.loans_of_group_max, group=case.group)


def _of_the_copy(case: CheckoutCase) -> Iterator[Block]:
    if not case.lendable:
        yield block(Why.NOT_FOR_LOAN)
    if case.on_loan_to:
        yield block(Why.ON_LOAN, to=case.on_loan_to)
    if case.last_heard_hours is not None and case.last_heard_hours >= case.stale_after_hours:
        yield block(Why.DATA_STALE, hours=case.last_heard_hours)
