"""Lending a copy to a patron."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.desk.cases import case_of
from app.desk.found import Borrower, Copy
from app.desk.ids import ItemId, LoanId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Closing, Loan
from app.desk.visits import not_to_be_shown, note_first_visit, seen_as
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block
from app.rules.calendar import due_on
from app.rules.checkout import CheckoutCase, checkout_blocks

LENT_ON = "lent_on"
"""Why a loan was closed when its copy was lent to the next borrower in the same deed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """A copy that goes home with somebody."""

    loan: LoanId
    item: ItemId
    barcode: str
    title: str
    patron_number: str
    patron_name: str
    due_on: date


def check_out(
    work: Work,
    *,
    patron: str,
    item: str,
    override: Collection[str] = (),
    reason: str = "",
    due: date | None = None,
    shown: str = "",
) -> Outcome[Lent]:
    """Lend the copy with the scanned number `item` to the person with the scanned number `patron`.

    Args:
        override: Codes of blocks to go on in spite of; each needs a permission, and all of them a reason.
        due: A due day by hand, for a loan that is not of the usual length.
        shown: What the person showed (L-36): the first loan of the day at this branch notes the visit.
    """
    borrower, copy = work.borrower(patron), work.copy(item)
    if borrower is None or copy is None:
        return Refused(blocks=(*not_permitted(work, "lend"), *_unknown(borrower, patron, copy, item)))
    blocks = (*not_permitted(work, "lend"), *_blocks(work, borrower, copy, due), *not_to_be_shown(work, shown))
    weighed = weigh(work, blocks, override, reason)
    if weighed.stopping:
        return Refused(blocks=weighed.stopping)
    note_first_visit(work, borrower, seen_as(work, patron, shown))
    if copy.open_loan is not None:
        work.add(Closing(loan=copy.open_loan.loan, item=copy.item, on_day=work.today, cause=LENT_ON))
    until = due or _due_on(work, copy.material)
    loan = work.add(
        Loan(
            patron=borrower.patron,
            item=copy.item,
            due_on=until,
            overrides=weighed.overridden,
            reason=reason.strip() if weighed.overridden else "",
        )
    )
    return Done(
        record=_lent(LoanId(loan), borrower, copy, until),
        touched=frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON}),
        notices=weighed.notices,
    )


def _unknown(borrower: Borrower | None, patron: str, copy: Copy | None, item: str) -> tuple[Block, ...]:
    missing = [scan for scan, found in ((patron, borrower), (item, copy)) if found is None]
    return tuple(block(Why.UNKNOWN_SCAN, scan=scan) for scan in missing)


def _blocks(work: Work, borrower: Borrower, copy: Copy, due: date | None) -> tuple[Block, ...]:
    past = (block(Why.DUE_IN_THE_PAST, on=due),) if due is not None and due < work.today else ()
    return (*checkout_blocks(_case(work, borrower, copy)), *past)


def _case(work: Work, borrower: Borrower, copy: Copy) -> CheckoutCase:
    policy, group = work.policy, work.policy.group(copy.material)
    of_group = (count for material, count in borrower.loans_by_material.items() if policy.group(material) == group)
    return CheckoutCase(
        person=case_of(policy, work.today, borrower),
        group=group,
        loans_of_group=sum(of_group) if group else 0,
        loans_of_group_max=policy.group_max(group),
        lendable=copy.lendable,
        on_loan_to=_on_loan_to(borrower, copy),
        last_heard_hours=work.last_heard_hours(),
        stale_after_hours=policy.number("stale_after_hours"),
    )


def _on_loan_to(borrower: Borrower, copy: Copy) -> str:
    if copy.open_loan is None:
        return ""
    return "same" if copy.open_loan.patron == borrower.patron else "another"


def _due_on(work: Work, material: str) -> date:
    """Return the due day of a loan that begins today, by the material's loan days and the branch's closed days."""
    return due_on(work.today, work.policy.loan_days(material), work.calendar)


def _lent(loan: LoanId, borrower: Borrower, copy: Copy, until: date) -> Lent:
    return Lent(
        loan=loan,
        item=copy.item,
        barcode=copy.barcode,
        title=copy.title,
        patron_number=borrower.number,
        patron_name=borrower.name,
        due_on=until,
    )
