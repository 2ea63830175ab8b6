"""Patrons, found as one types and shown with all that a desk needs at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.db import finding
from app.db.database import Database
from app.db.models import Guarantee, Patron
from app.desk.ports import Borrower
from app.rules.blocks import Block
from app.rules.checkout import person_blocks, person_case
from app.rules.folding import search_words
from app.rules.identity import CODE_KINDS, masked_code
from app.rules.policy import Policy

FOUND_MAX = 50
"""A list that is longer helps nobody at a desk; more words make it shorter."""


class PatronFound(NamedTuple):
    """One line of a search. There are many while somebody types, so it is the lightest kind of row."""

    patron: int
    number: str
    name: str
    birth_on: date | None
    branch: str


_FIND = f"""
SELECT p.id, p.given, p.family, p.birth_on, b.name, ({finding.NUMBER_OF_PATRON.format("p.id")})
FROM patron_search s JOIN patron p ON p.id = s.rowid
LEFT JOIN branch b ON b.id = p.home_branch WHERE patron_search MATCH ? LIMIT ?
"""


def prefixes(text: str) -> str:
    """Return the search for every word of `text` as the beginning of a word; "" for a text without words."""
    return " ".join(f'"{word}"*' for word in search_words(text))


def find_patrons(database: Database, text: str, *, most: int = FOUND_MAX) -> list[PatronFound]:
    """Return the patrons in whose names or numbers every word of `text` begins a word, by family name."""
    if not (search := prefixes(text)):
        return []
    rows = database.connection.execute(_FIND, (search, most)).fetchall()
    found = [
        PatronFound(
            patron=patron,
            number=number or f"#{patron}",
            name=f"{given or ''} {family or ''}".strip(),
            birth_on=finding.day_or_none(birth_on),
            branch=branch or "",
        )
        for patron, given, family, birth_on, branch, number in rows
    ]
    return sorted(found, key=lambda one: (one.name.rpartition(" ")[2].casefold(), one.name.casefold()))


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanShown:
    """One loan of a patron."""

    loan: int
    item: int
    barcode: str
    title: str
    author: str
    material: str
    lent_on: date
    due_on: date
    branch: str
    renewals: int

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due_on).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberShown:
    """A number that acts as a card; one that holds a personal code is masked."""

    identifier: int
    kind: str
    value: str
    standing: str
    issuer: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatronShown:
    """A patron with loans and what stands between them and another one."""

    patron: int
    number: str
    given: str
    family: str
    birth_on: date | None
    category: str
    phone: str
    email: str
    address: str
    branch: str
    guarantor: str
    numbers: tuple[NumberShown, ...]
    loans: tuple[LoanShown, ...]
    loans_max: int
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


def show_patron(database: Database, scan: str, *, today: date, branch: int) -> PatronShown | None:
    """Return the patron with this number (or `#` and an id), as seen at a branch today."""
    connection = database.connection
    borrower = finding.borrower(connection, scan, today)
    if borrower is None:
        return None
    policy = finding.policy(connection, today, branch)
    row = Patron.select().where(Patron.id == borrower.patron).get(database.peewee)
    return PatronShown(
        patron=borrower.patron,
        number=borrower.number,
        given=row.given or "",
        family=row.family or "",
        birth_on=borrower.birth_on,
        category=borrower.category,
        phone=row.phone or "",
        email=row.email or "",
        address=address_of(row),
        branch=finding.one(connection, "SELECT name FROM branch WHERE id = ?", row.home_branch) or "",
        guarantor=guarantor_of(database, borrower.patron),
        numbers=_numbers(database, borrower.patron),
        loans=loans_of(database, borrower.patron),
        loans_max=policy.number("loans_max"),
        blocks=blocks_of(borrower, policy, today),
    )


def blocks_of(borrower: Borrower, policy: Policy, today: date) -> tuple[Block, ...]:
    """Return what stands between somebody and any loan, weighed by the house rules."""
    case = person_case(
        policy,
        today=today,
        card_standing=borrower.card_standing,
        card_valid_until=borrower.card_valid_until,
        birth_on=borrower.birth_on,
        has_guarantee=borrower.has_guarantee,
        loans_overdue=borrower.loans_overdue,
        loans_open=sum(borrower.loans_by_material.values()),
    )
    return tuple(policy.weigh(found) for found in person_blocks(case))


_LOANS = """
SELECT o.loan, o.item, i.barcode, t.title, t.author, i.material, o.lent_ms, o.due_on, b.name, b.time_zone, o.renewals
FROM open_loan o LEFT JOIN item i ON i.id = o.item LEFT JOIN title t ON t.id = i.title
LEFT JOIN branch b ON b.id = o.branch WHERE o.patron = ? ORDER BY o.due_on, o.loan
"""


def loans_of(database: Database, patron: int) -> tuple[LoanShown, ...]:
    """Return somebody's open loans, first due first."""
    return tuple(
        LoanShown(
            loan=loan,
            item=item,
            barcode=barcode or f"#{item}",
            title=title or "",
            author=author or "",
            material=material or "",
            lent_on=finding.day_of(lent_ms, zone or finding.DEFAULT_ZONE),
            due_on=date.fromisoformat(due_on),
            branch=branch or "",
            renewals=renewals,
        )
        for loan, item, barcode, title, author, material, lent_ms, due_on, branch, zone, renewals in (
            database.connection.execute(_LOANS, (patron,))
        )
    )


_NUMBERS = """
SELECT id, kind, value, standing, issuer, valid_until FROM identifier WHERE patron = ? AND standing IS NOT 'removed'
ORDER BY standing <> 'active', id
"""


def _numbers(database: Database, patron: int) -> tuple[NumberShown, ...]:
    return tuple(
        NumberShown(
            identifier=identifier,
            kind=kind or "",
            value=masked_code(value or "") if kind in CODE_KINDS else value or "",
            standing=standing or "",
            issuer=issuer or "",
            valid_until=finding.day_or_none(valid_until),
        )
        for identifier, kind, value, standing, issuer, valid_until in database.connection.execute(_NUMBERS, (patron,))
    )


def guarantor_of(database: Database, patron: int) -> str:
    """Return who answers for somebody: the last who promised to."""
    query = Guarantee.select().where(Guarantee.patron == patron).order_by(Guarantee.id.desc()).limit(1)
    return next((f"{row.given or ''} {row.family or ''}".strip() for row in query.execute(database.peewee)), "")


def address_of(row: Patron) -> str:
    """Return the address on one line: street or house name, flat, village, parish, municipality, town, postcode."""
    house = " ".join(filter(None, (row.street, row.house)))
    first = f"{house}-{row.flat}" if house and row.flat else house
    return ", ".join(filter(None, (first, row.village, row.parish, row.municipality, row.town, row.postcode)))
