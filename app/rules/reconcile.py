"""What facts of different desks mean together: the same verdict on every desk, whatever came first.

Pure. A verdict is never stored as truth and never replicated: every desk works it out of the same facts. Only a
person's decision about it is a fact, and it names the verdict by `task_name`: new facts make a new name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class VerdictKind(StrEnum):
    LENT_TWICE = "LENT_TWICE"
    """The same copy was lent to two people with no return between (C-1)."""
    BARCODE_TWICE = "BARCODE_TWICE"
    """Two copies bear the same barcode (O-15, C-9 for copies)."""
    NUMBER_TWICE = "NUMBER_TWICE"
    """Two people have the same number that acts as a card (C-9)."""
    USERNAME_TWICE = "USERNAME_TWICE"
    """Two people were given the same username (L-23)."""
    LOAN_OF_ERASED = "LOAN_OF_ERASED"
    """A copy was lent to somebody who was erased meanwhile (C-12)."""
    NOTICE_UNSURE = "NOTICE_UNSURE"
    """A message was being sent when something broke off: it is sent, or it is not (C-14)."""
    LOOKS_ALIKE = "LOOKS_ALIKE"
    """Two records look like one person (C-9)."""
    SAME_AND_OTHER = "SAME_AND_OTHER"
    """One desk said of two records that they are of one person, another that they are of two (C-9)."""
    RECORD_OF_ERASED = "RECORD_OF_ERASED"
    """A record was said to be of somebody who has been erased without it (C-12)."""
    RENEWED_AGAINST_QUEUE = "RENEWED_AGAINST_QUEUE"
    """A loan was renewed while somebody waited for the copy: the day promised stands (C-3)."""
    LENT_WHILE_HELD = "LENT_WHILE_HELD"
    """A copy lay ready for somebody, or was to, and was lent elsewhere: whoever has it has it (C-15)."""
    LENT_ON_ITS_WAY = "LENT_ON_ITS_WAY"
    """A copy was sent to another branch and lent before it came there (C-16)."""
    CAUGHT_TWICE = "CAUGHT_TWICE"
    """Two desks each caught a copy for the same hold: the first stays, the other is free."""
    SETTLED_TWICE = "SETTLED_TWICE"
    """A fee was paid or waived at two desks: somebody has a credit (C-8)."""
    LENT_WHILE_EXCLUDED = "LENT_WHILE_EXCLUDED"
    """A copy was lent to somebody who had been excluded elsewhere (C-5)."""
    LENT_OVER_DEBT = "LENT_OVER_DEBT"
    """A copy was lent to somebody who owed the limit or more, for what had happened elsewhere (C-5)."""
    LENT_WHILE_BANNED = "LENT_WHILE_BANNED"
    """A copy was lent to somebody who had been banned from the house elsewhere (C-6)."""
    LENT_AFTER_BLOCK = "LENT_AFTER_BLOCK"
    """A copy was lent on a card that had been reported lost, stolen or blocked elsewhere (C-4)."""
    ACT_NUMBER_TWICE = "ACT_NUMBER_TWICE"
    """Two acts of the stock book bear the same number: two desks drew it, or wrote it."""
    HELD_CHANGE = "HELD_CHANGE"
    """Something was written by a clock ahead of all others (C-18)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A loan or a closing of one copy, in the order of its tick."""

    id: int
    kind: str
    patron: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Something that people must see.

    Attributes:
        subject: What it is about: ids of a copy, a hold, a message or records, or a barcode, number or username,
            or the number of an act.
        facts: Ids of the rows that it rests on, ascending.
    """

    kind: VerdictKind
    subject: str
    facts: tuple[int, ...]


def lent_twice(item: int, events: Sequence[Event]) -> Verdict | None:
    """Return the verdict on a copy's events, oldest first: loans to different people with no return between (C-1).

    The later possession counts: a copy is in one pair of hands. The earlier loan ends without having been closed.
    """
    double = {
        event.id
        for first, second in pairwise(events)
        if first.kind == second.kind == "loan" and first.patron != second.patron
        for event in (first, second)
    }
    if not double:
        return None
    return Verdict(kind=VerdictKind.LENT_TWICE, subject=str(item), facts=tuple(sorted(double)))


def lent_to_erased(item: int, loan: int) -> Verdict:
    """Return the verdict on an open loan without a person: the copy is to be found, and nobody to be asked (C-12)."""
    return Verdict(kind=VerdictKind.LOAN_OF_ERASED, subject=str(item), facts=(loan,))


def about_copy(kind: VerdictKind, subject: int, facts: Sequence[int]) -> Verdict:
    """Return the verdict on what desks did with one copy, or for one hold, not knowing of each other."""
    return Verdict(kind=kind, subject=str(subject), facts=tuple(sorted(facts)))


def sent_or_not(notice: int) -> Verdict:
    """Return the verdict on a message of which nobody knows whether it was sent: it is never sent by itself again."""
    return Verdict(kind=VerdictKind.NOTICE_UNSURE, subject=str(notice), facts=(notice,))


def given_twice(kind: VerdictKind, value: str, rows: Sequence[int]) -> Verdict | None:
    """Return the verdict on the rows that bear one barcode or act number, or on the people with one number."""
    if len(set(rows)) < 2:
        return None
    return Verdict(kind=kind, subject=value, facts=tuple(sorted(set(rows))))


def about_records(kind: VerdictKind, records: Sequence[int], facts: Sequence[int] = ()) -> Verdict:
    """Return the verdict on some records of people; without facts it rests on the records themselves."""
    ordered = tuple(sorted(records))
    return Verdict(kind=kind, subject=" ".join(map(str, ordered)), facts=tuple(sorted(facts)) or ordered)


def settled_too_often(settlements: Sequence[int]) -> Verdict:
    """Return the verdict on a fee that several settlements have settled by more than it is."""
    facts = tuple(sorted(settlements))
    return Verdict(kind=VerdictKind.SETTLED_TWICE, subject=str(facts[0]), facts=facts)


def lent_in_spite(kind: VerdictKind, loan: int, fact: int) -> Verdict:
    """Return the verdict on a loan to somebody excluded, banned or in debt by a fact: it stands, and is told."""
    return Verdict(kind=kind, subject=str(loan), facts=(fact, loan))


def lent_after_block(loan: int, report: int) -> Verdict:
    """Return the verdict on a loan with a card that had been reported before: its owner does not answer for it."""
    return Verdict(kind=VerdictKind.LENT_AFTER_BLOCK, subject=str(loan), facts=(report, loan))


def task_name(verdict: Verdict) -> str:
    """Return the name of the task that a verdict makes: 16 hexadecimal digits, the same on every desk."""
    said = " ".join([verdict.kind, verdict.subject, *map(str, verdict.facts)])
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()
