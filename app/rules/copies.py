"""What is said of a copy, and what that does: to the copy itself, to its loan, to what is owed for it. Pure.

A report is a fact. How a copy stands follows from its reports, loans and returns in their order, the same on every
desk: two things are known of it, whether it is where it should be, and whether it is fit to be lent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.rules.blocks import Block, Why, block, told
from app.rules.todo import Code, Todo, todo


class Place(StrEnum):
    """Whether a copy is where it should be: on its shelf, or with whoever borrowed it."""

    AS_KNOWN = ""
    CLAIMED = "claimed"
    """Its borrower says that it was returned, and it is still lent."""
    LOST = "lost"
    MISSING = "missing"
    """It should be on the shelf and is not."""


class Fitness(StrEnum):
    """Whether a copy can be lent."""

    FIT = ""
    DAMAGED = "damaged"
    """It bears damage and is lent all the same."""
    UNUSABLE = "unusable"
    """It is damaged and is not lent until it was repaired."""
    WITHDRAWN = "withdrawn"
    """It was taken out of stock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one kind of report does.

    Attributes:
        place, fitness: How the copy stands from then on; None for as before.
        ends: How it must stand for the report to make sense; () for any way.
        of_a_loan: It is about a loan: True for one that is open, False where there may be none, None for either.
        priced: What the copy is worth is asked for, from whoever had it.
    """

    place: Place | None = None
    fitness: Fitness | None = None
    ends: tuple[Place | Fitness, ...] = ()
    of_a_loan: bool | None = None
    priced: bool = False


EFFECTS: Mapping[str, Effect] = {
    "claimed": Effect(place=Place.CLAIMED, of_a_loan=True),
    "lost": Effect(place=Place.LOST, priced=True),
    "missing": Effect(place=Place.MISSING, of_a_loan=False),
    "found": Effect(
        place=Place.AS_KNOWN,
        fitness=Fitness.FIT,
        ends=(Place.CLAIMED, Place.LOST, Place.MISSING, Fitness.WITHDRAWN),
    ),
    "damaged": Effect(fitness=Fitness.DAMAGED, priced=True),
    "unusable": Effect(fitness=Fitness.UNUSABLE, priced=True),
    "repaired": Effect(fitness=Fitness.FIT, ends=(Fitness.DAMAGED, Fitness.UNUSABLE)),
    "withdrawn": Effect(fitness=Fitness.WITHDRAWN),
}
"""Every kind of report. A copy that is found comes back into stock; whether it is damaged is known before and after."""

REPORTS = tuple(EFFECTS)
LOAN, CLOSING = "loan", "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyEvent:
    """A report on a copy, or a loan or a return of it. `on_day` is the day that counts, None where it does not."""

    kind: str
    on_day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyStanding:
    """How a copy stands.

    Attributes:
        place_on: Since when it is not where it should be; None where it is.
        fitness_note: What somebody wrote about its damage, or its end.
    """

    place: Place = Place.AS_KNOWN
    place_on: date | None = None
    fitness: Fitness = Fitness.FIT
    fitness_note: str = ""


GOOD = CopyStanding()


def standing_of(events: Iterable[CopyEvent]) -> CopyStanding:
    """Return how a copy stands after these events, oldest first; kinds of later versions change nothing."""
    standing = GOOD
    for event in events:
        standing = _after(standing, event)
    return standing


def _after(standing: CopyStanding, event: CopyEvent) -> CopyStanding:
    """Whoever has a copy in hand, to lend it or to take it back, has found it; damage stays until it was repaired."""
    if event.kind in {LOAN, CLOSING}:
        return replace(standing, place=Place.AS_KNOWN, place_on=None)
    effect = EFFECTS.get(event.kind)
    if effect is None:
        return standing
    if effect.place is not None:
        since = event.on_day if effect.place else None
        standing = replace(standing, place=effect.place, place_on=since)
    if effect.fitness is not None and not _stays_unfit(standing, event.kind):
        note = event.note if effect.fitness else ""
        standing = replace(standing, fitness=effect.fitness, fitness_note=note)
    return standing


def _stays_unfit(standing: CopyStanding, kind: str) -> bool:
    """Tell whether fitness is as before: to be found mends no damage, and it alone brings back what was withdrawn."""
    if kind == "found":
        return standing.fitness in {Fitness.DAMAGED, Fitness.UNUSABLE}
    return standing.fitness is Fitness.WITHDRAWN


def report_blocks(kind: str, standing: CopyStanding, *, on_loan: bool) -> Iterator[Block]:
    """Yield what stands against saying this of a copy that stands so."""
    effect = EFFECTS[kind]
    if effect.of_a_loan is True and not on_loan:
        yield block(Why.NOT_ON_LOAN)
    if effect.of_a_loan is False and on_loan:
        yield block(Why.COPY_IS_LENT)
    if effect.ends and standing.place not in effect.ends and standing.fitness not in effect.ends:
        yield block(Why.NOT_REPORTED)
    if kind != "damaged" and _says_nothing_new(effect, standing):  # There may be damage to damage.
        yield block(Why.ALREADY_REPORTED)


def _says_nothing_new(effect: Effect, standing: CopyStanding) -> bool:
    if effect.ends:
        return False
    return standing.place is effect.place or standing.fitness is effect.fitness


def lending_blocks(standing: CopyStanding) -> Iterator[Block]:
    """Yield what a copy's own standing has against lending it (domain rules, check-out decision order 12 and 15)."""
    if standing.fitness in {Fitness.UNUSABLE, Fitness.WITHDRAWN}:
        yield block(Why.COPY_UNFIT, standing=standing.fitness.value)
    elif standing.fitness is Fitness.DAMAGED:
        note = standing.fitness_note
        yield told(Why.COPY_DAMAGED, standing="noted" if note else "plain", note=note)
    if standing.place is Place.MISSING:
        yield block(Why.MISSING)
    elif standing.place is Place.LOST:
        yield block(Why.LOST)


def renewing_blocks(standing: CopyStanding) -> Iterator[Block]:
    """Yield what a copy's own standing has against a longer loan: what is lost, or was given back, is not renewed."""
    if standing.place is Place.LOST:
        yield block(Why.LOST)
    elif standing.place is Place.CLAIMED:
        yield block(Why.CLAIMED_RETURNED)


def return_todos(standing: CopyStanding) -> Iterator[Todo]:
    """Yield what is to be done with a copy that came back though it stood so."""
    if standing.place:
        yield todo(_CAME_BACK[standing.place])
    if standing.fitness is Fitness.UNUSABLE:
        yield todo("IS_UNUSABLE")
    elif standing.fitness is Fitness.WITHDRAWN:
        yield todo("IS_WITHDRAWN")


_CAME_BACK: Mapping[Place, Code] = {
    Place.LOST: "WAS_LOST",
    Place.MISSING: "WAS_MISSING",
    Place.CLAIMED: "WAS_CLAIMED",
}


def price_of(asked: int | None, of_the_item: int | None, usual: int) -> int | None:
    """Return what a copy is worth (D-20, D-21): as asked, as bought, or as the material usually is; None for unknown.

    Args:
        usual: The default price of its material; 0 where the library has fixed none.
    """
    if asked is not None:
        return asked
    return of_the_item if of_the_item is not None else usual or None
