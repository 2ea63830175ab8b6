"""Commands that count: visits and the use of Wi-Fi and computers, and events."""

from __future__ import annotations

from argparse import Namespace

from app.cli.command import Answer, Argument, Command, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.relation_commands import answer
from app.cli.telling import plain
from app.desk.counting import COUNTED, EVENTS, CountedHere, EventAdded, add_event, count, write_counts
from app.desk.outcome import Done


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

    def line(done: EventAdded) -> str:
        return context.words("event.added", name=done.name, day=done.on_day)

    return answer(context, outcome, _event_keys, line)


def _event_keys(done: EventAdded) -> dict[str, object]:
    return {"event": str(done.event), "kind": done.kind, "name": done.name, "on": plain(done.on_day)}


COMMANDS = (
    Command(
        words=("count",),
        run=_count,
        arguments=(Argument("kind", {"choices": COUNTED}), Argument("--number", {"type": int, "default": 1})),
        keys="kind, number",
    ),
    Command(
        words=("event", "add"),
        run=_event,
        arguments=(
            required("--name"),
            Argument("--kind", {"choices": EVENTS, "default": "other"}),
            Argument("--on", {"type": day}),
            Argument("--adults", {"type": int, "default": 0}),
            Argument("--children", {"type": int, "default": 0}),
        ),
        keys="event, kind, name, on",
    ),
)
