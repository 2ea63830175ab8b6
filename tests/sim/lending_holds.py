"""Holds and copies on their way, in a town that lends."""

from __future__ import annotations

from collections.abc import Callable

from app.desk.holds import cancel_hold, fetch_hold, move_hold, place_hold, requeue_hold, resume_hold, suspend_hold
from app.desk.transit import lose_copy, receive_copy, send_copy
from tests.sim.lending_chance import Deed, Kind, Town


def _place(town: Town) -> Deed:
    card, copy, this_copy, insists = town.card, town.copy, town.random.random() < 0.2, town.insists
    pickup = town.branch
    until = town.day(1, 60) if town.random.random() < 0.3 else None
    return lambda work: place_hold(
        work, patron=card, item=copy, this_copy=this_copy, pickup=pickup, until=until, **insists
    )


def _of_a_hold(deed: Callable[..., object], **options: object) -> Callable[[Town], Deed]:
    def make(town: Town) -> Deed:
        hold = f"#{town.one('SELECT hold FROM hold_standing') or 0}"
        return lambda work: deed(work, hold=hold, **options)

    return make


def _resume(town: Town) -> Deed:
    suspended = "SELECT hold FROM hold_standing WHERE suspended_until IS NOT NULL"
    hold = f"#{town.one(suspended) or 0}"
    return lambda work: resume_hold(work, hold=hold)


def _suspend(town: Town) -> Deed:
    hold, until = f"#{town.one('SELECT hold FROM hold_standing') or 0}", town.day(1, 30)
    return lambda work: suspend_hold(work, hold=hold, until=until)


def _move(town: Town) -> Deed:
    hold, to = f"#{town.one('SELECT hold FROM hold_standing') or 0}", town.branch
    return lambda work: move_hold(work, hold=hold, to=to)


def _send(town: Town) -> Deed:
    copy, to = town.copy, town.random.choice(("", town.branch))
    return lambda work: send_copy(work, item=copy, to=to)


def _receive(town: Town) -> Deed:
    copy = town.copy
    return lambda work: receive_copy(work, item=copy)


def _never_came(town: Town) -> Deed:
    copy = town.copy
    return lambda work: lose_copy(work, item=copy)


HOLDING = (
    Kind("place hold", 8, _place),
    Kind("cancel hold", 1, _of_a_hold(cancel_hold)),
    Kind("suspend hold", 1, _suspend),
    Kind("resume hold", 1, _resume),
    Kind("fetch hold", 1, _of_a_hold(fetch_hold)),
    Kind("requeue hold", 1, _of_a_hold(requeue_hold)),
    Kind("move hold", 1, _move),
    Kind("send copy", 2, _send),
    Kind("receive copy", 4, _receive),
    Kind("lose copy", 0.7, _never_came),
)
