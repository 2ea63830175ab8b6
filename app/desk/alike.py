"""Who looks like somebody that is about to be registered (L-41): asked before, so that nobody is registered twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.desk.found import Alike
from app.desk.ids import PatronId
from app.desk.ports import Work
from app.rules.blocks import Block, Why, block, told
from app.rules.identity import normal_number
from app.rules.likeness import STRONG, traits


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Somebody who is registered already, and looks like the one who is not.

    Attributes:
        asks: It is to be settled before; a namesake is only told.
    """

    patron: PatronId
    asks: bool
    block: Block


def look_alikes(
    work: Work, given: str, family: str, *, birth_on: date | None = None, phone: str = "", code: str = ""
) -> tuple[LookAlike, ...]:
    """Return who looks like somebody with this name, birth date and phone, as it is kept, the strongest first."""
    codes = (normal_number(code),) if code else ()
    wanted = traits(given, family, birth_on.isoformat() if birth_on else "", phone, codes)
    return tuple(_look_alike(one) for one in work.alike(wanted))


def _look_alike(one: Alike) -> LookAlike:
    asks = one.likeness in STRONG
    figures = {"number": one.number, "name": one.name, "likeness": one.likeness.value}
    said = block(Why.LOOKS_ALIKE, **figures) if asks else told(Why.LOOKS_ALIKE, **figures)
    return LookAlike(one.patron, asks, said)
