"""A form beside somebody who is registered already: what entering it takes, and what is left to be settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.known_forms import Difference, KnownForm
from app.views.presenters.days import written_day
from app.views.presenters.registration import DAYS
from app.words import Words

NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRow:
    """One thing that the form says otherwise."""

    label: str
    known: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSheet:
    """What is shown before a form is entered for somebody who is known.

    Attributes:
        scan: What finds the person.
        doubt: What to do about `stays`; "" where nothing does.
        stays: What is not changed by a form; it may be another person.
        said: What happens with `taken`, or that nothing differs at all.
    """

    scan: str
    title: str
    doubt: str
    stays: tuple[KnownRow, ...]
    said: str
    taken: tuple[KnownRow, ...]


def known_sheet(words: Words, compared: KnownForm) -> KnownSheet:
    taken = tuple(_row(words, one) for one in compared.differences if one.taken)
    stays = tuple(_row(words, one) for one in compared.differences if not one.taken)
    return KnownSheet(
        scan=f"#{compared.patron}",
        title=words("forms.known.title", name=compared.name),
        doubt=words("forms.known.stays") if stays else "",
        stays=stays,
        said=words("forms.known.hint") if taken else "" if stays else words("forms.known.same"),
        taken=taken,
    )


def _row(words: Words, one: Difference) -> KnownRow:
    label = words(f"field.{one.field}")
    known, said = (_as_shown(one.field, value) or NOTHING for value in (one.known, one.said))
    return KnownRow(label=label[:1].upper() + label[1:], known=known, said=said)


def _as_shown(name: str, value: str) -> str:
    return written_day(date.fromisoformat(value)) if name in DAYS and value else value
