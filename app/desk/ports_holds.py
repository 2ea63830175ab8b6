"""What deeds on holds and on copies on their way need of the one who keeps the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.desk.ids import BranchId, FactId, ItemId, PatronId, TitleId
from app.rules.holds import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldHold:
    """A living hold as deeds find it.

    Attributes:
        wanted: How it stands, for the rules.
        patron_number, patron_name: Of the record that leads.
        ready_at: The branch on whose hold shelf it lies.
    """

    hold: FactId
    title: TitleId
    title_name: str
    kind: str
    patron_number: str
    patron_name: str
    pickup: BranchId | None
    pickup_name: str
    ready_at: BranchId | None
    wanted: Wanted

    @property
    def patron(self) -> PatronId:
        return PatronId(self.wanted.patron)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a copy is, other than on loan or where it belongs.

    Attributes:
        branch: Where it was sent, or lies.
        transfer: On which it is; None for one that lies somewhere.
        cause: Why it was sent: "home" or "hold".
    """

    branch: BranchId | None
    transfer: FactId | None
    to_branch: BranchId | None
    to_branch_name: str
    cause: str
    hold: FactId | None
    at_ms: int


class Holds(Protocol):
    """Holds and the places of copies, as they stand before the deed."""

    def hold(self, scan: str) -> HeldHold | None:
        """Return a living hold by its number."""

    def of_title(self, title: TitleId) -> tuple[HeldHold, ...]:
        """Return the living holds on a title, the first placed first."""

    def of_patron(self, patron: PatronId) -> tuple[HeldHold, ...]:
        """Return the living holds of somebody, the first placed first."""

    def on_copy(self, item: ItemId) -> HeldHold | None:
        """Return the hold for which a copy was caught."""

    def title_of(self, item: ItemId) -> TitleId | None:
        """Return the title that a copy is of."""

    def title(self, scan: str) -> TitleId | None:
        """Return a title by `#` and its number."""

    def title_name(self, title: TitleId) -> str:
        """Return what a title is called."""

    def place(self, item: ItemId) -> Place | None:
        """Return where a copy is that is neither on loan nor where it belongs."""

    def free_copies(self, title: TitleId, item: ItemId | None) -> int:
        """Return how many copies of a title, or whether this one, can be fetched from a shelf."""

    def has_on_loan(self, patron: PatronId, title: TitleId, item: ItemId | None) -> bool:
        """Tell whether somebody has a copy of a title, or this one, at home."""

    def materials(self, title: TitleId, item: ItemId | None) -> tuple[str, ...]:
        """Return the materials of the copies of a title, or of this one, that may be lent."""

    def branch_name(self, branch: BranchId | None) -> str:
        """Return what a branch is called."""
