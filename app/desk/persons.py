"""Saying that two records are of one person, taking that back, and saying that they are of two.

Each is a fact about the two records whose numbers were given, and changes neither: numbers, loans and promises stay
with the record that they were written to, and every reader asks about all records of a person.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.found import Borrower
from app.desk.ids import FactId, PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Undo
from app.desk.relations import OtherPerson, SamePerson
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block, told

SAME, OTHER = "same_person", "other_person"
"""The choices of a task about two records, and the tables of what is said of them."""

TOUCHED = frozenset({Touched.PATRON, Touched.LOAN, Touched.TASK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Two records that are of one person from now on.

    Attributes:
        merge: The fact that says so; it can be taken back.
        patron, number, name: The person, by the oldest record.
        records: All records of the person.
    """

    merge: FactId
    patron: PatronId
    number: str
    name: str
    records: tuple[PatronId, ...]


def merge_patrons(work: Work, *, patron: str, other: str) -> Outcome[Merged]:
    """Say that the people with these numbers are one: all numbers and loans stay, and the oldest acceptance counts.

    Somebody may have said that they are two; that is taken back, and told.
    """
    found = _two(work, patron, other)
    if isinstance(found, Refused):
        return found
    one, two = found
    records = sorted({*work.records_of(one.patron), *work.records_of(two.patron)})
    said = _take_back(work, OTHER, one.patron, two.patron)
    merge = FactId(work.add(SamePerson(patron=work.record_of(patron), other=work.record_of(other))))
    leading = min(one, two, key=lambda borrower: borrower.patron)
    record = Merged(
        merge=merge, patron=leading.patron, number=leading.number, name=leading.name, records=tuple(records)
    )
    return Done(record=record, touched=TOUCHED, notices=(told(Why.SAID_OTHER),) if said else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """What was said of two records being of one person does not stand any more."""

    merge: FactId
    patron: PatronId
    other: PatronId


def part_patrons(work: Work, *, merge: int) -> Outcome[Parted]:
    """Take back that two records are of one person. They stay so where others join them: that is told."""
    edge = work.same_person(merge)
    blocks = not_permitted(work, "register")
    if edge is None:
        blocks = (*blocks, block(Why.MERGE_UNKNOWN))
    if blocks or edge is None:
        return Refused(blocks=blocks)
    records = work.records_of(edge.patron)
    work.add(Undo(fact_table=SAME, fact=edge.fact))
    joined = edge.other in records and _still_joined(work, edge.patron, edge.other, records)
    record = Parted(merge=edge.fact, patron=edge.patron, other=edge.other)
    return Done(record=record, touched=TOUCHED, notices=(told(Why.STILL_ONE_PERSON),) if joined else ())


def _still_joined(work: Work, one: PatronId, other: PatronId, records: tuple[PatronId, ...]) -> bool:
    """Tell whether what stands still leads from one record to another of the same person."""
    reached, waiting = {one}, [one]
    while waiting:
        here = waiting.pop()
        for there in records:
            if there not in reached and work.said(SAME, (here,), (there,)):
                reached.add(there)
                waiting.append(there)
    return other in reached


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldApart:
    """Two people who look alike."""

    fact: FactId
    patron: PatronId
    other: PatronId


def tell_apart(work: Work, *, patron: str, other: str) -> Outcome[ToldApart]:
    """Say that the people with these numbers are two, however alike: nobody is asked about them again."""
    found = _two(work, patron, other)
    if isinstance(found, Refused):
        return found
    said = OtherPerson(patron=work.record_of(patron), other=work.record_of(other))
    record = ToldApart(fact=FactId(work.add(said)), patron=said.patron, other=said.other)
    return Done(record=record, touched=TOUCHED)


def settle_people(work: Work, people: tuple[PatronId, ...], choice: str) -> tuple[Block, ...]:
    """Say of the people of a task that they are one, or two; return what stands against it.

    Where both was said, what contradicts the choice is taken back.
    """
    first, *others = people
    contradicting = SAME if choice == OTHER else OTHER
    one_person = set(others) <= set(work.records_of(first))
    taken_back = [_take_back(work, contradicting, first, other, exactly=one_person) for other in others]
    if one_person:
        return () if any(taken_back) else (block(Why.JOINED_BY_OTHERS),)
    for other in others:
        work.add(SamePerson(patron=first, other=other) if choice == SAME else OtherPerson(patron=first, other=other))
    return ()


def _take_back(work: Work, table: str, one: PatronId, other: PatronId, *, exactly: bool = False) -> bool:
    """Undo what stands in a table between two records, or between all records of two people."""
    records, others = ((one,), (other,)) if exactly else (work.records_of(one), work.records_of(other))
    said = work.said(table, records, others)
    for fact in said:
        work.add(Undo(fact_table=table, fact=fact))
    return bool(said)


def _two(work: Work, patron: str, other: str) -> tuple[Borrower, Borrower] | Refused:
    """Return two people by their numbers, or what stands against saying anything of them."""
    one, two = work.borrower(patron), work.borrower(other)
    blocks = not_permitted(work, "register")
    if one is None or two is None:
        unknown = [scan for scan, found in ((patron, one), (other, two)) if found is None]
        return Refused(blocks=(*blocks, *(block(Why.UNKNOWN_SCAN, scan=scan) for scan in unknown)))
    if one.patron == two.patron:
        blocks = (*blocks, block(Why.ONE_PERSON_ALREADY))
    return Refused(blocks=blocks) if blocks else (one, two)
