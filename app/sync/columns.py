"""Columns of a segment: values of one kind, coded so that little is left for the compressor.

A coded column is a list whose first element names the coding:

    [PLAIN, values]             as they are
    [CONST, value]              the same value in every row
    [RISING, deltas]            integers that never fall: the first, then the differences
    [SHARED, uniques, indexes]  few distinct values: them as a column of their own, then where each row points

The number of rows is known from outside. Decoding runs in C (`accumulate`, `map`): every merge goes through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from app.sync.errors import Malformed

PLAIN, CONST, RISING, SHARED = range(4)

Coded = list[Any]
Value = int | str | bytes | None

INT_MIN, INT_MAX = -(1 << 63), (1 << 63) - 1


def encode_column(values: Sequence[Value]) -> Coded:
    """Code one column; `decode_column` with the same number of rows gives `values` back."""
    if not values:
        return [PLAIN, []]
    if all(value == values[0] and type(value) is type(values[0]) for value in values):
        return [CONST, values[0]]
    if all(type(value) is int for value in values):
        return _encode_integers(values)  # type: ignore[arg-type]  # The line above says so.
    return _encode_mixed(values)


def _encode_integers(values: Sequence[int]) -> Coded:
    if all(a <= b for a, b in pairwise(values)):
        return [RISING, [values[0], *(b - a for a, b in pairwise(values))]]
    uniques = sorted(set(values))
    if uniques[-1] < 1 << 16 and uniques[0] >= 0:
        return [PLAIN, list(values)]
    return _shared(values, uniques)


def _encode_mixed(values: Sequence[Value]) -> Coded:
    uniques = list(dict.fromkeys(values))
    if len(uniques) * 2 > len(values):
        return [PLAIN, list(values)]
    return _shared(values, uniques)


def _shared(values: Sequence[Value], uniques: Sequence[Value]) -> Coded:
    place = {value: index for index, value in enumerate(uniques)}
    return [SHARED, encode_column(uniques), [place[value] for value in values]]


def decode_column(coded: object, rows: int) -> list[Any]:
    """Return the `rows` values of a coded column.

    Raises:
        Malformed: It is no column of that many integers, texts, byte strings and nothings.
    """
    match coded:
        case [0, list() as values]:
            pass
        case [1, value]:
            values = [value] * rows
        case [2, list() as deltas]:
            values = list(accumulate(_integers(deltas)))
        case [3, uniques, list() as indexes]:
            values = _decode_shared(uniques, indexes)
        case _:
            raise Malformed(part="column")
    return _checked(values, rows)


def _decode_shared(uniques: object, indexes: list[Any]) -> list[Any]:
    count = max(_integers(indexes), default=-1) + 1
    if min(indexes, default=0) < 0 or not isinstance(uniques, list) or uniques[:1] == [SHARED]:
        raise Malformed(part="column")
    if uniques[:1] == [CONST]:
        raise Malformed(part="column")  # One value in every row is coded CONST at once.
    return list(map(decode_column(uniques, _length(uniques, count)).__getitem__, indexes))


def _length(uniques: list[Any], count: int) -> int:
    if len(uniques) != 2 or not isinstance(uniques[1], list) or len(uniques[1]) < count:
        raise Malformed(part="column")
    return len(uniques[1])


def unfolded_bytes(coded: object, rows: int) -> int:
    """Return how much a coded column grows at most when it is decoded: a long text said once may stand in every row."""
    match coded:
        case [1, str() | bytes() as value]:
            return len(value) * rows
        case [3, [0, list() as uniques], _]:
            return rows * max((len(value) for value in uniques if isinstance(value, str | bytes)), default=0)
        case _:
            return 0


def _integers(values: list[Any]) -> list[int]:
    if not set(map(type, values)) <= {int}:
        raise Malformed(part="column")
    return values


KINDS = {int, str, bytes, type(None)}


def _checked(values: list[Any], rows: int) -> list[Any]:
    kinds = set(map(type, values))
    if len(values) != rows or not kinds <= KINDS:
        raise Malformed(part="column")
    numbers = values if kinds == {int} else [value for value in values if type(value) is int] if int in kinds else ()
    if numbers and not (min(numbers) >= INT_MIN and max(numbers) <= INT_MAX):
        raise Malformed(part="column")  # SQLite holds 64 bits.
    return values
