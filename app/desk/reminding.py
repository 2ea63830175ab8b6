"""Asking for letters to all who are to be reminded, or to bring back what is late (D-13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.desk.ids import PatronId
from app.desk.notices import ask_notice
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block
from app.rules.letters import RECALL, REMINDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """How many letters were asked for, and to how many there is no way. Who has had one today has had it."""

    reminders: int
    recalls: int
    unreachable: int


def remind(work: Work, *, reminders: Collection[PatronId], recalls: Collection[PatronId]) -> Outcome[Reminded]:
    """Ask for a letter to each of these people; nothing depends on whether it comes."""
    blocks = not_permitted(work, "register")
    if not work.policy.number("mail_desk"):
        blocks = (*blocks, block(Why.MAIL_DESK_MISSING))
    if blocks:
        return Refused(blocks=blocks)
    asked = {kind: [_is_asked(work, one, kind) for one in people] for kind, people in
             ((REMINDER, reminders), (RECALL, recalls))}  # fmt: skip
    record = Reminded(
        reminders=sum(asked[REMINDER]),
        recalls=sum(asked[RECALL]),
        unreachable=sum(not one for answers in asked.values() for one in answers),
    )
    return Done(record=record, touched=frozenset({Touched.PATRON}))


def _is_asked(work: Work, patron: PatronId, kind: str) -> bool:
    return not isinstance(ask_notice(work, patron=f"#{patron}", kind=kind), Refused)
