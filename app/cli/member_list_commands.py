"""The command that says which member of a class or group has which of its copies."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from app.cli.command import Answer, Argument, Command, Exit
from app.cli.context import Context
from app.cli.telling import plain, refusal
from app.db.queries.members import CopyOut, GroupShown, group_of
from app.desk.outcome import Refused
from app.rules.blocks import Why, block
from app.words import Words


def _copies(context: Context, given: Namespace) -> Answer:
    with context.staffed() as station:
        found = group_of(station.reading, given.scan, station.today())
    if found is None:
        keys, text = refusal(Refused(blocks=(block(Why.UNKNOWN_SCAN, scan=given.scan),)), context.words)
        return Answer(keys=keys, text=text, exit=Exit.REFUSED)
    return Answer(
        keys={
            "patron": found.number,
            "name": found.name,
            "members": [
                {
                    "contact": None if one.contact is None else str(one.contact),
                    "patron": one.number,
                    "name": one.name,
                    "duty": one.duty,
                    "copies": _copy_keys(one.copies),
                }
                for one in found.members
            ],
            "copies": _copy_keys(found.copies),
        },
        text="\n".join(_lines(found, context.words)),
    )


def _copy_keys(copies: Iterable[CopyOut]) -> list[dict[str, Any]]:
    return [{"item": one.barcode, "title": one.title, "due_on": plain(one.due_on)} for one in copies]


def _lines(found: GroupShown, words: Words) -> Iterator[str]:
    for one in found.members:
        yield ", ".join(filter(None, (one.name, one.duty, one.number)))
        yield from (f"  {_copy(copy, words)}" for copy in one.copies)
    yield words("cli.contact.copies.nobody") if found.copies else ""
    yield from (f"  {_copy(copy, words)}" for copy in found.copies)


def _copy(copy: CopyOut, words: Words) -> str:
    return f"{copy.barcode}  {copy.title}  {words.day(copy.due_on)}"


COMMANDS = (
    Command(
        words=("contact", "copies"),
        run=_copies,
        arguments=(Argument("scan"),),
        keys=(
            "patron, name, members: [{contact, patron, name, duty, copies: [{item, title, due_on}]}],"
            " copies: [{item, title, due_on}]"
        ),
    ),
)
