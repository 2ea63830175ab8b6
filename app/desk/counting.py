"""Counting at the desk: visits, Wi-Fi, computers (L-03), and events. Nobody is named.

A key press is kept at this desk alone; one fact a kind and an hour is written when the hour has ended, at sign-out and
at close. Five hundred visits a day would otherwise be five hundred facts for every desk of the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.desk.circulation import Event, Tally
from app.desk.ids import FactId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Undo
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
class CountCorrected:
    """A day's count was put right; `before` is what it was."""

    kind: str
    on_day: date
    before: int
    count: int


def correct_count(work: Work, *, kind: str, number: int, on: date | None = None) -> Outcome[CountCorrected]:
    """Say how often something really happened on a day at this branch; the difference is written, hour by hour.

    What was counted stays as it is: two desks that put one day right write two differences.
    """
    day = on or work.today
    blocks = (*not_permitted(work, "lend"), *_against(kind, COUNTED, number), *_not_over(work, day))
    if number < 0:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="number"))
    if blocks:
        return Refused(blocks=blocks)
    hours = work.counts.by_hour(kind, day)
    for hour, difference in differences(hours, number, work.counts.hour).items():
        work.add(Tally(kind=kind, on_day=day, hour=hour, count=difference))
    before = sum(hours.values())
    return Done(record=CountCorrected(kind=kind, on_day=day, before=before, count=number), touched=_TOUCHED)


def differences(hours: Mapping[int, int], wanted: int, usual: int) -> Mapping[int, int]:
    """Return what to add to each hour so that the day has what is wanted: no hour less than nothing.

    Args:
        usual: The hour to which something is added on a day on which nothing was counted.
    """
    missing = wanted - sum(hours.values())
    busiest = sorted(hours, key=lambda hour: (-hours[hour], hour))
    if missing > 0:
        return {busiest[0] if busiest else usual: missing}
    found: dict[int, int] = {}
    for hour in busiest:
        taken = min(-missing, max(0, hours[hour]))
        if taken:
            found[hour], missing = -taken, missing + taken
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWritten:
    event: FactId
    kind: str
    name: str
    on_day: date


def add_event(
    work: Work, *, name: str, kind: str = "other", on: date | None = None, adults: int = 0, children: int = 0
) -> Outcome[EventWritten]:
    """Write down something that the library held, and how many came."""
    event = Event(kind=kind, name=" ".join(name.split()), on_day=on or work.today, adults=adults, children=children)
    if blocks := (*not_permitted(work, "lend"), *_against_event(work, event)):
        return Refused(blocks=blocks)
    return _event_written(work, event)


def change_event(
    work: Work, *, event: int, name: str, kind: str, on: date, adults: int, children: int
) -> Outcome[EventWritten]:
    """Write an event anew, in place of what was written of it."""
    anew = Event(kind=kind, name=" ".join(name.split()), on_day=on, adults=adults, children=children)
    blocks = (*not_permitted(work, "lend"), *_against_event(work, anew), *_not_ours(work, event))
    if blocks:
        return Refused(blocks=blocks)
    work.add(Undo(fact_table="event", fact=FactId(event)))
    return _event_written(work, anew)


def cancel_event(work: Work, *, event: int) -> Outcome[EventWritten]:
    """Take back an event that was never held, or was written twice."""
    found = work.counts.event(event)
    if blocks := (*not_permitted(work, "lend"), *_not_ours(work, event)):
        return Refused(blocks=blocks)
    assert found is not None, "what nobody knows is refused"
    work.add(Undo(fact_table="event", fact=FactId(event)))
    record = EventWritten(event=FactId(event), kind=found.kind, name=found.name, on_day=found.on_day)
    return Done(record=record, touched=_TOUCHED)


def _event_written(work: Work, event: Event) -> Done[EventWritten]:
    fact = FactId(work.add(event))
    return Done(
        record=EventWritten(event=fact, kind=event.kind, name=event.name, on_day=event.on_day), touched=_TOUCHED
    )


def _against_event(work: Work, event: Event) -> Iterator[Block]:
    yield from _against(event.kind, EVENTS, 0)
    yield from _not_over(work, event.on_day)
    if not event.name:
        yield block(Why.FIELD_MISSING, field="name")
    if not 0 <= event.adults <= NUMBER_MAX:
        yield block(Why.FIELD_INVALID, field="adults")
    if not 0 <= event.children <= NUMBER_MAX:
        yield block(Why.FIELD_INVALID, field="children")


def _not_over(work: Work, day: date) -> Iterator[Block]:
    if day > work.today:
        yield block(Why.FIELD_INVALID, field="on_day")


def _not_ours(work: Work, event: int) -> Iterator[Block]:
    """Yield the block for an event that nobody knows, or that another branch held: it knows who came."""
    found = work.counts.event(event)
    if found is None or found.branch != work.acting.branch:
        yield block(Why.ROW_UNKNOWN, row=str(event))


def _against(kind: str, kinds: tuple[str, ...], number: int) -> Iterator[Block]:
    if kind not in kinds:
        yield block(Why.FIELD_INVALID, field="kind")
    if number > NUMBER_MAX:
        yield block(Why.FIELD_INVALID, field="number")
