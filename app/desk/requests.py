"""Asking for more time (L-28): a request waits until somebody grants or refuses it, with a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.desk.circulation import RenewalAnswer, RenewalRequest
from app.desk.ids import FactId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.ports_copies import Request
from app.desk.renew import renew
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block

CHANNELS = ("desk", "phone", "email", "account")
"""How somebody asked; the first where nobody says."""
ACCEPTED, REFUSED = "accepted", "refused"
CAUSES = ("queue", "limit", "needed", "overdue", "other")
"""Why a request is refused."""

_TOUCHED = frozenset({Touched.LOAN, Touched.ITEM, Touched.PATRON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for more time that waits."""

    request: FactId
    barcode: str
    title: str
    patron_name: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A request that was answered.

    Attributes:
        due_on: The new due day, where it was granted.
    """

    request: FactId
    answer: str
    cause: str
    barcode: str
    title: str
    patron_name: str
    due_on: date | None


def ask_renewal(work: Work, *, item: str, channel: str = CHANNELS[0]) -> Outcome[Asked]:
    """Write down that somebody asks for more time for the copy with the scanned number `item`."""
    copy, blocks = work.copy(item), not_permitted(work, "lend")
    if copy is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=item)))
    loan = copy.open_loan
    if channel not in CHANNELS:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="channel"))
    if loan is None:
        return Refused(blocks=(*blocks, block(Why.NOT_ON_LOAN)))
    if work.copies.asks_already(loan.loan):
        blocks = (*blocks, block(Why.ALREADY_ASKED))
    if blocks:
        return Refused(blocks=blocks)
    request = FactId(work.add(RenewalRequest(loan=loan.loan, channel=channel)))
    asked = Asked(
        request=request,
        barcode=copy.barcode,
        title=copy.title,
        patron_name=loan.patron_name,
        due_on=loan.due_on,
    )
    return Done(record=asked, touched=_TOUCHED)


def grant_renewal(work: Work, *, request: int, override: Collection[str] = (), reason: str = "") -> Outcome[Answered]:
    """Grant a request: the loan is renewed from today by the rules, or in spite of them with a reason."""
    found = work.copies.request(request)
    if found is None:
        return Refused(blocks=(*not_permitted(work, "lend"), _unknown(request)))
    renewed = renew(work, item=f"#{found.item}", override=override, reason=reason)
    if isinstance(renewed, Refused):
        return renewed
    work.add(
        RenewalAnswer(renewal_request=found.request, answer=ACCEPTED, renewal=work.copies.last_renewal(found.loan))
    )
    record = _answered(found, ACCEPTED, due_on=renewed.record.due_on)
    return Done(record=record, touched=_TOUCHED, notices=renewed.notices)


def refuse_renewal(work: Work, *, request: int, cause: str) -> Outcome[Answered]:
    """Refuse a request, for a cause of `CAUSES`."""
    found, blocks = work.copies.request(request), not_permitted(work, "lend")
    if found is None:
        return Refused(blocks=(*blocks, _unknown(request)))
    if cause not in CAUSES:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="cause"))
    if blocks:
        return Refused(blocks=blocks)
    work.add(RenewalAnswer(renewal_request=found.request, answer=REFUSED, cause=cause))
    return Done(record=_answered(found, REFUSED, cause=cause), touched=_TOUCHED)


def _unknown(request: int) -> Block:
    return block(Why.REQUEST_UNKNOWN, request=str(request))


def _answered(found: Request, answer: str, *, cause: str = "", due_on: date | None = None) -> Answered:
    return Answered(
        request=found.request,
        answer=answer,
        cause=cause,
        barcode=found.barcode,
        title=found.title,
        patron_name=found.patron_name,
        due_on=due_on,
    )
