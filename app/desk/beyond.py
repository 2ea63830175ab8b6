"""Rows of who acts for somebody, of names that were, of libraries that lend to us, and of the stock book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.ids import FactId, ItemId, LoanId, PatronId


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """Somebody lets others take loans along in their name, until a day or until it is ended."""

    patron: PatronId
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyHolder:
    """Who may act under a permission: a fact about them alone, so that either of the two can be forgotten."""

    patron: PatronId
    proxy: FactId


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyEnd:
    """A permission to act for somebody ends."""

    proxy: FactId
    on_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A loan was taken along by another: under a permission, or by a contact person of an institution."""

    loan: LoanId
    proxy_holder: FactId | None = None
    contact_person: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameChange:
    """Somebody has another name now: what it was, and what kind of document was shown."""

    patron: PatronId
    given: str
    family: str
    document: str
    on_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InterlibraryRequest:
    """Somebody wants what only another library has: of this country ("domestic") or abroad ("international")."""

    patron: PatronId
    scope: str
    title: str
    author: str = ""
    isbn: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterlibraryStep:
    """What became of a request to other libraries.

    Attributes:
        step: ordered, received, returned, refused or cancelled.
        partner: The library that is asked.
        number: What it calls the loan.
        item: The copy as which the thing is lent here.
        due_on: When it has to be back with the partner.
        amount_minor: What the partner asks for it.
    """

    interlibrary_request: FactId
    step: str
    on_day: date
    partner: str = ""
    number: str = ""
    item: ItemId | None = None
    due_on: date | None = None
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockAct:
    """A paper by which copies enter the stock ("accession") or leave it ("withdrawal").

    Attributes:
        cause: Why: a code.
        source: From whom they come, or to whom they go.
        basis: What it rests on: the number of an invoice, of a decision.
    """

    kind: str
    number: str
    on_day: date
    cause: str
    source: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockActLine:
    """A copy on an act, with its value that day."""

    stock_act: FactId
    item: ItemId
    price_minor: int
