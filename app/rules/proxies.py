"""May somebody take a loan along in another's name? Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.rules.blocks import Block, Why, block


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A permission to act for somebody, as it was given and perhaps ended.

    Attributes:
        until_on: The last day on which it holds; None while it has no end.
        ended: Whether it was taken back.
    """

    until_on: date | None = None
    ended: bool = False

    def holds(self, day: date) -> bool:
        return not self.ended and (self.until_on is None or day <= self.until_on)


def taking_blocks(*, may: bool, taker: str, patron: str) -> Iterator[Block]:
    """Yield what stands against somebody's taking a loan along for another."""
    if not may:
        yield block(Why.PROXY_NOT_ALLOWED, name=taker, patron=patron)
