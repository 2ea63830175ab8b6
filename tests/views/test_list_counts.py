"""What is counted is seen and put right; events are written, changed and taken back."""

from functools import partial

import pytest

from app.desk.counting import add_event, count
from app.views.presenters.line import Tone
from app.views.presenters.list_kinds import ListKind
from app.views.presenters.list_registry import LISTS
from app.views.presenters.lists import ListsPresenter


@pytest.fixture
def lists(service, words, stage):
    presenter = ListsPresenter(service, words, stage, LISTS)
    service.listeners.append(presenter.touched)
    return presenter


def answer(lists, **values):
    asked = {one.name: one.value for one in lists.state.asked.question.fields}
    lists.asking.submit(asked | values)


def cells(lists):
    return [row.cells for row in lists.state.rows]


@pytest.fixture
def counts(lists, service):
    service.station.do(partial(count, kind="visit_adult", number=7))
    lists.choose_kind(ListKind.COUNTS)
    return lists


def test_what_was_counted_today_is_put_right(counts, stage):
    assert cells(counts)[0][:2] == ("visit, adult", "7")
    counts.choose("visit_adult")

    counts.begin("correct-count")
    answer(counts, number="5")

    assert cells(counts)[0][:2] == ("visit, adult", "5")
    assert stage.said[-1].tone is Tone.OK


def test_what_was_forgotten_yesterday_is_written_for_yesterday(counts):
    counts.choose_show("yesterday")
    counts.choose("wifi")
    counts.begin("correct-count")
    answer(counts, number="12")
    assert dict(row[:2] for row in cells(counts))["Wi-Fi"] == "12"

    counts.choose_show("today")
    assert dict(row[:2] for row in cells(counts))["Wi-Fi"] == "0"


@pytest.mark.parametrize("number", ["many", "-1"])
def test_a_count_that_is_none_is_refused_beside_its_field(counts, number):
    counts.choose("wifi")
    counts.begin("correct-count")
    answer(counts, number=number)

    assert list(counts.state.asked.complaints) == ["number"]


@pytest.fixture
def events(lists, service):
    service.station.do(partial(add_event, name="Dzejas dienas", kind="reading", adults=12, children=3))
    lists.choose_kind(ListKind.EVENTS)
    lists.choose(lists.state.rows[0].key)
    return lists


def test_an_event_is_written_down(events):
    events.begin("add-event")
    answer(events, name="Bibliotēkas stunda", kind="lesson", children="24")

    assert ("Bibliotēkas stunda", "0", "24") in [(row[1], *row[3:]) for row in cells(events)]
    assert "people 39" in events.state.headline


def test_an_event_is_put_right(events):
    events.begin("change-event")
    answer(events, adults="21")

    assert [(row[1], *row[3:]) for row in cells(events)] == [("Dzejas dienas", "21", "3")]


def test_an_event_that_was_never_held_is_taken_back(events):
    events.begin("cancel-event")
    events.asking.submit({})

    assert cells(events) == []


@pytest.mark.parametrize(
    ("given", "wrong"), [({"name": ""}, "name"), ({"adults": "many"}, "adults"), ({"on_day": "1.1.2099"}, "on_day")]
)
def test_an_event_that_cannot_be_is_refused_beside_its_field(events, given, wrong):
    events.begin("add-event")
    answer(events, **{"name": "X", **given})

    assert list(events.state.asked.complaints) == [wrong]
