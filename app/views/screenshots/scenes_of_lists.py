"""Scenes of the lists of lending, money and stock."""

from __future__ import annotations

from datetime import date
from functools import partial

from app.desk.counting import add_event, count
from app.desk.items import add_item
from app.desk.payments import read_payment
from app.desk.periodicals import add_issue
from app.desk.quick import lend_quick
from app.desk.requests import ask_renewal
from app.desk.stock_book import open_act, put_on_act
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


def list_of_periodicals(stage: Stage) -> None:
    """A weekly of which an issue is missing."""
    made = partial(add_item, barcode="Ž 1", title="Ieva", issue="40", issued_on=date(2026, 9, 30), price_minor=179)
    stage.do(made)
    for number, day in ((41, date(2026, 10, 7)), (42, date(2026, 10, 14)), (44, date(2026, 10, 28))):
        stage.do(partial(add_issue, like="Ž 1", barcode=f"Ž {number}", issue=str(number), issued_on=day))
    stage.list_of(ListKind.PERIODICALS)


def list_of_issues(stage: Stage) -> None:
    screen = stage.list_of(ListKind.PERIODICALS)
    screen.presenter.open_row()
    stage.pump(lambda: not screen.presenter.state.reading)
    screen.presenter.begin("receive-issue")


def list_of_acts(stage: Stage) -> None:
    """Copies came by one act, and leave by another."""
    came = stage.do(partial(open_act, kind="accession", source=stage.town.newcomer, basis="17/2026"))
    stage.do(partial(open_act, kind="withdrawal", cause="worn"))
    for place, price in ((4, 1_250), (12, 2_400)):
        stage.do(partial(put_on_act, act=f"#{came.act}", item=stage.town.barcode(place), price_minor=price))
    stage.list_of(ListKind.ACTS)


def list_on_an_act(stage: Stage) -> None:
    screen = stage.list_of(ListKind.ACTS)
    screen.presenter.choose(screen.presenter.state.rows[-1].key)
    screen.presenter.open_row()
    stage.pump(lambda: not screen.presenter.state.reading)
    screen.presenter.begin("put-on-act")


def list_opening_an_act(stage: Stage) -> None:
    stage.list_of(ListKind.ACTS).presenter.begin("open-accession")


def list_of_counts(stage: Stage) -> None:
    """A figure of today is put right."""
    for kind, number in (("visit_adult", 41), ("visit_child", 23), ("wifi", 7)):
        stage.do(partial(count, kind=kind, number=number))
    stage.list_of(ListKind.COUNTS)


def list_of_events(stage: Stage) -> None:
    poems, lesson = (
        ("Digte i bogen", "Klassebesøg") if stage.town.profile == "hjorring" else ("Dzejas dienas", "Stunda")
    )
    stage.do(partial(add_event, name=poems, kind="reading", adults=34, children=6))
    stage.do(partial(add_event, name=lesson, kind="lesson", children=22))
    screen = stage.list_of(ListKind.EVENTS)
    screen.presenter.choose(screen.presenter.state.rows[0].key)
    screen.presenter.begin("change-event")
