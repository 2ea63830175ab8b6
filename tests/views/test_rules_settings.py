"""Terms of lending are seen with their reasons, and written once it is clear what follows."""

import pytest

from app.views.presenters.line import Tone
from app.views.presenters.rules_settings import RulesPresenter


@pytest.fixture
def rules(service, words, stage):
    presenter = RulesPresenter(service, words, stage)
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
