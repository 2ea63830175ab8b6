"""Messages to people: asked for, cancelled, asked for again, and what became of them (L-22, D-13, C-14).

A message is a fact that names the one workstation that sends it. Nothing of what it says is kept: it is made of the
template and of what is known of the person, when it goes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.desk.found import Borrower, HeldNotice
from app.desk.ids import FactId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Setting
from app.desk.relations import Notice, NoticeStep
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block
from app.rules.holds import may_be_collected
from app.rules.letters import (
    ACCOUNT,
    CARD_READY,
    CONTACT_ASKED,
    GUARANTEE_ENDED,
    HOLD_READY,
    ON_PAPER,
    PLACEHOLDERS,
    RECALL,
    REMINDER,
)
from app.rules.notices import CANCELLED, DOUBLE_WITHIN_MS, FAILED, SENT, NoticeStanding

EMAIL, PAPER = "email", "paper"
"""The channels: letters that a workstation sends, and those that it prints."""

WAS_SENT, WAS_NOT_SENT = "was-sent", "was-not-sent"
"""What a person may say of a message that nobody is sure of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """A message and how far it has come."""

    notice: FactId
    patron: PatronId | None
    kind: str
    language: str
    standing: NoticeStanding


def note_notice(work: Work, patron: PatronId, kind: str) -> None:
    """Write that a message is due, where the library sends such by itself and the person can be reached."""
    found = work.addressee(patron)
    if found is None or not found.email or kind not in work.policy.text("notices").split():
        return
    if (desk := _mail_desk(work)) is not None:
        _add(work, patron, kind, found.language, desk)


def _mail_desk(work: Work) -> int | None:
    replica = work.policy.number("mail_desk")
    return work.workstation(replica) if replica else None


def _add(work: Work, patron: PatronId, kind: str, language: str, desk: int) -> Noticed:
    language = language or work.policy.text("language")
    notice = work.add(Notice(patron=patron, kind=kind, channel=EMAIL, language=language, workstation=desk))
    return Noticed(notice=FactId(notice), patron=patron, kind=kind, language=language, standing=NoticeStanding.WAITING)


def ask_notice(work: Work, *, patron: str, kind: str) -> Outcome[Noticed]:
    """Ask for a message to somebody; it goes when the desk that sends has an open line."""
    found = work.borrower(patron)
    if found is None:
        return Refused(blocks=(*not_permitted(work, "register"), block(Why.UNKNOWN_SCAN, scan=patron)))
    blocks = (*not_permitted(work, "register"), *_blocks(work, found, kind))
    desk, reached = _mail_desk(work), work.addressee(found.patron)
    if blocks or desk is None or reached is None:
        return Refused(blocks=blocks)
    record = _add(work, found.patron, kind, reached.language, desk)
    return Done(record=record, touched=frozenset({Touched.PATRON}))


def _blocks(work: Work, found: Borrower, kind: str) -> Iterator[Block]:
    if kind not in PLACEHOLDERS:
        yield block(Why.TEMPLATE_UNKNOWN, code=kind)
    if kind in ON_PAPER:
        yield block(Why.ON_PAPER_ONLY)
    if _mail_desk(work) is None:
        yield block(Why.MAIL_DESK_MISSING)
    reached = work.addressee(found.patron)
    if reached is None or not reached.email or reached.died:
        yield block(Why.NO_ADDRESS)
    elif reached.bounced:
        yield block(Why.ADDRESS_BOUNCED)
    if is_pointless(work, found.patron, kind):
        yield block(Why.NOTHING_TO_TELL)
    if is_double(work.notices_of(found.patron), kind, work.now_ms):
        yield block(Why.NOTICE_DOUBLE)


def is_pointless(work: Work, patron: PatronId, kind: str) -> bool:
    """Tell whether there is nothing that a message of this kind would tell somebody now."""
    if kind == CARD_READY:
        ordered = work.ordered_card(f"#{patron}")
        return ordered is None or ordered.standing != "ready"
    if kind == GUARANTEE_ENDED:
        promises = work.promises_for(patron)
        return not promises or any(one.until_on is None for one in promises)
    if kind == HOLD_READY:
        return not any(may_be_collected(one.wanted, work.today) for one in work.holds.of_patron(patron))
    if kind in {REMINDER, RECALL}:
        return _has_nothing(work, patron, late=kind == RECALL)
    return kind == ACCOUNT and not work.account(patron).username


def _has_nothing(work: Work, patron: PatronId, *, late: bool) -> bool:
    """Tell whether somebody has brought back, or renewed, all that a letter would ask for."""
    found = work.borrower(f"#{patron}")
    if found is None:
        return True
    return found.loans_overdue == 0 if late else found.loans_open == found.loans_overdue


def is_double(notices: Collection[HeldNotice], kind: str, now_ms: int, *, besides: FactId | None = None) -> bool:
    """Tell whether somebody has, or is to have, a message of this kind; one that is older than a day does not count.

    What lies ready is told in one letter: another on the same day is double only where the first has told of it all.

    Args:
        besides: A message of theirs; only those before it are looked at.
    """
    others = [one for one in notices if one.kind == kind and (besides is None or one.notice < besides)]
    if kind == HOLD_READY:
        asked_ms = next((one.at_ms for one in notices if one.notice == besides), now_ms)
        return any(
            one.standing is NoticeStanding.WAITING or one.last_ms >= asked_ms for one in others if one.standing.counts
        )
    return any(one.standing.counts and abs(now_ms - one.at_ms) < DOUBLE_WITHIN_MS for one in others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How many were written to; of the others, `unreachable` have no address that is good."""

    asked: int
    unreachable: int
    asked_before: int


def ask_for_contact(work: Work, *, patrons: Collection[PatronId]) -> Outcome[Asked]:
    """Ask people by mail to confirm their contact data (L-16), each once a year at most."""
    blocks, desk = not_permitted(work, "register"), _mail_desk(work)
    if desk is None:
        blocks = (*blocks, block(Why.MAIL_DESK_MISSING))
    if blocks or desk is None:
        return Refused(blocks=blocks)
    asked = unreachable = before = 0
    year_ms = 365 * 24 * 3_600_000
    for patron in patrons:
        reached = work.addressee(patron)
        earlier = [one for one in work.notices_of(patron) if one.kind == CONTACT_ASKED and one.standing.counts]
        if reached is None or not reached.email or reached.bounced or reached.died:
            unreachable += 1
        elif any(work.now_ms - one.at_ms < year_ms for one in earlier):
            before += 1
        else:
            _add(work, patron, CONTACT_ASKED, reached.language, desk)
            asked += 1
    record = Asked(asked=asked, unreachable=unreachable, asked_before=before)
    return Done(record=record, touched=frozenset({Touched.PATRON}))


def cancel_notice(work: Work, *, notice: str) -> Outcome[Noticed]:
    """Keep a message that waits from being sent."""
    found = work.notice(notice)
    blocks = (*not_permitted(work, "register"), *_unless(found, notice, {NoticeStanding.WAITING}))
    if blocks or found is None:
        return Refused(blocks=blocks)
    return note_step(work, found, CANCELLED, "by-staff")


def ask_again(work: Work, *, notice: str) -> Outcome[Noticed]:
    """Ask for a message anew that was not sent, perhaps because the address was wrong."""
    found = work.notice(notice)
    blocks = _unless(found, notice, {NoticeStanding.FAILED, NoticeStanding.CANCELLED})
    if found is None or found.patron is None or blocks:
        return Refused(blocks=(*not_permitted(work, "register"), *(blocks or (block(Why.NO_ADDRESS),))))
    return ask_notice(work, patron=f"#{found.patron}", kind=found.kind)


def _unless(found: HeldNotice | None, scan: str, standings: Collection[NoticeStanding]) -> tuple[Block, ...]:
    if found is None:
        return (block(Why.NOTICE_UNKNOWN, scan=scan),)
    if found.standing not in standings:
        return (block(Why.NOTICE_STANDS, standing=found.standing.value),)
    return ()


def note_step(work: Work, found: HeldNotice, step: str, cause: str = "") -> Done[Noticed]:
    """Write what became of a message."""
    work.add(NoticeStep(notice=found.notice, step=step, cause=cause))
    after = work.notice(str(found.notice))
    record = Noticed(
        notice=found.notice,
        patron=found.patron,
        kind=found.kind,
        language=found.language,
        standing=after.standing if after else found.standing,
    )
    return Done(record=record, touched=frozenset({Touched.PATRON, Touched.TASK}))


def settle_notice(work: Work, notice: FactId, choice: str) -> None:
    """Write what a person found out about a message that nobody was sure of."""
    step, cause = (SENT, "said-sent") if choice == WAS_SENT else (FAILED, "said-not-sent")
    work.add(NoticeStep(notice=notice, step=step, cause=cause))


def choose_mail_desk(work: Work, *, replica: int) -> Outcome[int]:
    """Make a workstation the one that sends from now on, or none with 0. What another is to send, it still sends."""
    blocks = not_permitted(work, "settings")
    if replica and work.workstation(replica) is None:
        blocks = (*blocks, block(Why.WORKSTATION_UNKNOWN, replica=replica))
    if blocks:
        return Refused(blocks=blocks)
    work.add(Setting(key="mail_desk", branch=None, from_on=work.today, value=str(replica)))
    return Done(record=replica, touched=frozenset({Touched.SETTING}))
