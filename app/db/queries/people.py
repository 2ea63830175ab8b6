"""Patrons, found as one types and shown with all that a desk needs at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from app.db import borrowers, copies, finding
from app.db.amendments import KnownAmendments
from app.db.database import Database
from app.db.declaration import ADDRESS
from app.db.models import Patron
from app.db.persons import RECORDS, columns_of, leading
from app.db.queries.persons import ONE_RECORD, RecordsShown, show_records
from app.db.queries.relations import NO_RELATION, RelationShown, show_relation
from app.desk.cases import case_of
from app.desk.found import Borrower
from app.desk.ids import BranchId, ItemId
from app.desk.visits import BY_NAME
from app.rules.addresses import address_line
from app.rules.amendments import given_up_blocks
from app.rules.blocks import Block
from app.rules.checkout import person_blocks
from app.rules.folding import search_words
from app.rules.guarantees import Promise, liable_for
from app.rules.identity import CODE_KINDS, masked_code
from app.rules.policy import Policy
from app.rules.relation import Acceptance, Identity

FOUND_MAX = 50
"""A list that is longer helps nobody at a desk; more words make it shorter."""


PHONE_DIGITS = 8
"""Of a number in Latvia and in Denmark."""


class PatronFound(NamedTuple):
    """One line of a search. There are many while somebody types, so it is the lightest kind of row."""

    patron: int
    number: str
    name: str
    birth_on: date | None
    branch: str


_FIND = f"""
SELECT p.id, p.given, p.family, p.birth_on, b.name, ({finding.NUMBER_OF_RECORD.format("p.id")})
FROM patron_search s JOIN patron p ON p.id = s.rowid
LEFT JOIN branch b ON b.id = p.home_branch WHERE patron_search MATCH ? LIMIT ?
"""


def prefixes(text: str) -> str:
    """Return the search for every word of `text` as the beginning of a word; "" for a text without words."""
    return " ".join(f'"{word}"*' for word in search_words(text))


def phone_digits(text: str) -> str:
    """Return the digits of what looks like a phone number, as one is kept: without spaces and the code of a country."""
    digits = "".join(search_words(text))
    return digits[-PHONE_DIGITS:] if digits.isdecimal() and len(digits) >= PHONE_DIGITS else ""


def find_patrons(database: Database, text: str, *, most: int = FOUND_MAX) -> list[PatronFound]:
    """Return the patrons in whose names or numbers every word of `text` begins a word, by family name."""
    if not (search := prefixes(text)):
        return []
    if digits := phone_digits(text):
        search = f'({search.replace(" ", " AND ")}) OR "{digits}"*'
    rows = database.connection.execute(_FIND, (search, most)).fetchall()
    found = [
        PatronFound(
            patron=patron,
            number=number or f"#{patron}",
            name=f"{given or ''} {family or ''}".strip(),
            birth_on=finding.day_or_none(birth_on),
            branch=branch or "",
        )
        for patron, given, family, birth_on, branch, number in _of_all_records(database, rows)
    ]
    return sorted(found, key=lambda one: (one.name.rpartition(" ")[2].casefold(), one.name.casefold()))


def _of_all_records(database: Database, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return rows as they were found; for somebody with several records, with what they say together."""
    several = leading(database.connection, [row[0] for row in rows])
    return [_of_several(database, *row) if row[0] in several else row for row in rows] if several else rows


def _of_several(database: Database, patron: int, given: str, family: str, _: object, branch: str, __: object) -> Any:
    birth_on = columns_of(database.connection, patron)["birth_on"]
    return patron, given, family, birth_on, branch, finding.patron_number(database.connection, patron)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanShown:
    """One loan of a patron. `said` is what was said of the copy, of `app.rules.copies.Place`; "" for nothing."""

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
    said: str = ""

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
    """A patron with loans and what stands between them and another one.

    Attributes:
        address: "" where it is protected.
        contact_on: When contact data were last given or confirmed.
        person: The records that are of this person, where there are several.
        liable: By loan, who answers for it in the borrower's place: a minor's guarantor of that day.
        accepted: Versions of the rules that they have taken on, the first at the top.
        called_by: The kind of the number that was scanned; "name" for one who was called up without any (L-36).
        external: What the catalogue of the country calls them (L-10): as many numbers as records were entered there.
        home_service: What whoever goes to them has to know; None for somebody to whom the library does not come.
    """

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
    address_protected: bool = False
    school: str = ""
    language: str = ""
    identity: Identity = Identity.NOT_RECORDED
    contact_on: date | None = None
    liable: Mapping[int, str] = field(default_factory=dict)
    relation: RelationShown = NO_RELATION
    person: RecordsShown = ONE_RECORD
    accepted: tuple[Acceptance, ...] = ()
    called_by: str = BY_NAME
    external: tuple[str, ...] = ()
    home_service: str | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()


def show_patron(database: Database, scan: str, *, today: date, branch: int) -> PatronShown | None:
    """Return the patron with this number (or `#` and an id), as seen at a branch today."""
    connection = database.connection
    zone = finding.time_zone(connection, branch)
    borrower = borrowers.borrower(connection, scan, today, zone)
    if borrower is None:
        return None
    policy = finding.policy(connection, today, branch)
    row = Patron(**columns_of(connection, borrower.patron))
    relation = show_relation(database, borrower.patron, today=today, zone=zone)
    years = policy.number("guarantee_until_years")
    loans = loans_of(database, borrower.patron)
    covered = {loan.loan: liable_for(relation.promises, borrower.birth_on, loan.lent_on, years) for loan in loans}
    return PatronShown(
        patron=borrower.patron,
        number=borrower.number,
        given=row.given or "",
        family=row.family or "",
        birth_on=borrower.birth_on,
        category=borrower.category,
        phone=row.phone or "",
        email=row.email or "",
        address=address_of(row, policy.text("country")),
        address_protected=bool(row.address_protected),
        branch=finding.one(connection, "SELECT name FROM branch WHERE id = ?", row.home_branch) or "",
        guarantor=guarantor_of(relation.promises),
        numbers=_numbers(database, borrower.patron),
        loans=loans,
        liable={loan: promise.name for loan, promise in covered.items() if promise},
        loans_max=policy.terms.loans_max(borrower.category),
        blocks=(*blocks_of(borrower, policy, today, branch), *_changed_twice(database, borrower, row)),
        school=row.school or "",
        language=row.language or "",
        identity=borrower.relation.identity,
        contact_on=borrower.relation.contact_on,
        relation=relation,
        person=show_records(database, borrower.patron, zone),
        accepted=borrower.relation.accepted,
        called_by=_kind_of(database, scan),
        external=_external(database, borrower.patron),
        home_service=(row.home_service_note or "") if row.home_service else None,
    )


def _changed_twice(database: Database, borrower: Borrower, row: Patron) -> tuple[Block, ...]:
    """Return what is to be asked of somebody whose data two desks changed without knowing of each other (C-11)."""
    found = KnownAmendments(database.connection).given_up(borrower.patron)
    return given_up_blocks(found, protected=bool(row.address_protected))


def _kind_of(database: Database, scan: str) -> str:
    """Return the kind of a scanned number; a person who is called by an id was found by name."""
    bound = None if finding.row_number(scan) is not None else finding.number(database.connection, scan)
    return bound.kind if bound else BY_NAME


def blocks_of(borrower: Borrower, policy: Policy, today: date, branch: int | None) -> tuple[Block, ...]:
    """Return what stands between somebody and any loan at a branch, weighed by the house rules; None for from afar."""
    here = None if branch is None else BranchId(branch)
    return tuple(policy.weigh(found) for found in person_blocks(case_of(policy, today, borrower, here)))


_LOANS = f"""
SELECT o.loan, o.item, i.barcode, t.title, t.author, i.material, o.lent_ms, o.due_on, b.name, b.time_zone, o.renewals,
    EXISTS (SELECT 1 FROM copy_report r WHERE r.item = o.item)
FROM open_loan o LEFT JOIN item i ON i.id = o.item LEFT JOIN title t ON t.id = i.title
LEFT JOIN branch b ON b.id = o.branch WHERE o.patron IN {RECORDS.format("?1")} ORDER BY o.due_on, o.loan
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
            said=copies.standing(database.connection, ItemId(item)).place if reported else "",
        )
        for loan, item, barcode, title, author, material, lent_ms, due_on, branch, zone, renewals, reported in (
            database.connection.execute(_LOANS, (patron,)).fetchall()
        )
    )


_NUMBERS = f"""
SELECT id, kind, value, standing, issuer, valid_until FROM identifier
WHERE patron IN {RECORDS.format("?1")} AND standing IS NOT 'removed'
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


_EXTERNAL = f"""
SELECT DISTINCT external_id FROM patron WHERE id IN {RECORDS.format("?1")} AND external_id <> '' ORDER BY id
"""


def _external(database: Database, patron: int) -> tuple[str, ...]:
    return tuple(number for (number,) in database.connection.execute(_EXTERNAL, (patron,)))


def guarantor_of(made: Sequence[Promise]) -> str:
    """Return who answers for what somebody borrows: the last who promised to, and whose promise has no end."""
    return next((one.name for one in reversed(made) if one.until_on is None), "")


def address_of(row: Patron, country: str) -> str:
    """Return the address on one line, as the country writes it; "" for one that is protected."""
    if row.address_protected:
        return ""
    return address_line({name: getattr(row, name) or "" for name in (*ADDRESS, "care_of")}, country)
