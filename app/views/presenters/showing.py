"""What every presenter does with its state: it keeps the last one and shows every new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

S = TypeVar("S", bound="DataclassInstance")


class Showing(Generic[S]):
    """Keeps a frozen state. A screen puts its own drawing into `show`."""

    def __init__(self, state: S) -> None:
        self.state = state
        self.show: Callable[[S], None] = lambda _: None

    def change(self, **changes: object) -> None:
        """Show the state with these changes."""
        self.state = replace(self.state, **changes)
        self.show(self.state)
