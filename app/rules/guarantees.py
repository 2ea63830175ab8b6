"""Who answers for what a minor has borrowed (L-38, L-42, D-04, D-09). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.rules.identity import is_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Somebody's promise to answer for a minor.

    Attributes:
        until_on: The first day on which it does not hold for new loans; None while it has no end.
    """

    guarantee: int
    name: str
    phone: str = ""
    means: str
    from_on: date
    until_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def liable_for(promises: Sequence[Promise], birth_on: date | None, lent_on: date, years: int) -> Promise | None:
    """Return the promise that covers a loan of that day; None where the borrower answers, or nobody promised.

    What was lent under a promise stays under it when the borrower comes of age: its end is for later loans only.
    """
    if not is_minor(birth_on, lent_on, years):
        return None
    holding = [one for one in promises if one.holds(lent_on)]
    return max(holding, key=lambda one: (one.from_on, one.guarantee), default=None)


class AnswersAs(StrEnum):
    """As what somebody answers for a loan."""

    BORROWER = "borrower"
    GUARANTOR = "guarantor"
    INSTITUTION = "institution"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """Who answers for a loan: on the day it was made, whatever has changed since."""

    role: AnswersAs
    name: str = ""
    phone: str = ""


def answerable(
    borrower: Answerable, promises: Sequence[Promise], birth_on: date | None, lent_on: date, years: int
) -> Answerable:
    """Return who answers for a loan of that day: the borrower, an institution for itself, for a minor whoever promised.

    For what a minor has borrowed without anybody's promise nobody answers: the library lent at its own risk.
    """
    if borrower.role is AnswersAs.INSTITUTION or not is_minor(birth_on, lent_on, years):
        return borrower
    promise = liable_for(promises, birth_on, lent_on, years)
    if promise is None:
        return Answerable(role=AnswersAs.NOBODY)
    return Answerable(role=AnswersAs.GUARANTOR, name=promise.name, phone=promise.phone)
