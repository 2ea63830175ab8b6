"""Records that may be of one person, as a list, and two of them side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.db.queries.pairs import PairShown
from app.db.queries.people import NumberShown, PatronShown
from app.views.presenters.line import Tone
from app.views.presenters.person_state import TabColumn, TabRow
from app.words import Words


class Pairs(StrEnum):
    """Which pairs: `lists.pairs.<pairs>` words them."""

    ASKED = "asked"
    JOINED = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One thing that is known of two people; its tone says whether it is the same of both."""

    label: str
    one: str
    other: str
    tone: Tone


def pair_columns(words: Words) -> tuple[TabColumn, ...]:
    return (
        TabColumn(id="names", heading=words("lists.pairs.names"), weight=3),
        TabColumn(id="what", heading=words("lists.pairs.what"), weight=2),
        TabColumn(id="branch", heading=words("column.branch"), weight=1, optional=True),
    )


def pair_key(pair: PairShown) -> str:
    return f"{pair.one}-{pair.other}-{pair.merge or ''}"


def pair_row(pair: PairShown, words: Words) -> TabRow:
    one, other = pair.names
    return TabRow(
        key=pair_key(pair),
        cells=(one if one == other else f"{one}  ·  {other}", _what(pair, words), pair.branch),
        tone=Tone.PLAIN if pair.merge else Tone.ATTENTION,
    )


def _what(pair: PairShown, words: Words) -> str:
    if pair.on_day is not None:
        return "  ·  ".join(filter(None, (words.day(pair.on_day), pair.staff)))
    return words(f"likeness.{pair.likeness}") if pair.likeness else ""


def compared(one: PatronShown, other: PatronShown, words: Words) -> tuple[ComparedRow, ...]:
    """Return what is known of two people side by side; what is known of neither is left out."""
    rows = zip(_known(one, words), _known(other, words), strict=True)
    return tuple(
        ComparedRow(label=label, one=mine, other=theirs, tone=_tone(mine, theirs, weighs=weighs))
        for (label, mine, weighs), (_, theirs, _) in rows
        if mine or theirs
    )


def _tone(one: str, other: str, *, weighs: bool) -> Tone:
    if not (weighs and one and other):
        return Tone.PLAIN
    return Tone.OK if one.casefold() == other.casefold() else Tone.ATTENTION


def _known(shown: PatronShown, words: Words) -> Iterator[tuple[str, str, bool]]:
    """Yield what is known of one, always as much: a label, what it says, and whether it tells people apart."""
    yield words("column.name"), shown.name, True
    yield words("patrons.birth"), words.day(shown.birth_on) if shown.birth_on else "", True
    yield words("column.phone"), shown.phone, True
    yield words("column.email"), shown.email, True
    address = words("patron.address-protected") if shown.address_protected else shown.address
    yield words("patrons.address"), address, not shown.address_protected
    yield words("column.school"), shown.school, True
    yield words("column.guarantor"), shown.guarantor, True
    yield words("person.number"), " · ".join(_number(one, words) for one in shown.numbers), False
    yield words("patrons.home"), shown.branch, False
    yield words("patrons.loans"), words("desk.loans.count", count=len(shown.loans)), False


def _number(number: NumberShown, words: Words) -> str:
    return f"{number.value} ({words(f'number.{number.kind}')})"
