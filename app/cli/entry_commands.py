"""Commands about entering people in the catalogue of the country (L-10): who is missing, and under what number."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, required
from app.cli.context import Context
from app.cli.telling import lines, plain, refused_answer
from app.db.queries.entry import ToEnter, to_enter
from app.desk.entering import mark_entered
from app.desk.outcome import Refused
from app.station.station import Station

NOT_ENTERED = "not-entered"


def list_not_entered(context: Context, given: Namespace) -> Answer:
    """Answer `patron list not-entered`, on the screen or in a file."""
    with context.staffed() as station:
        if blocks := station.not_permitted("register"):
            return _refused(context, Refused(blocks=blocks))
        if given.out:
            return _written(context, station, Path(given.out), given.branch)
        found = to_enter(station.reading, given.branch)
    said = [f"{one.number}  {one.given} {one.family}  {one.branch}".rstrip() for one in found]
    return Answer(
        keys={"patrons": [_keys(one) for one in found]},
        text=lines(*said) or context.words("cli.patron.list.none"),
    )


def _keys(one: ToEnter) -> dict[str, Any]:
    """Return a line of the list; a personal code is in the file alone."""
    return {
        "patron": one.number,
        "patron_id": str(one.patron),
        "name": f"{one.given} {one.family}".strip(),
        "birth": plain(one.birth_on),
        "branch": one.branch,
        "registered_on": plain(one.registered_on),
    }


def _written(context: Context, station: Station, path: Path, branch: str) -> Answer:
    from exports.registry import write_report  # noqa: PLC0415  # openpyxl takes a fifth of a second.

    today = station.today()
    written = write_report(
        NOT_ENTERED,
        path,
        database=station.reading,
        words=context.words,
        first=today,
        last=today,
        today=today,
        now_ms=context.world.clock.wall_ms(),
        zone=station.place().time_zone,
        branch=branch,
    )
    return Answer(
        keys={"file": str(written.path), "rows": written.rows},
        text=context.words("cli.patron.list.written", count=written.rows, file=written.path),
    )


def _entered(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(mark_entered, patron=given.scan, external_id=given.external_id)
    if isinstance(outcome, Refused):
        return _refused(context, outcome)
    record = outcome.record
    return Answer(
        keys={"patron_id": str(record.patron), "external_id": record.external_id},
        text=context.words("cli.patron.entered.done", name=record.name, number=record.external_id),
    )


def _refused(context: Context, refused: Refused) -> Answer:
    return refused_answer(refused, context.words)


COMMANDS = (
    Command(
        words=("patron", "entered"),
        run=_entered,
        arguments=(Argument("scan"), required("--external-id")),
        keys="patron_id, external_id",
    ),
)
