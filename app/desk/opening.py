"""When branches are open: hours of opening from a day on (L-01), closed days, and opening again (C-22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.ids import BranchId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import ClosedDay, Setting
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.calendar import opening_on
from app.rules.hours import OPENING, open_but, read_hours, write_hours

CLOSED_DAYS_MAX = 366
"""A branch that is closed for longer is closed for good; due days move no further."""

_CALENDAR = frozenset({Touched.SETTING, Touched.LOAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursSet:
    """Hours of opening that hold from a day on; "" for some that were taken back."""

    branch: BranchId
    hours: str
    from_on: date


def change_hours(
    work: Work, *, branch: str = "", hours: str = "", closed_weekdays: str = "", from_on: date | None = None
) -> Outcome[HoursSet]:
    """Write when a branch opens from a day on; open loans that are due when it is closed then are due later.

    Args:
        branch: Its code; "" for the branch of this desk.
        hours: Hours of opening (`app.rules.hours`). A weekday that is not named is closed.
        closed_weekdays: Said in place of hours that nobody knows: "67" for Saturday and Sunday, "0" for none.
    """
    where, since = _branch(work, branch), from_on or work.today
    opening = read_hours(hours or open_but(closed_weekdays))
    blocks = (*not_permitted(work, "settings"), *_against(where, since, work.today))
    if opening is None or (hours and closed_weekdays):  # Two tellings might differ.
        blocks = (*blocks, block(Why.FIELD_INVALID, field="closed_weekdays" if closed_weekdays else "hours"))
    if blocks or opening is None or where is None:
        return Refused(blocks=blocks)
    return _written(work, where, write_hours(opening), since)


def withdraw_hours(work: Work, *, from_on: date, branch: str = "") -> Outcome[HoursSet]:
    """Take back hours that were to hold from today or a later day on: what held before holds on."""
    where = _branch(work, branch)
    blocks = (*not_permitted(work, "settings"), *_against(where, from_on, work.today))
    if where is not None and not blocks:
        found = opening_on(work.calendar_of(where).opening, from_on)
        if found is None or found.from_on != from_on.isoformat():
            blocks = (block(Why.FIELD_INVALID, field="from_on"),)
    if blocks or where is None:
        return Refused(blocks=blocks)
    return _written(work, where, "", from_on)


def _written(work: Work, branch: BranchId, hours: str, since: date) -> Done[HoursSet]:
    work.add(Setting(key=OPENING, branch=branch, from_on=since, value=hours))
    return Done(record=HoursSet(branch=branch, hours=hours, from_on=since), touched=_CALENDAR | {Touched.BRANCH})


def _against(branch: BranchId | None, since: date, today: date) -> Iterator[Block]:
    if branch is None:
        yield block(Why.FIELD_INVALID, field="branch")
    if since < today:  # Days that were promised and fees that were told would change behind everybody's back.
        yield block(Why.FIELD_INVALID, field="from_on")


def _branch(work: Work, code: str) -> BranchId | None:
    return work.branch_with_code(code) if code else work.acting.branch


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Some days on which a branch, or every one, does not open."""

    closed_day: int
    first: date
    last: date


def close_days(
    work: Work,
    *,
    first: date,
    last: date,
    reason: str = "",
    branch: str = "",
    everywhere: bool = False,
    yearly: bool = False,
) -> Outcome[Closed]:
    """Close a branch, or all of them, for some days; open loans that are due on them are due later (C-22).

    Args:
        branch: Its code; "" for the branch of this desk.
        yearly: The same days of every year from that one on.
    """
    where, blocks = _branch(work, branch), not_permitted(work, "settings")
    if where is None:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="branch"))
    if not 0 <= (last - first).days < CLOSED_DAYS_MAX:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="until"))
    if blocks:
        return Refused(blocks=blocks)
    closed = ClosedDay(
        branch=None if everywhere else where,
        from_on=first,
        until_on=last,
        reason=" ".join(reason.split()),
        yearly=int(yearly),
    )
    return Done(record=Closed(closed_day=work.add(closed), first=first, last=last), touched=_CALENDAR)


def open_again(work: Work, *, closed_day: int) -> Outcome[Closed]:
    """Take back that some days are closed. What was promised on a receipt meanwhile stands."""
    found, blocks = work.closed_day(closed_day), not_permitted(work, "settings")
    if found is None:
        blocks = (*blocks, block(Why.ROW_UNKNOWN, row=str(closed_day)))
    if blocks or found is None:
        return Refused(blocks=blocks)
    work.amend("closed_day", closed_day, cancelled=1)
    return Done(record=Closed(closed_day=closed_day, first=found[0], last=found[1]), touched=_CALENDAR)
