"""Holds: placed on what stands on a shelf (L-26) or is out (L-27), moved, suspended, fetched, cancelled."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.desk.cases import case_of
from app.desk.circulation import Hold, HoldStep
from app.desk.found import Borrower
from app.desk.ids import BranchId, FactId, ItemId, PatronId, TitleId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.ports_holds import HeldHold
from app.desk.trapping import own_branch_first
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block
from app.rules.checkout import person_blocks
from app.rules.copies import Fitness
from app.rules.holds import (
    CANCELLED,
    FETCHING,
    FOR_EVER,
    MOVED,
    ON_SHELF,
    QUEUE,
    REQUEUED,
    RESUMED,
    SUSPENDED,
    Stage,
    line_of,
    position_of,
    stage_of,
)

KEEP_FROM_HOLDING = frozenset({Why.LOAN_EXCLUSION, Why.DEREGISTERED, Why.GUARANTEE_MISSING})
"""What of a person's blocks stands against a hold as well (docs/rules.md, effects of restrictions)."""

NOT_LENT = frozenset({Fitness.UNUSABLE, Fitness.WITHDRAWN})
"""Who wants one such copy, and no other of the title, would wait for ever."""

TOUCHED = frozenset({Touched.HOLD, Touched.ITEM, Touched.PATRON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A hold as it stands after a deed.

    Attributes:
        kind: "shelf" where a copy can be fetched, else "queue".
        position: The place in the queue; 0 for one that does not wait in it.
    """

    hold: FactId
    title: str
    patron: PatronId
    patron_number: str
    patron_name: str
    kind: str
    stage: Stage
    pickup: str
    until_on: date | None
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is wanted: any copy of a title, or one."""

    title: TitleId
    name: str
    item: ItemId | None
    reservable: bool


def place_hold(
    work: Work,
    *,
    patron: str,
    item: str,
    this_copy: bool = False,
    pickup: str = "",
    until: date | None = None,
    override: Collection[str] = (),
    reason: str = "",
) -> Outcome[Placed]:
    """Reserve for somebody what is scanned: any copy of its title, or that copy alone.

    Args:
        item: A copy's barcode, or `#` and the number of a title.
        pickup: The code of the branch where it is to be collected; "" for this one.
        until: The last day of interest; None for what is usual here.
    """
    borrower = work.borrower(patron)
    asked = _asked(work, borrower, item, this_copy=this_copy)
    if borrower is None or asked is None:
        missing = [scan for scan, found in ((patron, borrower), (item, asked)) if found is None]
        return Refused(blocks=(*not_permitted(work, "lend"), *(block(Why.UNKNOWN_SCAN, scan=scan) for scan in missing)))
    branch = work.branch_with_code(pickup) if pickup else work.acting.branch
    blocks = (*not_permitted(work, "lend"), *_blocks(work, borrower, asked), *_wrong(work, pickup, branch, until))
    weighed = weigh(work, blocks, override, reason)
    if weighed.stopping or branch is None:
        return Refused(blocks=weighed.stopping)
    days = work.policy.number("hold_interest_days")
    last = until or (work.today + timedelta(days=days) if days else None)
    kind = ON_SHELF if _can_be_fetched(work, asked) else QUEUE
    hold = work.add(
        Hold(
            patron=borrower.patron,
            title=asked.title,
            item=asked.item,
            kind=kind,
            pickup=branch,
            until_on=last,
            overrides=weighed.overridden,
            reason=reason.strip() if weighed.overridden else "",
        )
    )
    line = line_of((one.wanted for one in work.holds.of_title(asked.title)), work.today)
    if own_branch_first(work):
        line = [one for one in line if one.pickup == branch]
    record = Placed(
        hold=FactId(hold),
        title=asked.name,
        patron=borrower.patron,
        patron_number=borrower.number,
        patron_name=borrower.name,
        kind=kind,
        stage=Stage.WAITING,
        pickup=work.holds.branch_name(branch),
        until_on=last,
        position=1 + len(line),
    )
    return Done(record=record, touched=TOUCHED, notices=weighed.notices)


def _asked(work: Work, borrower: Borrower | None, scan: str, *, this_copy: bool) -> _Asked | None:
    category = "" if borrower is None else borrower.category
    copy = work.copy(scan)
    if copy is not None:
        title = work.holds.title_of(copy.item)
        reservable = copy.lendable and work.terms.of(copy, category).reservable
        wanted = copy.item if this_copy else None
        if wanted is not None and work.copies.standing(wanted).fitness in NOT_LENT:
            reservable = False
        return None if title is None else _Asked(title=title, name=copy.title, item=wanted, reservable=reservable)
    title = work.holds.title(scan)
    if title is None:
        return None
    terms = (
        work.terms.at(None, department="", material=material, category=category)
        for material in work.holds.materials(title, None)
    )
    reservable = any(one.reservable for one in terms)
    return _Asked(title=title, name=work.holds.title_name(title), item=None, reservable=reservable)


def _can_be_fetched(work: Work, asked: _Asked) -> bool:
    """Tell whether a copy stands on some shelf that nobody before has a claim on."""
    line = line_of((one.wanted for one in work.holds.of_title(asked.title)), work.today)
    before = 0 if asked.item is not None else len(line)
    return work.holds.free_copies(asked.title, asked.item) > before


def _blocks(work: Work, borrower: Borrower, asked: _Asked) -> Iterator[Block]:
    stops = {*KEEP_FROM_HOLDING, *((Why.PREMISES_BAN,) if work.policy.number("ban_stops_holds") else ())}
    for found in person_blocks(case_of(work.policy, work.today, borrower, work.acting.branch)):
        if found.why in stops:
            yield found
    own = work.holds.of_patron(borrower.patron)
    living = [one for one in own if stage_of(one.wanted, work.today) is not Stage.LAPSED]
    if any(one.title == asked.title and one.wanted.item in {None, asked.item} for one in living):
        yield block(Why.ALREADY_HELD)
    if work.holds.has_on_loan(borrower.patron, asked.title, asked.item):
        yield block(Why.ALREADY_ON_LOAN_TO_PATRON)
    if not asked.reservable:
        yield block(Why.NOT_RESERVABLE)
    most = work.policy.number("holds_max")
    if 0 < most <= len(living):
        yield block(Why.HOLDS_AT_LIMIT, count=len(living), max=most)


def _wrong(work: Work, code: str, branch: BranchId | None, until: date | None) -> Iterator[Block]:
    if branch is None:
        yield block(Why.BRANCH_UNKNOWN, code=code)
    if until is not None and until < work.today:
        yield block(Why.DAY_IN_THE_PAST, on=until)


def cancel_hold(work: Work, *, hold: str) -> Outcome[Placed]:
    """End a hold: nobody wants it any more. A copy that lies ready for it is scanned, and goes where it is wanted."""
    return _take(work, hold, CANCELLED)


def suspend_hold(work: Work, *, hold: str, until: date | None = None) -> Outcome[Placed]:
    """Let a hold keep its place and be filled by nothing, until a day or until it is resumed."""
    if until is not None and until < work.today:
        return Refused(blocks=(*not_permitted(work, "lend"), block(Why.DAY_IN_THE_PAST, on=until)))
    return _take(work, hold, SUSPENDED, until=until or FOR_EVER, against={Stage.COMING, Stage.READY, Stage.UNCOLLECTED})


def resume_hold(work: Work, *, hold: str) -> Outcome[Placed]:
    """Let a suspended hold be filled again."""
    return _take(work, hold, RESUMED, against=set(Stage) - {Stage.SUSPENDED})


def fetch_hold(work: Work, *, hold: str) -> Outcome[Placed]:
    """Note that whoever acts goes to fetch a copy from the shelf: nobody else needs to."""
    return _take(work, hold, FETCHING, against=set(Stage) - {Stage.WAITING, Stage.FETCHING})


def requeue_hold(work: Work, *, hold: str) -> Outcome[Placed]:
    """Let a hold wait again: nobody fetches for it any more, and what was caught for it goes to another."""
    return _take(work, hold, REQUEUED, against={Stage.WAITING, Stage.SUSPENDED, Stage.ABSENT, Stage.LAPSED})


def move_hold(work: Work, *, hold: str, to: str) -> Outcome[Placed]:
    """Let a hold be collected at another branch; a copy that lies ready elsewhere is to be sent there."""
    branch = work.branch_with_code(to)
    found = work.holds.hold(hold)
    blocks = (*not_permitted(work, "lend"), *_wrong(work, to, branch, None))
    if branch is not None and found is not None and found.pickup == branch:
        blocks = (*blocks, block(Why.ALREADY_THERE, branch=found.pickup_name))
    if blocks:
        return Refused(blocks=blocks)
    return _take(work, hold, MOVED, branch=branch)


def _take(
    work: Work,
    hold: str,
    step: str,
    *,
    until: date | None = None,
    branch: BranchId | None = None,
    against: Collection[Stage] = (),
) -> Outcome[Placed]:
    """Write a step of a hold, unless it stands so that the step means nothing."""
    found = work.holds.hold(hold)
    if found is None:
        return Refused(blocks=(*not_permitted(work, "lend"), block(Why.HOLD_UNKNOWN, scan=hold)))
    stage = stage_of(found.wanted, work.today)
    blocks = not_permitted(work, "lend")
    if stage in against:
        blocks = (*blocks, block(Why.HOLD_STANDS, standing=stage.value))
    if blocks:
        return Refused(blocks=blocks)
    work.add(HoldStep(hold=found.hold, step=step, to_branch=branch, until_on=until))
    return Done(record=_placed(work, found, step, branch), touched=TOUCHED)


_STAGE_AFTER = {SUSPENDED: Stage.SUSPENDED, RESUMED: Stage.WAITING, FETCHING: Stage.FETCHING, REQUEUED: Stage.WAITING}


def _placed(work: Work, found: HeldHold, step: str, branch: BranchId | None) -> Placed:
    line = [one.wanted for one in work.holds.of_title(found.title)]
    return Placed(
        hold=found.hold,
        title=found.title_name,
        patron=found.patron,
        patron_number=found.patron_number,
        patron_name=found.patron_name,
        kind=found.kind,
        stage=_STAGE_AFTER.get(step, stage_of(found.wanted, work.today)),
        pickup=work.holds.branch_name(branch) if branch is not None else found.pickup_name,
        until_on=found.wanted.until_on,
        position=position_of(line, found.hold, work.today, own_branch_first=own_branch_first(work)),
    )
