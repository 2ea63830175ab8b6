"""Counting at the desk: visits, Wi-Fi, computers (L-03), and events. Nobody is named.

A key press is kept at this desk alone; one fact a kind and an hour is written when the hour has ended, at sign-out and
at close. Five hundred visits a day would otherwise be five hundred facts for every desk of the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.circulation import Event, Tally
from app.desk.ids import FactId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block

VISITS = ("visit_adult", "visit_child", "visit_virtual")
COUNTED = (*VISITS, "wifi", "computer")
"""What is counted, in the order of the keys."""
EVENTS = ("talk", "exhibition", "reading", "lesson", "other")
NUMBER_MAX = 99_999

_TOUCHED = frozenset({Touched.COUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedHere:
    """Something was counted; `count` is how often in this hour, at this desk."""

    kind: str
    count: int


def count(work: Work, *, kind: str, number: int = 1) -> Outcome[CountedHere]:
    """Count something once, or `number` times; what was counted by mistake is taken off with a negative number."""
    if blocks := (*not_permitted(work, "lend"), *_against(kind, COUNTED, abs(number))):
        return Refused(blocks=blocks)
    _write(work, until_now=False)
    return Done(record=CountedHere(kind=kind, count=work.counts.add(kind, number)), touched=_TOUCHED)


def write_counts(work: Work, *, until_now: bool = True) -> Outcome[int]:
    """Write what was counted as facts; return how many. Nobody is asked for a permission: it was counted before.

    Args:
        until_now: In the hour that is not over yet as well: the desk is left.
    """
    return Done(record=_write(work, until_now=until_now), touched=_TOUCHED)


def _write(work: Work, *, until_now: bool) -> int:
    taken = work.counts.take(until_now=until_now)
    for one in taken:
        work.add(Tally(kind=one.kind, on_day=one.on_day, hour=one.hour, count=one.count))
    return len(taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventAdded:
    event: FactId
    kind: str
    name: str
    on_day: date


def add_event(
    work: Work, *, name: str, kind: str = "other", on: date | None = None, adults: int = 0, children: int = 0
) -> Outcome[EventAdded]:
    """Write down something that the library held, and how many came."""
    name, day = " ".join(name.split()), on or work.today
    blocks = (*not_permitted(work, "lend"), *_against(kind, EVENTS, max(adults, children, 0)))
    if not name:
        blocks = (*blocks, block(Why.FIELD_MISSING, field="name"))
    if min(adults, children) < 0:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="number"))
    if day > work.today:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="on_day"))
    if blocks:
        return Refused(blocks=blocks)
    event = FactId(work.add(Event(kind=kind, name=name, on_day=day, adults=adults, children=children)))
    return Done(record=EventAdded(event=event, kind=kind, name=name, on_day=day), touched=_TOUCHED)


def _against(kind: str, kinds: tuple[str, ...], number: int) -> Iterator[Block]:
    if kind not in kinds:
        yield block(Why.FIELD_INVALID, field="kind")
    if number > NUMBER_MAX:
        yield block(Why.FIELD_INVALID, field="number")
