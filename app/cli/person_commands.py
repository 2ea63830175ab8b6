"""Commands about records of one person: who looks like somebody, what makes two one, and what keeps them two."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli.command import Answer, Argument, Command, optional
from app.cli.context import Context
from app.cli.days import day
from app.cli.relation_commands import answer, person_keys
from app.cli.telling import lines, plain
from app.db.queries.persons import look_alikes
from app.db.queries.settings import policy_in_force
from app.desk.found import Alike
from app.desk.persons import Merged, merge_patrons, part_patrons, tell_apart


def _alike(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        policy = policy_in_force(station.reading, station.today(), station.place().branch)
        found = look_alikes(
            station.reading,
            given=given.given,
            family=given.family,
            birth_on=given.birth,
            phone=given.phone,
            code=given.code,
            country=policy.text("country"),
        )
    said = (_line(context, one) for one in found)
    return Answer(
        keys={"alike": [_keys(one) for one in found]},
        text=lines(*said) or context.words("cli.patron.alike.none"),
    )


def _keys(one: Alike) -> dict[str, Any]:
    return {
        "patron": one.number,
        "patron_id": str(one.patron),
        "name": one.name,
        "birth": plain(one.birth_on),
        "branch": one.branch,
        "likeness": one.likeness.value,
    }


def _line(context: Context, one: Alike) -> str:
    birth = context.words.day(one.birth_on) if one.birth_on else ""
    return f"{one.number}  {one.name}  {birth}  {one.branch}  {context.words(f'likeness.{one.likeness}')}"


def _merge(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(merge_patrons, patron=given.scan, other=given.other)
    return answer(
        context,
        outcome,
        _merged_keys,
        lambda done: context.words("cli.patron.merge.done", name=done.name, number=done.number, merge=str(done.merge)),
    )


def _merged_keys(done: Merged) -> dict[str, Any]:
    return {**person_keys(done), "merged": str(done.merge), "records": [str(record) for record in done.records]}


def _part(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(part_patrons, merge=given.merge)
    return answer(
        context,
        outcome,
        lambda done: {"parted": str(done.merge), "records": [str(done.patron), str(done.other)]},
        lambda _: context.words("cli.patron.part.done"),
    )


def _distinct(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        outcome = station.do(tell_apart, patron=given.scan, other=given.other)
    return answer(
        context,
        outcome,
        lambda done: {"distinct": str(done.fact), "records": [str(done.patron), str(done.other)]},
        lambda _: context.words("cli.patron.distinct.done"),
    )


_TWO = (Argument("scan"), Argument("other"))

COMMANDS = (
    Command(
        words=("patron", "alike"),
        run=_alike,
        arguments=(
            optional("--given"),
            optional("--family"),
            Argument("--birth", {"type": day}),
            optional("--code"),
            optional("--phone"),
        ),
        keys="alike: [{patron, patron_id, name, birth, branch, likeness}]",
    ),
    Command(words=("patron", "merge"), run=_merge, arguments=_TWO, keys="patron, patron_id, merged, records; notices"),
    Command(
        words=("patron", "part"),
        run=_part,
        arguments=(Argument("merge", {"type": int}),),
        keys="parted, records; notices",
    ),
    Command(words=("patron", "distinct"), run=_distinct, arguments=_TWO, keys="distinct, records"),
)
