"""House rules, closed days and stock that change while a town lends."""

from __future__ import annotations

from app.desk.network import change_setting
from app.desk.opening import close_days, open_again
from app.desk.periodicals import add_issue
from app.desk.quick import catalogue_item
from app.desk.terms import set_term
from tests.sim.lending_chance import Deed, Kind, Town

TARIFFS = {
    "late_day_minor": ("5", "10", "20"),
    "late_steps": ("1:2000:1000 8:6000:3000", "1:1500:500 15:9000:4000"),
    "late_from_day": ("1", "3"),
    "handling_fee_minor": ("0", "300"),
    "exclusion_ends_below_minor": ("1", "500"),
}
TERMS = {
    "loan_days": ("7", "14", "28", "closing"),
    "renewals_max": ("1", "9"),
    "renew_in_queue": ("0", "1"),
    "hold_shelf_days": ("2", "10"),
    "reservable": ("0", "1", "1"),
    "loans_max": ("0", "6"),
}
"""What a network sets anew, each with values that it may be given."""


def _tariff(town: Town) -> Deed:
    """Change what lateness costs, sometimes from a day on that is past: a desk may hear of it late."""
    key = town.random.choice(sorted(TARIFFS))
    value, day = town.random.choice(TARIFFS[key]), town.day(-2, 5)
    return lambda work: change_setting(work, key=key, value=value, from_on=day)


def _term(town: Town) -> Deed:
    term = town.random.choice(sorted(TERMS))
    value, branch = town.random.choice(TERMS[term]), town.random.choice(("", town.branch))
    return lambda work: set_term(work, term=term, value=value, branch=branch)


def _close(town: Town) -> Deed:
    first, last, everywhere = town.day(0, 10), town.day(10, 14), town.random.random() < 0.3
    return lambda work: close_days(work, first=first, last=last, reason="stock", everywhere=everywhere)


def _open_again(town: Town) -> Deed | None:
    closed = town.one("SELECT id FROM closed_day WHERE coalesce(cancelled, 0) = 0")
    return None if closed is None else lambda work: open_again(work, closed_day=closed)


def _issue(town: Town) -> Deed:
    like, barcode, number = town.copy, f"P{town.random.randrange(10**9)}", town.random.randrange(12)
    return lambda work: add_issue(work, like=like, barcode=barcode, issue=f"No. {number}")


def _catalogue(town: Town) -> Deed | None:
    copy, number = town.barcode("i.quick = 1"), town.random.randrange(3)
    return None if copy is None else lambda work: catalogue_item(work, item=copy, title=f"Lent {number}")


HOUSE = (
    Kind("change a tariff", 1, _tariff),
    Kind("change a term", 1, _term),
    Kind("close days", 0.5, _close),
    Kind("open again", 2, _open_again),
    Kind("add an issue", 0.5, _issue),
    Kind("catalogue", 1, _catalogue),
)
