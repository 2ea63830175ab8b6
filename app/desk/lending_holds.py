"""What lending and renewing have to do with holds: whose copy it is, whose hold ends, and whose way is cut short."""

from __future__ import annotations

from app.desk.found import Borrower, Copy
from app.desk.ids import PatronId
from app.desk.ports import Work
from app.desk.ports_holds import HeldHold
from app.desk.trapping import end_transfer, let_go
from app.rules.holds import COLLECTED, EXPIRED, REQUEUED, Stage, stage_of, unserved

LENT = "lent"
"""Why a hold waits again: its copy was lent to somebody else, knowingly."""


def held_at(work: Work, borrower: Borrower, copy: Copy) -> str | None:
    """Return where a copy lies ready for somebody else, or is to; None where nobody else has a claim on it.

    One that was not collected in time is nobody's any more, whether or not it was taken off the hold shelf.
    """
    hold = _claim(work, copy)
    if hold is None or hold.patron == borrower.patron:
        return None
    return hold.pickup_name


def _claim(work: Work, copy: Copy) -> HeldHold | None:
    hold = work.holds.on_copy(copy.item)
    if hold is None or stage_of(hold.wanted, work.today) is Stage.UNCOLLECTED:
        return None
    return hold


def on_its_way_to(work: Work, copy: Copy) -> str:
    """Return the other branch to which a copy is on its way; one that was sent here has come."""
    place = work.holds.place(copy.item)
    if place is None or place.transfer is None or place.to_branch == work.acting.branch:
        return ""
    return place.to_branch_name


def note_holds(work: Work, borrower: Borrower, copy: Copy) -> None:
    """Write, before a copy is lent, what becomes of the holds on it and of its way.

    Whoever gets any copy of a title waits for it no more. Written before the loan, it shows that whoever lends knows of
    the hold: a loan of a held copy without it is a task (C-15).
    """
    end_transfer(work, copy, work.holds.place(copy.item))
    held = work.holds.on_copy(copy.item)
    if held is not None and held.patron != borrower.patron:
        is_good = stage_of(held.wanted, work.today) is not Stage.UNCOLLECTED
        let_go(work, [held], REQUEUED if is_good else EXPIRED, copy, LENT if is_good else "")
    title = work.holds.title_of(copy.item)
    own = work.holds.of_title(title) if title is not None else ()
    let_go(
        work,
        [one for one in own if one.patron == borrower.patron and one.wanted.item in {None, copy.item}],
        COLLECTED,
        copy,
    )


def waiting_for(work: Work, copy: Copy, patron: PatronId) -> int:
    """Return how many others wait for a copy that somebody has, beyond those whom copies on shelves can serve."""
    title = work.holds.title_of(copy.item)
    if title is None:
        return 0
    holds = [one.wanted for one in work.holds.of_title(title)]
    if not holds:
        return 0
    free = work.holds.free_copies(title, None)
    return unserved(holds, work.today, item=copy.item, besides=patron, free=free)
