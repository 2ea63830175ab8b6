"""What deeds on the stock book need of the one who keeps the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.desk.ids import FactId, ItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAct:
    """An act of the stock book."""

    act: FactId
    kind: str
    number: str
    on_day: date
    cause: str
    source: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A copy on an act."""

    line: FactId
    act: FactId
    kind: str
    number: str
    price_minor: int


class StockBook(Protocol):
    """The acts, and the copies on them."""

    def act(self, scan: str) -> HeldAct | None:
        """Return an act by its number, or by `#` and the number of its row."""

    def numbers(self) -> tuple[str, ...]:
        """Return the numbers of all acts."""

    def branch_code(self) -> str:
        """Return the code of the branch at which the deed is done."""

    def lines_of(self, item: ItemId) -> tuple[HeldLine, ...]:
        """Return the acts on which a copy stands, the first at the front."""

    def lines_on(self, act: FactId) -> tuple[tuple[FactId, ItemId, int], ...]:
        """Return the lines of an act: each with its copy and its value."""

    def acts_of_task(self, task: str) -> tuple[FactId, ...]:
        """Return the acts that bear one number, of which a task asks, the first at the front; none for another task."""
