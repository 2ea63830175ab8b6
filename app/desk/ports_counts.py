"""What deeds that count need: a place of this desk's own where a key press costs no fact."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something happened in an hour of a day here."""

    kind: str
    on_day: date
    hour: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEvent:
    """Something that the library held, at which branch, and how many came."""

    event: int
    branch: int
    kind: str
    name: str
    on_day: date
    adults: int
    children: int


class Counts(Protocol):
    """What is being counted at this desk and is not written as a fact yet."""

    @property
    def hour(self) -> int:
        """The hour at the branch."""

    def add(self, kind: str, number: int) -> int:
        """Count something in this hour, never below nothing; return how often it was counted in it."""

    def take(self, *, until_now: bool) -> Collection[Counted]:
        """Take out what was counted in hours that are over; with `until_now` in this hour as well."""

    def by_hour(self, kind: str, on_day: date) -> Mapping[int, int]:
        """Return how often something was counted in each hour of a day at this branch, written or not."""

    def event(self, event: int) -> HeldEvent | None:
        """Return an event by its fact, unless it was taken back."""
