"""Whether two records look like one person: by personal code, name, birth date and phone. Pure.

It is a question, never an answer: twins, and a father and son of one name, are two people, and a person at the desk
says so. Names are compared folded, so that marks do not matter, and with a letter wrong or a second name left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.fuzz import token_set_ratio

from app.rules.folding import search_words

GIVEN_ALIKE, FAMILY_ALIKE = 83, 80
"""Of 100: one letter wrong in a given name of six or a family name of five. Twins differ in the given name alone."""


class Likeness(StrEnum):
    """In what two records are alike, the strongest first."""

    CODE = "code"
    """The same personal code."""
    NAME_AND_BIRTH = "name_and_birth"
    NAME_AND_PHONE = "name_and_phone"
    """The same phone, and birth dates that differ by a slip, or of which one is not known."""
    BIRTH_AND_PHONE = "birth_and_phone"
    """The same given name, birth date and phone: the family name has changed."""
    NAME = "name"
    """The very same name, and birth dates as above. It is told, and stops nobody."""


STRONG = frozenset({Likeness.CODE, Likeness.NAME_AND_BIRTH, Likeness.NAME_AND_PHONE, Likeness.BIRTH_AND_PHONE})
"""What is asked about before somebody is registered a second time."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What records are compared by.

    Attributes:
        given, family: Folded, with single spaces between words.
        birth_on: An ISO day; "" where it is not known.
        codes: Personal codes as numbers are compared.
    """

    given: str
    family: str
    birth_on: str = ""
    phone: str = ""
    codes: frozenset[str] = frozenset()


def traits(
    given: str, family: str, birth_on: str | None = None, phone: str | None = None, codes: Sequence[str] = ()
) -> Traits:
    """Return what a record as it is written is compared by."""
    return Traits(
        " ".join(search_words(given)), " ".join(search_words(family)), birth_on or "", phone or "", frozenset(codes)
    )


def likeness(one: Traits, other: Traits) -> Likeness | None:
    """Return in what two records are alike, the strongest likeness; None where they are not."""
    if one.codes & other.codes:
        return Likeness.CODE
    same_birth = one.birth_on != "" and one.birth_on == other.birth_on
    same_phone = one.phone != "" and one.phone == other.phone
    if same_birth and _names_alike(one, other):
        return Likeness.NAME_AND_BIRTH
    if same_birth and same_phone and _given_alike(one.given, other.given):
        return Likeness.BIRTH_AND_PHONE
    if not may_be_one_day(one.birth_on, other.birth_on):
        return None
    if same_phone and _names_alike(one, other):
        return Likeness.NAME_AND_PHONE
    named = one.family != "" and (one.given, one.family) == (other.given, other.family)
    return Likeness.NAME if named else None


def _names_alike(one: Traits, other: Traits) -> bool:
    """Given and family name may have changed places on a form."""
    straight = _given_alike(one.given, other.given) and _family_alike(one.family, other.family)
    return straight or (_given_alike(one.given, other.family) and _given_alike(one.family, other.given))


def _given_alike(one: str, other: str) -> bool:
    return one == other or token_set_ratio(one, other) >= GIVEN_ALIKE


def _family_alike(one: str, other: str) -> bool:
    return one == other or token_set_ratio(one, other) >= FAMILY_ALIKE


def may_be_one_day(one: str, other: str) -> bool:
    """Tell whether two birth dates are one but for a slip: one digit, or day and month the other way round."""
    if not one or not other or one == other:
        return True
    if len(one) != len(other):
        return False
    wrong = sum(mine != theirs for mine, theirs in zip(one, other, strict=True))
    return wrong == 1 or (one[:4], one[5:7], one[8:]) == (other[:4], other[8:], other[5:7])
