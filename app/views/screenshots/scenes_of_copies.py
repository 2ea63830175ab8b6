"""Scenes of what is done at the desk beside lending."""

from __future__ import annotations

from functools import partial

from app.desk.proxies import allow_proxy
from app.desk.requests import ask_renewal
from app.views.presenters.desk_state import Mode
from app.views.presenters.person_state import Tab
from app.views.screens.stock import StockScreen
from app.views.screenshots.stage import Stage

SHELF, LENT = 4, 3


def desk_report(stage: Stage) -> None:
    """A copy in hand, and what is said of it."""
    screen = stage.at_desk()
    stage.scan(screen, stage.town.barcode(SHELF))
    screen.presenter.extras.report()


def desk_drop(stage: Stage) -> None:
    """A pile from the book drop, with the day that counts."""
    screen = stage.at_desk(Mode.RETURN)
    screen.presenter.extras.begin_drop()


def desk_slip(stage: Stage) -> None:
    """What was written on a slip of paper is entered."""
    stage.at_desk().presenter.extras.enter_slip()


def desk_taker(stage: Stage) -> None:
    """Somebody else has come for a reader's books."""
    reader, other = stage.town.people[4], stage.town.people[3]
    stage.do(partial(allow_proxy, patron=reader.card, proxy=other.card))
    screen = stage.at_desk()
    stage.scan(screen, reader.card)
    screen.presenter.read()
    screen.presenter.taker.ask()


def desk_quick(stage: Stage) -> None:
    """A scan that nobody knows is lent under its title."""
    screen = stage.at_desk()
    stage.scan(screen, stage.town.people[0].card)
    screen.presenter.scan("LV 9999 1234")
    screen.presenter.extras.lend_quick()


def desk_request(stage: Stage) -> None:
    """A request for more time waits to be answered."""
    stage.do(partial(ask_renewal, item=stage.town.barcode(LENT), channel="phone"))
    stage.at_desk().presenter.extras.answer_request()


def stock_changed(stage: Stage) -> None:
    """What a copy is, is told otherwise."""
    _copy_in_stock(stage).presenter.ask_change()


def stock_reported(stage: Stage) -> None:
    """Something is said of a copy that stands on its shelf."""
    _copy_in_stock(stage).presenter.ask_report()


def _copy_in_stock(stage: Stage) -> StockScreen:
    screen = stage.screen("stock")
    assert isinstance(screen, StockScreen)
    screen.presenter.asking.close()
    screen.open_title(0, stage.town.books[SHELF][0])
    return screen


def person_reports(stage: Stage) -> None:
    """Somebody says of a loan that it was returned."""
    stage.person(0, Tab.LOANS).start("report-copy")
