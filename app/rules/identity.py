"""Who somebody is: personal codes, ages, and the numbers that act as a card (docs/rules.md, formats)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

CODE_KINDS = ("personal_code", "health_card")
"""Kinds of numbers that are personal codes, or hold one: they find a person, and are neither shown nor printed."""

_ASCII_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def normal_number(text: str) -> str:
    """Return a scanned or typed number as numbers are compared: no white space, no hyphens, capital letters."""
    return "".join(text.split()).replace("-", "").translate(_ASCII_UPPER)


def is_minor(birth_on: date | None, today: date, until_years: int) -> bool:
    """Tell whether somebody is younger than so many years; one whose birth date is unknown is not taken for a child.

    The age comes from the birth date alone, never from a personal code (L-38): new Latvian codes have none.
    """
    return birth_on is not None and age_on(birth_on, today) < until_years


def age_on(birth_on: date, day: date) -> int:
    """Return the whole years; one born on 29 February is a year older on 1 March of common years."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalCode:
    """A personal code as it was read.

    Attributes:
        value: As it is written officially.
        doubtful: Its check digit does not fit. That is a warning, not a refusal: new Latvian codes and Danish
            numbers since 2007 have none that can be relied upon.
        birth_on: The date in it; None for a code without one. An age is never taken from it.
    """

    value: str
    doubtful: bool
    birth_on: date | None


def read_personal_code(text: str, country: str) -> PersonalCode | None:
    """Read a Latvian personal code or a Danish CPR number; None where the format or the date in it is impossible."""
    digits = "".join(text.split()).replace("-", "")
    if not re.fullmatch(r"[0-9]+", digits):
        return None
    return _READ[country](digits) if country in _READ else PersonalCode(value=digits, doubtful=False, birth_on=None)


def codes_differ(number: str, others: Iterable[str], country: str) -> bool:
    """Tell whether a number holds a personal code, and others of the same person hold codes, and it is none of them.

    A Danish health card carries the CPR number (D-06): the card of a sister has another.
    """
    read = read_personal_code(number, country)
    known = {other.value for other in (read_personal_code(one, country) for one in others) if other is not None}
    return read is not None and bool(known) and read.value not in known


def is_like_code(text: str, country: str) -> bool:
    """Tell whether a number could be a personal code of the country: a scanner may deliver one from any card."""
    return country in _READ and read_personal_code(text, country) is not None


def _latvian(digits: str) -> PersonalCode | None:
    """Codes given since 1 July 2017 begin with 32 to 39 and hold no date; 30 and 31 are days of older ones."""
    if len(digits) != 11:
        return None
    value, undated = f"{digits[:6]}-{digits[6:]}", digits[0] == "3" and digits[1] >= "2"
    if undated:
        return PersonalCode(value=value, doubtful=False, birth_on=None)
    birth_on = _date(digits[:6], _LATVIAN_CENTURY.get(digits[6]))
    if birth_on is None:
        return None
    return PersonalCode(value=value, doubtful=not _latvian_check(digits), birth_on=birth_on)


_LATVIAN_CENTURY = {"0": 1800, "1": 1900, "2": 2000}


def _latvian_check(digits: str) -> bool:
    weighted = sum(int(d) * w for d, w in zip(digits, (10, 5, 8, 4, 2, 1, 6, 3, 7, 9), strict=False))
    return (1 + weighted) % 11 % 10 == int(digits[10])


def _danish(digits: str) -> PersonalCode | None:
    birth_on = _date(digits[:6], _danish_century(digits)) if len(digits) == 10 else None
    if birth_on is None:
        return None
    weighted = sum(int(d) * w for d, w in zip(digits, (4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True))
    return PersonalCode(value=f"{digits[:6]}-{digits[6:]}", doubtful=weighted % 11 != 0, birth_on=birth_on)


def _danish_century(digits: str) -> int:
    """The seventh digit and the year tell the century (the CPR office's table)."""
    seventh, year = int(digits[6]), int(digits[4:6])
    if seventh <= 3 or (seventh in {4, 9} and year >= 37):
        return 1900
    if seventh in {5, 6, 7, 8} and year >= 58:
        return 1800
    return 2000


def _date(ddmmyy: str, century: int | None) -> date | None:
    if century is None:
        return None
    try:
        return date(century + int(ddmmyy[4:]), int(ddmmyy[2:4]), int(ddmmyy[:2]))
    except ValueError:
        return None


_READ = {"LV": _latvian, "DK": _danish}

VISIBLE_DIGITS = 6


def masked_code(value: str) -> str:
    """Return a personal code as a screen or a list shows it: its last digits hidden."""
    return value[:VISIBLE_DIGITS] + "-" + "•" * max(0, len(value.replace("-", "")) - VISIBLE_DIGITS)
