"""Sending: what the one workstation that a message names writes about it, before it goes and after."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.found import Addressee, HeldNotice
from app.desk.ids import FactId, PatronId
from app.desk.notices import Noticed, is_double, is_pointless, note_step
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.rules.blocks import Why, block
from app.rules.letters import ACCOUNT
from app.rules.notices import BOUNCED, CANCELLED, FAILED, RETURNED, SENDING, SENT, UNCERTAIN, NoticeStanding, tries


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A message that may go now, or, with another standing than "sending", one that will not.

    Attributes:
        email: Where to.
    """

    noticed: Noticed
    email: str = ""

    @property
    def goes(self) -> bool:
        return self.noticed.standing is NoticeStanding.SENDING


def begin_sending(work: Work, *, notice: FactId, address_is_good: bool = True, verifier: str = "") -> Outcome[Begun]:
    """Write that a message is being sent, before anything leaves; or why it is not to be.

    Whatever happens from now on, it does not go a second time by itself.

    Args:
        address_is_good: Whether the address can be written on a letter.
        verifier: Of the password that the letter tells, where it tells one; it is good from now on.
    """
    found = work.notice(str(notice))
    if found is None or found.standing is not NoticeStanding.WAITING:
        return Refused(blocks=(block(Why.NOTICE_UNKNOWN, scan=str(notice)),))
    reached = None if found.patron is None else work.addressee(found.patron)
    if why := _why_not(work, found, reached, address_is_good=address_is_good):
        done = note_step(work, found, *why)
        return Done(record=Begun(noticed=done.record), touched=done.touched)
    assert found.patron is not None
    assert reached is not None
    if found.kind == ACCOUNT:
        _give_password(work, found.patron, verifier)
    done = note_step(work, found, SENDING)
    return Done(record=Begun(noticed=done.record, email=reached.email), touched=done.touched)


def _why_not(
    work: Work, found: HeldNotice, reached: Addressee | None, *, address_is_good: bool
) -> tuple[str, str] | None:
    """Return the step to be written in place of sending, and its cause."""
    if found.patron is None or reached is None:
        return CANCELLED, "not-needed"
    notices, since_ms = work.notices_of(found.patron), max(found.at_ms, found.last_ms)
    reasons = (
        (reached.died, CANCELLED, "died"),
        (is_double(notices, found.kind, work.now_ms, besides=found.notice), CANCELLED, "double"),
        (is_pointless(work, found.patron, found.kind), CANCELLED, "not-needed"),
        (found.kind == ACCOUNT and (reached.account_ms or 0) > since_ms, CANCELLED, "account-changed"),
        (not reached.email, FAILED, "no-address"),
        (reached.bounced, FAILED, "bounced-before"),
        (not address_is_good, FAILED, "address-wrong"),
    )
    return next(((step, cause) for holds, step, cause in reasons if holds), None)


def _give_password(work: Work, patron: PatronId, verifier: str) -> None:
    username = work.account(patron).username
    work.amend("patron", patron, username=username, account_verifier=verifier, account_once=1, account_ms=work.now_ms)


def end_sending(
    work: Work, *, notice: FactId, step: str, cause: str = "", of_address: bool = False
) -> Outcome[Noticed]:
    """Write what became of a message that was being sent.

    Args:
        of_address: The address is not good: it is marked, and written to no more until it is another.
    """
    found = work.notice(str(notice))
    if found is None or found.standing is not NoticeStanding.SENDING:
        return Refused(blocks=(block(Why.NOTICE_UNKNOWN, scan=str(notice)),))
    if of_address and found.patron is not None:
        mark_bounced(work, found.patron)
    if step == RETURNED and tries((*found.steps, RETURNED)) >= max(work.policy.number("notice_tries_max"), 1):
        step, cause = FAILED, "given-up"
    done = note_step(work, found, step, cause)
    return Done(record=done.record, touched=done.touched | {Touched.PATRON})


def mark_bounced(work: Work, patron: PatronId) -> None:
    """Mark that letters to somebody's own address come back."""
    reached = work.addressee(patron)
    if reached is not None and reached.own:
        work.amend("patron", reached.record, email_bounced_ms=work.now_ms)


def note_interrupted(work: Work, *, notice: FactId) -> Outcome[Noticed]:
    """Write of a message whose sending nobody ended that nobody knows how it ended."""
    found = work.notice(str(notice))
    if found is None or found.standing is not NoticeStanding.SENDING:
        return Refused(blocks=(block(Why.NOTICE_UNKNOWN, scan=str(notice)),))
    return note_step(work, found, UNCERTAIN, "interrupted")


def note_bounced(work: Work, *, notice: FactId, of_address: bool) -> Outcome[Noticed]:
    """Write that a letter came back, which also says that it was sent.

    Args:
        of_address: There is no such address.
    """
    found = work.notice(str(notice))
    known = {NoticeStanding.SENT, NoticeStanding.SENDING, NoticeStanding.UNCERTAIN}
    if found is None or found.standing not in known:
        return Refused(blocks=(block(Why.NOTICE_UNKNOWN, scan=str(notice)),))
    if found.standing is not NoticeStanding.SENT:
        note_step(work, found, SENT)
    if of_address and found.patron is not None:
        mark_bounced(work, found.patron)
    return note_step(work, found, BOUNCED, "came-back")
