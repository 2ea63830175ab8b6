"""Excluding somebody from borrowing, and lifting it: a notice about a debt, or misuse until a day (D-18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.desk.circulation import Restriction, RestrictionEnd
from app.desk.found import Borrower
from app.desk.ids import FactId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.exclusion import DEBT, MISUSE, exclusion_blocks

PERMISSION = "restrict"
KINDS = (DEBT, MISUSE)
LIFTED = "lifted"
DECEASED = "deceased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restricted:
    """Somebody who may not borrow from a day on.

    Attributes:
        until_on: None until it is lifted, or the debt is paid.
        amount_minor: The debt that was told; 0 for none.
    """

    restriction: FactId
    patron: PatronId
    number: str
    name: str
    kind: str
    from_on: date
    until_on: date | None
    amount_minor: int
    currency: str


def restrict(work: Work, *, patron: str, kind: str, reason: str = "", until: date | None = None) -> Outcome[Restricted]:
    """Exclude somebody from borrowing: for misuse from today, for debt from the day that the written notice names."""
    borrower = work.borrower(patron)
    if borrower is None:
        return Refused(blocks=(*not_permitted(work, PERMISSION), block(Why.UNKNOWN_SCAN, scan=patron)))
    owed = work.money.account(borrower.patron).balance_minor
    if blocks := (
        *not_permitted(work, PERMISSION),
        *_of_the_dead(borrower),
        *_unusual(work, reason, kind, until),
        *_unfounded(work, borrower.patron, kind, owed),
    ):
        return Refused(blocks=blocks)
    of_debt = kind == DEBT
    from_on = work.today + timedelta(days=work.policy.number("exclusion_notice_days")) if of_debt else work.today
    row = Restriction(
        patron=borrower.patron,
        kind=kind,
        from_on=from_on,
        until_on=None if of_debt else until,
        amount_minor=owed if of_debt else None,
        reason=reason.strip(),
    )
    record = Restricted(
        restriction=FactId(work.add(row)),
        patron=borrower.patron,
        number=borrower.number,
        name=borrower.name,
        kind=kind,
        from_on=from_on,
        until_on=row.until_on,
        amount_minor=owed if of_debt else 0,
        currency=work.policy.text("currency"),
    )
    return Done(record=record, touched=frozenset({Touched.MONEY, Touched.PATRON}))


def _of_the_dead(borrower: Borrower) -> Iterator[Block]:
    """Nobody is shut out after their death: what they owed is a matter for their heirs, and no letter goes to them."""
    if borrower.relation.ended == DECEASED:
        yield block(Why.DEREGISTERED, standing=DECEASED)


def _unusual(work: Work, reason: str, kind: str, until: date | None) -> Iterator[Block]:
    if kind not in KINDS:
        yield block(Why.FIELD_INVALID, field="restriction_kind")
    if kind == MISUSE and not reason.strip():
        yield block(Why.REASON_MISSING)
    if until is not None and until < work.today:
        yield block(Why.FIELD_INVALID, field="until")


def _unfounded(work: Work, patron: PatronId, kind: str, owed: int) -> Iterator[Block]:
    limit, currency = max(1, work.policy.number("debt_limit_minor")), work.policy.text("currency")
    if kind == DEBT and owed < limit:
        yield block(Why.DEBT_BELOW_LIMIT, owed_minor=max(0, owed), limit_minor=limit, currency=currency)
    if any(one.kind == kind for one in work.money.restrictions_of(patron)):
        yield block(Why.ALREADY_EXCLUDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """Somebody who may borrow again. `restrictions` are those that were lifted."""

    patron: PatronId
    number: str
    name: str
    restrictions: tuple[FactId, ...]


def lift(work: Work, *, patron: str) -> Outcome[Lifted]:
    """Lift every exclusion of somebody that stands or is to begin."""
    borrower = work.borrower(patron)
    if borrower is None:
        return Refused(blocks=(*not_permitted(work, PERMISSION), block(Why.UNKNOWN_SCAN, scan=patron)))
    standing = work.money.restrictions_of(borrower.patron)
    none = () if standing else (block(Why.NOT_EXCLUDED),)
    if blocks := (*not_permitted(work, PERMISSION), *none):
        return Refused(blocks=blocks)
    for one in standing:
        work.add(RestrictionEnd(restriction=FactId(one.fact), on_day=work.today, cause=LIFTED))
    record = Lifted(
        patron=borrower.patron,
        number=borrower.number,
        name=borrower.name,
        restrictions=tuple(FactId(one.fact) for one in standing),
    )
    return Done(record=record, touched=frozenset({Touched.MONEY, Touched.PATRON}))


def blocks_of_exclusion(work: Work, patron: PatronId) -> tuple[Block, ...]:
    """Return what exclusions of somebody have against a deed beside lending: a hold, a renewal, a pick-up."""
    return tuple(exclusion_blocks(work.money.restrictions_of(patron)))
