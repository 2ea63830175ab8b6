"""Terms of lending and closed days are seen with their reasons, and written once it is clear what follows."""

from datetime import date

import pytest

from app.views.presenters.calendar_settings import CalendarPresenter
from app.views.presenters.line import Tone
from app.views.presenters.rules_settings import RulesPresenter


@pytest.fixture
def rules(service, words, stage):
    presenter = RulesPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    presenter.refresh()
    return presenter


@pytest.fixture
def calendar(service, words, stage):
    presenter = CalendarPresenter(service, words, stage)
    service.listeners.append(presenter.touched)
    presenter.refresh()
    return presenter


def row(presenter, name):
    return next(one for one in presenter.state.rows if one.name.split()[0] == name)


def answer(presenter, **values):
    asked = {one.name: one.value for one in presenter.state.asked.question.fields}
    presenter.asking.submit({**asked, **values})


def complaints(presenter):
    return sorted(presenter.state.asked.complaints)


def test_what_holds_is_shown_with_who_says_so(rules):
    rules.choose("material", "fiction")

    found = row(rules, "loan_days")
    assert (found.value, found.why) == ("30 days", "Fiction")
    assert row(rules, "loans_max").value == "no limit"


def test_what_follows_is_told_before_a_term_is_written(rules, stage):
    rules.choose("material", "fiction")
    rules.ask_change(row(rules, "loan_days").name)
    answer(rules, value="7", category="child", branch="")

    assert "7 days" in rules.state.asked.question.title
    assert "Holds for: Child, Fiction. Now: 30 days." in rules.state.asked.question.hint
    assert row(rules, "loan_days").value == "30 days"

    rules.asking.submit({})
    assert stage.said[-1].tone is Tone.OK
    rules.choose("category", "child")
    assert (row(rules, "loan_days").value, row(rules, "loan_days").why) == ("7 days", "Child, Fiction")


def test_a_night_loan_is_chosen_in_words(rules):
    rules.ask_change(row(rules, "loan_days").name)
    assert "until the next opening" in rules.state.asked.question.fields[0].options.values()
    answer(rules, how="next_opening", category="child", branch="")
    rules.asking.submit({})

    rules.choose("category", "child")
    assert row(rules, "loan_days").value == "until the next opening"


def test_narrower_rows_that_stay_are_named(rules):
    rules.choose("material", "fiction")
    rules.ask_change(row(rules, "loan_days").name)
    answer(rules, value="21", material="")

    assert "Narrower rules stay in force: 30 days (children)" not in rules.state.asked.question.hint
    rules.asking.close()
    rules.ask_change(row(rules, "loan_days").name)
    answer(rules, value="21", material="", branch="")
    assert "Narrower rules stay in force:" in rules.state.asked.question.hint


@pytest.mark.parametrize(
    ("given", "wrong"), [({"value": "soon"}, ["value"]), ({"value": "7", "from_on": "1.1.2020"}, ["from_on"])]
)
def test_what_cannot_be_is_told_beside_its_field(rules, given, wrong):
    rules.ask_change(row(rules, "loan_days").name)
    answer(rules, **given)

    assert complaints(rules) == wrong


def test_the_year_is_shown_with_its_holidays(calendar):
    names = {one.reason for one in calendar.state.rows}

    assert "Līgo diena" in names
    assert calendar.state.hours == "closed: Sunday"
    assert not calendar.state.may_open


def test_days_are_closed_once_it_is_clear_what_moves(calendar, service, stage):
    year = service.today().year + 1
    calendar.choose_year(year)
    calendar.ask_to_close()
    answer(calendar, **{"from": f"1.2.{year}", "until": f"3.2.{year}", "reason": "Remonts"})
    assert "No loan" in calendar.state.asked.question.hint or "0 loans" in calendar.state.asked.question.hint
    calendar.asking.submit({})

    assert stage.said[-1].tone is Tone.OK
    found = next(one for one in calendar.state.rows if one.reason == "Remonts")
    calendar.choose(found.key)
    assert calendar.state.may_open
    calendar.ask_to_open()
    calendar.asking.submit({})
    assert all(one.reason != "Remonts" for one in calendar.state.rows)


@pytest.mark.parametrize(("given", "wrong"), [({}, ["from"]), ({"from": "3.2.2030", "until": "1.2.2030"}, ["until"])])
def test_days_that_are_none_close_nothing(calendar, given, wrong):
    calendar.ask_to_close()
    answer(calendar, **given)

    assert complaints(calendar) == wrong


def test_what_comes_again_is_shown_in_its_year(calendar, service):
    year = service.today().year
    calendar.ask_to_close()
    answer(calendar, **{"from": f"24.12.{year}", "yearly": "yes", "reason": "Svētvakars"})
    calendar.asking.submit({})
    calendar.choose_year(year + 2)

    found = next(one for one in calendar.state.rows if one.reason == "Svētvakars")
    assert found.weekday
    assert str(date(year + 2, 12, 24).year) in found.days
