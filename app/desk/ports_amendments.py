"""What the deeds about a person's data need to know of former writings of them."""

from __future__ import annotations

from typing import Protocol

from app.desk.ids import PatronId
from app.rules.amendments import GivenUp, Leaf


class Amendments(Protocol):
    """What was written anew about somebody, as far as nobody wrote anything in its place knowing of it."""

    def leaves(self, patron: PatronId) -> tuple[Leaf, ...]:
        """Return the last writings of each unit, the oldest first; several where desks did not know of each other."""

    def given_up(self, patron: PatronId) -> tuple[GivenUp, ...]:
        """Return what gave way to another writing and was not yet shown to anybody."""
