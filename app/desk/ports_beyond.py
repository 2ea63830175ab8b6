"""What deeds on those who act for others, on other libraries and on the stock book need of who keeps the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.desk.ids import FactId, PatronId
from app.rules.proxies import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldProxy:
    """A permission to act for somebody.

    Attributes:
        patron: Who gave it, by the leading record.
        fact: By which the holder has it.
        holder: Who may act, by the leading record.
    """

    proxy: FactId
    patron: PatronId
    patron_number: str
    patron_name: str
    fact: FactId
    holder: PatronId
    holder_number: str
    holder_name: str
    permission: Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldContact:
    """A contact person of an institution."""

    contact: int
    patron: PatronId
    name: str
    may_borrow: bool


class Beyond(Protocol):
    """What is known of those who act for others."""

    def proxies_of(self, patron: PatronId) -> tuple[HeldProxy, ...]:
        """Return the permissions that somebody gave and still gives, or did until a day, the oldest first."""

    def proxies_held(self, patron: PatronId) -> tuple[HeldProxy, ...]:
        """Return the permissions under which somebody may act for others, the oldest first."""

    def proxy(self, proxy: int) -> HeldProxy | None:
        """Return a permission by its number."""

    def contact(self, scan: str) -> HeldContact | None:
        """Return a contact person by `#` and the number of the row."""

    def waiting_holds(self, patron: PatronId) -> tuple[FactId, ...]:
        """Return the holds of somebody that are neither collected nor cancelled nor expired."""
