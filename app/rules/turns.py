"""The order of a copy's turns, where some were written on paper first and entered later. Pure.

By itself a tick tells the order. A turn that was entered from a slip bears the tick of its entering and the day of
its happening: it goes to its day where another day tells for certain, and within one day where nothing is lost by it
(docs/decisions/0019).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

LOAN, CLOSING = "loan", "closing"

_FIRST, _AS_TOLD, _LAST = 0, 1, 2

Place = tuple[date, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A loan of a copy, or a return.

    Attributes:
        id: Its tick.
        day: On which it was entered, by the tick.
        paper_on: The day on which it happened, where it was written on paper; None where it was entered at once.
        names: The loan that a return says to end.
        patron: Who borrowed.
        of_lost: It ended the loan of a lost copy whose price was settled: nothing came back.
    """

    id: int
    kind: str
    day: date
    paper_on: date | None = None
    names: int | None = None
    patron: int | None = None
    of_lost: bool = False


def in_order(turns: Iterable[Turn]) -> list[Turn]:
    """Return the turns as they happened, the first one first."""
    known = list(turns)
    loans = {turn.id: _place(turn) for turn in known if turn.kind == LOAN}
    return sorted(known, key=lambda turn: _after_its_loan(turn, _place(turn), loans))


def _place(turn: Turn) -> Place:
    """A loan on paper is the last of its day: whoever has the copy is not to be forgotten. A return is the first."""
    if turn.paper_on is None:
        return turn.day, _AS_TOLD, turn.id, 0
    return turn.paper_on, _LAST if turn.kind == LOAN else _FIRST, turn.id, 0


def _after_its_loan(turn: Turn, place: Place, loans: Mapping[int, Place]) -> Place:
    """A return on paper ends the loan that it names, and comes right after it where the day does not tell."""
    if turn.paper_on is None or turn.names is None or turn.names not in loans:
        return place
    day, rank, tick, _ = loans[turn.names]
    return max(place, (day, rank, tick, 1))


def open_turn(turns: Iterable[Turn]) -> Turn | None:
    """Return the loan that a copy is on: its last turn, where that is a loan."""
    ordered = in_order(turns)
    return ordered[-1] if ordered and ordered[-1].kind == LOAN else None


def loan_on(turns: Iterable[Turn], day: date) -> Turn | None:
    """Return the loan that a copy was on when a day began or in its course, as far as it is known."""
    before = [turn for turn in in_order(turns) if (turn.paper_on or turn.day) <= day and turn.kind == LOAN]
    return before[-1] if before else None


def overtaken_on(turns: Iterable[Turn], day: date) -> Turn | None:
    """Return the first turn of a later day, which a turn of this day is over by."""
    return next((turn for turn in in_order(turns) if (turn.paper_on or turn.day) > day), None)
