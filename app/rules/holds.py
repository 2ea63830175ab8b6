"""Holds: what the steps of one mean together, who is next, and which hold a copy that lies here is for.

Pure: of the same rows it says the same on every desk, in whatever order they came. What depends on the day, or on the
house rules, is asked of what the rows say, and never kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.rules.calendar import Calendar

CAUGHT, READY, COLLECTED, CANCELLED, EXPIRED = "caught", "ready", "collected", "cancelled", "expired"
SUSPENDED, RESUMED, MOVED, FETCHING, REQUEUED = "suspended", "resumed", "moved", "fetching", "requeued"

ENDS = frozenset({COLLECTED, CANCELLED, EXPIRED})
CATCHES = frozenset({CAUGHT, READY})

ON_SHELF, QUEUE = "shelf", "queue"
"""Kinds of holds: a copy stood on the shelf when it was placed (L-26), or all were out (L-27)."""

FOR_EVER = date.max
"""Until when somebody is suspended who named no day."""

OWN_BRANCH_FIRST = "branch"
"""The order in which a copy goes first to whoever collects where it lies; otherwise the network has one queue (B-9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that became of a hold. `id` is its tick."""

    id: int
    step: str
    item: int | None = None
    to_branch: int | None = None
    until_on: date | None = None
    branch: int | None = None
    staff: int | None = None
    at_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a living hold stands by its steps, whatever the day is.

    Attributes:
        pickup: Where it is to be collected now.
        suspended_until: None where it is not suspended.
        copy: What was caught for it and is nobody else's since; None for a hold that waits.
        caught: The step by which `copy` was caught first.
        also: Steps by which another desk caught another copy for it, not knowing of the first: those are free again.
        ready: The step by which `copy` was laid on the hold shelf where it is to be collected; None while it is not.
        fetching: The step by which somebody went to fetch a copy from the shelf; None while nobody does.
    """

    pickup: int | None
    suspended_until: date | None
    copy: int | None
    caught: Step | None
    also: tuple[Step, ...]
    ready: Step | None
    fetching: Step | None


def standing_of(pickup: int | None, steps: Sequence[Step], taken: Mapping[int, int]) -> Standing | None:
    """Return how a hold stands by its steps, in the order of their ticks; None for one that has come to its end.

    Args:
        pickup: Where it was to be collected when it was placed.
        taken: For each copy when it last went elsewhere, as a tick: it was lent, sent home, reported gone, or caught
            for another hold. What was caught before that is not held any more.
    """
    if any(one.step in ENDS for one in steps):
        return None
    pickup = next((one.to_branch for one in reversed(steps) if one.step == MOVED), pickup)
    catches = [one for one in steps if _stands(one, steps, taken)]
    first: dict[int | None, Step] = {}
    for one in catches:
        first.setdefault(one.item, one)
    by_copy = tuple(first.values())
    caught = next(iter(by_copy), None)
    ready = (one for one in catches if caught and one.item == caught.item)
    return Standing(
        pickup=pickup,
        suspended_until=_suspended_until(steps),
        copy=caught.item if caught else None,
        caught=caught,
        also=by_copy[1:],
        ready=next((one for one in ready if one.step == READY and one.branch == pickup), None),
        fetching=None if caught else _fetching(steps),
    )


def _stands(one: Step, steps: Sequence[Step], taken: Mapping[int, int]) -> bool:
    """Tell whether what this step caught is held still: nothing took it since, and nobody let it go."""
    if one.step not in CATCHES or one.item is None or taken.get(one.item, 0) > one.id:
        return False
    return not any(later.step == REQUEUED and later.id > one.id and later.item in {None, one.item} for later in steps)


def _suspended_until(steps: Sequence[Step]) -> date | None:
    last = next((one for one in reversed(steps) if one.step in {SUSPENDED, RESUMED}), None)
    return (last.until_on or FOR_EVER) if last is not None and last.step == SUSPENDED else None


def _fetching(steps: Sequence[Step]) -> Step | None:
    last = next((one for one in reversed(steps) if one.step in {FETCHING, REQUEUED, *CATCHES}), None)
    return last if last is not None and last.step == FETCHING else None


class Stage(StrEnum):
    """How a hold is told to people."""

    WAITING = "waiting"
    SUSPENDED = "suspended"
    ABSENT = "absent"
    FETCHING = "fetching"
    COMING = "coming"
    READY = "ready"
    UNCOLLECTED = "uncollected"
    """It lay on the hold shelf for as long as it is kept there."""
    LAPSED = "lapsed"
    """Nobody could fill it within the time of interest."""
    OVER = "over"
    """It has come to its end, or another copy serves it, and a copy lies on the hold shelf for it still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A living hold with what bears on whether it may be filled.

    Attributes:
        hold: Its tick: the earlier comes first.
        patron: The record that leads, of whoever waits.
        item: The one copy that is wanted; None for any of the title.
        until_on: The last day of interest; None for no end.
        ready_until: The last day on the hold shelf; None where it does not lie there, or is kept for ever.
        absent_from, absent_until: When its person is away and wants nothing laid ready.
        has_one: Whether its person has a copy of the title at home already.
    """

    hold: int
    patron: int
    item: int | None
    pickup: int | None
    until_on: date | None
    suspended_until: date | None
    copy: int | None
    is_ready: bool
    ready_until: date | None
    fetching: bool = False
    absent_from: date | None = None
    absent_until: date | None = None
    has_one: bool = False


def stage_of(one: Wanted, today: date) -> Stage:
    """Return how a hold stands today."""
    if one.copy is not None:
        if not one.is_ready:
            return Stage.COMING
        return Stage.UNCOLLECTED if one.ready_until is not None and one.ready_until < today else Stage.READY
    if one.until_on is not None and one.until_on < today:
        return Stage.LAPSED
    if one.suspended_until is not None and one.suspended_until >= today:
        return Stage.SUSPENDED
    if _is_away(one, today):
        return Stage.ABSENT
    return Stage.FETCHING if one.fetching else Stage.WAITING


def may_be_collected(one: Wanted, today: date) -> bool:
    """Tell whether a copy lies ready for this hold, and is kept still."""
    return stage_of(one, today) is Stage.READY


def _is_away(one: Wanted, today: date) -> bool:
    if one.absent_from is None and one.absent_until is None:
        return False
    return (one.absent_from or date.min) <= today <= (one.absent_until or date.max)


def line_of(holds: Iterable[Wanted], today: date) -> list[Wanted]:
    """Return the holds on one title that wait for a copy, the first in line first.

    Of two holds that one person has come to have, by two desks or by two records, the one that is further counts.
    """
    living = [one for one in holds if stage_of(one, today) is not Stage.LAPSED]
    has_copy = {(one.patron, one.item) for one in living if one.copy is not None}
    line: dict[tuple[int, int | None], Wanted] = {}
    for one in sorted(living, key=lambda one: one.hold):
        if one.copy is None and (one.patron, one.item) not in has_copy:
            line.setdefault((one.patron, one.item), one)
    return list(line.values())


MAY_BE_FILLED = frozenset({Stage.WAITING, Stage.FETCHING})


def next_for(holds: Iterable[Wanted], *, item: int, branch: int, today: date, own_branch_first: bool) -> Wanted | None:
    """Return the hold on its title for which a copy is that lies at a branch; None for a copy that nobody waits for."""
    waiting = [
        one
        for one in line_of(holds, today)
        if stage_of(one, today) in MAY_BE_FILLED and one.item in {None, item} and not one.has_one
    ]
    if own_branch_first:
        waiting.sort(key=lambda one: (one.pickup != branch, one.hold))
    return next(iter(waiting), None)


def position_of(holds: Collection[Wanted], hold: int, today: date, *, own_branch_first: bool) -> int:
    """Return the place of a hold in its queue, from 1; 0 for one that does not wait in it.

    Where a branch serves its own first, that is the place among those who collect at the same branch.
    """
    line = line_of(holds, today)
    mine = next((one for one in line if one.hold == hold), None)
    if mine is None:
        return 0
    if own_branch_first:
        line = [one for one in line if one.pickup == mine.pickup]
    return 1 + line.index(mine)


def unserved(holds: Iterable[Wanted], today: date, *, item: int, besides: int, free: int) -> int:
    """Return how many wait for a copy that is on loan: more than can be served from the shelf.

    Args:
        besides: Whoever has the copy.
        free: How many copies stand on shelves.
    """
    waiting = [
        one
        for one in line_of(holds, today)
        if one.patron != besides and one.item in {None, item} and stage_of(one, today) in MAY_BE_FILLED
    ]
    for_this_copy = sum(one.item == item for one in waiting)
    return for_this_copy + max(0, len(waiting) - for_this_copy - free)


def shelf_until(today: date, days: int, calendar: Calendar, *, working: bool) -> date | None:
    """Return the last day on which a copy lies on the hold shelf; None where it lies there until it is taken.

    Args:
        working: Whether only days count on which the branch opens.
    """
    if days <= 0:
        return None
    if not working:
        return calendar.next_open(today + timedelta(days=days))
    day = today
    for _ in range(days):
        day = calendar.next_open(day + timedelta(days=1))
    return day


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShelf:
    """A copy that can be fetched, and the branch where it stands."""

    item: int
    branch: int | None


def fetched_for(
    holds: Iterable[Wanted], copies: Iterable[OnShelf], today: date, *, own_branch_first: bool
) -> list[tuple[Wanted, OnShelf]]:
    """Return which copy is to be fetched for whom, on every desk the same: each branch picks its own.

    A copy that stands where the hold is collected comes before one that has to travel.
    """
    left = sorted(copies, key=lambda one: one.item)
    picks = []
    line = [one for one in line_of(holds, today) if stage_of(one, today) in MAY_BE_FILLED and not one.has_one]
    if own_branch_first:
        at_home = {copy.branch for copy in left}
        line.sort(key=lambda one: (one.pickup not in at_home, one.hold))
    for one in line:
        fitting = [copy for copy in left if one.item in {None, copy.item}]
        if fitting:
            chosen = min(fitting, key=lambda copy: (copy.branch != one.pickup, copy.item))
            left.remove(chosen)
            picks.append((one, chosen))
    return picks


INITIALS = "initials"
SHOWN_DIGITS = 4


def slip_name(said: str, *, name: str, number: str) -> str:
    """Return what a slip on the hold shelf says of a person: the end of their number, or their initials with it."""
    end = number[-SHOWN_DIGITS:]
    if said != INITIALS:
        return f"… {end}"
    letters = "".join(f"{part[0]}." for part in name.split())
    return f"{letters} {end[-2:]}".strip()
