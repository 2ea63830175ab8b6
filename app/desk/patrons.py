"""Registering people, and what happens to the numbers that act as their card."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import CardReport, Guarantee, Identifier, Patron, PatronId, Registration
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block
from app.rules.identity import CODE_KINDS, is_minor, read_personal_code

PERSONAL_CODE = "personal_code"
LIBRARY_CARD = "library_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How somebody is reached; a Latvian house may have a name instead of a street and a number."""

    phone: str = ""
    email: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    village: str = ""
    parish: str = ""
    municipality: str = ""
    town: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantor:
    """Who answers for a minor; need not be a patron."""

    given: str
    family: str
    code: str = ""
    birth_on: date | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A new patron. `number` is what answers call it by: the card's, or `#` and the id."""

    patron: PatronId
    number: str
    name: str


def register_patron(
    work: Work,
    *,
    given: str,
    family: str,
    birth_on: date | None = None,
    code: str = "",
    card: str = "",
    card_kind: str = LIBRARY_CARD,
    category: str = "",
    contact: Contact | None = None,
    school: str = "",
    guarantor: Guarantor | None = None,
    channel: str = "in_person",
    override: Collection[str] = (),
    reason: str = "",
) -> Outcome[Registered]:
    """Register somebody for all libraries of the network (L-02), free of charge (L-04).

    Args:
        code: A personal code; its format is checked hard, its check digit never refuses anybody.
        card: A number that acts as the card, of the kind `card_kind` (L-35, D-01).
        channel: in_person or remote (L-05).
    """
    given, family = " ".join(given.split()), " ".join(family.split())
    read = read_personal_code(code, work.policy.text("country")) if code else None
    blocks = (
        *not_permitted(work, "register"),
        *_missing(given, family),
        *_invalid(work, code, code_is_readable=read is not None, card_kind=card_kind, category=category),
        *_taken(work, read.value if read else "", card),
        *_unguaranteed(work, birth_on, guarantor),
    )
    weighed = weigh(work, blocks, override, reason)
    if weighed.stopping:
        return Refused(blocks=weighed.stopping)
    patron = PatronId(
        work.add(
            Patron(
                given=given,
                family=family,
                birth_on=birth_on,
                category=category or _usual_category(work, birth_on),
                home_branch=work.acting.branch,
                school=school,
                **_columns(contact or Contact()),
            )
        )
    )
    for kind, value in ((PERSONAL_CODE, read.value if read else ""), (card_kind, card.strip())):
        if value:
            work.add(Identifier(patron=patron, kind=kind, value=value, since_ms=work.now_ms))
    work.add(Registration(patron=patron, channel=channel))
    if guarantor is not None:
        work.add(_guarantee(patron, guarantor))
    number = "" if card_kind in CODE_KINDS else card.strip()
    registered = Registered(patron=patron, number=number or f"#{patron}", name=f"{given} {family}")
    doubtful = (block(Why.FIELD_INVALID, field="code_check"),) if read and read.doubtful else ()
    return Done(record=registered, touched=frozenset({Touched.PATRON}), notices=(*weighed.notices, *doubtful))


def _columns(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name).strip() for name in Contact.__dataclass_fields__}


def _missing(given: str, family: str) -> Iterator[Block]:
    for field, value in (("given", given), ("family", family)):
        if not value:
            yield block(Why.FIELD_MISSING, field=field)


def _invalid(work: Work, code: str, *, code_is_readable: bool, card_kind: str, category: str) -> Iterator[Block]:
    if code and not code_is_readable:
        yield block(Why.FIELD_INVALID, field="code")
    if card_kind not in work.policy.number_kinds:
        yield block(Why.FIELD_INVALID, field="card_kind")
    if category and category not in work.policy.categories:
        yield block(Why.FIELD_INVALID, field="category")


def _taken(work: Work, *numbers: str) -> Iterator[Block]:
    for number in numbers:
        if number and work.number_owner(number) is not None:
            yield block(Why.NUMBER_TAKEN)


def _unguaranteed(work: Work, birth_on: date | None, guarantor: Guarantor | None) -> Iterator[Block]:
    years = work.policy.number("guarantee_until_years")
    if is_minor(birth_on, work.today, years) and (guarantor is None or not guarantor.family):
        yield block(Why.GUARANTEE_MISSING, years=years)


def _usual_category(work: Work, birth_on: date | None) -> str:
    minor = is_minor(birth_on, work.today, work.policy.number("guarantee_until_years"))
    return "child" if minor and "child" in work.policy.categories else work.policy.text("category")


def _guarantee(patron: PatronId, guarantor: Guarantor) -> Guarantee:
    return Guarantee(
        patron=patron,
        given=guarantor.given,
        family=guarantor.family,
        code=guarantor.code,
        birth_on=guarantor.birth_on,
        phone=guarantor.phone,
        email=guarantor.email,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStanding:
    """A number whose standing was changed; one that holds a personal code is masked."""

    number: str
    patron: PatronId | None
    standing: str


def report_card(
    work: Work, *, number: str, standing: str = "lost", override: Collection[str] = (), reason: str = ""
) -> Outcome[CardStanding]:
    """Note that a card is lost, stolen or blocked, or found again ("active"), for every branch (D-07, L-37)."""
    bound = work.number(number)
    blocks = not_permitted(work, "register")
    if bound is None:
        blocks = (*blocks, block(Why.UNKNOWN_SCAN, scan=number))
    if standing not in {"active", "lost", "stolen", "blocked"}:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="standing"))
    if bound is not None and standing == "active" and work.is_replaced(bound.identifier):
        blocks = (*blocks, block(Why.CARD_REPLACED))
    weighed = weigh(work, blocks, override, reason)
    if weighed.stopping or bound is None:
        return Refused(blocks=weighed.stopping)
    work.amend("identifier", bound.identifier, standing=standing, since_ms=work.now_ms)
    work.add(CardReport(identifier=bound.identifier, standing=standing))
    record = CardStanding(number=bound.shown, patron=bound.patron, standing=standing)
    return Done(record=record, touched=frozenset({Touched.PATRON}), notices=weighed.notices)
