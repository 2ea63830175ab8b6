"""Which of the rows received can stand in our tables: a value of another kind than its column is kept, never placed.

Only a desk whose program has gone mad, or a later version that broke a rule, writes such rows. Row by row, and not by
group: how a log is cut into slices must not decide which rows a desk holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from types import NoneType

from app.db.declaration import Table
from app.sync.changes import Group

_KINDS = {"INTEGER": {int, NoneType}, "TEXT": {str, NoneType}}


def parted(table: Table, group: Group) -> tuple[Group, Group | None]:
    """Return the rows of a group that fit the columns of `table`, and the others where there are any."""
    unfit = set(_unfit(table, group))
    if not unfit:
        return group, None
    fits = [place not in unfit for place in range(len(group))]
    return chosen(group, fits), chosen(group, [not fit for fit in fits])


def _unfit(table: Table, group: Group) -> Iterator[int]:
    kinds_of = {column.name: _KINDS[column.type] for column in table.columns}
    for name, values in zip(group.columns, group.values, strict=True):
        kinds = kinds_of.get(name)
        if kinds is not None and not set(map(type, values)) <= kinds:
            yield from (place for place, value in enumerate(values) if type(value) not in kinds)


def chosen(group: Group, rows: list[bool]) -> Group:
    """Return the rows of a group for which it is so."""
    return Group(
        kind=group.kind,
        table=group.table,
        unit=group.unit,
        columns=group.columns,
        ids=list(compress(group.ids, rows)),
        ticks=list(compress(group.ticks, rows)),
        values=[list(compress(values, rows)) for values in group.values],
    )
