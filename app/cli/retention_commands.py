"""Commands about forgetting people: proposing it, on request or after years, and seeing how it stands."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit, required
from app.cli.context import Context
from app.cli.telling import lines, refusal
from app.db.queries.retention import ErasureShown, erasures
from app.desk.erasures import PERMISSION, Proposed, propose_erasure, propose_unused, withdraw_erasure
from app.desk.outcome import Outcome, Refused
from app.station.station import Station


def _refused(outcome: Refused, context: Context) -> Answer:
    keys, text = refusal(outcome, context.words)
    return Answer(keys=keys, text=text, exit=Exit.REFUSED)


def _erase(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(propose_erasure, patron=given.scan, reason=given.reason)
    if isinstance(outcome, Refused):
        return _refused(outcome, context)
    record = outcome.record
    return Answer(
        keys=_proposed_keys(record),
        text=context.words("cli.patron.erase.done", name=record.name, proposal=str(record.proposal)),
    )


def _proposed_keys(record: Proposed) -> dict[str, Any]:
    return {"proposal": str(record.proposal), "patron": record.number, "patron_id": str(record.patron)}


def _propose(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        outcome: Outcome[tuple[Proposed, ...]] = station.do(propose_unused)
    if isinstance(outcome, Refused):
        return _refused(outcome, context)
    said = [f"{one.number}  {one.name}" for one in outcome.record]
    return Answer(
        keys={"proposals": [_proposed_keys(one) for one in outcome.record]},
        text=lines(context.words("cli.retention.propose.done", count=len(outcome.record)), *said),
    )


def _list(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        if blocks := station.not_permitted(PERMISSION):
            return _refused(Refused(blocks=blocks), context)
        found = erasures(station.reading, station.world.clock.wall_ms())
        said = [_line(context, station, one) for one in found]
    return Answer(
        keys={"proposals": [_keys(one) for one in found]},
        text=lines(*said) or context.words("cli.retention.list.none"),
    )


def _keys(shown: ErasureShown) -> dict[str, Any]:
    return {
        "proposal": str(shown.proposal),
        "patron": shown.number,
        "patron_id": str(shown.patron),
        "name": shown.name,
        "cause": shown.cause,
        "at_ms": shown.at_ms,
        "branch": shown.branch,
        "standing": shown.standing.value,
        "loans": shown.loans,
        "waits_for": list(shown.waits_for),
    }


def _line(context: Context, station: Station, shown: ErasureShown) -> str:
    words = context.words
    who = f"{shown.number}  {shown.name}" if shown.name else f"#{shown.patron}"
    day = words.day(context.local(shown.at_ms, station).date())
    standing = words(f"retention.{shown.standing}", count=shown.loans)
    waits = words("retention.waits-for", names="; ".join(shown.waits_for)) if shown.waits_for else ""
    return f"{shown.proposal}  {day}  {who}  {words(f'retention.cause.{shown.cause}')}  {standing} {waits}".rstrip()


def _withdraw(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(withdraw_erasure, proposal=given.proposal)
    if isinstance(outcome, Refused):
        return _refused(outcome, context)
    return Answer(keys={"withdrawn": str(given.proposal)}, text=context.words("cli.retention.withdraw.done"))


_PROPOSAL = "{proposal, patron, patron_id, name, cause, at_ms, branch, standing, loans, waits_for}"

COMMANDS = (
    Command(
        words=("patron", "erase"),
        run=_erase,
        arguments=(Argument("scan"), required("--reason")),
        keys="proposal, patron, patron_id",
    ),
    Command(words=("retention", "propose"), run=_propose, keys="proposals: [{proposal, patron, patron_id}]"),
    Command(words=("retention", "list"), run=_list, keys=f"proposals: [{_PROPOSAL}]"),
    Command(
        words=("retention", "withdraw"),
        run=_withdraw,
        arguments=(Argument("proposal", {"type": int}),),
        keys="withdrawn",
    ),
)
