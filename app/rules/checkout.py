"""May this patron take this copy today?

Pure: everything known comes in as an argument and the answer goes out as a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.rules.bans import Ban, ban_blocks
from app.rules.blocks import Block, Why, block, told
from app.rules.exclusion import OWES_NOTHING, Owes, debt_blocks, exclusion_blocks
from app.rules.identity import is_minor
from app.rules.policy import Policy
from app.rules.relation import Asked, Relation, identity_blocks, reminders


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCase:
    """What the desk knows of a person before any copy is scanned.

    Attributes:
        card_standing: Of the number that was scanned: active, lost, stolen, blocked or replaced.
        card_valid_until: The last day on which that number is good; None for one without an end.
        guarantee_until_years: Younger people need a guarantor (L-38) or a guardian's consent (D-04).
        guarantee_only_told: Whether a missing one does not stop lending yet: consents are being collected.
        loans_open_max: The most open loans there may be; 0 for any number.
        bans: Those that hold at this branch.
        debt_limit_minor: Who owes so much borrows nothing; 0 for no limit.
    """

    today: date
    card_standing: str
    card_valid_until: date | None
    birth_on: date | None
    guarantee_until_years: int
    guarantee_only_told: bool
    has_guarantee: bool
    relation: Relation
    asked: Asked
    loans_overdue: int
    loans_open: int
    loans_open_max: int
    owes: Owes = OWES_NOTHING
    bans: tuple[Ban, ...] = ()
    debt_limit_minor: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Open loans of a lot of materials, by its code, and how many there may be; 0 for any number."""

    group: str
    count: int
    max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutCase:
    """What the desk knows at the moment of the scan.

    Attributes:
        counted: What of the person's open loans is limited for a copy like this.
        keeps: Why such a copy stays in the house: "copy" for this one alone, "material", "newest"; "" where it goes.
        loan_days_missing: The material, where nobody has said how long it is lent, nor how long this loan is to be.
        high_demand_overdue: Overdue copies in high demand that the person has, where this copy is in high demand.
        age_min: From what age on it is lent; None for any. Institutions have no age.
        on_loan_to: "" for a copy on the shelf, "same" or "another" for one lent.
        held_at: The branch where it lies ready for somebody else, or is to; None where it is nobody's.
        on_its_way_to: The other branch to which it was sent; "" for a copy that is not on its way.
        last_heard_hours: How long ago the network was last heard of; None for a desk that is alone.
    """

    person: PersonCase
    counted: tuple[Counted, ...] = ()
    keeps: str = ""
    loan_days_missing: str = ""
    high_demand_overdue: int = 0
    age_min: int | None = None
    on_loan_to: str
    held_at: str | None = None
    on_its_way_to: str = ""
    last_heard_hours: int | None
    stale_after_hours: int


def checkout_blocks(case: CheckoutCase) -> tuple[Block, ...]:
    """Return every reason to refuse, not just the first; empty means yes.

    The librarian sees the whole answer at once, instead of clearing one block only to meet the next.
    """
    return (*person_blocks(case.person), *_of_the_copy(case))


def person_blocks(case: PersonCase) -> tuple[Block, ...]:
    """Return what stands between this person and any loan: shown before the first scan of a copy."""
    return tuple(_of_the_person(case))


def person_case(
    policy: Policy,
    *,
    today: date,
    category: str,
    card_standing: str,
    card_valid_until: date | None,
    birth_on: date | None,
    has_guarantee: bool,
    relation: Relation,
    loans_overdue: int,
    loans_open: int,
    owes: Owes = OWES_NOTHING,
    branch: int | None = None,
) -> PersonCase:
    """Return a person's side of a case under the house rules in force; without a branch nobody comes in anywhere."""
    return PersonCase(
        today=today,
        card_standing=card_standing,
        card_valid_until=card_valid_until,
        birth_on=birth_on,
        guarantee_until_years=policy.number("guarantee_until_years"),
        guarantee_only_told=policy.number("guarantee_only_told") > 0,
        has_guarantee=has_guarantee,
        relation=relation,
        asked=policy.asked(),
        loans_overdue=loans_overdue,
        loans_open=loans_open,
        loans_open_max=policy.terms.loans_max(category),
        owes=owes,
        bans=() if branch is None else tuple(one for one in owes.bans if one.holds_at(branch)),
        debt_limit_minor=policy.number("debt_limit_minor"),
        currency=policy.text("currency"),
    )


def _of_the_person(case: PersonCase) -> Iterator[Block]:
    if case.card_standing != "active":
        yield block(Why.CARD_BLOCKED, standing=case.card_standing)
    if case.card_valid_until is not None and case.card_valid_until < case.today:
        yield block(Why.CARD_EXPIRED, on=case.card_valid_until)
    yield from ban_blocks(case.bans)
    yield from exclusion_blocks(case.owes.exclusions)
    yield from identity_blocks(case.relation, case.asked, case.loans_open)
    if is_minor(case.birth_on, case.today, case.guarantee_until_years) and not case.has_guarantee:
        missing = told if case.guarantee_only_told else block
        yield missing(Why.GUARANTEE_MISSING, years=case.guarantee_until_years)
    if case.relation.ended:
        yield block(Why.DEREGISTERED, standing=case.relation.ended)
    yield from debt_blocks(case.owes, case.debt_limit_minor, case.currency)
    if case.loans_overdue:
        yield block(Why.HAS_OVERDUE, count=case.loans_overdue)
    if 0 < case.loans_open_max <= case.loans_open:
        yield block(Why.LOANS_AT_LIMIT, count=case.loans_open, max=case.loans_open_max, group="")
    yield from reminders(case.relation, case.asked, case.birth_on, case.today)


def _of_the_copy(case: CheckoutCase) -> Iterator[Block]:
    if case.high_demand_overdue:
        yield block(Why.HIGH_DEMAND_LATE, count=case.high_demand_overdue)
    for counted in case.counted:
        if 0 < counted.max <= counted.count:
            yield block(Why.LOANS_AT_LIMIT, count=counted.count, max=counted.max, group=counted.group)
    if case.keeps:
        yield block(Why.NOT_FOR_LOAN, standing=case.keeps)
    if case.loan_days_missing:
        yield block(Why.LOAN_DAYS_MISSING, material=case.loan_days_missing)
    yield from _elsewhere(case)
    yield from _of_age(case)
    if case.last_heard_hours is not None and case.last_heard_hours >= case.stale_after_hours:
        yield block(Why.DATA_STALE, hours=case.last_heard_hours)


def _of_age(case: CheckoutCase) -> Iterator[Block]:
    """Whose age nobody knows may be too young: the day of birth is written down, or somebody answers for the loan."""
    if not case.age_min:
        return
    if case.person.birth_on is None:
        yield block(Why.AGE_LIMIT, age=case.age_min, standing="unknown")
    elif is_minor(case.person.birth_on, case.person.today, case.age_min):
        yield block(Why.AGE_LIMIT, age=case.age_min)


def _elsewhere(case: CheckoutCase) -> Iterator[Block]:
    """Yield why the copy should not be on this desk at all."""
    if case.on_loan_to:
        yield block(Why.ON_LOAN, to=case.on_loan_to)
    if case.held_at is not None:
        yield block(Why.HELD_FOR_ANOTHER, branch=case.held_at)
    if case.on_its_way_to:
        yield block(Why.IN_TRANSIT, branch=case.on_its_way_to)
