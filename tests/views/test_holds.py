"""The screen of holds: what to fetch, what lies ready, what is on its way, and who waits for long."""

from functools import partial

import pytest

from app.desk.checkin import check_in
from app.desk.holds import place_hold
from app.views.presenters.hold_lists import HOLD_LISTS
from app.views.presenters.line import Tone
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.lists import ListsPresenter
from app.views.presenters.person_state import Tab
from app.views.screenshots.people import LATVIAN as TOWN

ELINA, MARTA, KRISTAPS, JANIS = (person.card for person in TOWN.people[:4])
ON_SHELF, LENT_TO_ELINA = 4, 3


def barcode(place):
    return TOWN.barcode(place)


@pytest.fixture
def holds(service, words, stage):
    """The presenter, with somebody waiting for a copy on the shelf and for one that is out."""
    place(service, MARTA, ON_SHELF)
    place(service, JANIS, LENT_TO_ELINA)
    presenter = ListsPresenter(service, words, stage, HOLD_LISTS)
    service.listeners.append(presenter.touched)
    presenter.refresh()
    return presenter


def place(service, card, book, **given):
    outcome = service.station.do(partial(place_hold, patron=card, item=barcode(book), **given))
    return outcome.record


def cells(presenter):
    return [dict(zip((column.id for column in presenter.state.columns), row.cells, strict=True))
            for row in presenter.state.rows]  # fmt: skip


def test_what_stands_on_a_shelf_is_to_be_fetched(holds):
    [pick] = cells(holds)

    assert (pick["title"], pick["barcode"]) == ("Mātes piens", barcode(ON_SHELF))
    assert holds.state.headline == "1 entry"


def test_who_fetches_is_noted_and_may_give_up(holds, stage):
    holds.begin("fetch-hold")
    assert cells(holds)[0]["fetched-by"]
    assert not holds.may("fetch-hold")

    holds.begin("give-up-hold")

    assert not cells(holds)[0]["fetched-by"]
    assert stage.said[-1].text == "Nobody fetches the copy any more."


def test_what_lies_ready_names_its_person_and_is_cancelled_when_asked(holds, service, stage):
    service.station.do(partial(check_in, item=barcode(LENT_TO_ELINA)))
    holds.choose_kind(ListKind.SHELF)
    [ready] = cells(holds)
    assert ready["to-do"] == "Waits for the patron"

    holds.begin("cancel-hold")
    assert holds.state.asked.is_open
    holds.asking.submit({})

    assert stage.said[-1].text.startswith("Hold cancelled: Simtgadnieks")


def test_the_copy_of_a_hold_that_was_cancelled_lies_there_until_it_is_scanned(holds, service):
    lent = barcode(LENT_TO_ELINA)
    service.station.do(partial(check_in, item=lent))
    holds.choose_kind(ListKind.SHELF)
    holds.begin("cancel-hold")
    holds.asking.submit({})

    [left] = cells(holds)
    assert (left["barcode"], left["to-do"]) == (lent, "Take off the shelf")
    assert holds.state.rows[0].tone is Tone.REFUSED
    assert not holds.may("cancel-hold")

    service.station.do(partial(check_in, item=lent))
    holds.refresh()
    assert holds.state.rows == ()


def test_a_copy_that_never_came_is_lost_when_asked(holds, service, stage):
    place(service, KRISTAPS, LENT_TO_ELINA, pickup=TOWN.other_code)
    service.station.do(partial(check_in, item=barcode(ON_SHELF)))
    service.station.do(partial(check_in, item=barcode(5)))
    holds.choose_kind(ListKind.TRANSIT)
    assert [row["barcode"] for row in cells(holds)] == [barcode(5)]

    holds.begin("lose-copy")
    holds.asking.submit({})

    assert holds.state.rows == ()
    assert stage.said[-1].tone is Tone.OK


def test_the_lists_follow_each_other_and_of_all_branches_when_asked(holds):
    holds.step_kind(-1)
    assert holds.state.kind is ListKind.STALE
    holds.step_kind(1)
    assert holds.state.kind is ListKind.PICK
    holds.choose_branch("")
    assert len(holds.state.rows) == 1


def test_a_row_leads_to_the_holds_of_its_person(holds, stage):
    holds.open_person()

    assert stage.went[-1][0] == "details"
    assert stage.went[-1][2] is Tab.HOLDS


def test_a_locked_desk_names_nobody(holds):
    holds.forget()

    assert (holds.state.rows, holds.state.chosen) == ((), "")
