"""Proposing that somebody be forgotten, on request or after years without use, and thinking better of it.

A proposal erases nobody. The network does, once every active desk has answered: `app.sync.erasing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.desk.found import Forgettable
from app.desk.ids import FactId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Undo
from app.desk.relations import Erasure
from app.desk.weighing import not_permitted
from app.rules.blocks import Why, block
from app.rules.retention import counted_uses, years_before

PERMISSION = "erase"
REQUEST, UNUSED = "request", "unused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Somebody is proposed to be erased.

    Attributes:
        number: What answers call them by.
        cause: "request" or "unused".
        others: Proposals for other records of the same person, made with this one.
    """

    proposal: FactId
    patron: PatronId
    number: str
    name: str
    cause: str
    others: tuple[FactId, ...] = ()


def propose_erasure(work: Work, *, patron: str, reason: str) -> Outcome[Proposed]:
    """Propose to erase the person with this number, on their request.

    Every record of the person is named by a proposal of its own, and the erasure waits until all are. Who still has
    copies brings them back first (C-12); what another desk has lent meanwhile holds the erasure.
    """
    found = work.borrower(patron)
    blocks = not_permitted(work, PERMISSION)
    if not reason.strip():
        blocks = (*blocks, block(Why.REASON_MISSING))
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    if loans := found.loans_open:
        blocks = (*blocks, block(Why.STILL_ON_LOAN, count=loans))
    if (owed := found.owes.balance_minor) > 0:
        blocks = (*blocks, block(Why.STILL_OWES, owed_minor=owed, currency=work.policy.text("currency")))
    proposed = set(work.proposed_erasures().values())
    records = [record for record in work.records_of(found.patron) if record not in proposed]
    if not records:
        blocks = (*blocks, block(Why.ALREADY_PROPOSED))
    if blocks:
        return Refused(blocks=blocks)
    named = [Forgettable(patron=record, number=found.number, name=found.name) for record in records]
    return Done(record=propose(work, named, REQUEST, reason.strip()), touched=frozenset({Touched.PATRON}))


def propose_unused(work: Work) -> Outcome[tuple[Proposed, ...]]:
    """Propose to erase all who wish to stop and have settled (L-13), and all who have not come for years (L-14).

    The latter have used no library of the network, by any of the uses that the house rules count (L-15), for the years
    that they name; none is proposed where they name none. Somebody with several records is answered once, by the first.
    """
    years, (uses, unknown) = work.policy.number("unused_years"), counted_uses(work.policy.text("uses_counted"))
    blocks = not_permitted(work, PERMISSION)
    if unknown:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="uses_counted"))
    if blocks:
        return Refused(blocks=blocks)
    proposed = [*_propose_all(work, work.leaving(), REQUEST)]
    if years:
        proposed += _propose_all(work, work.unused_since(years_before(work.today, years), uses), UNUSED)
    return Done(record=tuple(proposed), touched=frozenset({Touched.PATRON} if proposed else ()))


def _propose_all(work: Work, found: Iterable[Forgettable], cause: str) -> Iterator[Proposed]:
    """Write a proposal for each of these records; yield one answer for each person."""
    of_person: dict[PatronId, list[Forgettable]] = {}
    for one in found:
        of_person.setdefault(work.records_of(one.patron)[0], []).append(one)
    for records in of_person.values():
        yield propose(work, records, cause)


def propose(work: Work, records: Sequence[Forgettable], cause: str, reason: str = "") -> Proposed:
    """Write the proposals to erase somebody with these records, one or more."""
    proposal, *others = (FactId(work.add(Erasure(patron=one.patron, cause=cause, reason=reason))) for one in records)
    first = records[0]
    return Proposed(
        proposal=proposal,
        patron=first.patron,
        number=first.number,
        name=first.name,
        cause=cause,
        others=tuple(others),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    proposal: FactId
    patron: PatronId


def withdraw_erasure(work: Work, *, proposal: int) -> Outcome[Withdrawn]:
    """Take a proposal back, as long as it is not done, and with it those for other records of the same person."""
    proposed = work.proposed_erasures()
    patron = proposed.get(FactId(proposal))
    blocks = not_permitted(work, PERMISSION)
    if patron is None:
        return Refused(blocks=(*blocks, block(Why.PROPOSAL_UNKNOWN)))
    if blocks:
        return Refused(blocks=blocks)
    records = work.records_of(patron)
    for fact, of in proposed.items():
        if of in records:
            work.add(Undo(fact_table="erasure", fact=fact))
    record = Withdrawn(proposal=FactId(proposal), patron=patron)
    return Done(record=record, touched=frozenset({Touched.PATRON}))
