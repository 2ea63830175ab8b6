"""Holds and copies on their way, in a town that lends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.desk.holds import cancel_hold, fetch_hold, move_hold, place_hold, requeue_hold, resume_hold, suspend_hold
from app.desk.outcome import Outcome
from app.desk.transit import lose_copy, receive_copy, send_copy
from tests.sim.lending_chance import SENSE, Deed, Kind, Town


def _place(town: Town) -> Deed:
    card, copy, this_copy, insists = town.card, town.copy, town.random.random() < 0.2, town.insists
    pickup = town.branch
    until = town.day(1, 60) if town.random.random() < 0.3 else None
    return lambda work: place_hold(
        work, patron=card, item=copy, this_copy=this_copy, pickup=pickup, until=until, **insists
    )


WAITS = "copy IS NULL AND suspended_until IS NULL"
SUSPENDED = "suspended_until >= date(?1 / 1000, 'unixepoch')"
BUSY = "copy IS NOT NULL OR fetching_ms IS NOT NULL AND suspended_until IS NULL"
"""How a hold stands that can be suspended or fetched, that can be resumed, and that can be put back into its place."""

ON_ITS_WAY = "EXISTS (SELECT 1 FROM copy_place p WHERE p.item = i.id AND p.transfer IS NOT NULL)"


def _hold(town: Town, standing: str) -> str | None:
    found = town.one(f"SELECT hold FROM hold_standing WHERE ({standing}) AND ?1 > 0", town.now_ms)
    return None if found is None else f"#{found}"


def _of_a_hold(deed: Callable[..., Outcome[Any]], standing: str = "1") -> Callable[[Town], Deed | None]:
    def make(town: Town) -> Deed | None:
        hold = _hold(town, standing)
        return None if hold is None else lambda work: deed(work, hold=hold)

    return make


def _suspend(town: Town) -> Deed | None:
    hold, until = _hold(town, WAITS), town.day(1, 30)
    return None if hold is None else lambda work: suspend_hold(work, hold=hold, until=until)


def _move(town: Town) -> Deed | None:
    hold, to = _hold(town, "1"), town.branch
    return None if hold is None else lambda work: move_hold(work, hold=hold, to=to)


def _send(town: Town) -> Deed:
    copy, to = town.shelved, town.random.choice(("", town.branch, town.branch))
    return lambda work: send_copy(work, item=copy, to=to)


def _receive(town: Town) -> Deed:
    sent = town.barcode(ON_ITS_WAY) if town.random.random() < SENSE else None
    copy = sent or town.copy
    return lambda work: receive_copy(work, item=copy)


def _never_came(town: Town) -> Deed | None:
    copy = town.barcode(ON_ITS_WAY)
    return None if copy is None else lambda work: lose_copy(work, item=copy)


HOLDING = (
    Kind("place hold", 8, _place),
    Kind("cancel hold", 1, _of_a_hold(cancel_hold)),
    Kind("suspend hold", 1, _suspend),
    Kind("resume hold", 10, _of_a_hold(resume_hold, SUSPENDED)),
    Kind("fetch hold", 1, _of_a_hold(fetch_hold, WAITS)),
    Kind("requeue hold", 1, _of_a_hold(requeue_hold, BUSY)),
    Kind("move hold", 1, _move),
    Kind("send copy", 2, _send),
    Kind("receive copy", 4, _receive),
    Kind("lose copy", 0.7, _never_came),
)
