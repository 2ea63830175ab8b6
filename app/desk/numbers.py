"""Numbers that act as somebody's card (L-35, D-01): binding any scanned string, and taking one away again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.found import Borrower, BoundNumber
from app.desk.ids import IdentifierId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.patrons import PERSONAL_CODE
from app.desk.ports import Work
from app.desk.records import Identifier
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block
from app.rules.identity import CODE_KINDS, codes_differ, is_like_code, masked_code, read_personal_code

REMOVED = "removed"
"""The standing of a number that nobody is found by any more; another may be bound to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBound:
    """A number that was bound, or taken away; one that holds a personal code is masked."""

    identifier: IdentifierId
    patron: PatronId
    name: str
    kind: str
    number: str


def add_number(
    work: Work,
    *,
    patron: str,
    number: str,
    kind: str,
    issuer: str = "",
    valid_until: date | None = None,
    override: Collection[str] = (),
    reason: str = "",
) -> Outcome[NumberBound]:
    """Let a scanned number find the person with the scanned number `patron` (L-35).

    Args:
        number: Any string; what eID, pupil's and student's cards carry in their codes is not published.
        issuer: Who gave it out: a school, another library.
        valid_until: The last day on which it is good.
    """
    borrower = work.borrower(patron)
    if borrower is None:
        return Refused(blocks=(*not_permitted(work, "register"), block(Why.UNKNOWN_SCAN, scan=patron)))
    blocks = (*not_permitted(work, "register"), *_blocks(work, borrower, number, kind, valid_until))
    weighed = weigh(work, blocks, override, reason)
    if weighed.stopping:
        return Refused(blocks=weighed.stopping)
    identifier = bind(work, borrower.patron, number=number, kind=kind, issuer=issuer, valid_until=valid_until)
    value = _value(work, number, kind)
    record = NumberBound(
        identifier=identifier,
        patron=borrower.patron,
        name=borrower.name,
        kind=kind,
        number=masked_code(value) if kind in CODE_KINDS else value,
    )
    return Done(record=record, touched=frozenset({Touched.PATRON}), notices=weighed.notices)


def bind(
    work: Work, patron: PatronId, *, number: str, kind: str, issuer: str = "", valid_until: date | None = None
) -> IdentifierId:
    """Bind a number that is free; what it is given in place of is found by no more (D-06)."""
    for held in work.numbers_of(patron):
        if work.policy.kept_out_by(held.kind) == kind:
            work.amend("identifier", held.identifier, standing=REMOVED, since_ms=work.now_ms)
    return IdentifierId(
        work.add(
            Identifier(
                patron=patron,
                kind=kind,
                value=_value(work, number, kind),
                since_ms=work.now_ms,
                issuer=" ".join(issuer.split()),
                valid_until=valid_until,
            )
        )
    )


def _value(work: Work, number: str, kind: str) -> str:
    """Return a number as it is kept: a personal code as it is written officially, another as it was scanned."""
    read = read_personal_code(number, work.policy.text("country")) if kind == PERSONAL_CODE else None
    return read.value if read else " ".join(number.split())


def _blocks(work: Work, borrower: Borrower, number: str, kind: str, valid_until: date | None) -> Iterator[Block]:
    yield from _unreadable(work, number, kind)
    yield from taken(work, number, borrower.patron)
    if valid_until is not None and valid_until < work.today:
        yield block(Why.FIELD_INVALID, field="valid_until")
    if kind not in CODE_KINDS and is_like_code(number, work.policy.text("country")):
        yield block(Why.NUMBER_IS_CODE)
    if kind in CODE_KINDS and codes_differ(number, codes_besides(work, borrower, kind), work.policy.text("country")):
        yield block(Why.CODE_DIFFERS)
    other = work.policy.kept_out_by(kind)
    if other and any(held.kind == other and held.standing == "active" for held in work.numbers_of(borrower.patron)):
        yield block(Why.NUMBER_NOT_WANTED)


def codes_besides(work: Work, borrower: Borrower, kind: str) -> Iterator[str]:
    """Yield the person's numbers of other kinds that hold a personal code and are good."""
    for held in work.numbers_of(borrower.patron):
        if held.kind in CODE_KINDS and held.kind != kind and held.standing == "active":
            yield held.value


def _unreadable(work: Work, number: str, kind: str) -> Iterator[Block]:
    if not number.strip():
        yield block(Why.FIELD_MISSING, field="number")
    if kind not in work.policy.number_kinds:
        yield block(Why.FIELD_INVALID, field="card_kind")
    if kind == PERSONAL_CODE and number.strip() and not read_personal_code(number, work.policy.text("country")):
        yield block(Why.FIELD_INVALID, field="code")


def taken(work: Work, number: str, patron: PatronId) -> Iterator[Block]:
    """Yield the block on a number that somebody has already: another person, or this one."""
    owner = work.number_owner(number) if number.strip() else None
    if owner is not None:
        yield block(Why.NUMBER_BOUND if owner == patron else Why.NUMBER_TAKEN)


def remove_number(work: Work, *, number: str) -> Outcome[NumberBound]:
    """Take a number away from whoever it was bound to: it was a mistake, or the card belongs to somebody else."""
    bound = work.number(number)
    blocks = not_permitted(work, "register")
    if bound is None:
        blocks = (*blocks, block(Why.UNKNOWN_SCAN, scan=number))
    if blocks or bound is None:
        return Refused(blocks=blocks)
    work.amend("identifier", bound.identifier, standing=REMOVED, since_ms=work.now_ms)
    return Done(record=_removed(work, bound), touched=frozenset({Touched.PATRON}))


def _removed(work: Work, bound: BoundNumber) -> NumberBound:
    borrower = work.borrower(f"#{bound.patron}")
    return NumberBound(
        identifier=bound.identifier,
        patron=bound.patron,
        name=borrower.name if borrower else "",
        kind=bound.kind,
        number=bound.shown,
    )
