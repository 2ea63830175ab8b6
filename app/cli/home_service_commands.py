"""Commands about the home service (Bogen kommer)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.cli.command import Answer, Argument, Command, optional
from app.cli.context import Context
from app.cli.relation_commands import answer, person_keys
from app.cli.telling import lines, plain
from app.db.queries.home_service import StopShown, home_service
from app.db.queries.settings import policy_in_force
from app.desk.home_service import serve_at_home


def _set(context: Context, given: Namespace) -> Answer:
    return _served(context, given.scan, given.note, served=True)


def _end(context: Context, given: Namespace) -> Answer:
    return _served(context, given.scan, "", served=False)


def _served(context: Context, scan: str, note: str, *, served: bool) -> Answer:
    with context.staffed() as station:
        outcome = station.do(serve_at_home, patron=scan, note=note, served=served)
    code = "cli.home-service.set.done" if served else "cli.home-service.end.done"
    return answer(
        context,
        outcome,
        lambda done: {**person_keys(done), "served": done.served},
        lambda done: context.words(code, name=done.name),
    )


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        if given.out:
            from app.station.routes import print_route  # noqa: PLC0415  # The pages are heavy, and needed here alone.

            found = print_route(station, branch=given.branch, path=Path(given.out), words=context.words)
        else:
            policy = policy_in_force(station.reading, station.today(), station.place().branch)
            found = home_service(station.reading, country=policy.text("country"), branch=given.branch)
    written = {"file": given.out} if given.out else {}
    return Answer(
        keys={**written, "stops": [_keys(one) for one in found]}, text=lines(*(_line(context, one) for one in found))
    )


def _keys(one: StopShown) -> dict[str, Any]:
    return {
        "patron": one.number,
        "patron_id": str(one.patron),
        "name": one.name,
        "address": one.address,
        "address_protected": one.address_protected,
        "phone": one.phone,
        "note": one.note,
        "branch": one.branch,
        "loans": [{"title": title, "due_on": plain(due_on)} for title, due_on in one.loans],
        "ready": list(one.ready),
    }


def _line(context: Context, one: StopShown) -> str:
    address = context.words("patron.address-protected") if one.address_protected else one.address
    return "  ".join(filter(None, (one.number, one.name, address, one.phone, one.note)))


COMMANDS = (
    Command(
        words=("home-service", "set"),
        run=_set,
        arguments=(Argument("scan"), optional("--note")),
        keys="patron, patron_id, served",
    ),
    Command(words=("home-service", "end"), run=_end, arguments=(Argument("scan"),), keys="patron, patron_id, served"),
    Command(
        words=("home-service", "list"),
        run=_list,
        arguments=(optional("--branch"), optional("--out")),
        keys=(
            "file, stops: [{patron, patron_id, name, address, address_protected, phone, note, branch,"
            " loans: [{title, due_on}], ready: [title]}]"
        ),
    ),
)
