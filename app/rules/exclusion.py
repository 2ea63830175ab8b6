"""Who may not borrow for a time: for debt, some days after a written notice until it is paid, or for misuse (D-18).

Pure, and derived whenever it is asked for: no exclusion is stored as a state, so none can be left over from a debt that
was paid at another desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.rules.bans import Ban
from app.rules.blocks import Block, Why, block, told
from app.rules.fees import MoneyFacts, TariffOn, account

DEBT, MISUSE = "debt", "misuse"


class Excluded(StrEnum):
    """How a restriction stands."""

    NOTIFIED = "notified"
    """It was written to the person, and begins on a day to come."""
    IN_FORCE = "excluded"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """What was said: somebody may not borrow, or come in, from a day on.

    Attributes:
        kind: DEBT, MISUSE or `app.rules.bans.PREMISES`.
        told_on: The day on which it was said.
        lifted_on: The day from which it was lifted; None where it was not.
        places: Where a ban holds; none for everywhere.
    """

    fact: int
    kind: str
    told_on: date
    from_on: date
    until_on: date | None = None
    lifted_on: date | None = None
    places: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A restriction that stands, or is to begin."""

    fact: int
    kind: str
    from_on: date
    until_on: date | None
    standing: Excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Owes:
    """What is owed, and which exclusions and bans stand, whatever the branch."""

    balance_minor: int = 0
    exclusions: tuple[Exclusion, ...] = ()
    bans: tuple[Ban, ...] = ()


OWES_NOTHING = Owes()


def standing_of(
    restriction: Restriction, today: date, facts: MoneyFacts | None, tariff_on: TariffOn, ends_below_minor: int
) -> Excluded:
    """Return how a restriction stands today: one for debt is over for good once the debt was paid."""
    if _is_over(restriction, today):
        return Excluded.ENDED
    if restriction.kind == DEBT and was_paid(facts, restriction.told_on, today, tariff_on, ends_below_minor):
        return Excluded.ENDED
    return Excluded.NOTIFIED if restriction.from_on > today else Excluded.IN_FORCE


def bars_on(ban: Restriction, day: date) -> bool:
    """Tell whether a ban from the premises is in force on a day."""
    return ban.from_on <= day and not _is_over(ban, day)


def _is_over(restriction: Restriction, day: date) -> bool:
    """Tell whether a restriction was lifted by some day, or has had its last."""
    lifted = restriction.lifted_on is not None and restriction.lifted_on <= day
    return lifted or (restriction.until_on is not None and restriction.until_on < day)


def was_paid(facts: MoneyFacts | None, since: date, today: date, tariff_on: TariffOn, ends_below_minor: int) -> bool:
    """Tell whether less was owed at the end of some day since: a later debt does not bring an old notice back."""
    if facts is None:
        return True
    days = {since, today, *(one.on_day for one in facts.settled if since < one.on_day < today)}
    return any(account(facts.until(day), tariff_on).balance_minor < ends_below_minor for day in days)


def exclusion_blocks(exclusions: tuple[Exclusion, ...]) -> Iterator[Block]:
    """Yield what exclusions have against lending, and what is to begin as information."""
    for one in exclusions:
        if one.standing is Excluded.NOTIFIED:
            yield told(Why.EXCLUSION_AHEAD, on=one.from_on)
        elif one.until_on is not None:
            yield block(Why.LOAN_EXCLUSION, standing="until", on=one.from_on, until=one.until_on)
        else:
            yield block(Why.LOAN_EXCLUSION, standing=one.kind, on=one.from_on)


def debt_blocks(owes: Owes, limit_minor: int, currency: str) -> Iterator[Block]:
    """Yield the block for somebody who owes the limit or more, and tell of a smaller debt; a limit of 0 is none."""
    if 0 < limit_minor <= owes.balance_minor:
        yield block(Why.DEBT_OVER_LIMIT, owed_minor=owes.balance_minor, limit_minor=limit_minor, currency=currency)
    elif owes.balance_minor > 0:
        yield told(Why.OWES, owed_minor=owes.balance_minor, currency=currency)
