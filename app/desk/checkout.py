"""Lending a copy to a patron."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.desk.cases import case_of
from app.desk.found import Borrower, Copy
from app.desk.ids import ItemId, LoanId
from app.desk.lending_holds import held_at, note_holds, on_its_way_to
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.proxies import note_taking, taker_of
from app.desk.records import Closing, Loan
from app.desk.visits import not_to_be_shown, note_first_visit, seen_as
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block
from app.rules.checkout import CheckoutCase, Counted, checkout_blocks
from app.rules.copies import lending_blocks
from app.rules.interlibrary import not_beyond
from app.rules.terms import Terms

HIGH_DEMAND, UNKNOWN_MATERIAL = "high_demand", "unknown"
"""Words for what is counted together, and for copies of which nobody wrote down what they are."""

LENT_ON = "lent_on"
"""Why a loan was closed when its copy was lent to the next borrower in the same deed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lent:
    """A copy that goes home with somebody.

    Attributes:
        taken_by: Who takes it along in the borrower's place; "" for the borrower.
    """

    loan: LoanId
    item: ItemId
    barcode: str
    title: str
    patron_number: str
    patron_name: str
    due_on: date
    taken_by: str = ""


def check_out(
    work: Work,
    *,
    patron: str,
    item: str,
    override: Collection[str] = (),
    reason: str = "",
    due: date | None = None,
    shown: str = "",
    taken_by: str = "",
) -> Outcome[Lent]:
    """Lend the copy with the scanned number `item` to the person with the scanned number `patron`.

    Args:
        override: Codes of blocks to go on in spite of; each needs a permission, and all of them a reason.
        due: A due day by hand, for a loan that is not of the usual length; it too gives way to closed days.
        shown: What the person showed (L-36): the first loan of the day at this branch notes the visit.
        taken_by: The number of whoever takes it along for them; "" for themselves.
    """
    borrower, copy = work.borrower(patron), work.copy(item)
    if borrower is None or copy is None:
        return Refused(blocks=(*not_permitted(work, "lend"), *_unknown(borrower, patron, copy, item)))
    blocks = (*not_permitted(work, "lend"), *blocks_against(work, borrower, copy, due), *not_to_be_shown(work, shown))
    taker, not_to_take = taker_of(work, borrower, taken_by)
    weighed = weigh(work, (*blocks, *not_to_take), override, reason)
    if weighed.stopping:
        return Refused(blocks=weighed.stopping)
    note_first_visit(work, borrower, seen_as(work, patron, shown))
    if copy.open_loan is not None:
        work.add(Closing(loan=copy.open_loan.loan, item=copy.item, on_day=work.today, cause=LENT_ON))
    note_holds(work, borrower, copy)
    until = _until(work, borrower, copy, due)
    loan = work.add(
        Loan(
            patron=borrower.patron,
            item=copy.item,
            due_on=until,
            overrides=weighed.overridden,
            reason=reason.strip() if weighed.overridden else "",
            identifier=borrower.identifier,
        )
    )
    if taker is not None:
        note_taking(work, LoanId(loan), borrower, taker)
    return Done(
        record=_lent(LoanId(loan), borrower, copy, until, taker.name if taker else ""),
        touched=frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON, Touched.HOLD}),
        notices=weighed.notices,
    )


def _unknown(borrower: Borrower | None, patron: str, copy: Copy | None, item: str) -> tuple[Block, ...]:
    missing = [scan for scan, found in ((patron, borrower), (item, copy)) if found is None]
    return tuple(block(Why.UNKNOWN_SCAN, scan=scan) for scan in missing)


def blocks_against(work: Work, borrower: Borrower, copy: Copy, due: date | None) -> tuple[Block, ...]:
    """Return all that stands between somebody and a copy, whatever it weighs."""
    past = (block(Why.DUE_IN_THE_PAST, on=due),) if due is not None and due < work.today else ()
    of_the_copy = lending_blocks(work.copies.standing(copy.item))
    return (*checkout_blocks(_case(work, borrower, copy, by_hand=due is not None)), *of_the_copy, *past)


def _case(work: Work, borrower: Borrower, copy: Copy, *, by_hand: bool) -> CheckoutCase:
    terms = _terms(work, borrower, copy)
    return CheckoutCase(
        person=case_of(work.policy, work.today, borrower, work.acting.branch),
        counted=tuple(_counted(work, borrower, copy, terms)),
        keeps=_keeps(copy, terms),
        loan_days_missing=(copy.material or UNKNOWN_MATERIAL) if not (by_hand or terms.is_said) else "",
        high_demand_overdue=_high_demand(work, borrower, "overdue") if terms.high_demand else 0,
        age_min=None if borrower.category in work.policy.institutions else copy.age_min,
        on_loan_to=_on_loan_to(borrower, copy),
        held_at=held_at(work, borrower, copy),
        on_its_way_to=on_its_way_to(work, copy),
        last_heard_hours=work.last_heard_hours(),
        stale_after_hours=work.policy.number("stale_after_hours"),
    )


def _until(work: Work, borrower: Borrower, copy: Copy, by_hand: date | None) -> date:
    """Return the due day; that there is none for this copy was refused before."""
    if by_hand is not None:
        until = work.calendar.due(by_hand)
    else:
        until = _terms(work, borrower, copy).due_on(work.today, work.calendar) or work.today
    return not_beyond(until, work.beyond.partner_due_on(copy.item), work.today)


def _terms(work: Work, borrower: Borrower, copy: Copy) -> Terms:
    return work.terms.of(copy, borrower.category)


def _counted(work: Work, borrower: Borrower, copy: Copy, terms: Terms) -> Iterator[Counted]:
    """Yield what there is a limit on for a copy like this: its group, its material, and copies in high demand."""
    if terms.group_max:
        group = work.terms.group
        of_group = (kind.count for kind in borrower.loans if group(kind.material, kind.home_branch) == terms.group)
        yield Counted(group=terms.group, count=sum(of_group), max=terms.group_max)
    if terms.material_max:
        of_material = (kind.count for kind in borrower.loans if kind.material == copy.material)
        yield Counted(group=copy.material, count=sum(of_material), max=terms.material_max)
    if terms.high_demand and terms.high_demand_max:
        yield Counted(group=HIGH_DEMAND, count=_high_demand(work, borrower, "count"), max=terms.high_demand_max)


def _high_demand(work: Work, borrower: Borrower, what: Literal["count", "overdue"]) -> int:
    wanted = (kind for kind in borrower.loans if work.terms.of(kind, borrower.category).high_demand)
    return sum(kind.count if what == "count" else kind.overdue for kind in wanted)


def _keeps(copy: Copy, terms: Terms) -> str:
    """Return why a copy stays in the house: this one alone, its kind, or as the only copy of the newest issue."""
    if not copy.lendable:
        return "copy"
    if not terms.lendable:
        return "material"
    return "newest" if copy.is_newest and terms.newest_stays else ""


def _on_loan_to(borrower: Borrower, copy: Copy) -> str:
    if copy.open_loan is None:
        return ""
    return "same" if copy.open_loan.patron == borrower.patron else "another"


def _lent(loan: LoanId, borrower: Borrower, copy: Copy, until: date, taken_by: str) -> Lent:
    return Lent(
        loan=loan,
        item=copy.item,
        barcode=copy.barcode,
        title=copy.title,
        patron_number=borrower.number,
        patron_name=borrower.name,
        due_on=until,
        taken_by=taken_by,
    )
