"""Registering people, and what happens to the numbers that act as their card."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.desk.alike import LookAlike, look_alikes
from app.desk.contact_data import write_contact
from app.desk.form_life import ReceivedForm, note_receipt
from app.desk.identity import note_document, unknown_document, unknown_means
from app.desk.ids import PatronId
from app.desk.institutions import not_of_an_institution
from app.desk.notices import note_notice
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.promises import Guarantor, note_acceptance, note_promise, unknown_promise
from app.desk.records import Identifier, Patron, Registration
from app.desk.relations import CardReport, OtherPerson
from app.desk.weighing import not_permitted, weigh
from app.rules.blocks import Block, Why, block, told
from app.rules.identity import CODE_KINDS, PersonalCode, codes_differ, is_minor, read_personal_code
from app.rules.letters import WELCOME
from app.rules.relation import REMOTE_CHANNELS

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
    care_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A new patron. `number` is what answers call it by: the card's, or `#` and the id."""

    patron: PatronId
    number: str
    name: str


def register_patron(
    work: Work,
    *,
    given: str = "",
    family: str,
    birth_on: date | None = None,
    code: str = "",
    card: str = "",
    card_kind: str = LIBRARY_CARD,
    category: str = "",
    contact: Contact | None = None,
    address_protected: bool = False,
    school: str = "",
    language: str = "",
    guarantor: Guarantor | None = None,
    channel: str = "in_person",
    document: str = "",
    accepted: str = "",
    paper: ReceivedForm | None = None,
    override: Collection[str] = (),
    reason: str = "",
) -> Outcome[Registered]:
    """Register somebody for all libraries of the network (L-02), free of charge (L-04).

    Who looks like somebody known is refused (L-41, B-21); whoever goes on, with a reason, says that they are two.

    Args:
        family: The whole name, for an institution (D-11).
        code: A personal code; its format is checked hard, its check digit never refuses anybody.
        card: A number that acts as the card, of the kind `card_kind` (L-35, D-01).
        channel: in_person, remote or online (L-05, D-03).
        document: The kind of document that was shown (L-07); "" where none was.
        accepted: By what the rules were taken on (L-09); "" for what is usual.
        paper: The form on paper that was filled in at the desk, to be looked at again and destroyed (L-08, L-11).
    """
    given, family = " ".join(given.split()), " ".join(family.split())
    read = read_personal_code(code, work.policy.text("country")) if code else None
    kept = write_contact(_columns(contact or Contact()), work.policy.text("country"))
    institution = category in work.policy.institutions
    alike = look_alikes(work, given, family, birth_on=birth_on, phone=kept.values["phone"])
    blocks = (
        *not_permitted(work, "register"),
        *_missing(given or family if institution else given, family),
        *_invalid(work, code, code_is_readable=read is not None, card_kind=card_kind, category=category),
        *_in_conflict(work, read, card, card_kind),
        *(not_of_an_institution(birth_on, code, guarantor) if institution else ()),
        *unknown_document(work, document, birth_on),
        *unknown_means(work, "accepted", accepted, "acceptance_means"),
        *(unknown_promise(work, guarantor) if guarantor else ()),
        *_unguaranteed(work, birth_on, guarantor),
        *(one.block for one in alike),
        *_unseen(document, channel, institution=institution),
    )
    weighed = weigh(work, blocks, override, reason)
    if weighed.stopping:
        return Refused(blocks=weighed.stopping)
    columns = {**kept.values, "school": school, "language": language, "address_protected": int(address_protected)}
    patron = _add_patron(work, birth_on, category, given=given, family=family, **columns)
    _bind(work, patron, ((PERSONAL_CODE, read.value if read else ""), (card_kind, card.strip())))
    _note_registration(work, patron, channel, weighed.overridden, reason.strip())
    _tell_apart(work, patron, alike if Why.LOOKS_ALIKE in weighed.overridden.split() else ())
    note_document(work, patron, document)
    note_acceptance(work, patron, accepted)
    if paper is not None:
        note_receipt(work, patron, paper, checked=False)
    doubts = note_promise(work, patron, guarantor) if guarantor else ()
    note_notice(work, patron, WELCOME)
    record = Registered(patron=patron, number=_told(card, card_kind, patron), name=f"{given} {family}".strip())
    notices = (*weighed.notices, *code_doubts(read, birth_on), *kept.notices, *doubts)
    return Done(record=record, touched=frozenset({Touched.PATRON}), notices=notices)


def _told(card: str, card_kind: str, patron: PatronId) -> str:
    """Return the number that answers call somebody by: never a code."""
    return ("" if card_kind in CODE_KINDS else card.strip()) or f"#{patron}"


def _note_registration(work: Work, patron: PatronId, channel: str, overridden: str, reason: str) -> None:
    work.add(Registration(patron=patron, channel=channel, overrides=overridden, reason=reason if overridden else ""))


def _tell_apart(work: Work, patron: PatronId, alike: Iterable[LookAlike]) -> None:
    """Note that somebody is another person than those who look alike, so that nobody is asked again."""
    for one in alike:
        if one.asks:
            work.add(OtherPerson(patron=patron, other=one.patron))


def _columns(contact: Contact) -> dict[str, str]:
    return {name: getattr(contact, name) for name in Contact.__dataclass_fields__}


def _add_patron(work: Work, birth_on: date | None, category: str, **columns: Any) -> PatronId:
    """Write somebody's row; a category that nobody names follows from the age."""
    usual = category or _usual_category(work, birth_on)
    return PatronId(work.add(Patron(birth_on=birth_on, category=usual, home_branch=work.acting.branch, **columns)))


def _bind(work: Work, patron: PatronId, numbers: Iterable[tuple[str, str]]) -> None:
    for kind, value in numbers:
        if value:
            work.add(Identifier(patron=patron, kind=kind, value=value, since_ms=work.now_ms))


def code_doubts(read: PersonalCode | None, birth_on: date | None) -> tuple[Block, ...]:
    """Return what is odd about a personal code, and never refuses it."""
    if read is None:
        return ()
    check = (told(Why.FIELD_INVALID, field="code_check"),) if read.doubtful else ()
    differs = birth_on is not None and read.birth_on is not None and read.birth_on != birth_on
    return (*check, *((told(Why.FIELD_DOUBTFUL, field="code_birth"),) if differs else ()))


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


def _in_conflict(work: Work, code: PersonalCode | None, card: str, card_kind: str) -> Iterator[Block]:
    yield from _taken(work, code.value if code else "", card)
    yield from _differing(work, code, card, card_kind)


def _taken(work: Work, *numbers: str) -> Iterator[Block]:
    for number in numbers:
        if number and work.number_owner(number) is not None:
            yield block(Why.NUMBER_TAKEN)


def _differing(work: Work, code: PersonalCode | None, card: str, card_kind: str) -> Iterator[Block]:
    """Yield the block on a card that carries another personal code than the person's own (D-06)."""
    if code is not None and card_kind in CODE_KINDS and codes_differ(card, [code.value], work.policy.text("country")):
        yield block(Why.CODE_DIFFERS)


def _unguaranteed(work: Work, birth_on: date | None, guarantor: Guarantor | None) -> Iterator[Block]:
    years = work.policy.number("guarantee_until_years")
    if is_minor(birth_on, work.today, years) and (guarantor is None or not guarantor.family):
        yield block(Why.GUARANTEE_MISSING, years=years)


def _unseen(document: str, channel: str, *, institution: bool) -> Iterator[Block]:
    """Yield what is told of somebody who is here, and of whose document nobody wrote anything (L-07)."""
    if not document and not institution and channel not in REMOTE_CHANNELS:
        yield block(Why.DOCUMENT_NOT_SEEN)


def _usual_category(work: Work, birth_on: date | None) -> str:
    minor = is_minor(birth_on, work.today, work.policy.number("guarantee_until_years"))
    return "child" if minor and "child" in work.policy.categories else work.policy.text("category")


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
