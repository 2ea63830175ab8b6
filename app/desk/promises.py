"""Promises: taking on the rules oneself, and answering for a minor; and where the second gives way to the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.contact_data import write_contact
from app.desk.found import Borrower
from app.desk.identity import GUARANTOR, note_document, unknown_document, unknown_means
from app.desk.ids import FactId, PatronId
from app.desk.notices import note_notice
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.records import Guarantee, GuaranteeEnd
from app.desk.relations import RulesAcceptance
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block, told
from app.rules.identity import is_minor, read_personal_code
from app.rules.letters import GUARANTEE_ENDED
from app.rules.relation import majority_on

MAJORITY, REPLACED = "majority", "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantor:
    """Who answers for a minor; need not be a patron.

    Attributes:
        means: By what the promise was made; "" for what is usual.
        document: The kind of document that the guarantor showed (L-40); "" for none.
    """

    given: str
    family: str
    code: str = ""
    birth_on: date | None = None
    phone: str = ""
    email: str = ""
    means: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Somebody has taken on a version of the rules. `ended` counts the guarantees that came to their end by it."""

    patron: PatronId
    number: str
    name: str
    version: str
    ended: int


def accept_rules(work: Work, *, patron: str, means: str = "") -> Outcome[Accepted]:
    """Note that somebody takes on the rules in force (L-09); of age, that ends the guarantees for them (L-42)."""
    found, version = work.borrower(patron), work.policy.text("rules_version")
    blocks = (*not_permitted(work, "register"), *unknown_means(work, "accepted", means, "acceptance_means"))
    if found is None:
        blocks = (*blocks, block(Why.UNKNOWN_SCAN, scan=patron))
    if not version:
        blocks = (*blocks, block(Why.FIELD_MISSING, field="rules_version"))
    if blocks or found is None:
        return Refused(blocks=blocks)
    ended = take_on_rules(work, found, means)
    record = Accepted(patron=found.patron, number=found.number, name=found.name, version=version, ended=ended)
    return Done(record=record, touched=frozenset({Touched.PATRON}))


def take_on_rules(work: Work, found: Borrower, means: str) -> int:
    """Write that somebody takes on the rules in force, and what ends by it; return how many guarantees did."""
    note_acceptance(work, found.patron, means)
    return _end_at_majority(work, found)


def note_acceptance(work: Work, patron: PatronId, means: str) -> None:
    """Write that somebody takes on the version in force, where the house rules name one."""
    if version := work.policy.text("rules_version"):
        said = means or _usual(work, "acceptance_means")
        work.add(RulesAcceptance(patron=patron, version=version, means=said, on_day=work.today))


def _usual(work: Work, setting: str) -> str:
    return next(iter(work.policy.text(setting).split()), "")


def _end_at_majority(work: Work, found: Borrower) -> int:
    years = work.policy.number("guarantee_until_years")
    if found.birth_on is None or is_minor(found.birth_on, work.today, years):
        return 0
    standing = [one for one in work.promises_for(found.patron) if one.until_on is None]
    for one in standing:
        work.add(
            GuaranteeEnd(guarantee=FactId(one.guarantee), on_day=majority_on(found.birth_on, years), cause=MAJORITY)
        )
    if standing:
        note_notice(work, found.patron, GUARANTEE_ENDED)
    return len(standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guaranteed:
    """A minor for whom somebody answers from now on."""

    patron: PatronId
    number: str
    name: str
    guarantor: str


def guarantee(work: Work, *, patron: str, guarantor: Guarantor) -> Outcome[Guaranteed]:
    """Take somebody's promise to answer for a minor (L-38, D-04); an earlier one ends for loans from today on."""
    found = work.borrower(patron)
    blocks = (*not_permitted(work, "register"), *unknown_promise(work, guarantor))
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    if not is_minor(found.birth_on, work.today, work.policy.number("guarantee_until_years")):
        blocks = (*blocks, block(Why.NOT_A_MINOR))
    if blocks:
        return Refused(blocks=blocks)
    for one in work.promises_for(found.patron):
        if one.until_on is None:
            work.add(GuaranteeEnd(guarantee=FactId(one.guarantee), on_day=work.today, cause=REPLACED))
    doubts = note_promise(work, found.patron, guarantor)
    name = f"{guarantor.given} {guarantor.family}".strip()
    record = Guaranteed(patron=found.patron, number=found.number, name=found.name, guarantor=name)
    return Done(record=record, touched=frozenset({Touched.PATRON}), notices=doubts)


def note_promise(work: Work, patron: PatronId, guarantor: Guarantor) -> tuple[Block, ...]:
    """Write who answers for somebody, and which document they showed; return what is doubtful about it."""
    country = work.policy.text("country")
    read = read_personal_code(guarantor.code, country) if guarantor.code else None
    contact = write_contact({"phone": guarantor.phone, "email": guarantor.email}, country)
    work.add(
        Guarantee(
            patron=patron,
            given=guarantor.given.strip(),
            family=guarantor.family.strip(),
            code=read.value if read else guarantor.code.strip(),
            birth_on=guarantor.birth_on,
            phone=contact.values["phone"],
            email=contact.values["email"],
            means=guarantor.means or _usual(work, "guarantee_means"),
        )
    )
    note_document(work, patron, guarantor.document, GUARANTOR)
    unread = ("code",) if guarantor.code and read is None else ()
    return tuple(told(Why.FIELD_DOUBTFUL, field=f"guarantor_{name}") for name in (*unread, *contact.doubtful))


def unknown_promise(work: Work, guarantor: Guarantor) -> Iterator[Block]:
    """Yield what is missing from a promise, or not known to the house rules."""
    if not guarantor.family.strip():
        yield block(Why.FIELD_MISSING, field="guarantor_family")
    if is_minor(guarantor.birth_on, work.today, work.policy.number("guarantee_until_years")):
        yield block(Why.FIELD_INVALID, field="guarantor_birth")
    yield from unknown_means(work, "guarantee_means", guarantor.means, "guarantee_means")
    yield from unknown_document(work, guarantor.document, field="guarantor_document")
