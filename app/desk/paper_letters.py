"""The written notice of an exclusion (D-18): a letter on paper, noted before it is printed and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.exclusion import PERMISSION
from app.desk.found import HeldNotice
from app.desk.ids import FactId, PatronId
from app.desk.notices import PAPER, Noticed, note_step
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.relations import Notice
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.exclusion import DEBT, Exclusion
from app.rules.letters import EXCLUSION
from app.rules.notices import SENT, NoticeStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBegun:
    """A letter to be printed now.

    Attributes:
        from_on: The first day of the exclusion that it tells.
        again: It was printed before.
    """

    notice: FactId
    patron: PatronId
    number: str
    name: str
    from_on: date
    again: bool


def begin_letter(work: Work, *, patron: str, replica: int) -> Outcome[LetterBegun]:
    """Note that a letter about somebody's exclusion for debt is printed here; one that was printed is printed again.

    A first letter is refused where fewer days are left than the house rules give from the written notice.
    """
    borrower = work.borrower(patron)
    if borrower is None:
        return Refused(blocks=(*not_permitted(work, PERMISSION), block(Why.UNKNOWN_SCAN, scan=patron)))
    told = next((one for one in work.money.restrictions_of(borrower.patron) if one.kind == DEBT), None)
    before = _written(work, borrower.patron, told) if told else None
    desk = work.workstation(replica)
    if blocks := (*not_permitted(work, PERMISSION), *_unfounded(work, told, desk, before)):
        return Refused(blocks=blocks)
    assert told is not None
    assert desk is not None
    reached = work.addressee(borrower.patron)
    language = (reached.language if reached else "") or work.policy.text("language")
    row = Notice(patron=borrower.patron, kind=EXCLUSION, channel=PAPER, language=language, workstation=desk)
    record = LetterBegun(
        notice=before.notice if before else FactId(work.add(row)),
        patron=borrower.patron,
        number=borrower.number,
        name=borrower.name,
        from_on=told.from_on,
        again=before is not None and before.standing is NoticeStanding.SENT,
    )
    return Done(record=record, touched=frozenset({Touched.PATRON}))


def _written(work: Work, patron: PatronId, told: Exclusion) -> HeldNotice | None:
    """Return the letter that was written about an exclusion, printed or not."""
    letters = (one for one in work.notices_of(patron) if one.kind == EXCLUSION and one.channel == PAPER)
    return next((one for one in letters if one.notice > told.fact and one.standing.counts), None)


def _unfounded(work: Work, told: Exclusion | None, desk: int | None, before: HeldNotice | None) -> tuple[Block, ...]:
    if told is None:
        return (block(Why.NOT_EXCLUDED),)
    if desk is None:
        return (block(Why.WORKSTATION_UNKNOWN, replica=0),)
    days = work.policy.number("exclusion_notice_days")
    is_printed = before is not None and before.standing is NoticeStanding.SENT
    too_late = not is_printed and (told.from_on - work.today).days < days
    return (block(Why.LETTER_TOO_LATE, on=told.from_on, count=days),) if too_late else ()


def note_letter(work: Work, *, notice: FactId) -> Outcome[Noticed]:
    """Note that a letter was printed."""
    found = work.notice(str(notice))
    if found is None or found.channel != PAPER:
        return Refused(blocks=(block(Why.NOTICE_UNKNOWN, scan=str(notice)),))
    return note_step(work, found, SENT, "printed")
