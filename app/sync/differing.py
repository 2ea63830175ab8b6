"""What comparing digests means: which rows differ, at whom, and how a person is told.

Which of two desks is wrong cannot be known from the two. Where more agree with one of them, the other is; and where a
desk's own scrub has found its rows altered, it is the one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from app.sync.problems import ROWS_ALTERED, ROWS_DIFFER, ROWS_DIFFER_HERE, ROWS_DIFFER_THERE, Problem
from app.sync.ranges import NOTHING, RANGE_BITS, Key, days_of, short
from app.sync.rowcheck import Difference

TOLD_MAX = 5
"""So many stretches of rows are told of one desk; where more differ, these are enough to act on."""


class Compared(NamedTuple):
    """The short digest of each range of another desk that could be compared with one's own."""

    replica: int
    digests: Mapping[Key, bytes]


def key_of(difference: Difference) -> Key:
    return Key(difference.table, difference.first >> RANGE_BITS)


def differing(
    own: int, ours: Mapping[Key, bytes], compared: Collection[Compared], altered: Collection[Key]
) -> Iterator[Difference]:
    """Yield what differs between this desk and each other.

    Args:
        ours: This desk's short digests.
        altered: Ranges in which its own scrub has found altered rows.
    """
    for key, theirs in _by_range(compared).items():
        mine = ours.get(key, short(NOTHING))
        votes = Counter([mine, *theirs.values()])
        for replica, digest in theirs.items():
            if digest != mine:
                wrong = own if key in altered else _wrong(own, replica, votes, mine, digest)
                yield Difference(replica, key.table, *key.ids, wrong)


def _wrong(own: int, replica: int, votes: Counter[bytes], mine: bytes, digest: bytes) -> int:
    """Return who is in the minority; 0 where neither is."""
    if votes[mine] > votes[digest]:
        return replica
    return own if max(votes.values()) > votes[mine] else 0


def alike(ours: Mapping[Key, bytes], compared: Collection[Compared]) -> set[Key]:
    """Return the ranges in which some desk agrees with this one, and none differs."""
    return {
        key for key, theirs in _by_range(compared).items() if set(theirs.values()) == {ours.get(key, short(NOTHING))}
    }


def _by_range(compared: Iterable[Compared]) -> dict[Key, dict[int, bytes]]:
    found: dict[Key, dict[int, bytes]] = {}
    for one in compared:
        for key, digest in one.digests.items():
            found.setdefault(key, {})[one.replica] = digest
    return found


class _Stretch(NamedTuple):
    """Rows of which a person is told in one sentence."""

    code: str
    replica: int
    table: str
    first: int
    last: int


def problems(found: Collection[Difference], own: int) -> Iterator[Problem]:
    """Yield what a person is told: at most a few stretches of rows of each desk."""
    altered = {key_of(one) for one in found if one.replica == own}
    stretches = {_stretch(one, own) for one in found if one.replica == own or one.wrong != own}
    stretches |= {_stretch(one, own) for one in found if one.wrong == own and key_of(one) not in altered}
    for _, of_desk in groupby(_joined(sorted(stretches)), key=lambda one: one[:2]):
        for stretch in list(of_desk)[:TOLD_MAX]:
            days = days_of(stretch.first, stretch.last)
            detail = f"{stretch.table} {days[0]}/{days[1]}"
            yield Problem(code=stretch.code, replica=stretch.replica, detail=detail, table=stretch.table, days=days)


def _stretch(one: Difference, own: int) -> _Stretch:
    if one.replica == own:
        return _Stretch(ROWS_ALTERED, own, one.table, one.first, one.last)
    if one.wrong == own:
        return _Stretch(ROWS_DIFFER_HERE, own, one.table, one.first, one.last)
    code = ROWS_DIFFER_THERE if one.wrong == one.replica else ROWS_DIFFER
    return _Stretch(code, one.replica, one.table, one.first, one.last)


def _joined(stretches: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """Yield stretches that follow one another as one."""
    last: _Stretch | None = None
    for one in stretches:
        if last is not None and last[:3] == one[:3] and last.last + 1 == one.first:
            last = last._replace(last=one.last)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last
