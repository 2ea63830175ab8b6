"""Somebody else takes along what is lent: asked once, noted with each loan, and gone with the patron."""

from functools import partial

import pytest

from app.desk.proxies import allow_proxy
from app.views.screenshots.people import LATVIAN as TOWN
from tests.views.test_desk_extras import fill, said

ELINA, _, KRISTAPS, JANIS, LIGA = (person.card for person in TOWN.people[:5])
FREE, OTHER = TOWN.barcode(4), TOWN.barcode(0)


@pytest.fixture
def allowed(desk, service):
    """Jānis may take along what Līga borrows, and Līga is at the desk."""
    service.station.do(partial(allow_proxy, patron=LIGA, proxy=JANIS))
    desk.scan(LIGA)
    return desk


def takings(service):
    return service.database.connection.execute("SELECT count(*) FROM taking").fetchone()[0]


def test_who_may_take_things_along_is_chosen_with_one_key(allowed, service):
    allowed.taker.ask()
    fill(allowed)
    assert (said(allowed), allowed.state.patron.taker) == ("Jānis Ozols takes the copies along.", "Jānis Ozols")

    allowed.scan(FREE)

    assert said(allowed).endswith("Taken along by Jānis Ozols.")
    assert takings(service) == 1
    assert allowed.state.patron.taker == "Jānis Ozols"


def test_the_next_patron_takes_their_own(allowed, service):
    allowed.taker.ask()
    fill(allowed)

    allowed.scan(ELINA)
    allowed.scan(FREE)

    assert (allowed.state.patron.taker, takings(service)) == ("", 0)


def test_the_patron_came_after_all(allowed, service):
    allowed.taker.ask()
    fill(allowed)
    allowed.taker.ask()
    fill(allowed, who="-")

    allowed.scan(FREE)

    assert takings(service) == 0


def test_whom_nobody_allowed_to_is_overridden_with_a_reason(desk, service):
    desk.scan(LIGA)
    desk.taker.ask()
    fill(desk, number=JANIS)
    desk.scan(FREE)
    assert desk.state.refusal.may_override

    desk.deeds.ask_reason()
    desk.deeds.override("her neighbour")

    assert (takings(service), desk.state.refusal) == (1, None)


def test_a_number_that_nobody_has_takes_nothing_along(allowed):
    allowed.taker.ask()

    fill(allowed, number="99 99")

    assert allowed.person.asking.state.notes
    assert allowed.state.taker == ""
