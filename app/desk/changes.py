"""A person's life outside the library: another name, and death."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.beyond import NameChange
from app.desk.circulation import HoldStep
from app.desk.found import Borrower
from app.desk.ids import PatronId
from app.desk.outcome import Done, Outcome, Refused, Touched
from app.desk.ports import Work
from app.desk.weighing import not_permitted
from app.rules.blocks import Block, Why, block, told
from app.rules.holds import CANCELLED

DIED = "died"
"""Why a hold was cancelled, when whoever had placed it died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """Somebody has another name."""

    patron: PatronId
    number: str
    name: str
    former: str


def change_name(work: Work, *, patron: str, document: str, given: str = "", family: str = "") -> Outcome[Renamed]:
    """Give somebody another name, on a document that was shown; the former one goes on finding them.

    Args:
        document: Its kind, of those that prove an identity (L-07).
        given, family: What is new; "" for what stays.
    """
    found = work.borrower(patron)
    given, family = " ".join(given.split()), " ".join(family.split())
    blocks = not_permitted(work, "register")
    if document not in work.policy.documents:
        blocks = (*blocks, block(Why.FIELD_INVALID, field="document"))
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    before = work.columns_of(found.patron)
    old = {name: str(before.get(name) or "") for name in ("given", "family")}
    new = {"given": given or old["given"], "family": family or old["family"]}
    if new == old:
        blocks = (*blocks, block(Why.NAME_IS_SAME, name=found.name))
    if blocks:
        return Refused(blocks=blocks)
    work.add(NameChange(patron=found.patron, **old, document=document, on_day=work.today))
    work.amend("patron", found.patron, **new)
    name = " ".join(filter(None, new.values()))
    record = Renamed(patron=found.patron, number=found.number, name=name, former=found.name)
    return Done(record=record, touched=frozenset({Touched.PATRON}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Died:
    """Somebody has died.

    Attributes:
        loans: How many copies are to be fetched.
        holds: How many holds were cancelled.
    """

    patron: PatronId
    number: str
    name: str
    on_day: date
    loans: int
    holds: int


def note_death(work: Work, *, patron: str, on_day: date | None = None) -> Outcome[Died]:
    """Note that somebody has died: nothing is lent, no letter leaves any more, and what they had asked for is let go.

    What they have at home stays on a list until it is fetched; debts are not chased.

    Args:
        on_day: The day of death; today for None.
    """
    found, day = work.borrower(patron), on_day or work.today
    blocks = not_permitted(work, "register")
    if found is None:
        return Refused(blocks=(*blocks, block(Why.UNKNOWN_SCAN, scan=patron)))
    blocks = (*blocks, *_impossible(work, found, day))
    if blocks:
        return Refused(blocks=blocks)
    work.amend("patron", found.patron, died_on=day.isoformat())
    holds = work.holds.of_patron(found.patron)
    for hold in holds:
        work.add(HoldStep(hold=hold.hold, step=CANCELLED, cause=DIED))
    record = Died(
        patron=found.patron,
        number=found.number,
        name=found.name,
        on_day=day,
        loans=found.loans_open,
        holds=len(holds),
    )
    notices = (told(Why.STILL_ON_LOAN, count=record.loans),) if record.loans else ()
    return Done(record=record, touched=frozenset({Touched.PATRON, Touched.HOLD}), notices=notices)


def _impossible(work: Work, found: Borrower, day: date) -> tuple[Block, ...]:
    if found.category in work.policy.institutions:
        return (block(Why.NOT_A_PERSON),)
    if day > work.today or (found.birth_on is not None and day < found.birth_on):
        return (block(Why.FIELD_INVALID, field="died_on"),)
    return ()
