"""Messages to people: how far one has come, when it may be tried again, and when it would be one too many."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

SENDING, SENT, FAILED, RETURNED, UNCERTAIN, CANCELLED, BOUNCED = (
    "sending",
    "sent",
    "failed",
    "returned",
    "uncertain",
    "cancelled",
    "bounced",
)
"""The steps of a message. "returned": the server has certainly not taken it; "uncertain": nobody knows; "bounced": it
was taken, and another server sent it back later."""

CAUSES: tuple[str, ...] = (
    "no-address",
    "bounced-before",
    "died",
    "not-needed",
    "double",
    "account-changed",
    "address-wrong",
    "address-unknown",
    "address-refused",
    "mailbox-full",
    "message-refused",
    "came-back",
    "server-busy",
    "connection-lost",
    "interrupted",
    "given-up",
    "by-staff",
    "said-sent",
    "said-not-sent",
    "printed",
)
"""Why a step was taken, where the step alone does not tell."""

DOUBLE_WITHIN_MS = 24 * 3_600_000
"""Nobody gets two messages of a kind within this time."""

PAUSE_FIRST_MS = 15 * 60_000
PAUSE_MAX_MS = 4 * 3_600_000


class NoticeStanding(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"

    @property
    def counts(self) -> bool:
        """Whether somebody has it, will have it, or may have it."""
        return self not in {NoticeStanding.FAILED, NoticeStanding.CANCELLED}


def notice_standing(steps: Sequence[str]) -> NoticeStanding:
    """Return what the steps of a message, oldest first, mean together.

    One desk alone sends a message. Where another has cancelled it meanwhile, what was sent stays sent, and what nobody
    is sure of stays unsure. Of two people who say different things of one, the one counts who says that it was sent.
    """
    if SENT in steps:
        return NoticeStanding.FAILED if BOUNCED in steps else NoticeStanding.SENT
    last = next((step for step in reversed(steps) if step != CANCELLED), RETURNED)
    if last == RETURNED:
        return NoticeStanding.CANCELLED if CANCELLED in steps else NoticeStanding.WAITING
    return NoticeStanding(last)


def tries(steps: Sequence[str]) -> int:
    """Return how often a server has not taken the message."""
    return steps.count(RETURNED)


def may_try(steps: Sequence[str], last_ms: int, now_ms: int) -> bool:
    """Tell whether a message may be tried now: after each refusal the pause is doubled, up to some hours.

    A clock that was put back makes nobody wait for ever.
    """
    if (done := tries(steps)) == 0:
        return True
    pause = min(PAUSE_FIRST_MS << min(done - 1, 10), PAUSE_MAX_MS)
    return not last_ms <= now_ms < last_ms + pause
