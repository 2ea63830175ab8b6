"""The moments of holds: placed at the desk, laid ready, listed, on somebody's page."""

from __future__ import annotations

from functools import partial

from app.desk.checkin import check_in
from app.desk.holds import place_hold
from app.views.presenters.desk_state import Mode
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.person_state import Tab
from app.views.screenshots.stage import Stage


def desk_hold(stage: Stage) -> None:
    """Somebody joins a queue."""
    screen = stage.at_desk(Mode.HOLD)
    stage.scan(screen, stage.town.people[3].card)
    screen.presenter.read()
    stage.scan(screen, stage.town.barcode(3))


def desk_hold_trapped(stage: Stage) -> None:
    """What comes back is for whoever waits."""
    stage.scan(stage.at_desk(Mode.RETURN), stage.town.barcode(3))


def desk_hold_ready(stage: Stage) -> None:
    screen = stage.at_desk()
    stage.scan(screen, stage.town.people[3].card)
    screen.presenter.read()


def holds_pick(stage: Stage) -> None:
    for person, book in ((3, 4), (2, 12), (2, 7)):
        card, barcode = stage.town.people[person].card, stage.town.barcode(book)
        stage.do(partial(place_hold, patron=card, item=barcode, override={"ALREADY_ON_LOAN_TO_PATRON"}, reason="-"))
    stage.list_of(ListKind.PICK)


def holds_shelf(stage: Stage) -> None:
    stage.list_of(ListKind.SHELF)


def holds_transit(stage: Stage) -> None:
    stage.do(partial(check_in, item=stage.town.barcode(5)))
    stage.list_of(ListKind.TRANSIT)


def holds_lost(stage: Stage) -> None:
    stage.list_of(ListKind.TRANSIT).presenter.begin("lose-copy")


def person_holds(stage: Stage) -> None:
    stage.person(3, Tab.HOLDS)
