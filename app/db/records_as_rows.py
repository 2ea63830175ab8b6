"""How a record that a deed writes becomes a row: which table, which columns, what of it SQLite takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from app.desk.records import Record

Value = str | int | None


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


_KINDS: tuple[type[Record], ...] = Record.__args__
TABLE_OF: Mapping[type[Record], str] = {kind: _snake(kind.__name__) for kind in _KINDS}
FIELDS_OF: Mapping[type[Record], tuple[str, ...]] = {
    kind: tuple(column.name for column in fields(kind)) for kind in _KINDS
}


def row_of(record: Record) -> dict[str, Value]:
    """Return the columns of a record; days as ISO text."""
    return {name: _stored(getattr(record, name)) for name in FIELDS_OF[type(record)]}


def _stored(value: str | int | date | None) -> Value:
    return value.isoformat() if isinstance(value, date) else value
