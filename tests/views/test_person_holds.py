"""The holds on somebody's page: where each stands, and what is done with one."""

from functools import partial

import pytest

from app.desk.holds import place_hold
from app.views.presenters.person import PersonPresenter
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

MARTA = TOWN.people[1].card


@pytest.fixture
def page(service, words, stage):
    service.station.do(partial(place_hold, patron=MARTA, item=TOWN.barcode(3)))
    presenter = PersonPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    assert presenter.open(MARTA, Tab.HOLDS)
    return presenter


def stage_of(page):
    return page.state.shown.rows[0].cells[1]


def test_a_hold_is_shown_with_its_place_in_the_queue(page):
    [row] = page.state.shown.rows

    assert row.cells[0].startswith("Simtgadnieks")
    assert row.cells[1:3] == ("Waiting", "1 / 1")
    assert dict(page.state.tabs)[Tab.HOLDS] == "Holds  1"


def test_a_hold_is_suspended_until_a_day_and_resumed(page):
    page.start("suspend-hold")
    page.asking.submit({"until": "31.12.2026"})
    assert stage_of(page) == "Suspended until 31 Dec 2026"

    page.start("resume-hold")

    assert stage_of(page) == "Waiting"


def test_a_hold_is_moved_to_another_branch(page, stage):
    page.start("move-hold")
    page.asking.submit({"to": TOWN.other_code})

    assert page.state.shown.rows[0].cells[3] == TOWN.other_branch
    assert stage.said[-1].text.startswith("Pickup moved")


def test_somebody_away_waits_without_being_served(page):
    page.start("note-absence")
    page.asking.submit({"absent_from": "", "absent_until": "31.12.2026"})

    assert stage_of(page) == "Away"
    assert page.state.shown.facts[0].said == "… – 31 Dec 2026"


def test_a_hold_is_cancelled_when_it_was_meant(page):
    page.start("cancel-hold")
    page.asking.submit({})

    assert page.state.shown.rows == ()
