"""Commands about who may not come in: banning somebody from the premises, lifting it, who is banned."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, flag, optional, required
from app.cli.context import Context
from app.cli.days import day
from app.cli.telling import plain, refused_answer
from app.db.queries.bans import BanShown, standing_bans
from app.desk.bans import PERMISSION, ban, lift_ban
from app.desk.outcome import Refused
from app.words import Words


def _set(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(
            ban,
            patron=given.patron,
            reason=given.reason,
            until=given.until,
            from_on=getattr(given, "from"),
            places=given.at,
            everywhere=given.everywhere,
        )
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    record, words = outcome.record, context.words
    done, for_good = "cli.ban.set.done", "cli.ban.set.for-good"
    return Answer(
        keys={
            "ban": str(record.ban),
            "patron": record.number,
            "patron_id": str(record.patron),
            "from": plain(record.from_on),
            "until": plain(record.until_on),
        },
        text=words(done, name=record.name, until=record.until_on)
        if record.until_on
        else words(for_good, name=record.name),
    )


def _lift(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(lift_ban, patron=given.patron)
    if isinstance(outcome, Refused):
        return refused_answer(outcome, context.words)
    record = outcome.record
    return Answer(
        keys={"patron": record.number, "patron_id": str(record.patron), "bans": [str(one) for one in record.bans]},
        text=context.words("cli.ban.lift.done", name=record.name),
    )


def _list(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        if blocks := station.not_permitted(PERMISSION):
            return refused_answer(Refused(blocks=blocks), context.words)
        branch = None if given.everywhere else station.acting.branch
        found = standing_bans(station.reading, today=station.today(), branch=branch)
    words = context.words
    return Answer(
        keys={"bans": [_keys(one) for one in found]},
        text="\n".join(_line(one, words) for one in found) or words("cli.ban.list.none"),
    )


def _keys(one: BanShown) -> dict[str, Any]:
    return {
        "ban": str(one.ban.fact),
        "patron": one.number,
        "name": one.name,
        "from": plain(one.ban.from_on),
        "until": plain(one.ban.until_on),
        "places": list(one.places),
        "staff": one.staff,
        "reason": one.reason,
    }


def _line(one: BanShown, words: Words) -> str:
    until = words.day(one.ban.until_on) if one.ban.until_on else words("ban.for-good")
    return f"{one.number}  {one.name}  {until}  {', '.join(one.places) or words('ban.everywhere')}"


_WHO = (required("--patron"),)

COMMANDS = (
    Command(
        words=("ban", "set"),
        run=_set,
        arguments=(
            *_WHO,
            optional("--reason"),
            Argument("--until", {"type": day}),
            Argument("--from", {"type": day}),
            Argument("--at", {"nargs": "+", "default": []}),
            flag("--everywhere"),
        ),
        keys="ban, patron, patron_id, from, until",
    ),
    Command(words=("ban", "lift"), run=_lift, arguments=_WHO, keys="patron, patron_id, bans"),
    Command(
        words=("ban", "list"),
        run=_list,
        arguments=(flag("--everywhere"),),
        keys="bans: [{ban, patron, name, from, until, places, staff, reason}]",
    ),
)
