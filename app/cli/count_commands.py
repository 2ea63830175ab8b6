"""Commands that count: visits and the use of Wi-Fi and computers, and events."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from app.cli.command import Answer, Argument, Command, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.relation_commands import answer
from app.cli.telling import lines, plain
from app.db.queries.counts import counts_of_day, events_of
from app.desk.counting import (
    COUNTED,
    EVENTS,
    CountCorrected,
    CountedHere,
    EventWritten,
    add_event,
    cancel_event,
    change_event,
    correct_count,
    count,
    write_counts,
)
from app.desk.outcome import Done
from app.desk.ports_counts import HeldEvent


def _count(context: Context, given: Namespace) -> Answer:
    """Count, and write it at once: there is no desk that is closed later."""
    words = context.words
    with context.staffed() as station:
        outcome = station.do(count, kind=given.kind, number=given.number)
        if isinstance(outcome, Done):
            station.do(write_counts)

    def line(done: CountedHere) -> str:
        return words("count.done", kind=words(f"count.kind.{done.kind}"), count=given.number)

    return answer(context, outcome, lambda done: {"kind": done.kind, "number": given.number}, line)


def _event(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            add_event, name=given.name, kind=given.kind, on=given.on, adults=given.adults, children=given.children
        )

    def line(done: EventWritten) -> str:
        return context.words("event.added", name=done.name, day=done.on_day)

    return answer(context, outcome, _event_keys, line)


def _event_keys(done: EventWritten) -> dict[str, object]:
    return {"event": str(done.event), "kind": done.kind, "name": done.name, "on": plain(done.on_day)}


def _counts(context: Context, given: Namespace) -> Answer:
    words = context.words
    with context.staffed() as station:
        day = given.on or station.today()
        found = counts_of_day(station.reading, station.acting.branch, day)
    counts = {kind: sum(found.get(kind, {}).values()) for kind in COUNTED}
    said = (f"{words(f'count.kind.{kind}')}: {count}" for kind, count in counts.items())
    return Answer(keys={"on": plain(day), "counts": counts}, text=lines(*said))


def _correct(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(correct_count, kind=given.kind, number=given.number, on=given.on)

    def line(done: CountCorrected) -> str:
        return context.words("count.corrected", kind=context.words(f"count.kind.{done.kind}"), count=done.count)

    def keys(done: CountCorrected) -> dict[str, object]:
        return {"kind": done.kind, "on": plain(done.on_day), "before": done.before, "number": done.count}

    return answer(context, outcome, keys, line)


def _events(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        year = given.year or station.today().year
        found = events_of(station.reading, station.acting.branch, date(year, 1, 1), date(year, 12, 31))
    said = (_event_said(context, one) for one in found)
    return Answer(keys={"events": [_shown(one) for one in found]}, text=lines(*said))


def _event_said(context: Context, one: HeldEvent) -> str:
    words = context.words
    kind, people = words(f"event.kind.{one.kind}"), one.adults + one.children
    return f"{one.event}  {words.day(one.on_day)}  {kind}  {one.name}  {people}"


def _shown(one: HeldEvent) -> dict[str, object]:
    return {
        "event": str(one.event),
        "kind": one.kind,
        "name": one.name,
        "on": plain(one.on_day),
        "adults": one.adults,
        "children": one.children,
    }


def _cancel(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(cancel_event, event=given.event)

    def line(done: EventWritten) -> str:
        return context.words("event.cancelled", name=done.name, day=done.on_day)

    return answer(context, outcome, _event_keys, line)


def _change(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            change_event,
            event=given.event,
            name=given.name,
            kind=given.kind,
            on=given.on or station.today(),
            adults=given.adults,
            children=given.children,
        )

    def line(done: EventWritten) -> str:
        return context.words("event.added", name=done.name, day=done.on_day)

    return answer(context, outcome, _event_keys, line)


_EVENT = (
    required("--name"),
    Argument("--kind", {"choices": EVENTS, "default": "other"}),
    Argument("--on", {"type": day}),
    Argument("--adults", {"type": int, "default": 0}),
    Argument("--children", {"type": int, "default": 0}),
)

COMMANDS = (
    Command(
        words=("count",),
        run=_count,
        arguments=(Argument("kind", {"choices": COUNTED}), Argument("--number", {"type": int, "default": 1})),
        keys="kind, number",
    ),
    Command(
        words=("counts", "show"),
        run=_counts,
        arguments=(Argument("--on", {"type": day}),),
        keys=f"on, counts: {{{', '.join(COUNTED)}}}",
    ),
    Command(
        words=("counts", "correct"),
        run=_correct,
        arguments=(
            Argument("kind", {"choices": COUNTED}),
            Argument("number", {"type": int}),
            Argument("--on", {"type": day}),
        ),
        keys="kind, on, before, number",
    ),
    Command(words=("event", "add"), run=_event, arguments=_EVENT, keys="event, kind, name, on"),
    Command(
        words=("event", "list"),
        run=_events,
        arguments=(Argument("--year", {"type": int}),),
        keys="events: [{event, kind, name, on, adults, children}]",
    ),
    Command(
        words=("event", "change"),
        run=_change,
        arguments=(Argument("event", {"type": int}), *_EVENT),
        keys="event, kind, name, on",
    ),
    Command(
        words=("event", "cancel"),
        run=_cancel,
        arguments=(Argument("event", {"type": int}),),
        keys="event, kind, name, on",
    ),
)
