"""Commands about forgetting people: proposing it, on request or after years, and seeing how it stands."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, flag, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import lines, notices_keys, plain, refused_answer
from app.db.queries.history import history_cut_until, past_loans
from app.db.queries.people import show_patron
from app.db.queries.retention import ErasureShown, erasures
from app.desk.ending import MEANS, end_use, resume_use
from app.desk.erasures import PERMISSION, Proposed, propose_erasure, propose_unused, withdraw_erasure
from app.desk.history import cut_history
from app.desk.outcome import Outcome, Refused
from app.rules.blocks import Why, block
from app.station.station import Station


def _refused(outcome: Refused, context: Context) -> Answer:
    return refused_answer(outcome, context.words)


def _erase(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(propose_erasure, patron=given.scan, reason=given.reason)
    if isinstance(outcome, Refused):
        return _refused(outcome, context)
    record = outcome.record
    keys = _proposed_keys(record)
    return Answer(
        keys=keys,
        text=lines(
            context.words("cli.patron.erase.done", name=record.name, proposal=str(record.proposal)),
            context.words("cli.patron.erase.others", proposals=", ".join(keys["others"])) if keys["others"] else "",
        ),
    )


def _proposed_keys(record: Proposed) -> dict[str, Any]:
    return {
        "proposal": str(record.proposal),
        "patron": record.number,
        "patron_id": str(record.patron),
        "cause": record.cause,
        "others": [str(proposal) for proposal in record.others],
    }


def _end_use(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(end_use, patron=given.scan, on_day=given.on, means=given.means, erase=given.erase)
    if isinstance(outcome, Refused):
        return _refused(outcome, context)
    record, words = outcome.record, context.words
    return Answer(
        keys={
            "patron": record.number,
            "patron_id": str(record.patron),
            "on": plain(record.on_day),
            "loans": record.loans,
            "proposal": str(record.proposal or ""),
            **notices_keys(outcome, words),
        },
        text=lines(
            words("cli.patron.end-use.done", name=record.name, day=record.on_day),
            words("cli.patron.end-use.open", count=record.loans) if record.loans else "",
            words("cli.patron.end-use.proposed", proposal=str(record.proposal)) if record.proposal else "",
        ),
    )


def _use_again(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(resume_use, patron=given.scan)
    if isinstance(outcome, Refused):
        return _refused(outcome, context)
    record = outcome.record
    return Answer(
        keys={
            "patron": record.number,
            "patron_id": str(record.patron),
            "withdrawn": str(record.withdrawn or ""),
        },
        text=context.words("cli.patron.use-again.done", name=record.name),
    )


def _propose(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        outcome: Outcome[tuple[Proposed, ...]] = station.do(propose_unused)
    if isinstance(outcome, Refused):
        return _refused(outcome, context)
    words = context.words
    said = [f"{one.number}  {one.name}  {words(f'retention.cause.{one.cause}')}" for one in outcome.record]
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
    made = words.day(context.local(shown.at_ms, station).date())
    standing = words(f"retention.{shown.standing}", count=shown.loans)
    waits = words("retention.waits-for", names="; ".join(shown.waits_for)) if shown.waits_for else ""
    return f"{shown.proposal}  {made}  {who}  {words(f'retention.cause.{shown.cause}')}  {standing} {waits}".rstrip()


def _history(context: Context, _: Namespace) -> Answer:
    with context.staffed() as station:
        if blocks := station.not_permitted(PERMISSION):
            return _refused(Refused(blocks=blocks), context)
        outcome = station.do(cut_history)
        if isinstance(outcome, Refused):
            return _refused(outcome, context)
        until_on = history_cut_until(station.reading)
    done, words = outcome.record, context.words
    kept = words("cli.retention.history.kept") if done.until_on is None else ""
    cut = words("cli.retention.history.done", count=done.loans) if done.until_on is not None else ""
    return Answer(keys={"until": plain(until_on), "forgotten": done.loans}, text=lines(kept, cut))


def _loans(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        shown = show_patron(station.reading, given.scan, today=station.today(), branch=station.acting.branch)
        unknown = () if shown else (block(Why.UNKNOWN_SCAN, scan=given.scan),)
        if (blocks := (*station.not_permitted("register"), *unknown)) or shown is None:
            return _refused(Refused(blocks=blocks), context)
        found = past_loans(station.reading, shown.patron)
    words = context.words
    said = [f"{words.day(one.lent_on)}  {one.barcode}  {one.title}  {one.branch}" for one in found]
    loans = [
        {
            "loan_id": str(one.loan),
            "item": one.barcode,
            "title": one.title,
            "author": one.author,
            "lent_on": plain(one.lent_on),
            "due_on": plain(one.due_on),
            "returned_on": plain(one.returned_on),
            "branch": one.branch,
        }
        for one in found
    ]
    return Answer(
        keys={"patron": shown.number, "patron_id": str(shown.patron), "loans": loans},
        text=lines(*said) or words("cli.patron.history.none"),
    )


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
        keys="proposal, patron, patron_id, cause, others: [proposal]",
    ),
    Command(
        words=("patron", "end-use"),
        run=_end_use,
        arguments=(
            Argument("scan"),
            Argument("--on", {"type": day}),
            Argument("--means", {"choices": list(MEANS), "default": "desk"}),
            flag("--erase"),
        ),
        keys="patron, patron_id, on, loans, proposal; notices",
    ),
    Command(
        words=("patron", "use-again"),
        run=_use_again,
        arguments=(Argument("scan"),),
        keys="patron, patron_id, withdrawn",
    ),
    Command(
        words=("patron", "history"),
        run=_loans,
        arguments=(Argument("scan"),),
        keys="patron, patron_id, loans: [{loan_id, item, title, author, lent_on, due_on, returned_on, branch}]",
    ),
    Command(words=("retention", "history"), run=_history, keys="until, forgotten"),
    Command(
        words=("retention", "propose"),
        run=_propose,
        keys="proposals: [{proposal, patron, patron_id, cause, others: [proposal]}]",
    ),
    Command(words=("retention", "list"), run=_list, keys=f"proposals: [{_PROPOSAL}]"),
    Command(
        words=("retention", "withdraw"),
        run=_withdraw,
        arguments=(Argument("proposal", {"type": int}),),
        keys="withdrawn",
    ),
)
