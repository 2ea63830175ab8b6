"""Commands about what is kept of people: handing it out to them, and who looked at it."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from app.cli.command import Answer, Argument, Command, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import lines, refused_answer
from app.db.queries.people import show_patron
from app.db.queries.viewings import ViewingShown, viewings
from app.desk.outcome import Refused
from app.rules.blocks import Why, block
from app.station.station import Station
from app.words import LANGUAGES, Words


def _refused(context: Context, refused: Refused) -> Answer:
    return refused_answer(refused, context.words)


def _data(context: Context, given: Namespace) -> Answer:
    from app.station.personal import hand_out_data  # noqa: PLC0415  # The pages are heavy, and needed for this alone.

    words = Words(given.language) if given.language else context.words
    with context.staffed() as station:
        handed = hand_out_data(station, patron=given.scan, path=Path(given.out), words=words)
    if isinstance(handed, Refused):
        return _refused(context, handed)
    count = sum(len(section.rows) for section in handed.sections)
    return Answer(
        keys={
            "file": str(handed.path),
            "patron": handed.number,
            "patron_id": str(handed.patron),
            "entries": {section.table: len(section.rows) for section in handed.sections},
        },
        text=context.words("cli.patron.data.done", name=handed.name, count=count, file=handed.path),
    )


def _viewings(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        patron = _patron(station, given.patron) if given.patron else None
        unknown = () if patron or not given.patron else (block(Why.UNKNOWN_SCAN, scan=given.patron),)
        if blocks := (*station.not_permitted("export"), *unknown):
            return _refused(context, Refused(blocks=blocks))
        last: date = given.last or station.today()
        found = viewings(station.reading, first=given.first or date.min, last=last, patron=patron)
        said = [_line(context, station, one) for one in found]
        keys = [_keys(context, station, one) for one in found]
    return Answer(keys={"viewings": keys}, text=lines(*said) or context.words("cli.patron.viewings.none"))


def _patron(station: Station, scan: str) -> int | None:
    shown = show_patron(station.reading, scan, today=station.today(), branch=station.acting.branch)
    return shown.patron if shown else None


def _keys(context: Context, station: Station, one: ViewingShown) -> dict[str, str]:
    return {
        "at": context.local(one.at_ms, station).isoformat(timespec="seconds"),
        "staff": one.staff,
        "branch": one.branch,
        "patron": one.number,
        "patron_id": str(one.patron or ""),
        "name": one.name,
        "what": one.what,
        "reason": one.reason,
    }


def _line(context: Context, station: Station, one: ViewingShown) -> str:
    words = context.words
    moment = words.moment(context.local(one.at_ms, station))
    what = words(f"viewing.{one.what}") if one.what else ""
    return "  ".join(filter(None, (moment, one.staff, one.branch, one.number, one.name, what, one.reason)))


COMMANDS = (
    Command(
        words=("patron", "data"),
        run=_data,
        arguments=(
            Argument("scan"),
            required("--out"),
            Argument("--language", {"choices": list(LANGUAGES), "default": ""}),
        ),
        keys="file, patron, patron_id, entries: {table: number}",
    ),
    Command(
        words=("patron", "viewings"),
        run=_viewings,
        arguments=(
            Argument("--patron", {"default": ""}),
            Argument("--from", {"type": day, "dest": "first"}),
            Argument("--to", {"type": day, "dest": "last"}),
        ),
        keys="viewings: [{at, staff, branch, patron, patron_id, name, what, reason}]",
    ),
)
