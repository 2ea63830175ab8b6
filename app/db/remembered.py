"""What is worked out of the house rules once, and kept from deed to deed until somebody writes one.

A scan asks for hundreds of settings that change a few times a year. Triggers put a new stamp beside every writing of a
rule (`app.db.triggers`), in its own transaction, whoever writes: so a stamp that is the same means rules that are. It
is drawn at random, so what is kept is right for whoever reads the same one: another thread, or a copy of the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

RULES_STAMP = "rules"
"""The name under which the stamp stands among what this desk knows of itself."""

NEW_STAMP = (
    f"INSERT INTO standing VALUES ('{RULES_STAMP}', hex(randomblob(8)))"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)

KEPT_MAX = 64
"""A desk asks for its own branch today; more is asked for by whoever walks through years."""

_STAMP = f"SELECT value FROM standing WHERE name = '{RULES_STAMP}'"

_T = TypeVar("_T")

_kept: dict[tuple[str, Hashable], Any] = {}
_NOTHING = object()


def once(connection: sqlite3.Connection, key: Hashable, make: Callable[[], _T]) -> _T:
    """Return what is kept under a key, made anew where a rule was written since."""
    asked = (connection.execute(_STAMP).fetchone()[0], key)
    found: Any = _kept.get(asked, _NOTHING)
    if found is _NOTHING:
        if len(_kept) >= KEPT_MAX:
            _kept.clear()
        found = _kept[asked] = make()
    return found  # type: ignore[no-any-return]  # A key is asked for by one maker.


def renew_stamp(connection: sqlite3.Connection) -> None:
    """Say that the rules may be others than they were."""
    connection.execute(NEW_STAMP)


def has_stamp(connection: sqlite3.Connection) -> bool:
    return connection.execute(_STAMP).fetchone() is not None
