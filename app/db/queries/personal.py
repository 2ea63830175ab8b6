"""All that is kept about one person (R-33), by walking the declaration: a table that is added later is in it too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.db import finding
from app.db.database import Database
from app.db.declaration import TABLES, Column, Table
from app.db.persons import RECORDS
from app.rules.identity import masked_code

SECRET = frozenset({"account_verifier", "pin_verifier"})
"""They prove a password or a PIN, and say nothing else; of them only whether there is one."""

BELOW: Mapping[str, str] = {
    "guarantee_end": "guarantee",
    "card_report": "identifier",
    "card_step": "card_order",
    "notice_step": "notice",
    "form_step": "form_receipt",
    "renewal": "loan",
    "closing": "loan",
    "copy_report": "loan",
    "renewal_request": "loan",
    "taking": "loan",
    "receipt_line": "receipt",
    "receipt_step": "receipt",
    "hold_step": "hold",
    "transfer": "hold",
    "restriction_end": "restriction",
    "restriction_place": "restriction",
    "amendment_seen": "amendment",
    "proxy_end": "proxy",
    "interlibrary_step": "interlibrary_request",
}
"""Tables about a person through a row of another table, in the column of that table's name."""

EDGES = frozenset({"same_person", "other_person"})
"""Tables that name two persons."""

OF_PERSON = RECORDS.format("?1")
"""Whoever asks what is kept about them asks about every record that is theirs."""

ABOUT_ANOTHER = "guarantor"
"""The guarantees that the person gave for others: what they say of the person, never for whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The rows of one table about somebody, oldest first. Values are as people read them: days and instants in ISO."""

    table: str
    rows: tuple[Mapping[str, str | int], ...]


def personal_data(database: Database, patron: int, zone: str) -> list[Section]:
    """Return everything that is kept about somebody; tables that say nothing are left out.

    Of the staff nothing is in it: who did what is for the library to answer for.
    """
    connection = database.connection
    found = [
        Section(table=table.name, rows=tuple(_rows(connection, table, patron, zone)))
        for table in TABLES
        if table.person or table.name in BELOW or table.name in EDGES
    ]
    given = _guarantees_for_others(connection, patron, zone)
    return [section for section in (*found, given) if section.rows]


def _rows(connection: sqlite3.Connection, table: Table, patron: int, zone: str) -> Iterator[Mapping[str, str | int]]:
    names = table.column_names
    query = f"SELECT t.id, {', '.join(f't.{name}' for name in names)} FROM {table.name} t WHERE {_where(table)}"
    for row in connection.execute(f"{query} ORDER BY t.id", (patron,)):
        yield _told(connection, table, dict(zip(("id", *names), row, strict=True)), zone)


def _where(table: Table) -> str:
    if table.name in EDGES:
        return f"t.patron IN {OF_PERSON} OR t.other IN {OF_PERSON}"
    if table.name in BELOW:
        between = BELOW[table.name]
        return f"t.{between} IN (SELECT b.id FROM {between} b WHERE b.patron IN {OF_PERSON})"
    return f"t.{table.person[0]} IN {OF_PERSON}"


def _told(connection: sqlite3.Connection, table: Table, row: Mapping[str, Any], zone: str) -> Mapping[str, str | int]:
    """Return a row with its ids as what they stand for; without the staff, and without what is empty."""
    said: dict[str, str | int] = {"id": str(row["id"])}
    for column in table.columns:
        value = row[column.name]
        if value not in {None, ""} and column.name != "staff":
            said[column.name] = _value(connection, table, column, value, zone)
    return said


_STANDS_FOR = {
    "branch": "SELECT name FROM branch WHERE id = ?",
    "item": "SELECT coalesce(i.barcode, '') || ' ' || coalesce(t.title, '') FROM item i"
    " LEFT JOIN title t ON t.id = i.title WHERE i.id = ?",
}


def _value(connection: sqlite3.Connection, table: Table, column: Column, value: Any, zone: str) -> str | int:
    if column.name in SECRET:
        return "***"
    if column.name.endswith("_ms"):
        return datetime.fromtimestamp(value / 1000, UTC).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
    if column.refers_to in _STANDS_FOR:
        return str(finding.one(connection, _STANDS_FOR[column.refers_to], value) or f"#{value}").strip()
    if column.refers_to:
        return str(value)
    if table.name == "guarantee" and column.name == "code":
        return masked_code(str(value))  # The guarantor's, a third person's.
    return int(value) if isinstance(value, int) else str(value)


_GIVEN = ("given", "family", "code", "birth_on", "phone", "email", "means", "at_ms")


def _guarantees_for_others(connection: sqlite3.Connection, patron: int, zone: str) -> Section:
    """Return what is kept of somebody as the guarantor of others; for whom is theirs."""
    query = (
        f"SELECT id, {', '.join(_GIVEN)} FROM guarantee WHERE patron IS NOT NULL AND (guarantor IN {OF_PERSON}"
        f" OR code IN (SELECT value FROM identifier WHERE patron IN {OF_PERSON} AND kind = 'personal_code'"
        " AND value <> '')) ORDER BY id"
    )
    rows: list[Mapping[str, str | int]] = []
    for id_, *values in connection.execute(query, (patron,)):
        said = dict(zip(_GIVEN, values, strict=True))
        at_ms = said.pop("at_ms") or 0
        moment = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
        rows.append({"id": str(id_), **{name: value for name, value in said.items() if value}, "at_ms": moment})
    return Section(table=ABOUT_ANOTHER, rows=tuple(rows))


def told_columns() -> frozenset[str]:
    """Return every column that may stand in a person's data, for the words."""
    tables = (table for table in TABLES if table.person or table.name in BELOW or table.name in EDGES)
    return frozenset({"id", *(name for table in tables for name in table.column_names)} - {"staff"})
