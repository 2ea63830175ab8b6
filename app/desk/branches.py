"""What a branch is called, where it is, and when it is open (L-01, L-46)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.desk.ids import BranchId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.hours import read_hours, write_hours

WEEKDAYS = frozenset("1234567")
ALL_OPEN = "0"
"""Said in place of weekdays by a branch that opens on each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchChanged:
    branch: BranchId
    code: str


def change_branch(
    work: Work,
    *,
    code: str,
    name: str | None = None,
    address: str | None = None,
    closed_weekdays: str | None = None,
    hours: str | None = None,
) -> Outcome[BranchChanged]:
    """Change what is told about a branch; None leaves it as it is.

    Args:
        closed_weekdays: ISO weekdays, "67" for Saturday and Sunday, "0" for none. Due days avoid them from now on.
        hours: Hours of opening (`app.rules.hours`); "" for none written down. A weekday without any is closed.
    """
    branch = work.branch_with_code(code)
    blocks = (*not_permitted(work, "network"), *_blocks(name, closed_weekdays, hours))
    if branch is None:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="branch"))
    if blocks or branch is None:
        return Refused(blocks=blocks)
    opening = read_hours(hours) if hours else None
    said = {
        "name": _tidy(name),
        "address": _tidy(address),
        "closed_weekdays": _others(opening) if opening else _weekdays(closed_weekdays),
        "hours": write_hours(opening) if opening else hours,
    }
    changed = {column: value for column, value in said.items() if value is not None}
    if changed:
        work.amend("branch", branch, **changed)
    return Done(record=BranchChanged(branch=branch, code=code), touched=frozenset({Touched.BRANCH, Touched.SETTING}))


def _blocks(name: str | None, closed_weekdays: str | None, hours: str | None) -> Iterator[Block]:
    if name is not None and not name.strip():
        yield block(Why.FIELD_MISSING, field="branch_name")
    if closed_weekdays not in {None, ALL_OPEN} and not _are_weekdays(closed_weekdays or ""):
        yield block(Why.FIELD_INVALID, field="closed_weekdays")
    if hours and (read_hours(hours) is None or closed_weekdays is not None):  # Two tellings might differ.
        yield block(Why.FIELD_INVALID, field="hours")


def _are_weekdays(text: str) -> bool:
    """Tell whether these are weekdays, and not all seven: then there would be no due day."""
    return bool(text) and set(text) < WEEKDAYS


def _tidy(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _weekdays(text: str | None) -> str | None:
    return None if text is None else "".join(sorted(set(text) & WEEKDAYS))


def _others(days: Collection[int]) -> str:
    return "".join(str(day) for day in range(1, 8) if day not in days)
