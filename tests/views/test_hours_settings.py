"""Hours of opening on the screen: written from a day on, once it is clear what moves."""

from datetime import timedelta

import pytest

from app.views.presenters.hours_settings import HoursPresenter
from app.views.presenters.line import Tone


@pytest.fixture
def hours(service, words, stage):
    presenter = HoursPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    presenter.refresh()
    return presenter


def answer(hours, **values):
    asked = {one.name: one.value for one in hours.state.asked.question.fields}
    hours.asking.submit({**asked, **values})


def shown(hours):
    return [(row.hours, row.closed) for row in hours.state.rows]


def write(hours, service, days=0, **times):
    """Write hours that hold so many days from now on."""
    hours.ask_change()
    since = service.today() + timedelta(days=days)
    empty = {f"hours_{day}": "" for day in range(1, 8)}
    answer(hours, **{**empty, "hours_1": "10:00-18:00", **times, "from_on": f"{since:%d.%m.%Y}"})


def test_a_branch_that_has_told_no_times_is_open_on_its_days(hours):
    assert shown(hours) == [("the times are not told", "Sunday")]

    hours.ask_change()

    asked = {one.name: one.value for one in hours.state.asked.question.fields}
    assert (asked["hours_1"], asked["hours_7"]) == ("open", "")


def test_what_moves_is_told_before_hours_are_written(hours, service, stage):
    write(hours, service, hours_2="9.30-12.00, 13:00-17:00")
    hint = hours.state.asked.question.hint
    assert "Tuesday 09:30-12:00, 13:00-17:00" in hint
    assert "due on another day" in hint
    assert shown(hours) == [("the times are not told", "Sunday")]

    hours.asking.submit({})

    assert stage.said[-1].tone is Tone.OK
    assert shown(hours)[0][0] == "Monday 10:00-18:00; Tuesday 09:30-12:00, 13:00-17:00"


def test_hours_to_come_stand_below_and_are_taken_back(hours, service):
    write(hours, service, days=30)
    hours.asking.submit({})
    assert len(shown(hours)) == 2
    assert hours.state.may_withdraw

    hours.ask_withdraw()
    hours.asking.submit({})

    assert shown(hours) == [("the times are not told", "Sunday")]
    assert not hours.state.may_withdraw


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"hours_3": "soon"}, ["hours_3"]),
        ({"hours_1": ""}, ["hours_1"]),
        ({"days": -1}, ["from_on"]),
    ],
)
def test_hours_that_are_none_are_refused_beside_their_field(hours, service, given, wrong):
    write(hours, service, **given)

    assert sorted(hours.state.asked.complaints) == wrong


def test_the_hours_of_another_branch_are_its_own(hours, service):
    own = hours.state.branch
    hours.choose_branch(next(code for code in hours.state.options if code != own))
    write(hours, service)
    hours.asking.submit({})
    assert shown(hours)[0][0] == "Monday 10:00-18:00"

    hours.choose_branch(own)
    assert shown(hours) == [("the times are not told", "Sunday")]
