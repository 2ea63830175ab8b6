"""The stock book: what came into the stock and what left it, by acts, and what stood there before and after. Pure.

A copy is in the stock from the act by which it came, or, where nobody wrote one, from the day it was taken in; until
the act by which it left. Two desks may put one copy on two acts of a kind: the first counts, on every desk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

ACCESSION, WITHDRAWAL = "accession", "withdrawal"
CAUSES: Mapping[str, tuple[str, ...]] = {
    ACCESSION: ("purchase", "gift", "exchange", "replacement", "transfer", "other"),
    WITHDRAWAL: ("worn", "outdated", "lost", "surplus", "transfer", "other"),
}
"""Why copies come, and why they leave; the first is the usual one."""
YEAR_ACTS_MAX = 9_999


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCopy:
    """A copy as the book counts it: `since` is the day it was taken in, `value_minor` what it is worth by itself."""

    item: int
    since: date
    value_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """A copy on an act. Lines are in the order of their ids."""

    act: int
    item: int
    kind: str
    on_day: date
    value_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A copy came (`count` 1) or left (-1), by an act or without one (None)."""

    on_day: date
    act: int | None
    count: int
    value_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """So many copies, worth so much."""

    count: int = 0
    value_minor: int = 0

    def with_(self, one: Movement) -> Sum:
        return Sum(count=self.count + one.count, value_minor=self.value_minor + one.value_minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The stock over some days.

    Attributes:
        acts: What came or left, by act; signed.
        without_act: What came in those days and stands on no act.
    """

    start: Sum
    acts: Mapping[int, Sum]
    without_act: Sum
    end: Sum


def book(copies: Iterable[BookCopy], lines: Sequence[BookLine], first: date, last: date) -> Book:
    """Return the stock over the days from `first` to `last`."""
    start = without = end = Sum()
    acts: dict[int, Sum] = defaultdict(Sum)
    for one in movements(copies, lines):
        if one.on_day > last:
            continue
        end = end.with_(one)
        if one.on_day < first:
            start = start.with_(one)
        elif one.act is None:
            without = without.with_(one)
        else:
            acts[one.act] = acts[one.act].with_(one)
    return Book(start=start, acts=acts, without_act=without, end=end)


def movements(copies: Iterable[BookCopy], lines: Sequence[BookLine]) -> Iterator[Movement]:
    """Yield how copies came and left."""
    by_copy: dict[int, list[BookLine]] = defaultdict(list)
    for line in lines:
        by_copy[line.item].append(line)
    for copy in copies:
        yield from _of_copy(copy, by_copy.get(copy.item, []))


def _of_copy(copy: BookCopy, lines: Sequence[BookLine]) -> Iterator[Movement]:
    counted = list(_counted(lines))
    is_in = not counted or counted[0].kind == WITHDRAWAL
    value = copy.value_minor
    if is_in:
        since = min([copy.since, *(line.on_day for line in counted[:1])])
        yield Movement(on_day=since, act=None, count=1, value_minor=value)
    for line in counted:
        came = line.kind == ACCESSION
        value = line.value_minor if came else value
        yield Movement(on_day=line.on_day, act=line.act, count=1 if came else -1, value_minor=value if came else -value)


def _counted(lines: Sequence[BookLine]) -> Iterator[BookLine]:
    """Yield the lines that count: a copy that is there does not come, and one that has left does not leave."""
    before = ""
    for line in lines:
        if line.kind in CAUSES and line.kind != before:
            yield line
            before = line.kind


def may_stand_on(kind: str, kinds_before: Sequence[str]) -> bool:
    """Tell whether a copy may be put on an act of a kind, by those that it stands on already."""
    return not kinds_before or kinds_before[-1] != kind


def next_number(code: str, year: int, taken: Iterable[str]) -> str:
    """Return the next number of a branch's acts in a year: its code, the year, and the smallest that is free."""
    used = set(taken)
    free = (f"{code}-{year}-{number}" for number in range(1, YEAR_ACTS_MAX) if f"{code}-{year}-{number}" not in used)
    return next(free, f"{code}-{year}-{YEAR_ACTS_MAX}")
