"""Which records are of one person: edges between records, and the record that leads. Pure.

Two desks may say of records in any order, in circles and in chains, that they are of one person, and take it back. What
comes of it is a function of the set of edges that stand and of the records that are there: so all desks agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

Edge = tuple[int, int]


def leads(edges: Iterable[Edge], living: Collection[int]) -> Mapping[int, int]:
    """Return the leading record of every record that shares its person with another, by record.

    Edges hold through a record that was erased, or has not arrived yet; only one that is there leads: the oldest.

    Args:
        living: The records that are there.
    """
    found: dict[int, int] = {}
    for together in _together(edges):
        there = sorted(record for record in together if record in living)
        if len(there) > 1:
            found |= dict.fromkeys(there, there[0])
    return found


def left_of_erased(edges: Iterable[Edge], living: Collection[int], erased: Collection[int]) -> list[tuple[int, ...]]:
    """Return the records, person by person, that are there still though another of the same person was erased."""
    found = []
    for together in _together(edges):
        there = tuple(sorted(record for record in together if record in living))
        if there and any(record in erased for record in together):
            found.append(there)
    return sorted(found)


def _together(edges: Iterable[Edge]) -> Iterator[set[int]]:
    """Yield the sets of records that edges join, each once."""
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in edges:
        beside[one].add(other)
        beside[other].add(one)
    seen: set[int] = set()
    for record in beside:
        if record not in seen:
            reached = _reached(record, beside)
            seen |= reached
            yield reached


def _reached(record: int, beside: Mapping[int, set[int]]) -> set[int]:
    reached, waiting = {record}, [record]
    while waiting:
        for other in beside[waiting.pop()] - reached:
            reached.add(other)
            waiting.append(other)
    return reached
