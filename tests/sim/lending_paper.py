"""Slips of paper, copies that nobody has catalogued, requests for more time, and counts, in a town that lends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.db.requests import waiting
from app.desk.counting import COUNTED, add_event, count, write_counts
from app.desk.in_house import use_in_house
from app.desk.outcome import Outcome
from app.desk.paper import lend_on_paper, return_on_paper
from app.desk.quick import lend_quick
from app.desk.requests import CAUSES, ask_renewal, grant_renewal, refuse_renewal
from tests.sim.lending_chance import EVERYTHING, Deed, Kind, Town


def _lend_on_paper(town: Town) -> Deed:
    card, copy, day = town.card, town.copy, town.day(-9, 0)
    slip = town.random.choice(("", f"S{town.random.randrange(5)}"))
    return lambda work: lend_on_paper(work, patron=card, item=copy, on=day, slip=slip)


def _return_on_paper(town: Town) -> Deed:
    copy, day = town.lent, town.day(-9, 0)
    return lambda work: return_on_paper(work, item=copy, on=day)


def _lend_quick(town: Town) -> Deed:
    card, number = town.card, town.random.randrange(40)
    return lambda work: lend_quick(work, patron=card, barcode=f"Q{number}", title=f"Quick {number}")


def _use_in_house(town: Town) -> Deed:
    copy = town.copy
    return lambda work: use_in_house(work, item=copy)


def _ask(town: Town) -> Deed | None:
    copy = town.at_home
    return None if copy is None else lambda work: ask_renewal(work, item=copy)


def _answer(deed: Callable[..., Outcome[Any]], **options: Any) -> Callable[[Town], Deed | None]:
    def make(town: Town) -> Deed | None:
        found = town.some(waiting(town.connection))
        return None if found is None else lambda work: deed(work, request=found.request, **options)

    return make


def _count(town: Town) -> Deed:
    kind = town.random.choice(COUNTED)
    return lambda work: count(work, kind=kind)


def _hold_an_event(town: Town) -> Deed:
    day = town.day(-3, 0)
    return lambda work: add_event(work, name="Reading", on=day, adults=3, children=2)


PAPER = (
    Kind("lend on paper", 2, _lend_on_paper),
    Kind("return on paper", 2, _return_on_paper),
    Kind("lend quick", 2, _lend_quick),
    Kind("use in house", 1, _use_in_house),
    Kind("ask renewal", 3, _ask),
    Kind("grant renewal", 4, _answer(grant_renewal, override=EVERYTHING, reason="seen")),
    Kind("refuse renewal", 3, _answer(refuse_renewal, cause=CAUSES[0])),
    Kind("count", 2, _count),
    Kind("write counts", 1, lambda _: write_counts),
    Kind("event", 0.5, _hold_an_event),
)
