"""Scenes of the lists of lending, money and stock."""

from __future__ import annotations

from datetime import date
from functools import partial

from app.desk.payments import read_payment
from app.desk.quick import lend_quick
from app.desk.requests import ask_renewal
from app.views.presenters.list_kinds import ListKind
from app.views.screenshots.stage import Stage

LENT = 2


def list_of_requests(stage: Stage) -> None:
    """Somebody asks for more time, and is refused for a cause."""
    stage.do(partial(ask_renewal, item=stage.town.barcode(LENT), channel="phone"))
    stage.list_of(ListKind.REQUESTS).presenter.begin("refuse-request")


def list_of_payments(stage: Stage) -> None:
    for payment, amount in (("P-7001", 12_000), ("P-7002", 2_000)):
        made = partial(read_payment, payment=payment, reference="?", amount_minor=amount, paid_on=date(2026, 11, 20))
        stage.do(made)
    stage.list_of(ListKind.PAYMENTS)


def list_cataloguing(stage: Stage) -> None:
    """What was lent in a hurry is written down."""
    card = stage.town.people[3].card
    stage.do(partial(lend_quick, patron=card, barcode="LV 9999 0007", title="Peer Gynt"))
    stage.list_of(ListKind.QUICK).presenter.begin("catalogue")


def list_receiving(stage: Stage) -> None:
    """What another library sends is taken in."""
    screen = stage.list_of(ListKind.ILL)
    screen.presenter.choose(next(row.key for row in screen.presenter.state.rows if row.cells[0] == "Peer Gynt"))
    screen.presenter.begin("ill-receive")
