"""Renewing a loan."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.checkout import UNKNOWN_MATERIAL
from app.desk.exclusion import blocks_of_exclusion
from app.desk.found import Copy, OpenLoan
from app.desk.ids import ItemId
from app.desk.lateness import late_notice
from app.desk.lending_holds import waiting_for
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Renewal
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block
from app.rules.copies import renewing_blocks
from app.rules.interlibrary import not_beyond
from app.rules.relation import DECEASED
from app.rules.renewal import RenewalCase, renewal_blocks
from app.rules.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """A loan with a new due day."""

    item: ItemId
    barcode: str
    title: str
    patron_number: str
    patron_name: str
    due_on: date


def renew(work: Work, *, item: str, override: Collection[str] = (), reason: str = "") -> Outcome[Renewed]:
    """Renew the loan of the copy with the scanned number `item`, from today."""
    copy = work.copy(item)
    if copy is None:
        return Refused(blocks=(*not_permitted(work, "lend"), block(Why.UNKNOWN_SCAN, scan=item)))
    if copy.open_loan is None:
        return Refused(blocks=(*not_permitted(work, "lend"), block(Why.NOT_ON_LOAN)))
    terms = work.terms.of(copy, copy.open_loan.patron_category)
    until = _until(work, copy, copy.open_loan, terms)
    of_the_copy = renewing_blocks(work.copies.standing(copy.item))
    case = _case(work, copy, copy.open_loan, terms, until)
    of_the_person = _of_the_person(work, copy.open_loan)
    blocks = (*not_permitted(work, "lend"), *of_the_person, *renewal_blocks(case), *of_the_copy)
    weighed = weigh(work, blocks, override, reason)
    if weighed.stopping:
        return Refused(blocks=weighed.stopping)
    costs = late_notice(work, copy.open_loan, work.today)
    work.add(
        Renewal(
            loan=copy.open_loan.loan,
            item=copy.item,
            due_on=until,
            overrides=weighed.overridden,
            reason=reason.strip() if weighed.overridden else "",
        )
    )
    renewed = Renewed(
        item=copy.item,
        barcode=copy.barcode,
        title=copy.title,
        patron_number=copy.open_loan.patron_number,
        patron_name=copy.open_loan.patron_name,
        due_on=until,
    )
    touched = frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON})
    return Done(record=renewed, touched=touched, notices=(*weighed.notices, *costs))


def _of_the_person(work: Work, loan: OpenLoan) -> Iterator[Block]:
    """An exclusion from borrowing stops renewals where the house rules say so; death always does."""
    if work.policy.number("exclusion_stops_renewals") > 0:
        yield from blocks_of_exclusion(work, loan.patron)
    reached = work.addressee(loan.patron)
    if reached is not None and reached.died:
        yield block(Why.DEREGISTERED, standing=DECEASED)


def _case(work: Work, copy: Copy, loan: OpenLoan, terms: Terms, until: date) -> RenewalCase:
    return RenewalCase(
        today=work.today,
        renewals=loan.renewals,
        renewals_max=terms.renewals_max,
        last_renewed_on=loan.last_renewed_on,
        due_on=loan.due_on,
        new_due_on=until,
        waiting=0 if terms.renew_in_queue else waiting_for(work, copy, loan.patron),
        loan_days_missing="" if terms.is_said else copy.material or UNKNOWN_MATERIAL,
    )


def _until(work: Work, copy: Copy, loan: OpenLoan, terms: Terms) -> date:
    """A renewal never shortens a loan: the day promised on a receipt stands. One returns where it was lent.

    What another library has lent to us is never renewed beyond its day.
    """
    calendar = work.calendar if loan.branch is None else work.calendar_of(loan.branch)
    until = terms.due_on(work.today, calendar) or loan.due_on
    return max(loan.due_on, not_beyond(until, work.beyond.partner_due_on(copy.item), work.today))
