"""What librarians do in a town that lends: every deed of circulation, with whoever and whatever comes to hand."""

from __future__ import annotations

from collections.abc import Iterator

from app.desk.checkin import check_in
from app.desk.checkout import check_out
from app.desk.history import cut_history
from app.desk.items import add_item
from app.desk.renew import renew
from app.desk.reports import report_copy
from app.desk.undo import undo
from app.rules.copies import REPORTS
from tests.sim.lending_chance import COPIES, SENSE, TITLES, Deed, Kind, Town
from tests.sim.lending_holds import HOLDING
from tests.sim.lending_house import HOUSE
from tests.sim.lending_money import PAYING
from tests.sim.lending_others import OTHERS
from tests.sim.lending_paper import PAPER
from tests.sim.lending_people import PEOPLE


def founding() -> Iterator[Deed]:
    """Yield what the town is founded with besides: several copies of a few titles."""
    for number in range(COPIES):
        barcode, title = f"L{number}", f"Lent {number % TITLES}"
        yield lambda work, b=barcode, t=title: add_item(work, barcode=b, title=t, price_minor=1250)


def _lend(town: Town) -> Deed:
    card, copy, insists = town.card, town.shelved, town.insists
    return lambda work: check_out(work, patron=card, item=copy, **insists)


def _lend_until(town: Town) -> Deed:
    card, copy, due = town.card, town.shelved, town.day(1, 40)
    return lambda work: check_out(work, patron=card, item=copy, due=due)


def _take_back(town: Town) -> Deed:
    copy = town.lent if town.random.random() < SENSE else town.copy
    return lambda work: check_in(work, item=copy)


def _empty_the_box(town: Town) -> Deed:
    copy, day = town.copy, town.day(-3, 0)
    return lambda work: check_in(work, item=copy, on=day)


def _renew(town: Town) -> Deed | None:
    copy, insists = town.at_home, town.insists
    return None if copy is None else lambda work: renew(work, item=copy, **insists)


def _report(town: Town) -> Deed:
    copy, kind, price = town.copy, town.random.choice(REPORTS), town.random.choice((None, 700))
    return lambda work: report_copy(work, item=copy, kind=kind, price_minor=price, note="seen")


DEEDS = (
    Kind("lend", 12, _lend),
    Kind("lend by hand", 2, _lend_until),
    Kind("take back", 8, _take_back),
    Kind("book drop", 2, _empty_the_box),
    Kind("renew", 3, _renew),
    Kind("report", 4, _report),
    Kind("undo deed", 3, lambda _: undo),
    Kind("cut history", 0.7, lambda _: cut_history),
    *HOLDING,
    *PAYING,
    *OTHERS,
    *PAPER,
    *HOUSE,
    *PEOPLE,
)
