"""Commands about holds: placing, moving, fetching, cancelling, and the lists of them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, flag, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import lines, notices_keys, plain, refusal, refused_answer
from app.db.borrowers import borrower
from app.db.queries.hold_shelf import hold_shelf
from app.db.queries.holds import HoldShown, all_holds, pick_list, stale_holds
from app.desk.absence import note_absence
from app.desk.holds import (
    Placed,
    cancel_hold,
    fetch_hold,
    move_hold,
    place_hold,
    requeue_hold,
    resume_hold,
    suspend_hold,
)
from app.desk.outcome import Outcome, Refused
from app.rules.blocks import Why, block
from app.station.station import Station
from app.words import Words


def _place(context: Context, given: Namespace) -> Answer:
    return _do(
        context,
        lambda station: station.do(
            place_hold,
            patron=given.patron,
            item=given.item,
            this_copy=given.this_copy,
            pickup=given.pickup,
            until=given.until,
            override=set(given.override),
            reason=given.reason,
        ),
    )


def _cancel(context: Context, given: Namespace) -> Answer:
    return _do(context, lambda station: station.do(cancel_hold, hold=given.hold))


def _move(context: Context, given: Namespace) -> Answer:
    return _do(context, lambda station: station.do(move_hold, hold=given.hold, to=given.to))


def _suspend(context: Context, given: Namespace) -> Answer:
    return _do(context, lambda station: station.do(suspend_hold, hold=given.hold, until=given.until))


def _resume(context: Context, given: Namespace) -> Answer:
    return _do(context, lambda station: station.do(resume_hold, hold=given.hold))


def _fetch(context: Context, given: Namespace) -> Answer:
    return _do(context, lambda station: station.do(fetch_hold, hold=given.hold))


def _requeue(context: Context, given: Namespace) -> Answer:
    return _do(context, lambda station: station.do(requeue_hold, hold=given.hold))


def _absence(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(note_absence, patron=given.patron, first=getattr(given, "from"), last=given.until)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    record = outcome.record
    keys = {"patron": record.number, "from": plain(record.absent_from), "until": plain(record.absent_until)}
    return Answer(keys=keys, text=context.words("person.absence.done", name=record.name))


def _do(context: Context, deed: Callable[[Station], Outcome[Placed]]) -> Answer:
    words = context.words
    with context.staffed() as station:
        outcome = deed(station)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, words)
    record = outcome.record
    keys = {
        "hold": str(record.hold),
        "title": record.title,
        "patron": record.patron_number,
        "kind": record.kind,
        "stage": record.stage.value,
        "pickup": record.pickup,
        "until": plain(record.until_on),
        "position": record.position,
        **notices_keys(outcome, words),
    }
    said = words("hold.done", title=record.title, patron=record.patron_name, branch=record.pickup)
    stands = words(f"hold.stage.{record.stage}")
    place = words("hold.position", place=record.position) if record.position else ""
    return Answer(keys=keys, text=lines(said, "  ".join(filter(None, (f"#{record.hold}", stands, place)))))


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        today, branch = station.today(), station.acting.branch
        at = None if given.everywhere else branch
        if given.which == "pick":
            picks = pick_list(station.reading, today=today, branch=branch, at=at)
            keys = [
                {**hold_keys(one.hold), "copy": one.barcode, "call_number": one.call_number, "copy_at": one.branch}
                for one in picks
            ]
            said = [f"{one.call_number}  {one.barcode}  {_line(one.hold, context.words)}".strip() for one in picks]
            return Answer(keys={"holds": keys}, text=lines(*said) or context.words("hold.list.none"))
        found = _listed(station, given.which, at)
        whose = _whose(station, given.patron) if given.patron else None
    if given.patron and whose is None:
        refused, text = refusal(Refused(blocks=(block(Why.UNKNOWN_SCAN, scan=given.patron),)), context.words)
        return Answer(keys=refused, text=text, exit=Exit.REFUSED)
    shown = [one for one in found if whose in {None, one.patron}]
    said = [_line(one, context.words) for one in shown]
    return Answer(
        keys={"holds": [hold_keys(one) for one in shown]}, text=lines(*said) or context.words("hold.list.none")
    )


def _whose(station: Station, scan: str) -> int | None:
    found = borrower(station.reading.connection, scan, station.today(), station.place().time_zone)
    return None if found is None else found.patron


def _listed(station: Station, which: str, at: int | None) -> list[HoldShown]:
    today, branch = station.today(), station.acting.branch
    if which == "shelf":
        return hold_shelf(station.reading, today=today, branch=branch, at=at)
    if which == "stale":
        return [one.hold for one in stale_holds(station.reading, today=today, branch=branch)]
    return all_holds(station.reading, today=today, branch=branch)


def hold_keys(one: HoldShown) -> dict[str, Any]:
    """Return a hold as answers have it."""
    return {
        "hold": str(one.hold),
        "title": one.title,
        "author": one.author,
        "patron": one.patron_number,
        "patron_id": str(one.patron),
        "kind": one.kind,
        "stage": one.stage.value,
        "position": one.position,
        "waiting": one.waiting,
        "placed_on": plain(one.placed_on),
        "until": plain(one.until_on),
        "pickup": one.pickup,
        "copy": one.barcode or one.copy_wanted,
        "ready_on": plain(one.ready_on),
        "ready_until": plain(one.ready_until),
        "fetched_by": one.fetched_by,
    }


def _line(one: HoldShown, words: Words) -> str:
    place = words("hold.position", place=one.position) if one.position else one.barcode
    parts = (f"#{one.hold}", words(f"hold.stage.{one.stage}"), one.title, one.patron_name, place, one.pickup)
    return "  ".join(filter(None, parts))


def _slip(context: Context, given: Namespace) -> Answer:
    from app.station.route_slips import print_route_slip  # noqa: PLC0415  # The pages are heavy, and needed here alone.

    with context.staffed() as station:
        printed = print_route_slip(station, given.item, Path(given.out), context.words)
    if isinstance(printed, Refused):
        return refused_answer(printed, context.words)
    return Answer(keys={"file": str(printed)}, text=context.words("route-slip.done", file=printed))


_ONE = (Argument("hold"),)
_HOLD = "hold, title, patron, kind, stage, pickup, until, position; notices"
_KEYS = (
    "holds: [{hold, title, author, patron, patron_id, kind, stage, position, waiting, placed_on, until, pickup, copy,"
    " ready_on, ready_until, fetched_by}]; of `--which pick` call_number and copy_at besides"
)

COMMANDS = (
    Command(
        words=("hold", "place"),
        run=_place,
        arguments=(
            required("--patron"),
            required("--item"),
            flag("--this-copy"),
            optional("--pickup"),
            Argument("--until", {"type": day}),
            Argument("--override", {"nargs": "+", "default": []}),
            optional("--reason"),
        ),
        keys=_HOLD,
    ),
    Command(
        words=("hold", "list"),
        run=_list,
        arguments=(
            Argument("--which", {"choices": ["all", "pick", "shelf", "stale"], "default": "all"}),
            optional("--patron"),
            flag("--everywhere"),
        ),
        keys=_KEYS,
    ),
    Command(words=("hold", "cancel"), run=_cancel, arguments=_ONE, keys=_HOLD),
    Command(words=("hold", "move"), run=_move, arguments=(*_ONE, required("--to")), keys=_HOLD),
    Command(words=("hold", "suspend"), run=_suspend, arguments=(*_ONE, Argument("--until", {"type": day})), keys=_HOLD),
    Command(words=("hold", "resume"), run=_resume, arguments=_ONE, keys=_HOLD),
    Command(words=("hold", "fetch"), run=_fetch, arguments=_ONE, keys=_HOLD),
    Command(
        words=("hold", "absence"),
        run=_absence,
        arguments=(required("--patron"), Argument("--from", {"type": day}), Argument("--until", {"type": day})),
        keys="patron, from, until",
    ),
    Command(words=("hold", "slip"), run=_slip, arguments=(required("--item"), required("--out")), keys="file"),
    Command(words=("hold", "requeue"), run=_requeue, arguments=_ONE, keys=_HOLD),
)
