"""What is worked out of the house rules once, and kept from deed to deed until somebody writes one.

A scan asks for hundreds of settings that change a few times a year. Triggers put a new stamp beside every writing of a
rule (`app.db.triggers`), in its own transaction, whoever writes: so a stamp that is the same means rules that are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

RULES_STAMP = "rules"
"""The name under which the stamp stands among what this desk knows of itself."""

KEPT_MAX = 64
"""A desk asks for its own branch today; more is asked for by whoever walks through years."""

_STAMP = f"SELECT name, value FROM standing WHERE name IN ('{RULES_STAMP}', 'profile') ORDER BY name"

_T = TypeVar("_T")


@dataclass(slots=True)
class Remembered:
    """What one connection remembers of the rules."""

    stamp: tuple[tuple[str, Any], ...] = ()
    kept: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, connection: sqlite3.Connection, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what is kept under a key, made anew where a rule was written since."""
        stamp = tuple(connection.execute(_STAMP))
        if stamp != self.stamp or len(self.kept) > KEPT_MAX:
            self.stamp = stamp
            self.kept.clear()
        if key not in self.kept:
            self.kept[key] = make()
        found: _T = self.kept[key]
        return found
