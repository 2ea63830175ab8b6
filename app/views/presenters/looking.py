"""Looking at a report on the screen: the columns that fit, and the first rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.db.database import Database
from app.words import Words

T = TypeVar("T")
ROWS_MAX = 500
"""More is for the file, not for the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A report on the screen. `numbers` are the places of columns that are counts."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[int] = frozenset()
    all: int = 0


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at what: a connection that cannot write, the days of a period, this day, a branch's code or ""."""

    database: Database
    words: Words
    first: date
    last: date
    today: date
    branch: str

    def shown(
        self, names: Sequence[str], found: Sequence[T], row: Callable[[T], tuple[str, ...]], *numbers: int
    ) -> Preview:
        columns = tuple(self.words(f"column.{name}") for name in names)
        rows = tuple(row(one) for one in found[:ROWS_MAX])
        return Preview(columns=columns, rows=rows, numbers=frozenset(numbers), all=len(found))

    def day(self, day: date | None) -> str:
        return self.words.day(day) if day else ""
