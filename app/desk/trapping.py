"""Where a copy goes that lies on the desk: to the hold shelf, to another branch, or to its own shelf.

Every scan of a copy that comes to a desk, wherever and from whatever screen, asks here: so the same return has the same
result everywhere (B-1), and what the librarian is told is what was written (B-2).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.desk.circulation import HoldStep, Transfer, TransferEnd
from app.desk.found import Copy
from app.desk.ids import BranchId
from app.desk.notices import note_notice
from app.desk.ports import Work
from app.desk.ports_holds import HeldHold, Place
from app.rules.copies import Fitness
from app.rules.holds import (
    CAUGHT,
    EXPIRED,
    OWN_BRANCH_FIRST,
    READY,
    Stage,
    next_for,
    shelf_until,
    stage_of,
)
from app.rules.letters import HOLD_READY
from app.rules.todo import Todo, todo

HOME, HOLD = "home", "hold"
"""Why a copy is sent."""

RECEIVED, INTERCEPTED, LOST = "received", "intercepted", "lost"
"""How its way ends."""


def put_down(work: Work, copy: Copy) -> tuple[Todo, ...]:
    """Write where a copy goes that lies on the desk now; return what is to be done with it by hand."""
    here, place = work.acting.branch, work.holds.place(copy.item)
    stays = place is not None and place.transfer is not None and place.branch == here != place.to_branch
    if not stays:
        end_transfer(work, copy, place)
    hold = _hold_for(work, copy)
    if hold is None:
        return _home(work, copy, place if stays else None)
    if hold.pickup in {None, here}:
        return (_lay_ready(work, copy, hold, place if stays else None),)
    return (_send_for(work, copy, hold, place if stays else None),)


def end_transfer(work: Work, copy: Copy, place: Place | None) -> None:
    """Write how the way of a copy ended that is here: where it was sent to, or somewhere else."""
    if place is not None and place.transfer is not None:
        cause = RECEIVED if place.to_branch == work.acting.branch else INTERCEPTED
        work.add(TransferEnd(transfer=place.transfer, item=copy.item, cause=cause))


def _hold_for(work: Work, copy: Copy) -> HeldHold | None:
    """Return the hold that a copy is for: the one for which it was caught, as long as that is good, else the next."""
    caught = work.holds.on_copy(copy.item)
    title = work.holds.title_of(copy.item)
    if caught is not None and stage_of(caught.wanted, work.today) is Stage.UNCOLLECTED:
        work.add(HoldStep(hold=caught.hold, step=EXPIRED, item=copy.item))
    elif caught is not None:
        return caught
    fit = work.copies.standing(copy.item).fitness in {Fitness.FIT, Fitness.DAMAGED}
    if title is None or not copy.lendable or not fit:
        return None
    holds = {one.wanted.hold: one for one in work.holds.of_title(title) if one != caught}
    found = next_for(
        (one.wanted for one in holds.values()),
        item=copy.item,
        branch=work.acting.branch,
        today=work.today,
        own_branch_first=own_branch_first(work),
    )
    return holds[found.hold] if found is not None else None


def own_branch_first(work: Work) -> bool:
    return work.policy.text("queue_order") == OWN_BRANCH_FIRST


def _lay_ready(work: Work, copy: Copy, hold: HeldHold, sent: Place | None) -> Todo:
    """Lay a copy on the hold shelf. Only now is whoever waits told: here it can be collected (B-22)."""
    end_transfer(work, copy, sent)
    until = hold.wanted.ready_until
    if hold.wanted.copy != copy.item or hold.ready_at != work.acting.branch:
        until = _kept_until(work, copy)
        work.add(HoldStep(hold=hold.hold, step=READY, item=copy.item, until_on=until))
        note_notice(work, hold.patron, HOLD_READY)
    figures = {"person": hold.patron_name, "number": hold.patron_number}
    return todo("PUT_ON_HOLD_SHELF", **figures, **({"until": until} if until else {}))


def _kept_until(work: Work, copy: Copy) -> date | None:
    days = work.terms.of(copy, "").hold_shelf_days
    return shelf_until(work.today, days, work.calendar, working=work.policy.number("hold_shelf_working") > 0)


def _send_for(work: Work, copy: Copy, hold: HeldHold, sent: Place | None) -> Todo:
    assert hold.pickup is not None
    if hold.wanted.copy != copy.item:
        work.add(HoldStep(hold=hold.hold, step=CAUGHT, item=copy.item))
    send(work, copy, hold.pickup, cause=HOLD, hold=hold, sent=sent)
    return todo("SEND_FOR_HOLD", branch=hold.pickup_name)


def _home(work: Work, copy: Copy, sent: Place | None) -> tuple[Todo, ...]:
    if copy.home_branch is None or copy.home_branch == work.acting.branch:
        end_transfer(work, copy, sent)
        return ()
    send(work, copy, copy.home_branch, cause=HOME, hold=None, sent=sent)
    return (todo("SEND_HOME", branch=copy.home_branch_name),)


def send(
    work: Work, copy: Copy, to_branch: BranchId, *, cause: str, hold: HeldHold | None, sent: Place | None = None
) -> None:
    """Write that a copy is sent; scanned again before it has left for the same branch, it is not sent again."""
    named = None if hold is None else hold.hold
    if sent is not None and (sent.to_branch, sent.cause, sent.hold) == (to_branch, cause, named):
        return
    end_transfer(work, copy, sent)
    work.add(Transfer(item=copy.item, to_branch=to_branch, cause=cause, hold=named))


def let_go(work: Work, holds: Iterable[HeldHold], step: str, copy: Copy, cause: str = "") -> None:
    """Write a step of holds that a copy was for."""
    for one in holds:
        work.add(HoldStep(hold=one.hold, step=step, item=copy.item, cause=cause))
