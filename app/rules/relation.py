"""A person's relation to the library: identity seen, rules taken on, contact data asked after, warnings.

Pure, and grown from facts alone: whichever facts two desks bring together, one that was reached is never lost again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.rules.blocks import Block, Why, block, told

REMOTE_CHANNELS = frozenset({"remote", "online"})
"""Ways of registering (L-05, D-03) in which nobody saw a document."""


ENDED, DECEASED = "ended", "deceased"
"""Why somebody uses the library no more: they wished to stop (L-13), or have died."""


class Identity(StrEnum):
    """What the library knows of who somebody is (L-07, L-21)."""

    SEEN = "seen"
    """A document was shown, at whichever branch."""
    TO_BE_CHECKED = "to_be_checked"
    """Registered from afar, and no document was shown yet."""
    NOT_RECORDED = "not_recorded"
    """Registered in person, and nobody wrote down which document was shown."""


def identity_of(channels: Collection[str], *, seen: bool) -> Identity:
    """Return how it stands with somebody's identity: one check, wherever it was made, settles it for good."""
    if seen:
        return Identity.SEEN
    return Identity.TO_BE_CHECKED if REMOTE_CHANNELS.intersection(channels) else Identity.NOT_RECORDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Somebody took on a version of the rules on a day."""

    version: str
    on_day: date


def majority_on(birth_on: date, years: int) -> date:
    """Return the day from which somebody is of age: the birthday, or 1 March for one born on 29 February."""
    try:
        return birth_on.replace(year=birth_on.year + years)
    except ValueError:
        return date(birth_on.year + years, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a person's relation to the library says at the desk.

    Attributes:
        accepted: Versions of the rules that the person has taken on.
        contact_on: When contact data were last given or confirmed; None where nobody knows.
        warnings: Notes that are to pop up.
        ended: ENDED or DECEASED; "" for everybody else.
    """

    identity: Identity = Identity.SEEN
    accepted: tuple[Acceptance, ...] = ()
    contact_on: date | None = None
    warnings: tuple[str, ...] = ()
    ended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the house rules ask of a person's relation.

    Attributes:
        unverified_loans_max: The most open loans of somebody whose identity is to be checked.
        rules_version: The version in force (L-09); "" where none is asked for.
        majority_years: From this age on people answer for themselves (L-42).
        contact_after_days: Contact data are asked after so many days; 0 for once in a calendar year (L-16).
    """

    unverified_loans_max: int
    rules_version: str
    majority_years: int
    contact_after_days: int


def identity_blocks(relation: Relation, asked: Asked, loans_open: int) -> Iterator[Block]:
    """Yield what stands against lending to somebody whose identity is to be checked: told, or stopping (L-21)."""
    if relation.identity is Identity.TO_BE_CHECKED:
        may = loans_open < asked.unverified_loans_max
        yield told(Why.IDENTITY_UNVERIFIED) if may else block(Why.IDENTITY_UNVERIFIED)


def reminders(relation: Relation, asked: Asked, birth_on: date | None, today: date) -> Iterator[Block]:
    """Yield what the person is to be asked while here, and what the desk is to know."""
    yield from _rules_asked(relation, asked, birth_on, today)
    if contact_is_due(relation.contact_on, today, asked.contact_after_days):
        yield block(Why.CONTACT_UNCONFIRMED)
    for warning in relation.warnings:
        yield block(Why.REMARK, body=warning)


def _rules_asked(relation: Relation, asked: Asked, birth_on: date | None, today: date) -> Iterator[Block]:
    """What somebody took on as a child was a promise of the guarantor: of age, one takes it on oneself (L-42)."""
    due_on = own_acceptance_due_on(relation.accepted, birth_on, asked.majority_years, promised=False)
    if due_on is not None and due_on <= today:
        yield block(Why.MAJORITY_REACHED, on=due_on)
    elif asked.rules_version and all(one.version != asked.rules_version for one in relation.accepted):
        yield block(Why.RULES_NOT_ACCEPTED, version=asked.rules_version)


def own_acceptance_due_on(
    accepted: Sequence[Acceptance], birth_on: date | None, years: int, *, promised: bool
) -> date | None:
    """Return the day from which somebody is to take on the rules in their own name; None where that is done.

    Args:
        promised: Whether somebody ever answered for them: who came as an adult has nothing to make good.
    """
    if birth_on is None or not (promised or accepted):
        return None
    own_from = majority_on(birth_on, years)
    return None if any(one.on_day >= own_from for one in accepted) else own_from


def contact_is_due(contact_on: date | None, today: date, after_days: int) -> bool:
    """Tell whether contact data are to be asked after: days after the last time, or once a year (`after_days` 0)."""
    if contact_on is None:
        return True
    if after_days:
        return (today - contact_on).days >= after_days
    return contact_on.year < today.year
