"""What deeds on those who act for others, on other libraries and on the stock book need of who keeps the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.desk.ids import FactId, ItemId, PatronId, TitleId
from app.rules.interlibrary import IllStanding, standing_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldIll:
    """A request to other libraries.

    Attributes:
        patron: Who asked for it, by the leading record; None for one who was erased.
        days: On which day each step was taken, by its name; of several, the last.
        partner, number: The library that was asked last, and what it calls the loan.
        item: The copy as which the thing is lent here.
        due_on: When it has to be back with the partner.
    """

    request: FactId
    patron: PatronId | None
    patron_number: str
    patron_name: str
    scope: str
    title: str
    author: str
    isbn: str
    note: str
    branch_code: str
    branch: str
    asked_on: date
    steps: tuple[str, ...]
    days: Mapping[str, date]
    partner: str
    number: str
    item: ItemId | None
    due_on: date | None

    @property
    def standing(self) -> IllStanding:
        return standing_of(self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldIssue:
    """An issue of a periodical: what the next one has in common with it."""

    title: TitleId
    material: str
    lendable: bool
    price_minor: int | None
    call_number: str
    department: str


class Beyond(Protocol):
    """What is known of those who act for others, and of what other libraries lend to us."""

    def proxies_of(self, patron: PatronId) -> tuple[HeldProxy, ...]:
        """Return the permissions that somebody gave and still gives, or did until a day, the oldest first."""

    def proxies_held(self, patron: PatronId) -> tuple[HeldProxy, ...]:
        """Return the permissions under which somebody may act for others, the oldest first."""

    def proxy(self, proxy: int) -> HeldProxy | None:
        """Return a permission by its number."""

    def contact(self, scan: str) -> HeldContact | None:
        """Return a contact person by `#` and the number of the row."""

    def ill(self, scan: str) -> HeldIll | None:
        """Return a request to other libraries by its number."""

    def partner_due_on(self, item: ItemId) -> date | None:
        """Return when a copy has to be back with the library that lent it to us; None for a copy of ours."""

    def issue(self, scan: str) -> HeldIssue | None:
        """Return an issue of a periodical by its barcode."""
